"""Pages saved as one file: MHTML (Chrome, Edge, Internet Explorer) and Safari's web archives."""

from __future__ import annotations

import email
import plistlib
import re
from dataclasses import replace
from email.message import Message
from itertools import islice

from archive.parsing.lines import Field, Reading
from archive.parsing.parsed import TranscriptError
from archive.parsing.readers.html import html_page
from archive.parsing.readers.mail.mail_text import without_mail
from archive.parsing.readers.mail.mime import MOST_PARTS, is_message, payload
from archive.parsing.readers.mail.transfer_encoding import decode_part, doubted

_PAGE = frozenset(("text/html", "application/xhtml+xml", "application/xml", "text/xml"))
_SAVED_BY = re.compile(r"saved by|microsoft internet explorer|unmht|mozilla archive|webscrapbook", re.I)
_BETWEEN_PEOPLE = ("To", "Received", "Delivered-To", "Return-Path", "Cc")
WEBARCHIVE_KEY = b"WebMainResource"


def is_mhtml(data: bytes) -> bool:
    """Tell whether a MIME message is a saved page rather than a mail."""
    if not is_message(data):
        return False
    message = email.message_from_bytes(data[:20_000].removeprefix(b"\xef\xbb\xbf").lstrip())
    if "Snapshot-Content-Location" in message or _SAVED_BY.search(str(message.get("From", ""))):
        return True
    if any(name in message for name in _BETWEEN_PEOPLE):
        return False
    return message.get_content_type() in ("multipart/related", "text/html") and (
        "From" not in message or "Content-Location" in message
    )


def read_mhtml(data: bytes) -> Reading:
    """Read the page of an MHTML file without its frames, styles and pictures. Raises TranscriptError."""
    try:
        message = email.message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip())
        part = _page(message)
        data = payload(part) if part is not None else b""
        charset = part.get_content_charset() if part is not None else None
        text, _, doubt = decode_part(data, charset or _declared(data))
    except MemoryError:
        raise
    except Exception as fault:
        # The email package may raise any exception for a broken message.
        raise TranscriptError(f"the saved page is broken ({type(fault).__name__}); save it as HTML") from fault
    if part is None or not text.strip():
        raise TranscriptError("the saved page (MHTML) holds no HTML; open it in a browser and save it as HTML")
    address = str(message.get("Snapshot-Content-Location") or part.get("Content-Location") or "")
    return doubted(_at(without_mail(html_page.read(text)), address), doubt)


def _page(message: Message) -> Message | None:
    """Return the page's part: the one named as start or at the page's address, else the first."""
    pages = [part for part in islice(message.walk(), MOST_PARTS * 20) if part.get_content_type() in _PAGE]
    start = str(message.get_param("start", "") or "").strip("<> ")
    address = str(message.get("Snapshot-Content-Location", ""))
    named = (part for part in pages if start and str(part.get("Content-ID", "")).strip("<> ") == start)
    placed = (part for part in pages if address and str(part.get("Content-Location", "")) == address)
    return next(iter((*named, *placed, *pages)), None)


def is_webarchive(data: bytes) -> bool:
    """Tell whether a file is a Safari web archive, binary or XML."""
    return data.startswith(b"bplist00") or (b"<plist" in data[:1000] and WEBARCHIVE_KEY in data[:5000])


def read_webarchive(data: bytes) -> Reading:
    """Read the page of a Safari web archive. Raises TranscriptError."""
    try:
        held = plistlib.loads(data)
        main = held["WebMainResource"]
        content, charset = bytes(main["WebResourceData"]), str(main.get("WebResourceTextEncodingName") or "")
        address = str(main.get("WebResourceURL") or "")
    except MemoryError:
        raise
    except Exception as fault:
        # plistlib may raise any exception for a broken list.
        raise TranscriptError("this is a property list or a broken web archive of Safari; save the page as HTML") from fault
    text, _, doubt = decode_part(content, charset or _declared(content))
    if not text.strip():
        raise TranscriptError("the web archive holds no page; open it in Safari and save the page's source")
    return doubted(_at(without_mail(html_page.read(text)), address), doubt)


def _at(reading: Reading, address: str) -> Reading:
    """Add the address at which a page was saved, after those in its own markup."""
    if not re.match(r"https?://", address):
        return reading
    known = reading.fields.get("source_url", ())
    return replace(reading, fields={**reading.fields, "source_url": (*known, Field(address, "saved page"))})


def _declared(content: bytes) -> str | None:
    found = re.search(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", content[:4000], re.I)
    return found.group(1).decode("ascii") if found else None
