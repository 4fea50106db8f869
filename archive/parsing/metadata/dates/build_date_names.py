"""Writes date_names.json, the names of months and weekdays in many languages, from the Unicode CLDR.

Run `python -m archive.parsing.metadata.dates.build_date_names` (needs Babel) and commit the result.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from babel import Locale, localedata

# The archive's languages and their neighbours. Some need several locales: Arabic has three sets of names.
LANGUAGES = (
    "ar ar_DZ ar_IQ ar_LB ar_MA ar_TN az be bg bn bs ca cs da de de_AT el en es et fa fi fr he hi hr hu hy id is it ka kk lt lv"
    " mk ms nl nn no pl pt ro ru sk sl sq sr sr_Latn sv sw th tr uk ur uz vi"
)
NAMES = Path(__file__).with_name("date_names.json")


def build() -> dict[str, dict[str, dict[str, list[str]]]]:
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


if __name__ == "__main__":
    NAMES.write_text(json.dumps(build(), ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
