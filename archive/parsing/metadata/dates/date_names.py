"""Names of months and weekdays, folded, with their meaning, and the days and years of other calendars.

date_names.json comes from the CLDR, date_names.ini is ours.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterator
from configparser import ConfigParser
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import jdatetime
from hijridate import Hijri

from archive.text.numbers import ascii_digits

_HERE = Path(__file__).parent
HIJRI, SOLAR_HIJRI = "hijri", "solar-hijri"
# Letters beyond these must not be decomposed: Korean syllables and Indic vowel signs.
_LAST_OF_MARKED, _GREEK_EXTENDED = 0x0700, range(0x1E00, 0x2000)
_SHORTEST_DAY = 3
# Equivalent letters, and number separators of East Asian typography.
_SAME = {"ς": "σ", "ı": "i", "ي": "ی", "ى": "ی", "ك": "ک", "／": "/", "⁄": "/", "∕": "/", "．": ".", "－": "-", "−": "-"}


@lru_cache(maxsize=4096)
def _folded_char(char: str) -> str:
    if ord(char) < _LAST_OF_MARKED or ord(char) in _GREEK_EXTENDED:
        char = unicodedata.normalize("NFD", char)[0]
    lower = char.lower()
    return _SAME.get(lower, lower if len(lower) == 1 else char)


def folded(text: str) -> str:
    """Return the text without case, accents and foreign digits; its length stays the same."""
    return text.lower() if text.isascii() else "".join(map(_folded_char, ascii_digits(text)))


class Month(NamedTuple):
    """A month by number, and the language (or calendar) of the name."""

    number: int
    language: str


def _listed(kind: str) -> Iterator[tuple[str, int, str]]:
    """Yield name, number and language."""
    data = json.loads((_HERE / "date_names.json").read_text(encoding="utf-8"))[kind]
    for language, numbers in data.items():
        for number, names in numbers.items():
            yield from ((name, int(number), language) for name in names)


def _ours() -> Iterator[tuple[str, int, str]]:
    parser = ConfigParser(delimiters=("=",), interpolation=None)
    parser.read(_HERE / "date_names.ini", encoding="utf-8")
    for language in parser.sections():
        for number, names in parser[language].items():
            yield from ((name, int(number), language) for name in names.split(","))


def _months() -> dict[str, tuple[Month, ...]]:
    result: dict[str, dict[Month, None]] = {}
    for name, number, language in [*_listed("months"), *_ours()]:
        key = folded(name.strip()).rstrip(".׳'")
        if len(key) > 1:
            result.setdefault(key, {})[Month(number, language)] = None
    return {name: tuple(months) for name, months in result.items()}


def _weekdays() -> dict[str, frozenset[int]]:
    result: dict[str, set[int]] = {}
    for name, number, _ in _listed("days"):
        key = folded(name).rstrip(".")
        if len(key) >= _SHORTEST_DAY:
            result.setdefault(key, set()).add(number)
    for number, (han, korean) in enumerate(zip("一二三四五六日", "월화수목금토일", strict=True)):
        for name in (f"星期{han}", f"周{han}", f"{'月火水木金土日'[number]}曜日", f"{korean}요일"):
            result.setdefault(name, set()).add(number)
    return {name: frozenset(days) for name, days in result.items()}


def _alternatives(names: dict[str, object]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


MONTHS = _months()
WEEKDAYS = _weekdays()
MONTH = rf"(?:{_alternatives({**MONTHS})})"
WEEKDAY = rf"(?:{_alternatives({**WEEKDAYS})})"


# The year before the first of each era.
ERAS = {
    "令和": 2018, "reiwa": 2018, "平成": 1988, "heisei": 1988, "昭和": 1925, "showa": 1925, "大正": 1911, "taisho": 1911,
    "明治": 1867, "meiji": 1867, "民國": 1911, "民国": 1911, "minguo": 1911, "roc": 1911,
}  # fmt: skip
BUDDHIST = 543
_HAN = {
    digit: str(value)
    for value, digits in enumerate(("〇零○", "一元", "二", "三", "四", "五", "六", "七", "八", "九"))
    for digit in digits
}


def han_number(text: str) -> int | None:
    """Return the number below 10,000 in Chinese numerals or digits: 二〇二一, 三十一, 元."""
    if "十" in text:
        tens, _, ones = text.partition("十")
        text = f"{tens or '一'}{ones or '〇'}"
    digits = "".join(_HAN.get(char, char) for char in text)
    return int(digits) if digits.isascii() and digits.isdecimal() else None


def gregorian(year: int, month: int, day: int) -> dt.date | None:
    """Return a day, None if it does not exist."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def hijri(year: int, month: int, day: int) -> dt.date | None:
    """Return a day of the Islamic calendar by the tables of Umm al-Qura, which cover 1343 to 1500."""
    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return dt.date(found.year, found.month, found.day)


def solar_hijri(year: int, month: int, day: int) -> dt.date | None:
    """Return a day of the Iranian calendar."""
    try:
        found: dt.date = jdatetime.date(year, month, day).togregorian()
    except (ValueError, OverflowError):
        return None
    return found
