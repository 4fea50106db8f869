"""The facts that a citation states of a transcript or a record. Each style formats them in its own way."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

# Countries whose officials' names are printed surname first in English too. Japanese usage varies, so those names stay whole.
SURNAME_FIRST = frozenset({"CN", "HK", "KH", "KP", "KR", "MO", "TW", "VN"})
STAYS_WHOLE = frozenset({"ID", "IS", "JP", "MM", "MN", "TH", "BT", "ET", "ER"})
_PARTICLES = frozenset(
    "al bin da dal das de del della den der des di do dos du el ibn la le los ter van vom von zu zur af av ben bint 't".split()
)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.I)
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in its parts; only `literal` if they are unknown (an outlet, a name in one piece).

    `is_body` tells of an outlet, an institution or several people.
    """

    family: str = ""
    given: str = ""
    suffix: str = ""
    literal: str = ""
    is_body: bool = False

    @property
    def whole(self) -> str:
        """Return the name in reading order."""
        return self.literal or " ".join(filter(None, (self.given, self.family, self.suffix)))

    @property
    def inverted(self) -> str:
        """Return the name, surname first: "Quarrell, Ada"."""
        return self.literal or ", ".join(filter(None, (self.family, self.given, self.suffix)))

    @property
    def initialled(self) -> str:
        """Return the surname and the initials: "Quarrell, A. B."; hyphens stay: "Duflot, J.-P."."""
        return self.literal or ", ".join(filter(None, (self.family, initials(self.given), self.suffix)))


def initials(given: str) -> str:
    """Return the initials of given names: "Jean-Paul Marie" is "J.-P. M."."""
    return " ".join("-".join(f"{part[0]}." for part in name.split("-") if part) for name in given.split())


@lru_cache(maxsize=10_000)
def name_parts(name: str, country: str = "") -> PersonName:
    """Split a person's name into surname and given names. A name that cannot be split for certain stays whole.

    `country` is the ISO code of the country spoken for: it shows whether the surname comes first.
    """
    tokens = name.split()
    western = bool(_LATIN.search(name) or _CYRILLIC.search(name))
    if len(tokens) < 2 or country in STAYS_WHOLE or not western:
        return PersonName(literal=name)
    if "," in name:
        family, _, given = name.partition(",")
        return PersonName(family.strip(), given.strip())
    if country in SURNAME_FIRST and len(tokens) <= 4:
        return PersonName(tokens[0], " ".join(tokens[1:]))
    suffix = tokens.pop() if len(tokens) > 2 and _SUFFIX.fullmatch(tokens[-1]) else ""
    start = len(tokens) - 1
    while start > 1 and tokens[start - 1].casefold() in _PARTICLES:
        start -= 1
    return PersonName(" ".join(tokens[start:]).rstrip(","), " ".join(tokens[:start]), suffix)


@dataclass(frozen=True, slots=True)
class Cited:
    """One transcript, record or paragraph as a citation names it.

    `authors` speak or answer; `offices` holds the office of each at the time (same order, empty if unknown); `askers` put the
    questions. `event` is the kind of event in words ("News conference"). `url` is the permanent address, `revision` the number of
    the revision read, `accessed` the day of reading. `part` names the cited part ("record 3", "paragraph 12"), empty for the
    whole transcript.
    """

    key: str
    title: str
    event: str
    publisher: str
    archive: str
    url: str
    accessed: dt.date
    authors: tuple[PersonName, ...] = ()
    offices: tuple[str, ...] = ()
    askers: tuple[PersonName, ...] = ()
    date: dt.date | None = None
    place: str = ""
    language: str = ""
    part: str = ""
    revision: int = 1
    source_url: str = ""
    is_interview: bool = False

    @property
    def item_type(self) -> str:
        """Return the CSL type: interview for an answer, speech for everything else."""
        return "interview" if self.is_interview else "speech"

    @property
    def where(self) -> str:
        """Return the source as cited: the archive's name, the part and the revision."""
        return ", ".join(filter(None, (self.archive, self.part, f"revision {self.revision}")))
