"""A draft in pages: at most so many turns and so much text on each, and the ways from one to another. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.parsing.parsed import ParsedTranscript, ParsedTurn
from archive.text.numbers import read_int
from archive.text.paragraphs import paragraphs_of

TURNS = 100
ROOM = 150_000  # characters of text on a page; marks and fields come on top


@dataclass(frozen=True, slots=True)
class Slice:
    """The paragraphs of one turn that stand on a page: from `first` up to but without `end`; `end` None is all the rest."""

    turn: int
    first: int = 0
    end: int | None = None


Page = list[Slice]


def pages_of(turns: Sequence[ParsedTurn]) -> list[Page]:
    """Return the pages of a transcript, at least one; a turn too long for a page goes on over several."""
    pages: list[Page] = [[]]
    room = ROOM
    for index, turn in enumerate(turns):
        size = len(turn.text)
        if size <= room and len(pages[-1]) < TURNS:  # nearly every turn of a draft of thousands
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
    """Return the number, from 1, of the page on which a turn begins; the last page for a turn beyond the end."""
    return next((number for number, page in enumerate(pages, 1) if page and page[-1].turn >= turn), len(pages))


def number_in(text: str | None, most: int) -> int | None:
    """Return a number from 1 to `most` that somebody typed or an address has; None for anything else."""
    number = read_int(text)
    return min(number, most) if number else None


def turns_with(reading: ParsedTranscript, words: str) -> list[int]:
    """Return the turns in whose words, label, person or office something stands, whatever the case."""
    sought = " ".join(words.split()).casefold()
    if not sought:
        return []
    return [index for index, turn in enumerate(reading.turns) if sought in _all_of(turn)]


def _all_of(turn: ParsedTurn) -> str:
    return "\n".join(filter(None, (turn.label, turn.speaker, turn.office, turn.text))).casefold()
