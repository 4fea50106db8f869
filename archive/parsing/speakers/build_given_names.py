"""Writes given_names.txt, the given names of some seventy countries, from Faker's lists.

Run `python -m archive.parsing.speakers.build_given_names` (needs Faker and anyascii) and commit the result. Names that are also
countries, offices or everyday words are left out: before a surname they would be read as part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from archive.countries import code_of, find_mentions
from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.speakers.given_names import GIVEN_FILE

# Names as frequent in offices and titles as in persons, and words of other languages.
WORDS = frozenset(
    """april august bay bishop brook cardinal chance chancellor chief china city coral council crystal dale dean deputy
    divine duke earl east ford general glen grace green hall harbor heath honor hope hunter independence june
    justice king law major marine marshall may mercy minister ministry north page peace prince princess purity queen
    reform royal saint senior south spring star sterling summer trade treasury union unity virgin west will winter
    state police press news radio post times union""".split()
)
SCRIPT = re.compile(r"[^\W\d_]{2,}")
ROMANISED = re.compile(r"[\u0370-\u058f\u10a0-\u10ff]")  # Greek, Cyrillic, Armenian, Georgian
LONGEST = 16


def _locales() -> Iterator[tuple[str, Any]]:
    person = import_module("faker.providers.person")
    for found in iter_modules(person.__path__):
        yield found.name, import_module(f"faker.providers.person.{found.name}").Provider


def _listed(provider: Any) -> Iterator[str]:
    for kind in ("first_names", "first_names_male", "first_names_female", "first_names_nonbinary", "first_romanized_names"):
        names = getattr(provider, kind, ())
        yield from () if isinstance(names, property) else names
    yield from (name for name in getattr(provider, "romanized_first_names", ()))


def build() -> list[str]:
    """Return the names, folded and sorted; those in Cyrillic, Greek, Georgian or Armenian also in Latin letters."""
    romanised = import_module("anyascii").anyascii
    found: set[str] = set()
    for _, provider in _locales():
        for name in _listed(provider):
            for word in re.split(r"[\s-]+", str(name)):
                found.add(fold(word))
                if ROMANISED.match(word):
                    found.add(str(romanised(word)).casefold())
    return sorted(name for name in found if _is_usable(name))


def _is_usable(name: str) -> bool:
    if (
        not SCRIPT.fullmatch(name)
        or (name.isascii() and len(name) < 3)
        or len(name) > LONGEST
        or name in WORDS
        or code_of(name.title())
    ):
        return False
    usual = (
        lexicon.OFFICES | lexicon.HONORIFICS | lexicon.PARTICLES | lexicon.INSTITUTIONS | lexicon.EVENTS | lexicon.SENTENCE_WORDS
    )
    return name not in usual | lexicon.NOBLE | lexicon.OPENERS and not find_mentions(name.title())


if __name__ == "__main__":
    GIVEN_FILE.write_text("\n".join(build()) + "\n", encoding="utf-8")
