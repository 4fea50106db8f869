"""Bytes to text in any encoding, composed (NFC), with a warning if it may be wrong."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from archive.parsing.cleaning import composed
from archive.parsing.decoding.charsets import BELIEVED, CLOSE, Guess, codec_of, escaped, guesses, likelihood, soundness
from archive.parsing.decoding.wide_encodings import wide_codec
from archive.parsing.parsed import TranscriptError
from archive.parsing.warning_texts import warning_text

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.I
)
_SAMPLE = 200_000
SOUND = 0.7
FEW = 5
# With so few bytes beyond ASCII, the declared encoding is accepted.
FEW_BYTES = 12
# A space that ends a word before another space, or a quotation that opens within one: á and æ of DOS, read as windows-1252.
_GLUED = re.compile(r"(?<=[^\W\d_])(?:\xa0(?=[\s.,;:!?])|[‘“](?=[^\W\d_]))")
CLOSE_IF_GLUED = 0.4
_OF_NAMES = ("cp1252", "cp1250", "cp1254", "cp1257")
_STRAY = re.compile(r"[\udc80-\udcff]")
# Curly quotes, dashes and dots of windows-1252 pasted into UTF-8.
_PASTED = {0xDC00 + code: bytes([code]).decode("cp1252") for code in (0x85, *range(0x91, 0x98))}


class Decoded(NamedTuple):
    """A text, its encoding, and why it may be wrong ("" if certain)."""

    text: str
    encoding: str
    doubt: str = ""


def decode(data: bytes, declared: str = "") -> Decoded:
    """Return the text of bytes. `declared` is an external encoding (such as a mail's charset).

    Order: byte order mark, UTF-16 and UTF-32 without a mark, UTF-8, UTF-8 with a few broken bytes, the declared encoding unless
    the letters contradict it, the most likely one. Raises TranscriptError if the bytes are not text.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise TranscriptError("the file is empty: there is nothing to read")
    found = _decoded(data, declared)
    text = _checked(found.text.removeprefix("\ufeff").rstrip("\0"))
    zeros = text.count("\0")
    doubt = found.doubt or (warning_text("damaged-text/zeros", zeros=zeros) if zeros else "")
    return Decoded(composed(text.replace("\0", "")), found.encoding, doubt)


def _decoded(data: bytes, declared: str) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _replaced(data[len(mark) :], encoding)
    label = declared or _declared(data)
    codec = codec_of(label) if label else None
    if codec and (codec.startswith("utf-7") or (codec.startswith(("utf-16", "utf-32")) and declared)):
        return _replaced(data, codec)
    if (wide := wide_codec(data)) is not None:
        return _replaced(data, wide)
    if data.isascii() and (codec := escaped(data[:_SAMPLE])) is not None:
        return _replaced(data, codec)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        damaged = _damaged_utf8(data)
    return damaged or _eight_bit(data, label)


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:4000])
    return (found.group(1) or found.group(2)).decode("ascii", "replace") if found else ""


def _replaced(data: bytes, encoding: str) -> Decoded:
    """Decode in a certain encoding. Undecodable bytes are marked in the text and reported."""
    text = data.decode(encoding, "replace")
    printed = data.count("\ufffd".encode(encoding)) if encoding.startswith("utf-") else 0
    bad = text.count("\ufffd") - printed
    doubt = warning_text("damaged-text/places", bad=bad, encoding=encoding) if bad > 0 else ""
    return Decoded(text, encoding, doubt)


def _damaged_utf8(data: bytes) -> Decoded | None:
    """Decode UTF-8 with a few broken bytes; None unless valid characters outnumber them."""
    text = data.decode("utf-8", "surrogateescape")
    stray = len(_STRAY.findall(text))
    sound = sum(char > "\x7f" for char in text) - stray
    if sound < 3 * stray and not (sound >= stray and _is_pasted(text)):
        return None
    mended = _STRAY.sub("\ufffd", text.translate(_PASTED))
    doubt = warning_text("damaged-text/utf-8", stray=stray)
    return Decoded(mended, "utf-8", doubt)


def _is_pasted(text: str) -> bool:
    return all(ord(char) in _PASTED for char in _STRAY.findall(text))


def _eight_bit(data: bytes, label: str) -> Decoded:
    """Decode other text: as declared if likely, else by its letters."""
    ranked = guesses(data)
    best = ranked[0] if ranked else Guess("", "cp1252", 0.0)
    codec = codec_of(label) if label else None
    if codec and not codec.startswith("utf"):
        few = sum(byte > 0x7F for byte in data[:_SAMPLE]) < FEW_BYTES
        if few or likelihood(data, codec).likely >= best.likely * BELIEVED:
            return _read_as(data, codec, "")
        return _read_as(data, best.encoding, f"the file says that it is {label}, but its letters are those of {best.encoding}")
    return _read_as(data, best.encoding, _doubt(ranked))


def _read_as(data: bytes, codec: str, doubt: str) -> Decoded:
    found = _replaced(data, codec)
    return Decoded(found.text, codec, doubt or found.doubt)


def _doubt(ranked: list[Guess]) -> str:
    """Return a warning if another encoding fits nearly as well with different letters, or none fits well."""
    if not ranked:
        return warning_text("damaged-text/unknown")
    best = ranked[0]
    close = CLOSE_IF_GLUED if _GLUED.search(best.text[:_SAMPLE]) else CLOSE
    rivals = [guess for guess in ranked[1:] if guess.likely >= best.likely * close] or _of_names(best, ranked[1:2])
    if best.language == "en" and not any(char > "\x7f" and char.isalpha() for char in best.text):
        return ""  # quotes and dashes in English: another encoding would give letters in their places
    if rivals:
        difference = _difference(best.text, rivals[0].text)
        return warning_text("damaged-text/rival", encoding=best.encoding, rival=rivals[0].encoding, difference=difference)
    if soundness(best.text, best.language) < SOUND:
        return warning_text("damaged-text/signs", encoding=best.encoding)
    return ""


def _of_names(best: Guess, next_best: list[Guess]) -> list[Guess]:
    """Return other readings of the few foreign words in ASCII text: names may be of any language."""
    every = best.text[:_SAMPLE].split()
    words = {word for word in every if any(char > "\x7f" and char.isalpha() for char in word)}
    if not 0 < len(words) <= FEW or len(every) < 20 * len(words):
        return []
    if best.encoding not in _OF_NAMES:
        return next_best
    data = " ".join(sorted(words)).encode(best.encoding, "ignore")
    readings = [Guess(data.decode(codec, "replace"), codec, 0.0) for codec in _OF_NAMES]
    own = data.decode(best.encoding)
    return [guess for guess in readings if guess.text != own and soundness(guess.text) >= soundness(own)]


def _difference(text: str, other: str) -> str:
    """Return the first word that differs between two readings."""
    for word, rival in zip(text.split(), other.split(), strict=False):
        if word != rival:
            return f"“{word[:40]}” or “{rival[:40]}”"
    return "look at its letters with accents"


def _checked(text: str) -> str:
    """Refuse text with many control characters."""
    sample = text[:_SAMPLE]
    controls = sum(1 for char in sample if char < " " and char not in "\0\t\n\r\x0b\x0c")
    if controls * 20 > len(sample) or sample.count("\0") * 5 > len(sample):
        raise TranscriptError(
            "the file is not text and not a format Chancery reads (text, HTML, Markdown, DOCX, PDF, Akoma Ntoso, TEI)"
        )
    return text
