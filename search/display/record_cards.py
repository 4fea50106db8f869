"""Cards: what a results page shows of a record whatever was searched for, made once and kept until the archive changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.urls import get_script_prefix

from archive.countries import COUNT_CHOICES, country_name
from archive.models import EventKind, Record, archive_version
from archive.pages.links import addresses
from archive.text.headlines import headline
from search.display.page_records import FoundRecord, found_records, turns_of
from search.display.snippets import beginning
from search.text.memory import Recent

KINDS = dict(Record.Kind.choices)
EVENTS = dict(EventKind.choices)
CHIPS_SHOWN = 6
CARD_BYTES = 6000  # about what a card takes with its HTML; every text in it is short


@dataclass(frozen=True, slots=True)
class RowSpeaker:
    """A speaker of a record, with the office at the time (empty if not printed).

    An unnamed official appears as printed, or by office, without a link.
    """

    name: str
    url: str
    office: str
    country: str = ""
    asks: bool = False


@dataclass(frozen=True, slots=True)
class CountryChip:
    """A country mentioned by a record. `why_url` leads to the sentences."""

    code: str
    name: str
    url: str
    why_url: str


@dataclass(slots=True)
class MentionedCountries:
    """The countries of a record that count in a search, the most mentioned first, and those shown.

    `html` is empty until it is written.
    """

    record: FoundRecord
    codes: tuple[str, ...]
    shown: tuple[str, ...]
    html: str = field(default="", compare=False, repr=False)

    @property
    def chips(self) -> tuple[CountryChip, ...]:
        """Return the countries shown, with the links to the sentences that mention them."""
        address, record = addresses(), self.record
        return tuple(
            CountryChip(code, country_name(code), address("country", code), address("why", record.slug, record.number, code))
            for code in self.shown
        )


class CardHtml(NamedTuple):
    """A card as HTML, cut where the search, the site and the number among the results come in."""

    to_site: str
    to_address: str
    title: str
    to_words: str
    answer: str
    to_number: str
    to_permalink: str
    to_end: str
    question_begins: list[str]


@dataclass(slots=True)
class RecordCard:
    """A record as results pages show it, without its turns. `html` is None until it is written.

    `question` and `answer` are their beginnings, empty if absent; `headline` is the question without courtesies.
    """

    record: FoundRecord
    fingerprint: str
    transcript_url: str
    url: str
    speakers: tuple[RowSpeaker, ...]
    question: str
    headline: str
    answer: str
    html: CardHtml | None = field(default=None, compare=False, repr=False)
    _mentioned: dict[str, MentionedCountries] = field(default_factory=dict, compare=False, repr=False)

    @property
    def key(self) -> str:
        """Return its permanent name, `<slug>/<number>`."""
        return f"{self.record.slug}/{self.record.number}"

    @property
    def kind_label(self) -> str:
        return KINDS.get(self.record.kind, self.record.kind)

    @property
    def event_label(self) -> str:
        return EVENTS.get(self.record.event, self.record.event)

    def mentioned(self, layer: str, chosen: Collection[str] = ()) -> MentionedCountries:
        """Return the countries that count, `layer` being one of COUNT_CHOICES. Chosen ones are among those shown."""
        usual = self._mentioned.get(layer)
        if usual is None:
            codes = tuple(self.record.mentioned(COUNT_CHOICES[layer].layers))
            usual = self._mentioned[layer] = MentionedCountries(self.record, codes, codes[:CHIPS_SHOWN])
        if chosen and not frozenset(chosen).isdisjoint(usual.codes[CHIPS_SHOWN:]):
            return MentionedCountries(self.record, usual.codes, tuple(shown_countries(usual.codes, chosen)))
        return usual


class ShownRecord(NamedTuple):
    """A record with its turns, from which the passage shown is chosen, and its card."""

    record: FoundRecord
    card: RecordCard


def card_of(record: FoundRecord, address: Callable[..., str] | None = None) -> RecordCard:
    """Return the card of a record. `address` is the function of addresses, if there are many."""
    address = address or addresses()
    return RecordCard(
        record=replace(record, turns=[]),
        fingerprint=record.fingerprint,
        transcript_url=address("transcript", record.slug),
        url=address("record", record.slug, record.number),
        speakers=tuple(people_of(record, address)),
        question=beginning_of(record, "question"),
        headline=beginning_of(record, "question", headline),
        answer=beginning_of(record, "answer", headline),
    )


def people_of(record: FoundRecord, address: Callable[..., str]) -> Iterator[RowSpeaker]:
    """Yield the speakers of the statement or answer, once each; for a question without answer, the asker if known."""
    non_questions = [turn for turn in record.turns if turn.role != "question"]
    first = {turn.speaker: turn for turn in reversed(non_questions or record.turns) if turn.speaker[1]}
    for (name, slug), turn in reversed(first.items()):
        yield RowSpeaker(name, address("speaker", slug), turn.office, turn.country, asks=not non_questions)
    for name in dict.fromkeys(turn.label or turn.office for turn in non_questions if not turn.speaker[1]):
        if name:
            yield RowSpeaker(name, "", "")


def beginning_of(record: FoundRecord, role: str, begun: Callable[[str], str] = str) -> str:
    """Return the beginning of the question or the answer, or `begun` if given; empty if there is none."""
    return next((beginning(begun(turn.text)) for turn in record.turns if turn.role == role), "")


def shown_countries(mentioned: Collection[str], chosen: Collection[str]) -> list[str]:
    """Return the countries a row shows: chosen ones and the most frequent, in order of mention."""
    wanted = [*(code for code in mentioned if code in chosen), *(code for code in mentioned if code not in chosen)]
    kept = frozenset(wanted[:CHIPS_SHOWN])
    return [code for code in mentioned if code in kept]


KEPT: Recent[RecordCard] = Recent(lambda card: CARD_BYTES)


def shown_records(keys: Collection[int]) -> dict[int, ShownRecord]:
    """Return the public ones of these records by primary key. Five queries, for known cards at most two.

    A card is kept for the archive's version, which is read before the record: it can only be newer than that, never older.
    Whether a record is public is asked each time.
    """
    if not keys:
        return {}
    stamp = (archive_version.current(), get_script_prefix())
    known, address = KEPT.known(stamp, keys), addresses()
    read = found_records([key for key in keys if key not in known])
    made = {key: card_of(record, address) for key, record in read.items()}
    KEPT.add(stamp, made)
    turns = turns_of(known)
    shown = {key: ShownRecord(record, made[key]) for key, record in read.items()}
    return shown | {key: ShownRecord(replace(card.record, turns=turns[key]), card) for key, card in known.items() if key in turns}
