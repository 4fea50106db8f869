"""Turns stored turns into what a reader sees: records with their paragraphs, permanent numbers and marked countries."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Prefetch

from archive.countries import COUNTED_LAYERS, country_name
from archive.countries.layers import in_words
from archive.models import Mention, Record, Turn
from archive.models.records import RecordQuerySet
from archive.pages.html.formatting import truncatewords
from archive.statistics.definitions import NOT_COUNTED
from archive.text import paragraphs
from archive.text.headlines import headline

OPENING_WORDS = 45
BEGINNING = attrgetter("start")


class MentionRow(NamedTuple):
    """A mention with only what is read of it. A page of a transcript has hundreds, and models load six times as slowly."""

    record_id: int
    turn_id: int
    start: int
    end: int
    code: str
    layer: str
    surface: str


class SpeakerRow(NamedTuple):
    """A speaker with only what a page says of a turn's."""

    name: str
    slug: str


class TurnRow(NamedTuple):
    """A turn with only what is read of it."""

    record_id: int
    pk: int
    position: int
    role: str
    label: str
    office: str
    text: str
    notes: list[str]
    paragraphs: list[int]
    speaker_id: int | None
    speaker: SpeakerRow | None


class RecordRow(NamedTuple):
    """A record with only what a transcript's page shows of it."""

    pk: int
    number: int
    kind: str
    position: int


AnyMention = Mention | MentionRow
AnyTurn = Turn | TurnRow
AnyRecord = Record | RecordRow


@dataclass(frozen=True, slots=True)
class CountryMark:
    """A country in a paragraph: `text[start:end]`, its explanation in words, and its mentions as (code, layer)."""

    start: int
    end: int
    layer: str
    title: str
    mentions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A search hit on the page. `number` counts from 1 over the whole page."""

    start: int
    end: int
    number: int


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """The part of a paragraph that an address quotes. `nearest`: an approximate match."""

    start: int
    end: int
    is_first: bool = True
    nearest: bool = False

    @property
    def opening(self) -> str:
        """Return its opening tag. The first part of a quotation is the target of the address."""
        return f'<mark class="quoted{" quoted--nearest" * self.nearest}"{" id=quote" * self.is_first}>'


@dataclass(frozen=True, slots=True, eq=False)
class ReadParagraph:
    """One paragraph, at offset `start` of its turn's text. `number` is permanent (`#p<n>`), or None.

    Compared by identity: equal texts may stand at different places of the page.
    """

    number: int | None
    text: str
    marks: tuple[CountryMark, ...] = ()
    start: int = 0
    quoted: QuotedSpan | None = None


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """One turn and its paragraphs."""

    turn: AnyTurn
    paragraphs: tuple[ReadParagraph, ...]

    @property
    def name(self) -> str:
        """Return the name as printed, else the speaker's."""
        return self.turn.label or (self.turn.speaker.name if self.turn.speaker else "")

    @property
    def who(self) -> str:
        """Return the speaker's name, else the printed name, else the office."""
        return self.turn.speaker.name if self.turn.speaker else self.turn.label or self.turn.office

    @property
    def person(self) -> str:
        """Return the speaker's name if the printed name differs."""
        return "" if not self.turn.speaker or self.who.casefold() in self.name.casefold() else self.who

    @property
    def office(self) -> str:
        """Return the office at the time, empty if the printed name contains it."""
        return "" if self.turn.office.casefold() in self.name.casefold() else self.turn.office


@dataclass(frozen=True, slots=True)
class MentionedCountry:
    """A country mentioned by a record: how often, in which words, and whether other than by its places."""

    code: str
    name: str
    layer: str
    count: int
    words: tuple[str, ...]
    counted: bool


@dataclass(frozen=True)
class ReadRecord:
    """One record, ready to read."""

    record: AnyRecord
    turns: tuple[SpokenTurn, ...]
    mentions: Sequence[AnyMention]

    @cached_property
    def countries(self) -> tuple[MentionedCountry, ...]:
        return _mentioned(self.mentions)

    @property
    def anchor(self) -> str:
        """Return the id of its first paragraph, or its own if paragraphs have no numbers."""
        first = next((part.number for spoken in self.turns for part in spoken.paragraphs), None)
        return f"r{self.record.number}" if first is None else f"p{first}"

    @property
    def speakers(self) -> tuple[SpokenTurn, ...]:
        """Return the first turn of each person who makes a statement or answers; for a question without answer, of the asker."""
        non_questions = [spoken for spoken in self.turns if spoken.turn.role != "question"] or list(self.turns)
        return tuple({spoken.turn.speaker_id or spoken.name: spoken for spoken in reversed(non_questions)}.values())[::-1]

    @property
    def said_by(self) -> str:
        """Return the speakers as a list of names: "A", "A and B", "A, B and C"."""
        names = list(dict.fromkeys(spoken.who for spoken in self.speakers if spoken.who))
        return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)

    @property
    def title(self) -> str:
        """Return the record's title: `Statement by A`, `Question to A`."""
        if not self.question:
            return f"Statement by {self.said_by or 'an unnamed speaker'}"
        answered = any(spoken.turn.role == "answer" for spoken in self.turns)
        return f"Question to {self.said_by or 'an unnamed speaker'}" if answered else "Question without an answer"

    @property
    def question(self) -> str:
        """Return the first question, empty for a statement."""
        return next((spoken.turn.text for spoken in self.turns if spoken.turn.role == "question"), "")

    @property
    def headline(self) -> str:
        """Return the first question without its opening courtesies, empty for a statement."""
        return headline(self.question)

    @property
    def said(self) -> str:
        """Return the text of the statement or of the answers."""
        return "\n\n".join(spoken.turn.text for spoken in self.turns if spoken.turn.role != "question")

    @property
    def named_countries(self) -> list[tuple[str, str]]:
        """Return code and name of each country mentioned other than by its places."""
        return [(one.code, one.name) for one in self.countries if one.counted and one.layer in COUNTED_LAYERS]

    @property
    def opening(self) -> str:
        """Return the beginning of the answer or statement, without courtesies."""
        non_questions = [spoken for spoken in self.turns if spoken.turn.role != "question"]
        return opening_of(non_questions[0].turn.text) if non_questions else ""


