"""A draft as its page shows it: turns with marked countries, the records they make, doubts and where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from archive.countries import country_name, find_mentions
from archive.countries.layers import in_words
from archive.countries.types import FoundMention
from archive.models import Record, Turn
from archive.paragraphs import Paragraph, paragraphs_of
from archive.parsing.types import ParsedTranscript, ParsedTurn, ParseWarning
from archive.planning import plan_records

FIRST_WORDS = 14


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """One paragraph, its countries marked; a turn may be split before it unless it is the first (`number` 0)."""

    number: int
    html: SafeString


@dataclass(frozen=True, slots=True)
class TurnView:
    """One turn as shown and edited; `opens` is the record that begins with it, if one does."""

    index: int
    turn: ParsedTurn
    paragraphs: list[ParagraphView]
    role: str
    opens: RecordView | None
    warnings: list[ParseWarning]

    @property
    def number(self) -> int:
        """Return its place in the transcript, from 1."""
        return self.index + 1


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record as it will be: its place, kind, the turn it begins with, and its first words."""

    number: int
    kind: str
    first: int
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class CountryView:
    """A country or the like as found in the whole transcript."""

    code: str
    name: str
    layer: str
    count: int
    surfaces: str


@dataclass(frozen=True, slots=True)
class WarningView:
    """A doubt of the parser and the turn it falls into, if one does."""

    warning: ParseWarning
    turn: int | None


@dataclass(slots=True)
class Preview:
    """Everything that the page shows of a reading."""

    turns: list[TurnView] = field(default_factory=list)
    records: list[RecordView] = field(default_factory=list)
    countries: list[CountryView] = field(default_factory=list)
    warnings: list[WarningView] = field(default_factory=list)

    @property
    def statements(self) -> int:
        """Return how many of the records are statements."""
        return sum(record.kind == Record.Kind.STATEMENT.label for record in self.records)

    @property
    def pairs(self) -> int:
        """Return how many of the records are Q&A pairs."""
        return len(self.records) - self.statements


def preview(reading: ParsedTranscript) -> Preview:
    """Return a reading as its page shows it. No query."""
    mentions = [find_mentions(turn.text) for turn in reading.turns]
    records = _records(reading)
    opens = {record.first: record for record in records}
    warnings = [WarningView(warning, _turn_at(reading.turns, warning.line)) for warning in reading.warnings]
    shown = Preview(records=records, countries=_countries(mentions), warnings=warnings)
    for index, turn in enumerate(reading.turns):
        own = [view.warning for view in warnings if view.turn == index]
        role = Turn.Role(turn.role).label
        shown.turns.append(TurnView(index, turn, _paragraphs(turn.text, mentions[index]), role, opens.get(index), own))
    return shown


def _records(reading: ParsedTranscript) -> list[RecordView]:
    records = []
    for number, planned in enumerate(plan_records(reading), start=1):
        turns = [reading.turns[index] for index in planned.turns]
        who = " · ".join(dict.fromkeys(turn.label or "no label" for turn in turns))
        words = turns[0].text.split()
        start = " ".join(words[:FIRST_WORDS]) + (" …" if len(words) > FIRST_WORDS else "")
        records.append(RecordView(number, str(Record.Kind(planned.kind).label), planned.turns[0], who, start))
    return records


def _turn_at(turns: Sequence[ParsedTurn], line: int | None) -> int | None:
    """Return the turn that a line of the file falls into: the last that begins on it or before."""
    if line is None:
        return None
    return next((index for index in reversed(range(len(turns))) if 0 < turns[index].line <= line), None)


def _countries(mentions: Iterable[Sequence[FoundMention]]) -> list[CountryView]:
    counts: Counter[tuple[str, str]] = Counter()
    surfaces: dict[tuple[str, str], Counter[str]] = {}
    for mention in (mention for some in mentions for mention in some):
        key = mention.code, mention.layer
        counts[key] += 1
        surfaces.setdefault(key, Counter())[mention.surface] += 1
    return [
        CountryView(
            code, country_name(code), in_words(layer), count, ", ".join(word for word, _ in surfaces[code, layer].most_common(4))
        )
        for (code, layer), count in counts.most_common()
    ]


def _paragraphs(text: str, mentions: Sequence[FoundMention]) -> list[ParagraphView]:
    return [ParagraphView(number, marked(part, mentions)) for number, part in enumerate(paragraphs_of(text))]


def marked(paragraph: Paragraph, mentions: Iterable[FoundMention]) -> SafeString:
    """Return a paragraph's HTML, every mention in it marked; of two that overlap, the first."""
    pieces: list[tuple[SafeString | str]] = []
    at = paragraph.start
    for mention in mentions:
        if mention.start >= at and mention.end <= paragraph.end:
            pieces += [(paragraph.text[at - paragraph.start : mention.start - paragraph.start],), (_mark(mention),)]
            at = mention.end
    return format_html_join("", "{}", [*pieces, (paragraph.text[at - paragraph.start :],)])


def _mark(mention: FoundMention) -> SafeString:
    said = f"{country_name(mention.code)} ({in_words(mention.layer)})"
    return format_html('<mark class="country country-{}" title="{}">{}</mark>', mention.layer, said, mention.surface)
