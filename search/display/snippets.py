"""The best passage of a record: the paragraph with most of the search terms, cut to a readable length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.safestring import SafeString

from archive.text.paragraphs import Paragraph, pieces
from search.display.highlight import MarkedPlace, mark_spans, markers_of, merged
from search.display.page_records import FoundRecord, FoundTurn, MentionPlace
from search.engines.base import PassagePlace
from search.query.budget import Budget
from search.query.tree import Node
from search.text.paragraph_score import SAID
from search.text.stemming import spoken_language

LENGTH = 300
COUNTRY = -1  # a mention of a chosen country instead of a leaf of the query
QUESTION_LENGTH = 280
LEAD = 60
FIELDS = {"question": "question", "answer": "answer", "statement": "answer"}
Spoken = tuple[FoundTurn, Paragraph]
Chosen = tuple[Spoken, list[MarkedPlace]]


@dataclass(frozen=True, slots=True)
class Passage:
    """Part of a paragraph as HTML, and the paragraph's permanent number (0 if it has none)."""

    html: SafeString
    number: int


class Passages:
    """Chooses passages for one search. `places` are the mentions of chosen countries, which are marked too."""

    def __init__(self, tree: Node, places: Mapping[int, Sequence[MentionPlace]], budget: Budget | None = None) -> None:
        self.markers = markers_of(tree, FIELDS, budget or Budget())
        self.places = places

    def best(self, record: FoundRecord, place: PassagePlace | None = None) -> Passage:
        """Return the best passage of a record. `place` is the engine's choice."""
        chosen = self.at_place(record, place) or self.best_paragraph(record)
        if chosen is None:
            return Passage(SafeString(""), 0)
        (turn, paragraph), found = chosen
        named = [
            MarkedPlace(place.start - paragraph.start, min(place.end, paragraph.end) - paragraph.start, COUNTRY)
            for place in self.places.get(record.pk, ())
            if stands(place, turn, paragraph)
        ]
        return Passage(marked_html(paragraph.text, [*found, *named]), paragraph.number)

    def at_place(self, record: FoundRecord, place: PassagePlace | None) -> Chosen | None:
        """Return the paragraph named by the engine; None if it names none, or one that no longer exists."""
        if place is None:
            return None
        turns = (turn for turn in record.turns if FIELDS[turn.role] == place.field)
        of_field = ((turn, count, piece) for turn in turns for count, piece in enumerate(pieces(turn.text)))
        at = next(islice(of_field, place.number, None), None)
        chosen = (at[0], at[0].paragraph(at[1], *at[2])) if at else None
        found = self.found(chosen, record.language) if chosen else []
        return (chosen, found) if chosen and found else None

    def found(self, one: Spoken, language: str) -> list[MarkedPlace]:
        """Return the matches in a paragraph of a record in this language."""
        return self.markers[one[0].role].found(one[1].text, spoken_language(language))

    def best_paragraph(self, record: FoundRecord) -> Chosen | None:
        """Return the paragraph with most of the search terms, else one that mentions a chosen country, else the first.

        None if the record has no text.
        """
        spoken = [(turn, paragraph) for turn in record.turns for paragraph in turn.spoken]
        if not spoken:
            return None
        found = [self.found(one, record.language) for one in spoken] if any(self.markers.values()) else []
        weights = [self.weight(turn, places) for (turn, _), places in zip(spoken, found, strict=False)]
        if max(weights, default=0) > 0:
            best = weights.index(max(weights))
            return spoken[best], found[best]
        non_questions = [one for one in spoken if one[0].role != "question"] or spoken[:1]
        places = self.places.get(record.pk, ())
        return next(
            (one for one in (*non_questions, *spoken) if any(stands(place, *one) for place in places)), non_questions[0]
        ), []

    def weight(self, turn: FoundTurn, found: list[MarkedPlace]) -> float:
        """Return the relevance of a paragraph's matches."""
        bonus = 0.0 if turn.role == "question" else SAID
        return self.markers[turn.role].weight(found) + bonus if found else 0.0


def stands(place: MentionPlace, turn: FoundTurn, paragraph: Paragraph) -> bool:
    return place.turn_id == turn.pk and paragraph.start <= place.start < paragraph.end


def marked_html(text: str, found: list[MarkedPlace]) -> SafeString:
    """Return the part of a paragraph to show as HTML, with <mark> around matches."""
    spans = merged(sorted(found))
    start, end = window(text, spans)
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    return SafeString(before + mark_spans(text, spans, start, end) + after)


def window(text: str, spans: list[tuple[int, int]], length: int = LENGTH) -> tuple[int, int]:
    """Return which part of a text to show: where most spans are close together, cut between words."""
    if len(text) <= length * 1.25:
        return 0, len(text)
    start = densest(spans, length - LEAD)
    start = 0 if start <= LEAD * 2 else after_space(text, start - LEAD)
    end = len(text) if start + length >= len(text) else before_space(text, start + length)
    if end == len(text):
        start = after_space(text, max(0, end - length)) if end > length else 0
    return start, end


def densest(spans: list[tuple[int, int]], length: int) -> int:
    """Return the start of the part of this length with most spans."""
    best, best_count, last = 0, 0, 0
    for first, (start, _) in enumerate(spans):
        last = max(last, first)
        while last < len(spans) and spans[last][1] <= start + length:
            last += 1
        if last - first > best_count:
            best, best_count = start, last - first
    return best


def after_space(text: str, at: int) -> int:
    """Return the start of the next word."""
    space = text.find(" ", at)
    return space + 1 if 0 <= space < at + LEAD else at


def before_space(text: str, at: int) -> int:
    """Return the end of the previous word."""
    space = text.rfind(" ", 0, at)
    return space if space > at - LEAD else at


def beginning(text: str, length: int = QUESTION_LENGTH) -> str:
    """Return the beginning of a text on one line, reading no more than necessary."""
    line = " ".join(text[: 2 * length].split())
    if len(line) <= length < len(text):
        line = " ".join(text.split())
    return line if len(line) <= length else line[: before_space(line, length)] + " …"