def opening_of(text: str) -> str:
    """Return the first words of a text after the courtesies."""
    return truncatewords(headline(text), OPENING_WORDS)


def whole(records: RecordQuerySet[Record]) -> RecordQuerySet[Record]:
    """Load records with everything needed to show them: three more queries, whatever their number."""
    turns = Turn.objects.select_related("speaker").order_by("position")
    mentions = Mention.objects.filter(rejected=False).order_by("turn_id", "start", "-end")  # in which a text is marked
    return records.prefetch_related(Prefetch("turns", turns), Prefetch("mentions", mentions))


def read(records: Iterable[Record], *, mark_countries: bool = True) -> tuple[ReadRecord, ...]:
    """Prepare records for reading. They must come from `whole()`."""
    return tuple(read_one(record, record.turns.all(), record.mentions.all(), mark_countries) for record in records)


def within(item: ReadRecord, has: Callable[[int, int], bool]) -> ReadRecord | None:
    """Return a record with only the paragraphs for which `has(position of the turn, offset)` is true; None if there are none."""
    turns = (
        SpokenTurn(spoken.turn, tuple(part for part in spoken.paragraphs if has(spoken.turn.position, part.start)))
        for spoken in item.turns
    )
    kept = tuple(spoken for spoken in turns if spoken.paragraphs)
    return replace(item, turns=kept) if kept else None


def read_one(record: AnyRecord, turns: Iterable[AnyTurn], mentions: Iterable[AnyMention], mark_countries: bool) -> ReadRecord:
    """Prepare a record for reading: its turns in order, its mentions in the order in which a text is marked."""
    found = tuple(mentions)
    by_turn: dict[int, list[AnyMention]] = {}
    for mention in found if mark_countries else ():
        by_turn.setdefault(mention.turn_id, []).append(mention)
    return ReadRecord(record, tuple(_spoken(turn, by_turn.get(turn.pk, ())) for turn in turns), found)


def _spoken(turn: AnyTurn, mentions: Sequence[AnyMention]) -> SpokenTurn:
    found = paragraphs.paragraphs_of(turn.text)
    numbers: list[int | None] = [*turn.paragraphs, *([None] * len(found))]
    return SpokenTurn(turn, tuple(_paragraph(part, number, mentions) for part, number in zip(found, numbers, strict=False)))


def _paragraph(part: paragraphs.Paragraph, number: int | None, mentions: Sequence[AnyMention]) -> ReadParagraph:
    """Mark a paragraph. `mentions` are those of the whole turn, in order."""
    places: dict[tuple[int, int], list[AnyMention]] = {}
    first = bisect_left(mentions, part.start, key=BEGINNING)
    for mention in mentions[first : bisect_left(mentions, part.end, first, key=BEGINNING)]:
        if mention.end <= part.end:
            places.setdefault((mention.start - part.start, mention.end - part.start), []).append(mention)
    return ReadParagraph(number, part.text, tuple(_mark(*place, group) for place, group in places.items()), part.start)


def _mark(start: int, end: int, group: Sequence[AnyMention]) -> CountryMark:
    """Mark one place that may have several meanings: a disputed place is also a place in a country."""
    first = next((mention for mention in group if mention.layer != "place"), group[0])
    title = ", ".join(f"{country_name(mention.code)} ({in_words(mention.layer)})" for mention in group)
    return CountryMark(start, end, first.layer, title, tuple((mention.code, mention.layer) for mention in group))


def _mentioned(mentions: Iterable[AnyMention]) -> tuple[MentionedCountry, ...]:
    by_code: dict[str, list[AnyMention]] = {}
    for mention in mentions:
        by_code.setdefault(mention.code, []).append(mention)
    found = (_evidence(code, group) for code, group in by_code.items())
    return tuple(sorted(found, key=lambda country: (not country.counted, -country.count, country.name)))


def _evidence(code: str, group: Sequence[AnyMention]) -> MentionedCountry:
    words = tuple(dict.fromkeys(mention.surface for mention in group))
    counted = any(mention.layer not in NOT_COUNTED for mention in group)
    return MentionedCountry(code, country_name(code), group[0].layer, len(group), words, counted)
