"""Names beside offices in scripts without capitals: Thai and Devanagari by the honorific, Arabic and Hebrew by the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.parsing.speakers.given_names import is_given

_THAI = r"[\u0e01-\u0e4e]"
_THAI_OFFICE = r"โฆษก|รัฐมนตรี|นายกรัฐมนตรี|ปลัด|อธิบดี|เอกอัครราชทูต|ประธาน|เลขาธิการ|ผู้แทน|ผู้อำนวยการ"
_THAI_NAME = re.compile(
    rf"((?:{_THAI_OFFICE}){_THAI}*)\s*(?:นางสาว|นาง|นาย(?!ก)|ดร\.|(?:พล|พ)\.?[ก-ฮ]\.?[ก-ฮ]?\.?)\s?({_THAI}{{2,30}}\s+{_THAI}{{2,30}})"
)
# "นายชัชวีร์ ทองดี อธิบดีกรมสารนิเทศและโฆษกกระทรวงการต่างประเทศ"
_THAI_HELD = re.compile(
    rf"(?:นางสาว|นาง|นาย(?!ก)|ดร\.)\s?({_THAI}{{2,30}}\s+{_THAI}{{2,30}})\s+({_THAI}*(?:{_THAI_OFFICE}){_THAI}*)"
)
_DEVANAGARI = r"[\u0900-\u0963\u0970-\u097f]"
_DEVANAGARI_OFFICE = "प्रवक्ता|मंत्री|सचिव|राष्ट्रपति|प्रधानमंत्री|राजदूत|अध्यक्ष|महासचिव|राज्यमंत्री|निदेशक"
_SMALL = "की|के|का|ने|को|से|द्वारा|और|एवं|तथा|व|जी|में|पर|साथ|हैं|है|कहा"
_WORD = rf"(?!(?:{_SMALL})(?!{_DEVANAGARI})){_DEVANAGARI}+"
_DEVANAGARI_NAME = re.compile(
    rf"({_WORD}\s+(?:के\s+)?)?((?:{_DEVANAGARI_OFFICE}))(?!{_DEVANAGARI})\s*,?\s*(?:श्री|श्रीमती|सुश्री|डॉ\.?|महामहिम)\s+({_WORD}(?:\s+{_WORD}){{1,2}})"
)


def named_caseless(text: str) -> Iterator[tuple[str, str]]:
    """Yield the names after an office and an honorific in a short text, and the offices."""
    for found in _THAI_NAME.finditer(text):
        yield found.group(2), found.group(1)
    for found in _THAI_HELD.finditer(text):
        yield found.group(1), found.group(2)
    for found in _DEVANAGARI_NAME.finditer(text):
        yield found.group(3), f"{found.group(1) or ''}{found.group(2)}".strip()


# Arabic and Hebrew put the article before an office's field: "وزير الخارجية", "שר החוץ". Without it, the country follows.
_CONSTRUCT = frozenset({"خارجية", "دفاع", "داخلية", "مالية"})
_ARTICLE = re.compile("(?:ال|لل|ה)\\w{2,}")
INITIALS_AND_NAME = re.compile(r"(?:[^\W\d_]\.){1,3}[^\W\d_]{2,}")


def behind_article(tokens: Sequence[str], first: int) -> int:
    """Return where the name begins behind an office and what it is of, which has the article; 0 if nothing tells."""
    if _ARTICLE.match(tokens[first - 1]):  # "the minister" is followed by the name
        return 0
    if (found := _initials(tokens, first)) > first:
        return found
    if tokens[first] in _CONSTRUCT:  # "foreign minister of ..."
        return first + 2 if first + 1 < len(tokens) else 0
    start = first
    while start < len(tokens) - 1 and not is_given(tokens[start]) and _ARTICLE.match(tokens[start]):
        start += 1
    if is_given(tokens[start]):
        return start if start > first else 0
    return next((index for index in range(start, len(tokens) - 1) if is_given(tokens[index])), start if start > first else 0)


def _initials(tokens: Sequence[str], first: int) -> int:
    """Return the place of a word such as "С.В.Лавров", or of an initial before a surname; 0 if there is none."""
    return next((index for index in range(first, len(tokens)) if INITIALS_AND_NAME.fullmatch(tokens[index])), 0)
