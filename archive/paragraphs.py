"""Texts as paragraphs: blank lines part them, and each has a place in the text. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

PARAGRAPH = re.compile(r"\S.*?(?=\n[^\S\n]*\n|\s*\Z)", re.DOTALL)


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
    return [Paragraph(found.group().rstrip(), found.start()) for found in PARAGRAPH.finditer(text)]
