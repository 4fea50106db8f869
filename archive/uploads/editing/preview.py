"""A draft as its page shows it: turns with marked countries, resulting records, warnings and their places."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.countries import country_name, find_mentions
from archive.countries.layers import FoundMention, in_words
from archive.importing.numbering import PlannedRecord, plan_records
from archive.models import Record, Turn
from archive.parsing.parsed import ParsedTranscript, ParsedTurn, ParseWarning
from archive.text.marking import TextMark, write_marked
from archive.text.paragraphs import Paragraph, paragraphs_of
from archive.uploads.editing.draft_fingerprints import base_of
from archive.uploads.editing.draft_pages import Slice

FIRST_WORDS = 14
FIRST_CHARACTERS = 500
VOICES = 20
WARNINGS = 100
START = 60  # characters that identify a paragraph in a list
LONGEST = 100_000  # characters shown of one paragraph


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """One paragraph with its countries marked. A turn may be split before it unless it is the first (`number` 0)."""

    number: int
    html: SafeString
    start: str = ""


@dataclass(frozen=True, slots=True)
class TurnView:
    """One turn as shown and edited.

    `opens` is the record that begins with it, `base` its fingerprint. `next_warned` is the next turn with a warning. `is_start`
    is false if the turn continues from the previous page.
    """

    index: int
    turn: ParsedTurn
    paragraphs: list[ParagraphView]
    role: str
    opens: RecordView | None
    warnings: list[ParseWarning]
    base: str
    next_warned: int | None = None
    is_start: bool = True

    @property
    def number(self) -> int:
        """Return its number in the transcript, from 1."""
        return self.index + 1


@dataclass(frozen=True, slots=True)
class RecordView:
    """One resulting record: its place, kind, first turn, and first words."""

    number: int
    kind: str
    first: int
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class CountryView:
    """A country or other entry found in the transcript."""

    code: str
    name: str
    layer: str
    count: int
    surfaces: str


@dataclass(frozen=True, slots=True)
class WarningView:
    """A parser warning and its turn, if any. `here` tells whether that turn is on the page."""

    warning: ParseWarning
    turn: int | None
    here: bool


@dataclass(slots=True)
class Preview:
    """What a page shows of a reading, and the totals of the whole."""

    turns: list[TurnView] = field(default_factory=list)
    records: list[RecordView] = field(default_factory=list)
    countries: list[CountryView] = field(default_factory=list)
    warnings: list[WarningView] = field(default_factory=list)
    statements: int = 0
    pairs: int = 0
    more_warnings: int = 0


def preview(reading: ParsedTranscript, slices: Sequence[Slice], typed: ParsedTranscript | None = None) -> Preview:
    """Return a page of a reading, its fields filled in as `typed` if given. No query."""
    on_page = {piece.turn for piece in slices}
    mentions = {index: find_mentions(reading.turns[index].text) for index in sorted(on_page)}
    plan = plan_records(reading)
    records = [_record(reading, number, one) for number, one in enumerate(plan, 1) if on_page.intersection(one.turns)]
    result = Preview(records=records, countries=_countries(mentions.values()))
    result.pairs = sum(one.kind == "qa_pair" for one in plan)
    result.statements = len(plan) - result.pairs
    warnings = _warnings(reading, on_page)
    result.warnings, result.more_warnings = _nearest(warnings), max(0, len(warnings) - WARNINGS)
    result.turns = _turns(reading, slices, mentions, {record.first: record for record in records}, warnings)
    if typed is not None:
        result.turns = [replace(view, turn=typed.turns[view.index]) for view in result.turns]
    return result


def _turns(
    reading: ParsedTranscript,
    slices: Sequence[Slice],
    mentions: Mapping[int, Sequence[FoundMention]],
    opens: Mapping[int, RecordView],
    warnings: Iterable[WarningView],
) -> list[TurnView]:
    doubts: dict[int, list[ParseWarning]] = {}
    for view in warnings:
        if view.turn is not None:
            doubts.setdefault(view.turn, []).append(view.warning)
    following = _followers(sorted(doubts))
    views = []
    for piece in slices:
        turn = reading.turns[piece.turn]
        role = str(Turn.Role(turn.role).label)
        parts = _paragraphs(turn.text, mentions[piece.turn])[piece.first : piece.end]
        is_start = piece.first == 0
        own = doubts.get(piece.turn, []) if is_start else []
        opened = opens.get(piece.turn) if is_start else None
        base = base_of(turn)
        views.append(TurnView(piece.turn, turn, parts, role, opened, own, base, following.get(piece.turn), is_start))
    return views


def _followers(warned: Sequence[int]) -> dict[int, int]:
    """Return for each turn with a warning the next one; the last leads to the first."""
    return dict(zip(warned, [*warned[1:], *warned[:1]], strict=True)) if len(warned) > 1 else {}


def _warnings(reading: ParsedTranscript, on_page: Container[int]) -> list[WarningView]:
    find = _finder(reading.turns)
    placed = [(warning, find(warning.line)) for warning in reading.warnings]
    return [WarningView(warning, turn, turn in on_page) for warning, turn in placed]


def turns_warned(reading: ParsedTranscript) -> list[int]:
    """Return the turns with warnings, in order."""
    find = _finder(reading.turns)
    return sorted({turn for warning in reading.warnings if (turn := find(warning.line)) is not None})


def _nearest(warnings: Sequence[WarningView]) -> list[WarningView]:
    """Return the warnings to list: all, or if there are many, those from this page on."""
    if len(warnings) <= WARNINGS:
        return list(warnings)
    first = next((place for place, view in enumerate(warnings) if view.here), 0)
    start = min(first, len(warnings) - WARNINGS)
    return list(warnings[start : start + WARNINGS])


def _record(reading: ParsedTranscript, number: int, planned: PlannedRecord) -> RecordView:
    turns = [reading.turns[index] for index in planned.turns[:VOICES]]
    who = " · ".join(dict.fromkeys(turn.label or "no label" for turn in turns))
    words = turns[0].text[:FIRST_CHARACTERS].split()
    start = " ".join(words[:FIRST_WORDS]) + (" …" if len(words) > FIRST_WORDS else "")
    return RecordView(number, str(Record.Kind(planned.kind).label), planned.turns[0], who, start)


def _finder(turns: Sequence[ParsedTurn]) -> Callable[[int | None], int | None]:
    """Return a function that finds the turn of a line in the file: the last turn that begins at or before it."""
    places = sorted((turn.line, index) for index, turn in enumerate(turns) if turn.line > 0)
    lines = [line for line, _ in places]

    def find(line: int | None) -> int | None:
        place = 0 if line is None else bisect_right(lines, line)
        return places[place - 1][1] if place else None

    return find


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
    parts = paragraphs_of(text)
    return [ParagraphView(number, _paragraph_html(part, mentions), part.text[:START]) for number, part in enumerate(parts)]


def _paragraph_html(part: Paragraph, mentions: Sequence[FoundMention]) -> SafeString:
    """Return a paragraph's HTML; of one too long for the page, the beginning and the full length."""
    if len(part.text) <= LONGEST:
        return marked(part, mentions)
    cut = replace(part, text=part.text[:LONGEST])
    note = f"… (shown are {LONGEST:,} of {len(part.text):,} characters of this paragraph; all are kept)"
    return format_html("{} {}", marked(cut, mentions), note)


def marked(paragraph: Paragraph, mentions: Iterable[FoundMention]) -> SafeString:
    """Return a paragraph's HTML with every mention marked; of overlapping ones, the first."""
    start = paragraph.start
    marks = (TextMark(mention.start - start, mention.end - start, _country_tag(mention)) for mention in mentions)
    return SafeString(write_marked(paragraph.text, marks))


def _country_tag(mention: FoundMention) -> str:
    title = f"{country_name(mention.code)} ({in_words(mention.layer)})"
    return format_html('<mark class="country country-{}" title="{}">', mention.layer, title)
