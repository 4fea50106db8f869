"""Writes the lists of names that come from libraries: date_names.json and given_names.txt.

Run `python -m archive.parsing.build_tables` and commit the result. Names of months and weekdays in many languages are of the
Unicode CLDR (needs Babel). The given names of some seventy countries are of Faker (needs Faker and anyascii); those that are also
countries, offices or everyday words are left out: before a surname they would be read as part of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from babel import Locale, localedata

from archive.countries import code_of, find_mentions
from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.speakers.names.name_parts import GIVEN_FILE

# The archive's languages and their neighbours. Some need several locales: Arabic has three sets of names.
LANGUAGES = (
    "ar ar_DZ ar_IQ ar_LB ar_MA ar_TN az be bg bn bs ca cs da de de_AT el en es et fa fi fr he hi hr hu hy id is it ka kk lt lv"
    " mk ms nl nn no pl pt ro ru sk sl sq sr sr_Latn sv sw th tr uk ur uz vi"
)
DATE_NAMES = Path(__file__).parent / "metadata" / "dates" / "date_names.json"


def date_names() -> dict[str, dict[str, dict[str, list[str]]]]:
    """Return, by kind and language, the spellings of each month (1 to 12) and weekday (0 is Monday)."""
    result: dict[str, dict[str, dict[str, list[str]]]] = {"months": {}, "days": {}}
    for locale in LANGUAGES.split():
        language = Locale.parse(locale).language
        for kind, found in result.items():
            for number, name in _names(locale, kind):
                spellings = found.setdefault(language, {}).setdefault(str(number), [])
                if name not in spellings:
                    spellings.append(name)
    return result


def _names(locale: str, kind: str) -> Iterator[tuple[int, str]]:
    """Yield a locale's own long and short names, without aliases."""
    raw = localedata.load(locale)[kind]
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            names = raw.get(context, {}).get(width, {})
            own = names[1] if isinstance(names, tuple) else names
            for number, name in own.items() if isinstance(own, dict) else ():
                if isinstance(name, str) and not any(char.isdecimal() for char in name):
                    yield number, name


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


def given_names() -> list[str]:
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
    DATE_NAMES.write_text(json.dumps(date_names(), ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    GIVEN_FILE.write_text("\n".join(given_names()) + "\n", encoding="utf-8")
