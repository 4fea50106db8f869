"""Bytes to text, whatever the encoding."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Callable

from archive.parsing.types import TranscriptError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.I
)
_SAMPLE = 200_000
_COMMON_CYRILLIC = frozenset("оеаинтсрвлкмдпу")
_ASIAN = ("gb18030", "big5", "shift_jis", "euc_kr")


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding.

    Raises TranscriptError where the bytes are no text. Order: byte order mark, UTF-8, UTF-16 without mark, what the page
    declares, then the old encodings that ministries have used, by which of them gives likely letters.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise TranscriptError("the file is empty: there is nothing to read")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _or_replace(data, encoding)
    if (wide := _wide(data)) is not None:
        return _or_replace(data, wide)
    try:
        return _checked(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError as fault:
        if _nearly_utf8(data, fault):
            return _checked(data.decode("utf-8", "replace")), "utf-8, damaged"
    return _checked_pair(_legacy(data))


def _wide(data: bytes) -> str | None:
    """Name the UTF-16 flavour of text without a mark: every second byte of Latin text is zero."""
    sample = data[:2000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > len(sample) * 0.35 and even < odd // 8:
        return "utf-16-le"
    if even > len(sample) * 0.35 and odd < even // 8:
        return "utf-16-be"
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = Counter(data[start:4000:2])
        # Text of one alphabet has one or two high bytes (0x04 for Cyrillic) besides that of spaces and signs.
        few = sum(count for _, count in high.most_common(3)) > 0.95 * high.total()
        if few and high[0] and len(data) > 20 and all(byte < 0x20 for byte, _ in high.most_common(2)):
            return encoding
    return None


def _nearly_utf8(data: bytes, fault: UnicodeDecodeError) -> bool:
    """Say whether a few damaged bytes stand in a file that is UTF-8 otherwise."""
    sample = data[:_SAMPLE]
    high = sum(1 for byte in sample if byte > 0x7F)
    bad = sample.decode("utf-8", "replace").count("\ufffd")
    return high > 0 and bad * 10 < high


def _legacy(data: bytes) -> tuple[str, str]:
    declared = _DECLARED.search(data[:4000])
    if declared:
        name = (declared.group(1) or declared.group(2)).decode("ascii")
        if (text := _try(data, name)) is not None and "utf" not in name.lower():
            return text, name.lower()
    sample = data[:_SAMPLE]
    high = sum(1 for byte in sample if byte > 0x7F)
    letters = sum(1 for byte in sample if 0x41 <= byte <= 0x5A or 0x61 <= byte <= 0x7A)
    if high > letters:
        return _non_latin(data, sample)
    return data.decode("cp1252", "replace"), "windows-1252"


def _non_latin(data: bytes, sample: bytes) -> tuple[str, str]:
    scores: list[tuple[float, str]] = [
        (_share(sample, name, _is_common_cyrillic), name) for name in ("cp1251", "koi8_r", "cp866", "iso8859_5")
    ]
    scores += [(_share(sample, name, _is_asian) if _strict(sample, name) else 0.0, name) for name in _ASIAN]
    best = max(scores, key=lambda pair: pair[0])[1]
    return data.decode(best, "replace"), best


def _share(sample: bytes, encoding: str, likely: Callable[[str], bool]) -> float:
    letters = [char for char in sample.decode(encoding, "replace") if ord(char) > 0x7F]
    return sum(map(likely, letters)) / len(letters) if letters else 0.0


def _is_common_cyrillic(char: str) -> bool:
    return char in _COMMON_CYRILLIC


def _is_asian(char: str) -> bool:
    return (
        "\u3000" <= char <= "\u30ff"
        or "\u4e00" <= char <= "\u77ff"
        or "\uac00" <= char <= "\ud7a3"
        or "\uff00" <= char <= "\uff60"
    )


def _strict(sample: bytes, encoding: str) -> bool:
    """Say whether a sample decodes; its last character may be cut in half."""
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(sample, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _or_replace(data: bytes, encoding: str) -> tuple[str, str]:
    return _checked(data.decode(encoding, "replace").removeprefix("\ufeff")), encoding.removesuffix("-sig")


def _checked_pair(pair: tuple[str, str]) -> tuple[str, str]:
    return _checked(pair[0]), pair[1]


def _checked(text: str) -> str:
    """Refuse what decodes but is no text: many control characters."""
    sample = text[:_SAMPLE]
    controls = sum(1 for char in sample if char < " " and char not in "\t\n\r\x0b\x0c")
    if controls * 20 > len(sample):
        raise TranscriptError(
            "the file is not text and not a format Chancery reads (text, HTML, Markdown, DOCX, PDF, Akoma Ntoso, TEI)"
        )
    return text
