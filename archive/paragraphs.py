"""Texts as paragraphs: blank lines part them, and each has a place in the text. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

GAP = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a turn: `text` begins at `start` of its text; `number` is its permanent one, 0 before it has one."""

    text: str
    start: int
    number: int = 0

    @property
    def end(self) -> int:
        """Return where it ends in the turn's text."""
        return self.start + len(self.text)


def paragraphs_of(text: str) -> list[Paragraph]:
    """Return the paragraphs of a turn's text, in order."""
    return numbered(text, ())


def numbered(text: str, numbers: Sequence[int]) -> list[Paragraph]:
    """Return the paragraphs of a text with their permanent numbers, 0 where there are no more of them."""
    ends = [gap.span() for gap in GAP.finditer(text)]
    found: list[Paragraph] = []
    for start, end in zip([0, *(end for _, end in ends)], [*(start for start, _ in ends), len(text)], strict=True):
        part = text[start:end]
        if trimmed := part.strip():
            number = numbers[len(found)] if len(found) < len(numbers) else 0
            found.append(Paragraph(trimmed, start + len(part) - len(part.lstrip()), number))
    return found
