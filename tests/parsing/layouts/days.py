"""Days of the event and the styles they are written in (axes/day.toml)."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import jdatetime
from hijridate import Gregorian

from tests.parsing.layouts.model import Value

YEARS = (1992, 2025)
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
HIJRI = [
    "محرم",
    "صفر",
    "ربيع الأول",
    "ربيع الآخر",
    "جمادى الأولى",
    "جمادى الآخرة",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة",
    "ذو الحجة",
]
JALALI = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"]
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
HAN = "〇一二三四五六七八九"


def draw_day(chance: random.Random, style: Value) -> dt.date:
    """Return a day that can be read in one way only in this style."""
    first, last = style.data.get("years", YEARS)
    start = style.data.get("from", 1)
    return dt.date(chance.randint(first, last), chance.randint(1, 12), chance.randint(start, 28))


def say_day(day: dt.date, style: Value, language: Value) -> str:
    """Write a day in a style of a language."""
    fields = _fields(day, language)
    fields["long"] = language.data["long_day"].format(**fields)
    if "hijri" in style.data["pattern"]:
        fields["hijri"] = _hijri(day)
    if "jalali" in style.data["pattern"]:
        fields["jalali"] = _jalali(day)
    return style.data["pattern"].format(**fields)


def long_day(day: dt.date, language: Value) -> str:
    """Write a day as the language does."""
    return language.data["long_day"].format(**_fields(day, language))


def _fields(day: dt.date, language: Value) -> dict[str, Any]:
    d, m, y = day.day, day.month, day.year
    month, weekday = language.data["months"][m - 1], language.data["weekdays"][day.weekday()]
    return {
        "d": d,
        "dd": f"{d:02}",
        "m": m,
        "mm": f"{m:02}",
        "y": y,
        "yy": f"{y % 100:02}",
        "month": month,
        "Month": month[:1].upper() + month[1:],
        "MONTH": month.upper(),
        "mon": month[:3],
        "weekday": weekday,
        "Weekday": weekday[:1].upper() + weekday[1:],
        "short_weekday": weekday[:1],
        "ordinal": "th" if 10 < d < 14 else {1: "st", 2: "nd", 3: "rd"}.get(d % 10, "th"),
        "roman": ROMAN[m - 1],
        "wide_y": str(y).translate(WIDE),
        "wide_m": str(m).translate(WIDE),
        "wide_d": str(d).translate(WIDE),
        "han_y": "".join(HAN[int(figure)] for figure in str(y)),
        "han_m": _han(m),
        "han_d": _han(d),
        "indic_d": str(d).translate(INDIC),
        "indic_y": str(y).translate(INDIC),
        "reiwa": _era(y, 2019),
        "heisei": _era(y, 1989),
        "showa": _era(y, 1926),
        "minguo": y - 1911,
        "buddhist": y + 543,
    }


def _era(year: int, first: int) -> str:
    return "元" if year == first else str(year - first + 1)


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else HAN[tens] + "十") + (HAN[ones] if ones else "")


def _hijri(day: dt.date) -> str:
    hijri = Gregorian.fromdate(day).to_hijri()
    return f"{hijri.day} {HIJRI[hijri.month - 1]} {hijri.year} هـ"


def _jalali(day: dt.date) -> str:
    jalali = jdatetime.date.fromgregorian(date=day)
    return f"{jalali.day} {JALALI[jalali.month - 1]} {jalali.year}".translate(PERSIAN)
