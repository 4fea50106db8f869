"""Texts as paragraphs: blank lines part them, and each has a place in the text. Pure."""

from __future__ import annotations

import re
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
    starts = [0, *(gap.end() for gap in GAP.finditer(text))]
    parts = (Paragraph(text[start:end], start) for start, end in zip(starts, [*starts[1:], len(text)], strict=True))
    return [_trimmed(part) for part in parts if part.text.strip()]


def _trimmed(part: Paragraph) -> Paragraph:
    text = part.text.strip()
    return Paragraph(text, part.start + part.text.index(text[0]))
