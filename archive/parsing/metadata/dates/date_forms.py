"""Patterns of printed dates over folded text, and a date found in a text with all its readings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.parsing.metadata.dates.date_names import MONTH, WEEKDAY, folded

# What may stand between the days of a span.
_BETWEEN = (
    "and to through thru till until et und bis y e a al ao au à as и по до та i do až az és es og och till ja en tot t/m ile ve"
    " και έως ως μέχρι și si la إلى و حتى تا עד ถึง hingga sampai sehingga dan đến och de"
).split()
_DAY = r"\d{1,2}(?!\d)"
_ORDINAL = r"(?:(?:st|nd|rd|th|er|ere|re|os|η|ησ|οσ)(?![^\W\d_])|[ºª°.]|[-‑]?(?:го|ого|ое|ше|е|и|ти)(?![^\W\d_]))?"
_LITTLE = r"(?:(?:den|the|le|el|il|dem|din|der|de|du|ngay|วันที่)\s+)?"
_WEEKDAY = rf"(?:{WEEKDAY}\.?,?\s+)?"
_WORDS = "|".join(sorted({re.escape(folded(word)) for word in _BETWEEN}, key=len, reverse=True))
_TO = rf"(?:\s*[-–—‑−~〜～/&+]\s*|\s+(?:{_WORDS})\s+){_LITTLE}{_WEEKDAY}{_LITTLE}"
_OF = r"(?:\s*[-‑/]\s*|\s+(?:of\s+|de\s+|del\s+|d['’]\s*|من\s+|ביום\s+)?|(?=\D)\s*)"
_M = rf"(?<![^\W\d_])(?P<{{}}>{MONTH})(?![^\W\d_])[.׳']?"
_ERA = r"(?P<era>พ\s?\.?\s?ศ\s?\.?|ค\s?\.?\s?ศ\s?\.?|b\.?\s?e\.?|c\.?\s?e\.?|reiwa|heisei|showa|taisho|meiji|minguo|roc)"
# "Reiwa 3": years of an era are counted from its start.
_OF_ERA = "|".join(
    rf"(?<={name} )(?P<{group}>\d{{1,2}})(?!\d)" for group, name in (("ye", "reiwa"), ("yh", "heisei"), ("ys", "showa"))
)
_YEAR = (
    rf"(?:\s*[,،]?\s+(?:de\s+|del\s+|of\s+|nam\s+|year\s+)?(?:{_ERA}\s*)?|\s*[-‑/.]\s*|\s*,\s*"
    rf"|\s*{_ERA.replace('era', 'era2')}\s*|(?<=[^\x00-\x7f])\s*)"
    r"(?:(?P<y>\d{4}|(?<=[-‑/'’])\d{2})(?!\d|[:/]\d|-\d\d-)|['’](?P<yy>\d{2})(?!\d)"
    rf"|{_OF_ERA})"
    r"(?P<after>\s*(?:b\.?\s?e\.?(?!\w)|ه\S{0,4}|هجری\S*|ش\S*))?"
)

# "7 March 2021", "7 and 8 March 2021", "31 March – 2 April 2021", "30 December 2021 – 2 January 2022"
DAY_FIRST = re.compile(
    rf"(?<![\d:/])(?<!\d[.,-])(?P<d>{_DAY}){_ORDINAL}"
    rf"(?:(?:,\s*{_DAY}{_ORDINAL})*(?:{_OF}{_M.format('m1')}(?:,?\s+(?P<y1>\d{{4}}))?[.,]?)?{_TO}(?P<d2>{_DAY}){_ORDINAL})?"
    rf"{_OF}{_M.format('m')}{_YEAR}"
)
# "March 7, 2021" from the day on; the month before it is matched separately.
MONTH_FIRST = re.compile(
    rf"(?<![\d:/])(?<!\d[.,-])(?P<d>{_DAY}){_ORDINAL}"
    rf"(?:(?:,\s*{_DAY}{_ORDINAL})*(?:,?\s+(?P<y1>\d{{4}}))?{_TO}(?:{_M.format('m')}\s*(?:the\s+)?)?(?P<d2>{_DAY}){_ORDINAL})?"
    rf"(?:\s*,\s*|\s+){_WEEKDAY}(?P<y>\d{{4}})(?!\d|[:/]\d|-\d\d-)"
)
MONTH_BEFORE = re.compile(rf"{_M.format('m')}\s*(?:the\s+|-)?$")
# "2021. március 7.", "2021-Mar-07", "2021 m. kovo 7 d."
YEAR_FIRST = re.compile(
    rf"(?<![\d:/,.-])(?P<y>\d{{4}})(?:\.|\s?[mг]\.|\.?\s?gada)?(?:\s+|\s?[-/.]\s?){_M.format('m')}(?:\s+|\s?[-/.]\s?)?(?P<d>{_DAY})"
    rf"(?!\s*,?\s*\d{{4}})"
)
# "2021. gada 7. marts"
YEAR_THEN_DAY = re.compile(
    rf"(?<![\d:/,.-])(?P<y>\d{{4}})\.?\s?gada\s+(?P<d>{_DAY})\.?(?:{_TO}(?P<d2>{_DAY})\.?)?\s*{_M.format('m')}"
)
SET_APART = re.compile(r"(?:^|[^\w.,:/-])([123]) $")
CJK = re.compile(
    r"(?:(?P<era>令和|平成|昭和|大正|明治|民國|民国)\s?)?(?P<y>(?<!\d)\d{1,4}|[〇零○一二三四五六七八九十元]{1,4})\s?(?:[年년]|оны)\s?"
    r"(?P<m>\d{1,2}|[〇零一二三四五六七八九十元]{1,2})\s?(?:[月월]|(?:-р|дугаар|дүгээр)?\s?сарын)\s?(?P<d>\d{1,2}|[〇零一二三四五六七八九十]{1,3})\s?(?:[日일號号]|(?!\d))"
)
ISO = re.compile(r"(?<![\d./-])(?P<y>\d{4})(?P<s>[-‐‑/.])\s?(?P<m>\d{1,2})(?P=s)\s?(?P<d>\d{1,2})(?!\d|[-/]\d)")
# "7/3/2021", "7 / 3 / 2021", "07.–08.03.2021", "31.03.–02.04.2021"
NUMERIC = re.compile(
    r"(?<!\d)(?<!\d[./-])(?:(?P<a0>\d{1,2})[./]?(?:(?P<b0>\d{1,2})[./]?)?\s?(?:[–—]|-(?=\s?\d+[./]))\s?)?"
    r"(?P<a>\d{1,2})(?P<wide>\s(?=[/.-]))?(?P<s>[-‐‑/.])\s?(?P<b>\d{1,2})(?(wide)\s)(?P=s)\s?(?P<y>\d{4}|(?<!\s)\d{2})(?!\d|[./-]\d)"
)
ROMAN = re.compile(
    r"(?<![\d.])(?P<d>\d{1,2})(?:\.\s?|\s|-|/)(?P<m>viii|vii|vi|iv|v|iii|ii|ix|i|xii|xi|x)(?:\.\s?|\s|-|/)(?P<y>\d{4})(?!\d)"
)
# Eight digits are a day only where nothing else is on the line: "20210307", "Date: 20210307".
COMPACT = re.compile(r"\s*(?:date\s?[:：]\s*)?(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])\s*\Z", re.I)
MAYBE = re.compile(r"\d{4}|[年년]|['’]\d\d(?!\d)|[-‐‑/.]\d\d(?!\d)|reiwa|heisei|showa|민국")

WEEKDAY_BEFORE = re.compile(rf"(?<![^\W\d_])(?P<day>{WEEKDAY})(?:[.,،]?\s*(?:the|den|dem|le|el|il|am|on|ngay|ที่|dne)?[\s(]*)$")
WEEKDAY_AFTER = re.compile(rf"^[\s,.(（]*(?P<day>{WEEKDAY})(?![^\W\d_])")
FULL_SPAN = re.compile(rf"(?:\s*г\.?|\s*года)?{_TO}\s*")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and its place in the text; of a span the first day.

    `readings` are the possible days, by order of the parts (dmy, mdy, ymd) or by language; several if the form is ambiguous.
    `last` ends the span. `weekday` (0 is Monday) is printed beside it. `is_converted`: the year was assigned to another calendar
    by its size alone. `is_short`: the year has two digits, so its century is a guess.
    """

    day: dt.date
    start: int
    end: int
    readings: Mapping[str, dt.date] = field(default_factory=dict)
    last: dt.date | None = None
    weekdays: frozenset[int] = frozenset()
    is_converted: bool = False
    is_short: bool = False

    @property
    def is_ambiguous(self) -> bool:
        """Tell whether the form alone is ambiguous."""
        return len(set(self.readings.values())) > 1


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A match of one form: its place, and its readings (none if the date does not exist)."""

    start: int
    end: int
    readings: Mapping[str, dt.date]
    last: dt.date | None = None
    is_converted: bool = False
    is_short: bool = False
