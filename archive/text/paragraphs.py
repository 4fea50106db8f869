"""Texts as paragraphs, separated by blank lines, each with its offset. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

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
    begin, count = 0, 0
    for end, following in chain((gap.span() for gap in GAP.finditer(text)), [(len(text), 0)]):
        part = text[begin:end]
        if trimmed := part.strip():
            number = numbers[count] if count < len(numbers) else 0
            yield Paragraph(trimmed, begin + len(part) - len(part.lstrip()), number)
            count += 1
        begin = following
