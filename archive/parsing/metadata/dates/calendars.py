"""Years and dates of other calendars as Gregorian ones."""

from __future__ import annotations

import datetime as dt

import jdatetime
from hijridate import Hijri

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
