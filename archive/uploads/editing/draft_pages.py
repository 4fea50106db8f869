"""A draft in pages with a limit of turns and text on each, and navigation between them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.parsing.parsed import ParsedTranscript, ParsedTurn
from archive.text.numbers import read_int
from archive.text.paragraphs import paragraphs_of

TURNS = 100
ROOM = 150_000  # characters of text on a page, without marks and fields


@dataclass(frozen=True, slots=True)
class Slice:
    """The paragraphs of one turn on a page, from `first` up to `end` (None: the rest)."""

    turn: int
    first: int = 0
    end: int | None = None


Page = list[Slice]


def pages_of(turns: Sequence[ParsedTurn]) -> list[Page]:
    """Return the pages of a transcript, at least one. A turn too long for one page continues on the next."""
    pages: list[Page] = [[]]
    room = ROOM
    for index, turn in enumerate(turns):
        size = len(turn.text)
        if size <= room and len(pages[-1]) < TURNS:  # the usual case, kept fast for thousands of turns
            pages[-1].append(Slice(index))
            room -= size
            continue
        for piece, size in _slices(index, turn.text):
            if pages[-1] and (len(pages[-1]) == TURNS or size > room):
                pages.append([])
                room = ROOM
            pages[-1].append(piece)
            room -= size
    return pages


def _slices(index: int, text: str) -> list[tuple[Slice, int]]:
    if len(text) <= ROOM:
        return [(Slice(index), len(text))]
    sizes = [len(part.text) for part in paragraphs_of(text)]
    starts, room = [0], ROOM
    for number, size in enumerate(sizes):
        if size > room and number > starts[-1]:
            starts.append(number)
            room = ROOM
        room -= size
    ends = [*starts[1:], len(sizes)]
    return [(Slice(index, start, end), sum(sizes[start:end])) for start, end in zip(starts, ends, strict=True)]


def page_with(pages: Sequence[Page], turn: int) -> int:
    """Return the page number, from 1, on which a turn begins; the last page if there is no such turn."""
    return next((number for number, page in enumerate(pages, 1) if page and page[-1].turn >= turn), len(pages))


def number_in(text: str | None, most: int) -> int | None:
    """Return a typed number from 1 to `most`; None for anything else."""
    number = read_int(text)
    return min(number, most) if number else None


def turns_with(reading: ParsedTranscript, words: str) -> list[int]:
    """Return the turns with the words in their text, label, person or office, in any case."""
    sought = " ".join(words.split()).casefold()
    if not sought:
        return []
    return [index for index, turn in enumerate(reading.turns) if sought in _all_of(turn)]


def _all_of(turn: ParsedTurn) -> str:
    return "\n".join(filter(None, (turn.label, turn.speaker, turn.office, turn.text))).casefold()
