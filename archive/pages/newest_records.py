"""The newest records on the page of a country or a person, with the relevant sentence marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from archive.countries import COUNTED_LAYERS
from archive.mentions.evidence import sentences
from archive.models import Mention, Record, Turn
from archive.pages import presenters
from archive.statistics.definitions import NOT_COUNTED

SENTENCE_LENGTH = 280  # characters


@dataclass(frozen=True, slots=True)
class ListedRecord:
    """A record in a list: the speaker, and the words as safe HTML with <mark> or as plain text; empty if there are none."""

    item: presenters.ReadRecord
    who: str
    words: str


def mentioning(keys: Sequence[int], code: str) -> tuple[ListedRecord, ...]:
    """Return these records, each with the first sentence that mentions a country."""
    return _listed(keys, lambda turn: True, lambda mention: mention.code == code and mention.layer not in NOT_COUNTED)


def said_by(keys: Sequence[int], speaker: int) -> tuple[ListedRecord, ...]:
    """Return these records, each with the person's first sentence that mentions a country, else the person's first words."""
    return _listed(
        keys, lambda turn: turn.speaker_id == speaker and turn.role != "question", lambda mention: mention.layer in COUNTED_LAYERS
    )


def _listed(keys: Sequence[int], says: Callable[[Turn], bool], counts: Callable[[Mention], bool]) -> tuple[ListedRecord, ...]:
    found = presenters.whole(Record.objects.published().filter(pk__in=keys).select_related("transcript__source"))
    in_order = sorted(found, key=lambda record: keys.index(record.pk))
    read = presenters.read(in_order, mark_countries=False)
    return tuple(_one(item, says, filter(counts, item.record.mentions.all())) for item in read)


def _one(item: presenters.ReadRecord, says: Callable[[Turn], bool], mentions: Iterable[Mention]) -> ListedRecord:
    """Return one record with a sentence of the relevant turns, else with the beginning of the first one."""
    turns = [spoken for spoken in item.turns if says(spoken.turn)]
    by_turn = {spoken.turn.pk: spoken for spoken in turns}
    for sentence in sentences([spoken.turn for spoken in turns], mentions, SENTENCE_LENGTH):
        return ListedRecord(item, by_turn[sentence.turn.pk].who, sentence.html)
    said = [spoken for spoken in turns if spoken.turn.role != "question"]
    return ListedRecord(item, said[0].who, presenters.opening_of(said[0].turn.text)) if said else ListedRecord(item, "", "")
