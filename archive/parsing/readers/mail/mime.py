"""Messages and mailboxes (.eml, .mbox): their texts and attachments, one of which is the transcript."""

from __future__ import annotations

import email
import email.header
import email.utils
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email.message import Message
from itertools import pairwise

from archive.parsing.cleaning import squeeze, tidy
from archive.parsing.lines import Field, Reading
from archive.parsing.parsed import Skipped, TranscriptError
from archive.parsing.readers.best_text import weight, words_in
from archive.parsing.readers.html import html_page
from archive.parsing.readers.mail.mail_text import without_mail
from archive.parsing.readers.mail.transfer_encoding import decode_part, doubted
from archive.parsing.warning_texts import warning

ReadFile = Callable[[bytes, str], Reading]
ReadText = Callable[[str, str], Reading]

DEPTH = 12
MOST_PARTS = 500
# A covering note this short is not reported.
NOTE_WORDS = 60
_FIELD = re.compile(rb"(?:[!-9;-~]{1,76}:[^\r\n]*|[ \t]+\S[^\r\n]*)?\r?(?:\n|$)")
_REPLIED = re.compile(r"\s*(?:(?:re|aw|sv|vs|odp|antw|res|rv|tr|wg|fwd?|enc|bls|ynt|ilt|回复|答复|转发|返信)\s?[:：]\s*)+", re.I)
_SURE = re.compile(
    rb"^(?:mime-version|content-(?:type|transfer-encoding|location)|message-id|received|return-path|delivered-to"
    rb"|dkim-signature|x-[a-z-]+|snapshot-content-location):",
    re.I | re.M,
)
_ENVELOPE = re.compile(rb"From \S[^\r\n]{0,200}\d{2}:\d{2}[^\r\n]{0,60}\r?\n(?=[!-9;-~]{1,76}:)", re.M)
_BARE_PART = re.compile(rb"\s*--(\S[^\r\n]{0,80})\r?\n(?=content-[a-z-]+:)", re.I)
_UNHEARD = ("image/", "audio/", "video/", "font/")
# Signatures, invitations and cards contain no speech.
_SILENT = frozenset(
    (
        "application/applefile",
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "message/delivery-status",
        "text/calendar",
        "text/css",
        "text/javascript",
        "text/vcard",
        "text/x-amp-html",
        "text/x-vcard",
    )
)


@dataclass(frozen=True, slots=True)
class MailPart:
    """A part of a message that may be the transcript. `where` names it for an editor; a body has no name."""

    where: str
    reading: Reading


@dataclass(slots=True)
class _Contents:
    """The contents of a message: readable parts, and unreadable ones with the reason."""

    pieces: list[MailPart]
    unread: list[str]
    parts: int = 0


def is_message(data: bytes) -> bool:
    """Tell whether a file is a message or mailbox: it opens with header fields, one of them typical of messages."""
    start = _opening(data)
    if _BARE_PART.match(start):
        return True
    end = 0
    while end < len(start) and (found := _FIELD.match(start, end)) and found.group().strip():
        end = found.end()
    head = start[:end]
    return head.count(b":") > 1 and bool(_SURE.search(head))


def _opening(data: bytes) -> bytes:
    """Return a file's beginning without byte order mark, blank lines and a mailbox's envelope line."""
    start = data[:20_000].removeprefix(b"\xef\xbb\xbf").lstrip()
    return _ENVELOPE.sub(b"", start, count=1) if _ENVELOPE.match(start) else start


def read(data: bytes, read_file: ReadFile, read_text: ReadText) -> Reading:
    """Read the transcript in a message or mailbox. Raises TranscriptError if there is none.

    `read_file` reads an attachment, `read_text` a decoded text. Other contents are reported in a warning.
    """
    contents = _Contents([], [])
    try:
        for message in _messages(data):
            _gather(message, contents, read_file, read_text, DEPTH)
    except (TranscriptError, MemoryError):
        raise
    except Exception as fault:
        # The email package may raise any exception for a broken message.
        raise TranscriptError(f"the mail is broken ({type(fault).__name__}); save its text or attachment instead") from fault
    return choose(contents.pieces, contents.unread)


