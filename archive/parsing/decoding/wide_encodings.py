"""UTF-16 and UTF-32 without a byte order mark, recognised by the characters that result."""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter

SAMPLE = 4000
LEAST = 8
LIKELY = 0.9
ZEROS_ASTRAY = 4  # one character in this many; the most frequent Chinese character with a zero byte (一) is far rarer
_CODECS = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_BLOCKS = (
    (0x0250, "latin"),
    (0x0370, "marks"),
    (0x0400, "greek"),
    (0x0530, "cyrillic"),
    (0x0590, "armenian"),
    (0x0600, "hebrew"),
    (0x0780, "arabic"),
    (0x0E00, "indic"),
    (0x0E80, "thai"),
    (0x1E00, "others"),
    (0x2000, "latin"),
    (0x2070, "signs"),
    (0x2E80, "symbols"),
    (0xA000, "han"),
    (0xAC00, "rare"),
    (0xD7B0, "hangul"),
    (0xF900, "private"),
    (0xFB00, "han"),
    (0xFE00, "arabic"),
    (0xFF00, "forms"),
    (0xFFF0, "han"),
)


def wide_codec(data: bytes) -> str | None:
    """Return the codec of UTF-16 or UTF-32 text without a mark, None for other text.

    Such text has bytes that no 8-bit text has (zeros, control characters). Without them, pairs of ASCII would pass for Chinese.
    """
    sample = data[:SAMPLE]
    strange = sum(byte < 0x20 and byte not in b"\t\n\r\x0b\x0c\x1b\x1a" for byte in sample)
    # In an alphabet below 0x1000, every other byte is such. Only East Asian text has fewer, and it has high bytes.
    if len(sample) < LEAST or strange * (5 if _is_utf8(sample) else 100) < len(sample):
        return None
    if _zeros_everywhere(sample):
        return None
    likely = [(-_spread(text), codec) for codec in _CODECS if _likeness(text := _text(sample, codec)) >= LIKELY]
    return max(likely)[1] if likely else None


def _zeros_everywhere(sample: bytes) -> bool:
    """Tell whether zeros occur at both even and odd offsets: in text of one width nearly all are at one of the two."""
    fewer = min(sample[0::2].count(0), sample[1::2].count(0))
    return fewer * 2 * ZEROS_ASTRAY >= len(sample) and len(sample.replace(b"\0", b"")) * 2 > len(sample)


def _is_utf8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _text(sample: bytes, codec: str) -> str:
    """Return the sample decoded, ignoring a truncated last character; "" if that fails."""
    width = 4 if "32" in codec else 2
    whole = sample[: len(sample) // width * width]
    try:
        return whole.decode(codec)
    except UnicodeDecodeError as fault:
        return whole[: fault.start].decode(codec) if fault.start >= len(whole) - 2 else ""


def _spread(text: str) -> int:
    """Return from how many pages of 256 characters a text comes: many more with the wrong byte order."""
    return len({ord(char) >> 8 for char in text})


def _likeness(text: str) -> float:
    """Return the share of characters in the text's two most frequent alphabets, including spaces and signs."""
    blocks = Counter(map(_block, text))
    bad = blocks.pop("bad", 0)
    signs = blocks.pop("signs", 0)
    main = sum(count for _, count in blocks.most_common(2))
    return (main + signs - 4 * bad) / len(text) if main else 0.0


def _block(char: str) -> str:
    code = ord(char)
    if char == "\0" or (code < 0x20 and char not in "\t\n\r\x0b\x0c") or unicodedata.category(char) in ("Cn", "Co", "Cc"):
        return "signs" if char in "\t\n\r\x0b\x0c" else "bad"
    return next((name for last, name in _BLOCKS if code < last), "han")
