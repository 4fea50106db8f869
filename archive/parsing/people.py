"""Labels to persons: name and office parted, short labels led to the full name that the document prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.parsing import words
from archive.parsing.labels import key_of
from archive.parsing.tidy import fold

_INSTITUTIONS = frozenset(
    [
        "club",
        "council",
        "foundation",
        "ministry",
        "federation",
        "republic",
        "union",
        "agency",
        "committee",
        "affairs",
        "office",
        "assembly",
        "nations",
        "kingdom",
        "states",
        "emirates",
        "department",
        "bank",
        "commission",
        "government",
        "parliament",
        "security",
        "state",
        "policy",
        "defence",
        "defense",
        "trade",
        "staff",
        "cooperation",
        "africa",
        "korea",
        "zealand",
        "arabia",
        "lanka",
        "rica",
        "salvador",
        "people",
    ]
)
_TWO_WORDS = frozenset(
    [
        "south",
        "north",
        "saudi",
        "new",
        "sri",
        "costa",
        "el",
        "united",
        "great",
        "czech",
        "papua",
        "sierra",
        "burkina",
        "san",
        "cape",
        "east",
        "equatorial",
        "european",
        "african",
        "arab",
    ]
)


@dataclass(frozen=True, slots=True)
class Person:
    """Who is behind a label: the name without office (None where nobody is named) and the office printed with it."""

    name: str | None
    office: str | None = None


class People:
    """Knows the names that a document prints and finds the person behind each of its labels."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._counts = Counter(labels)
        self._parts = {label: part_office(label) for label in self._counts}
        self._cache: dict[str, Person] = {}

    def person(self, label: str) -> Person:
        """Return the person behind a label as printed."""
        if label not in self._cache:
            self._cache[label] = self._find(label)
        return self._cache[label]

    def labels(self) -> list[str]:
        """Return the labels, the most used first."""
        return [label for label, _ in self._counts.most_common()]

    def _find(self, label: str) -> Person:
        key = key_of(label)
        if key in words.ANONYMOUS or key in words.ANSWERERS:
            return Person(None)
        office, name = self._parts[label]
        return Person(name or label, office)


def part_office(label: str) -> tuple[str | None, str | None]:
    """Part "President of Russia Vladimir Putin" and "Penny Wong, Foreign Minister" into office and name."""
    if "," in label:
        before, after = (piece.strip() for piece in label.split(",", 1))
        if set(fold(after).split()) & words.OFFICES:
            return after, before
    tokens = label.split()
    folded = [fold(token) for token in tokens]
    offices = [i for i, word in enumerate(folded) if word in words.OFFICES or set(word.split()) & words.OFFICES]
    if not offices or len(tokens) < 3:
        return None, label
    start = _name_start(folded, offices[-1])
    if len(tokens) - start < 2:
        return None, label
    return " ".join(tokens[:start]), " ".join(tokens[start:])


def _name_start(folded: Sequence[str], office: int) -> int:
    """Return where the name begins after an office: behind its "of ..." and the institution named there."""
    start = office + 1
    for index in range(office, len(folded)):
        word = folded[index]
        if word in ("of", "for", "to") or word in _INSTITUTIONS or (word == "the" and start == index):
            start = index + 1
        elif start == index and folded[index - 1] in ("of", "the"):
            start = index + (2 if word in _TWO_WORDS else 1)
    return start