def _messages(data: bytes) -> Iterator[Message]:
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if part := _BARE_PART.match(data):
        yield email.message_from_bytes(b'Content-Type: multipart/mixed; boundary="%b"\n\n%b' % (part.group(1).strip(b'"'), data))
        return
    starts = [found.start() for found in _ENVELOPE.finditer(data) if _is_set_off(data, found.start())]
    for start, stop in pairwise([*sorted({0, *starts}), len(data)]):
        yield email.message_from_bytes(_ENVELOPE.sub(b"", data[start:stop], count=1) if start in starts else data[start:stop])


def _is_set_off(data: bytes, at: int) -> bool:
    return at == 0 or data[max(0, at - 4) : at].endswith((b"\n\n", b"\r\n\r\n"))


def choose(pieces: list[MailPart], unread: list[str]) -> Reading:
    """Return the most likely transcript, with a warning that names the others."""
    pieces = [piece for piece in pieces if piece.reading.lines]
    if not pieces:
        held = f"; it holds {', '.join(unread)}" if unread else ""
        raise TranscriptError(f"the mail has no text that can be read{held}")
    best = max(pieces, key=lambda piece: weight(piece.reading.lines, piece.reading.flowing))
    others = [piece for piece in pieces if piece is not best]
    named = [piece.where for piece in others if piece.where]
    notes = [piece for piece in others if not piece.where]
    warnings = [warning("not-read/mail-file", name=name) for name in named]
    warnings += [warning("not-read/mail-part", name=name) for name in unread]
    for note in notes:
        if (count := words_in(note.reading.lines)) > NOTE_WORDS:
            warnings.append(warning("not-read/mail-text", words=count, start=note.reading.lines[0].text[:60]))
    left = [Skipped(line.text, line.number, "covering note") for note in notes for line in note.reading.lines]
    reading = best.reading
    return replace(reading, warnings=(*reading.warnings, *warnings), skipped=(*reading.skipped, *left))


def _gather(message: Message, contents: _Contents, read_file: ReadFile, read_text: ReadText, depth: int) -> None:
    """Collect the parts of a message, each with its date."""
    before = len(contents.pieces)
    _part(message, contents, read_file, read_text, depth, related=False)
    day = _day_of(message)
    for index in range(before, len(contents.pieces)):
        piece = contents.pieces[index]
        fields = dict(piece.reading.fields)
        if day is not None:
            fields["sent"] = (*fields.get("sent", ()), day)
        if subject := squeeze(_subject_of(message)):
            fields["subject"] = (*fields.get("subject", ()), Field(subject, "mail subject"))
        contents.pieces[index] = MailPart(piece.where, replace(piece.reading, fields=fields))


def _day_of(message: Message) -> Field | None:
    try:
        sent = email.utils.parsedate_to_datetime(str(message.get("Date", "")))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return Field(sent.date().isoformat(), "mail head")


def _subject_of(message: Message) -> str:
    """Return the decoded subject without the marks of replies and forwarded mails."""
    try:
        subject = str(email.header.make_header(email.header.decode_header(str(message.get("Subject", "")))))
    except (ValueError, LookupError):
        return ""
    return subject[found.end() :] if (found := _REPLIED.match(subject)) else subject


def _part(part: Message, contents: _Contents, read_file: ReadFile, read_text: ReadText, depth: int, related: bool) -> None:
    contents.parts += 1
    if depth < 0 or contents.parts > MOST_PARTS:
        raise TranscriptError("the mail is nested too deep or has too many parts; save the attachment that is the transcript")
    kind = part.get_content_type()
    inside = part.get_payload() if part.is_multipart() else None
    children = [child for child in inside if isinstance(child, Message)] if isinstance(inside, list) else []
    if kind == "multipart/alternative":
        _alternative(children, contents, read_file, read_text, depth)
    elif kind == "message/rfc822" or kind == "message/global":
        for child in children:
            _gather(child, contents, read_file, read_text, depth - 1)
    elif children:
        for child in _in_one(children):
            _part(child, contents, read_file, read_text, depth - 1, related or kind == "multipart/related")
    elif kind in ("application/pkcs7-mime", "application/x-pkcs7-mime") or kind == "multipart/encrypted":
        contents.unread.append("an encrypted text; decrypt it and save the text")
    elif kind not in _SILENT:
        _leaf(part, kind, contents, read_file, read_text, related)


