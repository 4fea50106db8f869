"""Names beside offices in scripts without capitals, where an honorific shows the start of the name: Thai, Devanagari."""

from __future__ import annotations

import re
from collections.abc import Iterator

_THAI = r"[\u0e01-\u0e4e]"
_THAI_OFFICE = r"โฆษก|รัฐมนตรี|นายกรัฐมนตรี|ปลัด|อธิบดี|เอกอัครราชทูต|ประธาน|เลขาธิการ|ผู้แทน|ผู้อำนวยการ"
_THAI_NAME = re.compile(
    rf"((?:{_THAI_OFFICE}){_THAI}*)\s*(?:นางสาว|นาง|นาย(?!ก)|ดร\.|(?:พล|พ)\.?[ก-ฮ]\.?[ก-ฮ]?\.?)\s?({_THAI}{{2,30}}\s+{_THAI}{{2,30}})"
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
    for found in _DEVANAGARI_NAME.finditer(text):
        yield found.group(3), f"{found.group(1) or ''}{found.group(2)}".strip()
