"""Texts as paragraphs, separated by blank lines, each with its offset. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

GAP = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a turn: `text` begins at offset `start`. `number` is permanent, 0 if there is none yet."""

    text: str
    start: int
    number: int = 0

    @property
    def end(self) -> int:
        """Return the offset of its end."""
        return self.start + len(self.text)


def paragraphs_of(text: str) -> list[Paragraph]:
    """Return the paragraphs of a turn's text, in order."""
    return numbered(text, ())


def numbered(text: str, numbers: Sequence[int]) -> list[Paragraph]:
    """Return the paragraphs of a text with their permanent numbers, 0 when these run out."""
    return list(each_paragraph(text, numbers))


def each_paragraph(text: str, numbers: Sequence[int]) -> Iterator[Paragraph]:
    """Yield the paragraphs of a text with their permanent numbers, lazily."""
    for count, (begin, end) in enumerate(pieces(text)):
        yield trimmed(text, begin, end, numbers[count] if count < len(numbers) else 0)


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each paragraph begins and ends, with the blanks around its words; quick for whoever wants one of many."""
    begin = 0
    for gap in GAP.finditer(text):
        end, following = gap.span()
        if end > begin and not text[begin:end].isspace():
            yield begin, end
        begin = following
    if len(text) > begin and not text[begin:].isspace():
        yield begin, len(text)


def trimmed(text: str, begin: int, end: int, number: int = 0) -> Paragraph:
    """Return one of these pieces as a paragraph."""
    piece = text[begin:end]
    return Paragraph(piece.strip(), begin + len(piece) - len(piece.lstrip()), number)
