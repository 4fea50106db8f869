"""What a PDF holds besides its pages' text: what is refused (locks, loops, bombs), and what editors are told."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

from archive.parsing.cleaning import squeeze, tidy
from archive.parsing.parsed import ParseWarning, TranscriptError
from archive.parsing.warning_texts import warning

MOST = 8
SHOWN = 80
# Links lead elsewhere, widgets are form fields, popups belong to another note.
_SILENT = frozenset(("/Link", "/Widget", "/Popup", "/PrinterMark", "/TrapNet", "/Watermark"))
_NAMES = {"/FreeText": "a text box", "/Stamp": "a stamp", "/FileAttachment": "an attached file", "/Redact": "a redaction"}


def notes_of(reader: Any) -> list[ParseWarning]:
    """Return a warning for each note, filled form field and attached file that pypdf finds."""
    told = [*_guarded(_annotations, reader), *_guarded(_form_fields, reader), *_guarded(_attachments, reader)]
    warnings = told[:MOST]
    if len(told) > MOST:
        warnings.append(warning("not-read/pdf-more", more=len(told) - MOST))
    return warnings


def _guarded(find: Any, reader: Any) -> list[ParseWarning]:
    """Return what is found; a broken note must not stop the text."""
    found: list[ParseWarning] = []
    try:
        found.extend(find(reader))
    except Exception:
        # pypdf may raise any exception for a broken file.
        return found
    return found


def _annotations(reader: Any) -> Iterator[ParseWarning]:
    for number, page in enumerate(reader.pages, 1):
        for reference in page.get("/Annots") or ():
            note = reference.get_object()
            kind, text = str(note.get("/Subtype")), _shortened(note.get("/Contents"))
            if kind not in _SILENT and (text or kind in _NAMES):
                said = f": “{text}”" if text else ""
                yield warning("not-read/pdf-note", page=number, what=_NAMES.get(kind, "a note"), said=said)


def _form_fields(reader: Any) -> Iterator[ParseWarning]:
    for name, field in (reader.get_fields() or {}).items():
        value = _shortened(field.get("/V"))
        if value and value not in ("/Off", "Off") and field.get("/FT") in ("/Tx", "/Ch"):
            yield warning("not-read/pdf-field", field=_shortened(name), value=value)


def _attachments(reader: Any) -> Iterator[ParseWarning]:
    for attached in reader.attachment_list:
        yield warning("not-read/pdf-file", file=_shortened(attached.name))


def _shortened(value: Any) -> str:
    text = squeeze(tidy(str(value))) if value is not None else ""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]} …"


MAX_PAGES = 1_000
MAX_CONTENT = 15_000_000
MAX_TOTAL = 120_000_000
# Maximum size of a mail's or server's header before the first byte of a PDF.
MAX_JUNK = 64 * 1024


def pdf_start(data: bytes) -> int | None:
    """Return where a PDF begins in a file, after anything put before it; None if there is none."""
    at = data.find(b"%PDF-", 0, MAX_JUNK)
    if at < 0 or not data[:at].strip():
        return None if at < 0 else at
    return at if at < 1024 or b"endobj" in data[at:] else None


def without_tail(data: bytes) -> bytes:
    """Cut off what follows the end of a PDF: a mail's boundary, the markup of the page that sent it."""
    end = data.rfind(b"%%EOF")
    return data[: end + 5] + b"\n" if end > 0 else data


def check_pdf(data: bytes) -> list[ParseWarning]:
    """Raise TranscriptError for a PDF that Chancery does not open; return warnings of its other contents.

    pypdf, which has an upper bound, unpacks every stream but images before pdfplumber, which has none.
    """
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        _check(reader)
        return notes_of(reader)
    except (TranscriptError, MemoryError):
        raise
    except pypdf.errors.LimitReachedError as fault:
        raise _bomb() from fault
    except Exception as fault:
        # pypdf may raise any exception for a broken file.
        raise TranscriptError(f"the PDF is broken ({type(fault).__name__}); open it and print it to a new PDF") from fault


def _check(reader: Any) -> None:
    if reader.is_encrypted and not reader.decrypt(""):
        raise TranscriptError("the PDF is locked with a password; save it without one")
    if len(reader.pages) > MAX_PAGES:
        raise TranscriptError(f"the PDF has {len(reader.pages)} pages; Chancery reads up to {MAX_PAGES}")
    total = 0
    for size in _stream_sizes(reader):
        total += size
        if total > MAX_TOTAL:
            raise _bomb()
    if sum(_content_size(page) for page in reader.pages) > MAX_CONTENT:
        raise _bomb()


def _stream_sizes(reader: Any) -> Iterator[int]:
    """Yield the unpacked size of every stream that is not a picture."""
    from pypdf.generic import IndirectObject, StreamObject

    for generation, numbers in reader.xref.items():
        for number in numbers:
            item = reader.get_object(IndirectObject(number, generation, reader))
            if isinstance(item, StreamObject) and item.get("/Subtype") != "/Image":
                yield len(item.get_data())


def _content_size(page: Any) -> int:
    contents = page.get_contents()
    return len(contents.get_data()) if contents is not None else 0


def _bomb() -> TranscriptError:
    return TranscriptError("the PDF unpacks to far more than a transcript holds; Chancery refuses it")
