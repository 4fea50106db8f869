"""What a PDF contains besides its pages' text, reported to editors: notes, form fields, attached files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.parsing.cleaning import squeeze, tidy
from archive.parsing.parsed import ParseWarning
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
            kind, text = str(note.get("/Subtype")), _shown(note.get("/Contents"))
            if kind not in _SILENT and (text or kind in _NAMES):
                said = f": “{text}”" if text else ""
                yield warning("not-read/pdf-note", page=number, what=_NAMES.get(kind, "a note"), said=said)


def _form_fields(reader: Any) -> Iterator[ParseWarning]:
    for name, field in (reader.get_fields() or {}).items():
        value = _shown(field.get("/V"))
        if value and value not in ("/Off", "Off") and field.get("/FT") in ("/Tx", "/Ch"):
            yield warning("not-read/pdf-field", field=_shown(name), value=value)


def _attachments(reader: Any) -> Iterator[ParseWarning]:
    for attached in reader.attachment_list:
        yield warning("not-read/pdf-file", file=_shown(attached.name))


def _shown(value: Any) -> str:
    text = squeeze(tidy(str(value))) if value is not None else ""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]} …"
