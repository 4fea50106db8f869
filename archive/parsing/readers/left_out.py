"""What a reader leaves out of the talk: stored in full as skipped, and reported in warnings with its place."""

from __future__ import annotations

from collections import Counter

from archive.parsing.cleaning import squeeze, tidy
from archive.parsing.parsed import ParseWarning, Skipped
from archive.parsing.warning_texts import MORE

SHOWN = 80
# Warnings shown of one kind; the last says how many more there are.
MOST = 20


class LeftOut:
    """Collects skipped text and the warnings about it."""

    def __init__(self) -> None:
        self.skipped: list[Skipped] = []
        self._warnings: list[ParseWarning] = []
        self._counts: Counter[str] = Counter()
        self._over: dict[str, int] = {}

    def skip(self, text: str, line: int, reason: str) -> bool:
        """Store a skipped text; tell whether there was any."""
        clean = squeeze(tidy(text))
        if clean:
            self.skipped.append(Skipped(clean, line, reason))
        return bool(clean)

    def name(self, code: str, what: str, text: str, line: int, reason: str) -> None:
        """Store a skipped text and warn of it: what it is, how it begins, where it stands."""
        if self.skip(text, line, reason):
            self.warn(code, f"{what}: “{shorten(text)}”", line)

    def warn(self, code: str, message: str, line: int) -> None:
        """Add a warning, unless there are MOST of its kind."""
        self._counts[code] += 1
        if self._counts[code] <= MOST:
            self._warnings.append(ParseWarning(code, message, line))
        else:
            self._over.setdefault(code, line)

    def warnings(self) -> tuple[ParseWarning, ...]:
        """Return the warnings; if there were too many of a kind, the last one says how many more."""
        more = (ParseWarning(code, MORE.format(more=self._counts[code] - MOST), line) for code, line in self._over.items())
        return (*self._warnings, *more)


def shorten(text: str) -> str:
    """Return the beginning of a text on one line."""
    clean = squeeze(tidy(text))
    return clean if len(clean) <= SHOWN else clean[: SHOWN - 1].rstrip() + "…"
