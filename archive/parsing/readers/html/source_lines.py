"""The source line of each piece of a page's text."""

from __future__ import annotations

_WINDOW = 400_000


class SourceLines:
    """Finds the source line of successive pieces of text. It only searches forward and not far, so the whole is linear."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._line = text, 0, 1

    def line_of(self, piece: str) -> int:
        """Return the line (from 1) of a piece of text, or that of the piece before."""
        probe = piece.strip()[:40].split("\n")[0].split("&")[0]
        at = self._text.find(probe, self._at, self._at + _WINDOW) if len(probe) > 2 else -1
        if at >= 0:
            self._line += self._text.count("\n", self._at, at)
            self._at = at
        return self._line
