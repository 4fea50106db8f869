"""Transfer encodings: quoted-printable and base64 without a header that names them, and a part's declared charset."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from dataclasses import replace

from archive.parsing.decoding.decode import Decoded, decode
from archive.parsing.lines import Reading
from archive.parsing.parsed import ParseWarning, TranscriptError

_SIGN = re.compile(rb"=(?:([0-9A-F]{2})|[ \t]*\r?\n)")
_ADDRESS = re.compile(rb"https?://\S+")
_HIGH = re.compile(rb"=[89A-F][0-9A-F]")
_BASE64 = re.compile(rb"\s*[A-Za-z0-9+/\s]{64,}={0,2}\s*")
SAMPLE = 300_000


def from_quoted_printable(data: bytes) -> bytes | None:
    """Return undecoded quoted-printable text decoded; None if it is not that.

    It is pure ASCII; every equals sign belongs to the encoding, and several break lines or encode non-ASCII letters.
    """
    sample = data[:SAMPLE]
    if sample.count(b"=") < 2 or not sample.isascii():
        return None
    plain = _ADDRESS.sub(b"", sample)
    signs, total = len(_SIGN.findall(plain)), plain.count(b"=")
    high, breaks = len(_HIGH.findall(plain)), len(re.findall(rb"=[ \t]*\r?\n", plain))
    if signs < 2 or signs < total * 0.98 or high + breaks < 2:
        return None
    decoded = quopri.decodestring(data)
    return decoded if not high or _is_text(quopri.decodestring(plain)) else None


def _is_text(decoded: bytes) -> bool:
    """Tell whether decoded letters are plausible: valid UTF-8, or beside other letters."""
    try:
        decoded.decode("utf-8")
        return True
    except UnicodeDecodeError:
        high = len(re.findall(rb"[\x80-\xff]", decoded))
        return (
            len(re.findall(rb"(?:(?<=[A-Za-z\x80-\xff])|(?<=\s))[\x80-\xff](?=[A-Za-z\x80-\xff\s.,;:!?'\"-])", decoded))
            > high * 0.8
        )


def from_base64(data: bytes) -> bytes | None:
    """Return the text or document in a file that is only base64; None otherwise."""
    if len(data) < 80 or not _BASE64.fullmatch(data):
        return None
    lines = data.split()
    if len(lines) > 1 and len({len(line) for line in lines[:-1]}) > 1:
        return None
    try:
        decoded = base64.b64decode(b"".join(lines), validate=True)
    except (binascii.Error, ValueError):
        return None
    return decoded if decoded.startswith((b"%PDF-", b"PK\x03\x04")) or _reads(decoded) else None


def _reads(decoded: bytes) -> bool:
    try:
        text = decode(decoded).text
    except TranscriptError:
        return False
    return text.count("\ufffd") * 50 < len(text) and sum(char.isspace() for char in text) * 30 > len(text)


def doubted(reading: Reading, doubt: str) -> Reading:
    """Return the reading with a warning if its encoding is uncertain."""
    return replace(reading, warnings=(*reading.warnings, ParseWarning("damaged-text", doubt))) if doubt else reading


def decode_part(data: bytes, charset: str | None) -> Decoded:
    """Return the text of a message's part: in its declared charset if the bytes agree, else by decode().

    Programs declare ASCII or ISO 8859-1 for UTF-8 more often than the reverse, so valid non-ASCII UTF-8 is UTF-8.
    """
    return decode(data, charset or "") if data.strip(b"\0 \t\r\n") else Decoded("", "utf-8")
