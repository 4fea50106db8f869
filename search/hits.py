"""Records found become lines of a results page. Reads only the page's records: three queries whatever the archive's size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlencode

from django.urls import reverse

from archive.countries import country_name
from archive.evidence import sentences
from archive.models import Record, Transcript, Turn
from search.links import address_of
from search.params import SearchParams
from search.passages import Passages, beginning
from search.request import EngineHit
from search.results import CountryChip, Hit, Person
from search.search_indexes import COUNTRY_LAYERS, whole_records
from search.tree import Node

WHY_SHOWN = 6
SENTENCES_SHOWN = 2
SENTENCE_LENGTH = 220


def hits_of(found: Iterable[EngineHit], params: SearchParams, tree: Node) -> tuple[Hit, ...]:
    """Return what the engine found, ready to show, in its order; what is no longer public is left out."""
    wanted = {hit.record_id: hit for hit in found}
    records = {record.pk: record for record in whole_records(Record.objects.published().filter(pk__in=wanted))}
    passages = Passages(tree, params.values("country"))
    return tuple(hit_of(records[pk], hit, params, passages) for pk, hit in wanted.items() if pk in records)


def hit_of(record: Record, hit: EngineHit, params: SearchParams, passages: Passages) -> Hit:
    """Return one record as its line."""
    transcript = record.transcript
    passage = passages.best(record, hit.passage)
    return Hit(
        record_id=record.pk,
        kind=record.kind,
        kind_label=record.get_kind_display(),
        url=passage_url(transcript, params.q, passage.number),
        record_url=reverse("record", args=[transcript.slug, record.number]),
        title=transcript.title,
        transcript_url=address_of("transcript", transcript.slug),
        date=transcript.date,
        place=transcript.place,
        event_label=transcript.get_kind_display(),
        source=transcript.source.name,
        speakers=tuple(people_of(record)),
        question=question_of(record),
        passage=passage.html,
        countries=tuple(countries_of(record)),
        score=hit.score,
    )


def passage_url(transcript: Transcript, query: str, paragraph: int) -> str:
    """Return the address of a paragraph in its transcript, where the words searched are marked."""
    asked = "?" + urlencode({"q": query}) if query else ""
    anchor = f"#p{paragraph}" if paragraph else ""
    return address_of("transcript", transcript.slug) + asked + anchor


def people_of(record: Record) -> Iterator[Person]:
    """Yield who makes the statement or answers, each once; of a question without an answer, who asks."""
    turns: list[Turn] = list(record.turns.all())
    said = [turn for turn in turns if turn.role != "question"] or turns
    first = {turn.speaker: turn for turn in reversed(said) if turn.speaker}
    for speaker, turn in reversed(first.items()):
        yield Person(speaker.name, speaker.get_absolute_url(), turn.office)


def question_of(record: Record) -> str:
    """Return how the question begins, empty for a statement."""
    return next((beginning(turn.text) for turn in record.turns.all() if turn.role == "question"), "")


def countries_of(record: Record) -> Iterator[CountryChip]:
    """Yield the countries mentioned, most often first, each with the words that say so."""
    mentions = [mention for mention in record.mentions.all() if mention.layer in COUNTRY_LAYERS]
    for code, _ in Counter(mention.code for mention in mentions).most_common():
        yield chip_of(record, code, [mention.surface for mention in mentions if mention.code == code])


def chip_of(record: Record, code: str, words: list[str]) -> CountryChip:
    """Return one country with the words and the first sentences that say so."""
    said = tuple(islice(sentences(record, code, SENTENCE_LENGTH), SENTENCES_SHOWN))
    return CountryChip(
        code=code,
        name=country_name(code),
        url=address_of("country", code),
        why=tuple(dict.fromkeys(words))[:WHY_SHOWN],
        sentences=tuple(sentence.html for sentence in said),
        more=len(words) - sum(len(sentence.reasons) for sentence in said),
        why_url=reverse("why", args=[record.transcript.slug, record.number, code]),
    )
