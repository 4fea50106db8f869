"""Who speaks under a label."""

from __future__ import annotations

from dataclasses import dataclass

from archive.parsing.cleaning import fold


@dataclass(frozen=True, slots=True)
class Person:
    """The person behind a label: the name without office (None if unnamed), and the printed office.

    `misprint`: the label's surname differed by a letter from another label's. `known_as` is the authority table's full name if
    the document prints only a surname; `name` then stays as printed.
    """

    name: str | None
    office: str | None = None
    misprint: bool = False
    known_as: str | None = None

    @property
    def who(self) -> str:
        """Return what two labels of one person share."""
        return fold(self.known_as or self.name or "")
