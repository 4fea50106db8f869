"""One reader for the numbers in what others wrote."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from archive.text.numbers import MOST_DIGITS, ascii_digits, read_int

SCRIPTS = {
    "Arabic": "٢٠٢٣",
    "Persian": "۲۰۲۳",
    "Devanagari": "२०२३",
    "Bengali": "২০২৩",
    "Thai": "๒๐๒๓",
    "full-width": "２０２３",
    "mathematical": "𝟚𝟘𝟚𝟛",
    "Khmer": "២០២៣",
    "Myanmar": "၂၀၂၃",
    "Tibetan": "༢༠༢༣",
}


@pytest.mark.parametrize("digits", SCRIPTS.values(), ids=SCRIPTS)
def test_digits_of_every_script_are_digits(digits):
    assert ascii_digits(f"from {digits}!") == "from 2023!"
    assert read_int(digits) == 2023
    assert read_int(f" {digits}\n") == 2023


@pytest.mark.parametrize(
    "text", ["", " ", "²", "①", "½", "Ⅳ", "四", "-3", "+3", "1.5", "1_0", "1e3", "0x1f", "12a", "1 2", "\x00", "٣-", "--"]
)
def test_what_is_no_whole_number_is_none(text):
    assert read_int(text) is None


@pytest.mark.parametrize("value", [None, 7, b"7", ["7"], 7.0])
def test_what_is_no_text_is_none(value):
    assert read_int(value) is None


def test_numbers_are_bounded():
    assert read_int("9" * MOST_DIGITS) == 10**MOST_DIGITS - 1 < 2**63
    assert read_int("9" * (MOST_DIGITS + 1)) is None
    assert read_int("1" * 1_000_000) is None
    assert read_int("12345", most=4) is None
    assert read_int("007") == 7


def test_no_character_raises_or_moves_others():
    everything = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    for char in everything:
        digit = unicodedata.decimal(char, None)
        assert read_int(char) == digit, hex(ord(char))
    assert len(ascii_digits("".join(everything))) == len(everything)
