"""Where the pages of a transcript begin: almost every transcript has one, a very long one has several. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from archive.text.paragraphs import each_paragraph

RECORDS = 200
ROOM = 300_000  # characters on a page, with what stands around them
TURN = 150  # characters that a page needs around the words of a turn, and of each of its paragraphs


class Start(NamedTuple):
    """The first words of a page: the position of their record and of their turn, and their place in the turn's text."""

    record: int
    turn: int
    offset: int


@dataclass(frozen=True, slots=True)
class PagedTurn:
    """A turn as the pages need it."""

    record: int
    turn: int
    text: str


@dataclass(frozen=True, slots=True)
class PagePart:
    """One page of a transcript: from `start` up to `end`, which None leaves open; `number` counts from 1 to `of`."""

    number: int
    of: int
    start: Start
    end: Start | None

    def has(self, turn: int, offset: int) -> bool:
        """Tell whether what begins at a place of a turn's text stands on this page."""
        return self.start[1:] <= (turn, offset) and (self.end is None or (turn, offset) < self.end[1:])


def starts_of(turns: Iterable[PagedTurn]) -> list[Start]:
    """Return where the pages of a transcript begin; none where one page holds it all.

    A page ends between two records, or within one that is too long for any page: between turns, else between paragraphs.
    A single paragraph is never parted.
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
    """Yield the pieces of each record, which pages do not part: all of it where it has room on one."""
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
    """Return a page by its number, the last one for a number beyond; `starts` as they are stored."""
    begins = [Start(*start) for start in starts] or [Start(0, 0, 0)]
    number = min(max(number, 1), len(begins))
    return PagePart(number, len(begins), begins[number - 1], begins[number] if number < len(begins) else None)


def page_with(starts: Iterable[Iterable[int]], turn: int, offset: int = 0) -> int:
    """Return the number of the page on which a place of a turn's text stands."""
    return max(1, sum(Start(*start)[1:] <= (turn, offset) for start in starts))