def _in_one(children: list[Message]) -> list[Message]:
    """Join the runs of plain text that some programs split around pictures."""
    plain = [child for child in children if child.get_content_type() == "text/plain" and not _is_attached(child)]
    if len(plain) < 2:
        return children
    text = "\n\n".join(decode_part(payload(child), child.get_content_charset()).text for child in plain)
    joined = Message()
    joined.set_payload(text.encode("utf-8", "replace"), "utf-8")
    joined["Content-Type"] = "text/plain; charset=utf-8"
    return [joined if child is plain[0] else child for child in children if child not in plain[1:]]


def _alternative(children: list[Message], contents: _Contents, read_file: ReadFile, read_text: ReadText, depth: int) -> None:
    """Use the last alternative, which is the richest, unless another has much more text."""
    ways: list[_Contents] = []
    for child in children:
        way = _Contents([], [], contents.parts)
        _part(child, way, read_file, read_text, depth - 1, related=False)
        contents.parts = way.parts
        ways.append(way)
    if not ways:
        return
    sizes = [max((words_in(piece.reading.lines) for piece in way.pieces), default=0) for way in ways]
    best = max(range(len(ways)), key=lambda index: (sizes[index] >= 0.8 * max(sizes), index))
    contents.pieces += ways[best].pieces
    contents.unread += ways[best].unread


def _leaf(part: Message, kind: str, contents: _Contents, read_file: ReadFile, read_text: ReadText, related: bool) -> None:
    name = file_name(part)
    if kind.startswith(_UNHEARD):
        if name and not related and "inline" not in str(part.get("Content-Disposition", "")):
            contents.unread.append(f"“{name}”, which is no text")
        return
    try:
        reading = _read_leaf(part, kind, name, read_file, read_text)
    except TranscriptError as fault:
        if name or not kind.startswith("text/"):
            contents.unread.append(f"“{name or kind}”, which cannot be read: {fault}")
        return
    contents.pieces.append(MailPart(f"“{name}”" if name and _is_attached(part) else "", reading))


def _read_leaf(part: Message, kind: str, name: str, read_file: ReadFile, read_text: ReadText) -> Reading:
    if not kind.startswith("text/"):
        return read_file(payload(part), name)
    text, _, doubt = decode_part(payload(part), part.get_content_charset())
    if kind == "text/html" and not _is_attached(part):
        return doubted(without_mail(html_page.read(text), is_mail=True), doubt)
    if kind == "text/plain" and not _is_attached(part):
        return doubted(without_mail(read_text(_unflow(part, text), ""), is_mail=True), doubt)
    return doubted(read_text(text, name), doubt)


def _is_attached(part: Message) -> bool:
    return str(part.get("Content-Disposition", "")).lower().lstrip().startswith("attachment") or bool(file_name(part))


def payload(part: Message) -> bytes:
    """Return a part's bytes with its transfer encoding decoded."""
    encoding = str(part.get("Content-Transfer-Encoding", "")).split(";")[0].strip(" \"'").lower()
    if encoding != str(part.get("Content-Transfer-Encoding", "")):
        del part["Content-Transfer-Encoding"]
        part["Content-Transfer-Encoding"] = encoding
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _unflow(part: Message, text: str) -> str:
    """Join the lines of format=flowed (RFC 3676): a line that ends in a space continues."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    cut = 1 if str(part.get_param("delsp", "")).lower() == "yes" else 0
    joined: list[str] = []
    goes_on = False
    for line in text.replace("\r\n", "\n").split("\n"):
        stuffed = line[1:] if line.startswith(" ") else line
        if goes_on and not stuffed.startswith(">") and stuffed != "-- ":
            joined[-1] += stuffed
        else:
            joined.append(stuffed)
        goes_on = stuffed.endswith(" ") and stuffed != "-- "
        joined[-1] = joined[-1][:-1] if goes_on and cut else joined[-1]
    return "\n".join(joined)


def file_name(part: Message) -> str:
    """Return a part's file name in any encoding (RFC 2231, RFC 2047, or none)."""
    try:
        return header_text(part.get_filename() or "")
    except (ValueError, LookupError, TypeError):
        return "an attachment"


def header_text(value: str) -> str:
    """Return a header value with encoded words decoded."""
    pieces = []
    try:
        for data, charset in email.header.decode_header(value):
            pieces.append(decode_part(data, charset).text if isinstance(data, bytes) else data)
    except (ValueError, LookupError, email.errors.MessageError):
        return squeeze(tidy(value))
    return squeeze(tidy("".join(pieces)))
