"""Letters of every script, and their folding, so that different spellings of one word match. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from archive.parsing.cleaning import tidy
from archive.text.folding import CYRILLIC, LATIN

HAN = Path(__file__).with_name("han.txt")

# Scripts written without spaces between words, or, like Korean, with endings and compounds inside them.Each character, with its
# marks, is a word of its own, and a typed text is a phrase of them.
UNSPACED_BLOCKS = (
    range(0x0E00, 0x0F00),  # Thai, Lao
    range(0x1000, 0x10A0),  # Burmese
    range(0x1100, 0x1200),  # Korean, decomposed
    range(0x1780, 0x1800),  # Khmer
    range(0x3005, 0x3008),
    range(0x3040, 0x3200),  # kana, Bopomofo, Korean
    range(0x31F0, 0x3200),
    range(0x3400, 0x4DC0),
    range(0x4E00, 0xA000),  # Han
    range(0xA960, 0xA980),
    range(0xAC00, 0xD800),  # Korean
    range(0xF900, 0xFB00),
    range(0xFF66, 0xFFDD),  # half-width kana and Korean
)
HAN_BEYOND = "\U00020000-\U000323af"


def spans(letters: Iterable[int]) -> str:
    """Return sorted code points as the content of a regular expression's character class."""
    ranges: list[list[int]] = []
    for letter in letters:
        if ranges and letter == ranges[-1][1] + 1:
            ranges[-1][1] = letter
        else:
            ranges.append([letter, letter])
    return "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in ranges)


def _of_category(kinds: str, among: Iterable[int]) -> Iterator[int]:
    return (letter for letter in among if unicodedata.category(chr(letter))[0] in kinds)


_UNSPACED = sorted(set(chain.from_iterable(UNSPACED_BLOCKS)))
INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"  # occurs inside words and has no meaning in a search
MARKS = spans(_of_category("M", range(0x300, 0xFFFF)))
FIGURES = spans(_of_category("N", range(0xFFFF)))
UNSPACED = spans(_of_category("L", _UNSPACED)) + "\u3007" + HAN_BEYOND
UNSPACED_MARKS = spans(_of_category("M", _UNSPACED)) + "\u3099\u309a\uff9e\uff9f"
# One character of such a script with its marks; in Khmer and Burmese also the letters stacked below it.
CLUSTER = (
    "(?:[\u1100-\u115f][\u1160-\u11a7]?[\u11a8-\u11ff]?"
    rf"|[{UNSPACED}](?:[\u17d2\u1039][{UNSPACED}]|[{MARKS}{INVISIBLE}\uff9e\uff9f])*)"
)
# Clause ends in these scripts; without them "和。平" would be found as 和平. Line ends and spaces do not separate words.
ENDS = '\u3001\u3002\uff01\uff0c\uff0e\uff1a\uff1b\uff1f.,:;!?\u2026\u3008-\u3011\uff08\uff09()"“”'
BREAK = rf"(?<=[{UNSPACED}{UNSPACED_MARKS}])[{ENDS}]+"
# The pieces of such a text, in place of those between spaces. Words never span two.
PIECE = re.compile(rf"{CLUSTER}[{ENDS}]*|[^\s{UNSPACED}]+")
HAS_UNSPACED = re.compile(f"[{UNSPACED}]")
BROKEN = re.compile("\u00ad[ \\t]*\n[ \\t]*")  # a word hyphenated at a line end
INVISIBLES = re.compile(f"[{INVISIBLE}\u0640\ufe00-\ufe0f]")

# Russian prints ё as е, so a search for either finds both; names and addresses distinguish them (Fyodor).
RUSSIAN = {"ё": "e"}
# One letter for those that Arabic, Persian, Urdu, Pashto and Kurdish write differently, mostly at word ends.
ARABIC = "ٱ=ا ى=ي ی=ي ې=ي ے=ي ۍ=ي ئ=ي ک=ك ڪ=ك ګ=گ ة=ه ہ=ه ھ=ه ە=ه ۃ=ه ۀ=ه ۂ=ه ؤ=و ں=ن ء="
HEBREW = "ך=כ ם=מ ן=נ ף=פ ץ=צ"
OTHERS = "ँ=ं ়= ়= ़="


def _pairs(table: str) -> dict[str, str]:
    return {pair[0]: pair[2:] for pair in table.split()}


def _han() -> dict[str, str]:
    """Map traditional and Japanese characters to simplified ones."""
    lines = HAN.read_text(encoding="utf-8").splitlines()
    groups = [group for line in lines if not line.startswith("#") for group in line.split()]
    return {other: group[0] for group in groups for other in group[1:]}


SPELT = str.maketrans(LATIN | CYRILLIC | RUSSIAN | _pairs(ARABIC) | _pairs(HEBREW) | _pairs(OTHERS) | _han())
# Marks that do not change a word: accents, Hebrew points, Arabic vowels and signs, nukta. All other marks are kept.
ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u093c\u09bc\u0a3c"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)


def cleaned(text: str) -> str:
    """Return a text in the common form of texts and queries: plain spaces, nothing invisible, composed letters."""
    return unicodedata.normalize("NFC", tidy(BROKEN.sub("", text)))


def fold_letters(word: str) -> str:
    """Return one word without case, accents and invisible characters, each letter in its canonical form."""
    low = unicodedata.normalize("NFKC", INVISIBLES.sub("", word)).casefold()
    if low.isascii():
        return low
    apart = ACCENTS.sub("", unicodedata.normalize("NFKD", low.translate(SPELT)))
    return usual_digits(ACCENTS.sub("", unicodedata.normalize("NFKC", apart).translate(SPELT)))


def usual_digits(text: str) -> str:
    """Return a text with the digits of every script as 0 to 9."""
    if text.isascii() or not any(letter.isdecimal() for letter in text):
        return text
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)
