"""The persons' names that a document prints, and where."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.parsing import words
from archive.parsing.tidy import fold

_TOKEN = r"(?:[^\W\d_a-zа-я][\w'’-]*|(?:[^\W\d_a-zа-я]\.){1,3})"
_PARTICLE = r"(?:van|der|den|von|zu|de|del|della|da|dos|do|di|du|la|le|el|al|bin|ibn|bint|abu|ul|ter|ten|af|of)"
_RUN = re.compile(rf"(?<![\w.]){_TOKEN}(?:[ \t\n]+(?:{_PARTICLE}[ \t\n]+){{0,2}}{_TOKEN}){{1,7}}")
_CASED = re.compile(r"[^\W\d_]{2,}")
MAX_NAME = 5


@dataclass(slots=True)
class NameIndex:
    """Names by their last word: how often each stands in the text, and which stand in title and header."""

    by_surname: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    prominent: set[str] = field(default_factory=set)
    titled: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, text: str, prominent: bool = False) -> None:
        """Take in the names of a text; `prominent` for title, header and full labels."""
        for found in _RUN.finditer(text):
            prefix, name = part_titles(found.group().split())
            for start in range(max(0, len(name) - MAX_NAME), len(name) - 1):
                self._put(name[start:], prefix if start == 0 else [], prominent)

    def _put(self, tokens: list[str], prefix: list[str], prominent: bool) -> None:
        if fold(tokens[0]) in words.OPENERS | words.PARTICLES or not fold(tokens[-1]):
            return
        name = " ".join(tokens)
        self.by_surname[fold(tokens[-1]).split()[-1]][name] += 1
        if prominent:
            self.prominent.add(fold(name))
        if prefix:
            self.titled[fold(name)].update(fold(" ".join(prefix)).split())

    def ending_in(self, tail: str) -> list[str]:
        """Return the names that end in the words of `tail` (folded) and have more before, the likeliest first."""
        last = tail.split()[-1] if tail else ""
        names = [name for name in self.by_surname.get(last, ()) if fold(name).endswith(f" {tail}")]
        return sorted(
            names, key=lambda name: (fold(name) in self.prominent, self.by_surname[last][name], -len(name)), reverse=True
        )

    def printed(self, folded: str) -> str | None:
        """Return a name as the text prints it, given its folded form; not where it is in capitals throughout."""
        last = folded.split()[-1] if folded else ""
        forms = [name for name in self.by_surname.get(last, ()) if fold(name) == folded and not name.isupper()]
        return max(forms, key=lambda name: self.by_surname[last][name], default=None)


def index_names(head: Iterable[str], body: Iterable[str]) -> NameIndex:
    """Index the names of a document's head (title, header, labels) and body."""
    index = NameIndex()
    for text in head:
        index.add(text, prominent=True)
    for text in body:
        index.add(text)
    return index


def part_titles(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Part honorifics and offices before a name from the name: "Prime Minister Narendra Modi"."""
    start = 0
    for position, token in enumerate(tokens):
        folded = fold(token)
        if folded in words.HONORIFICS or folded in words.OFFICES or folded in words.OPENERS:
            start = position + 1
    return tokens[:start], tokens[start:]


def is_person_like(name: str) -> bool:
    """Say whether a name begins with a known given name or an initial."""
    first = name.split()[0]
    return fold(first).split(" ")[0] in words.GIVEN_NAMES or bool(re.fullmatch(r"(?:\w\.)+", first))
