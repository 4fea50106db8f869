"""Where the pages of a transcript begin. Almost every transcript has one page; very long ones have several. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from archive.text.paragraphs import each_paragraph

RECORDS = 200
ROOM = 300_000  # characters on a page, including markup
TURN = 150  # characters of markup around a turn, and around each paragraph


class Start(NamedTuple):
    """The start of a page: the position of the record and the turn, and the offset in the turn's text."""

    record: int
    turn: int
    offset: int


@dataclass(frozen=True, slots=True)
class PagedTurn:
    """A turn as paging needs it."""

    record: int
    turn: int
    text: str


@dataclass(frozen=True, slots=True)
class PagePart:
    """One page of a transcript, from `start` to `end` (None: to the end). `number` counts from 1 to `of`."""

    number: int
    of: int
    start: Start
    end: Start | None

    def has(self, turn: int, offset: int) -> bool:
        """Tell whether an offset in a turn's text is on this page."""
        return self.start[1:] <= (turn, offset) and (self.end is None or (turn, offset) < self.end[1:])


def starts_of(turns: Iterable[PagedTurn]) -> list[Start]:
    """Return where the pages of a transcript begin; empty if one page holds it all.

    Pages break between two records; within a record too long for one page, between turns, else between paragraphs. A paragraph is
    never split.
    """
    starts: list[Start] = []
    room = records = 0
    for pieces in _records(turns):
        for start, size in pieces:
            if not starts or size > room or records == RECORDS:
                starts.append(start)
                room, records = ROOM, 0
            room -= size
        records += 1
    return starts if len(starts) > 1 else []


def _records(turns: Iterable[PagedTurn]) -> Iterator[list[tuple[Start, int]]]:
    """Yield the parts of each record that pages keep together: the whole record if it fits on one page."""
    for record, group in groupby(turns, attrgetter("record")):
        pieces = [piece for turn in group for piece in _turn(turn)]
        size = sum(size for _, size in pieces)
        yield pieces if size > ROOM else [(Start(record, pieces[0][0].turn, 0), size)]


def _turn(turn: PagedTurn) -> list[tuple[Start, int]]:
    size = TURN + len(turn.text) + TURN * turn.text.count("\n\n")
    if size <= ROOM:
        return [(Start(turn.record, turn.turn, 0), size)]
    parts = each_paragraph(turn.text, ())
    return [
        (Start(turn.record, turn.turn, part.start if index else 0), TURN + len(part.text)) for index, part in enumerate(parts)
    ]


def part_of(starts: Iterable[Iterable[int]], number: int) -> PagePart:
    """Return a page by its number, the last one if the number is too high. `starts` are as stored."""
    begins = [Start(*start) for start in starts] or [Start(0, 0, 0)]
    number = min(max(number, 1), len(begins))
    return PagePart(number, len(begins), begins[number - 1], begins[number] if number < len(begins) else None)


def page_with(starts: Iterable[Iterable[int]], turn: int, offset: int = 0) -> int:
    """Return the number of the page that has an offset of a turn's text."""
    return max(1, sum(Start(*start)[1:] <= (turn, offset) for start in starts))
