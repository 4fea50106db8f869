"""Who speaks where no label says so: the person of the title or the header."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from archive.parsing import words
from archive.parsing.names import part_titles
from archive.parsing.people import People, Person
from archive.parsing.tidy import fold

_TOKEN = r"(?:[^\W\d_a-zа-я][\w'’-]*|(?:[^\W\d_a-zа-я]\.){1,3})"
_PARTICLE = r"(?:van|der|den|von|zu|de|del|della|da|dos|do|di|du|la|le|el|al|bin|ibn|bint|abu|ul|ter|ten)"
_RUN = re.compile(rf"{_TOKEN}(?:[ \t/]+(?:{_PARTICLE}[ \t]+){{0,2}}{_TOKEN})+")
_STOP = re.compile(r"['’]s?$")


def principal(people: People, title: str | None, header: Sequence[str]) -> Person | None:
    """Name the person whose words stand without a label, from the labels that the title mentions, the title, the header."""
    officials = [person for label in people.labels() if (person := people.person(label)).name and not _anonymous(label)]
    for text in [title or "", *header]:
        folded = f" {fold(text)}"
        for person in officials:
            if mentioned(person.name or "", folded):
                return person
    distinct = {person.who for person in officials}
    if len(distinct) == 1:
        return officials[0]
    if officials:
        return None
    return next((Person(name) for text in [title or "", *header] for name in titled_names(text)), None)


def mentioned(name: str, folded: str) -> bool:
    """Say whether a folded text mentions a person, by full name or (inflected) surname."""
    own = fold(name)
    return bool(own) and (f" {own}" in folded or (len(own.split()[-1]) > 4 and f" {own.split()[-1]}" in folded))


def titled_names(text: str) -> Iterable[str]:
    """Yield the names that stand behind an office, an honorific or "by" in a title or byline."""
    for found in _RUN.finditer(text[:600]):
        tokens = re.split(r"[ \t/]+", found.group())
        prefix, name = part_titles(tokens)
        by = re.search(r"(?:\bby|от)\s*$", text[: found.start()], re.I)
        kept = _name_only(name)
        if (prefix or by) and 2 <= len(kept) <= 5:
            yield " ".join(kept)


def _name_only(tokens: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for token in tokens:
        bare = _STOP.sub("", token)
        if fold(bare) in words.EVENTS or fold(bare) in words.OFFICES:
            break
        kept.append(bare.rstrip(","))
        if bare != token or token.endswith(","):
            break
    return kept


def _anonymous(label: str) -> bool:
    return fold(label) in words.SPOKEN
