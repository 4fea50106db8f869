"""What a PDF holds beside its pages' text, named so that an editor can look: notes, form fields, attached files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.parsing.cleaning import squeeze, tidy
from archive.parsing.parsed import ParseWarning

MOST = 8
SHOWN = 80
# Links lead elsewhere, widgets are form fields, popups belong to another note.
_SILENT = frozenset(("/Link", "/Widget", "/Popup", "/PrinterMark", "/TrapNet", "/Watermark"))
_NAMES = {"/FreeText": "a text box", "/Stamp": "a stamp", "/FileAttachment": "an attached file", "/Redact": "a redaction"}


def notes_of(reader: Any) -> list[ParseWarning]:
    """Return a warning for each note, filled form field and attached file that pypdf finds in a document."""
    told = [*_guarded(_annotations, reader), *_guarded(_form_fields, reader), *_guarded(_attachments, reader)]
    warnings = [ParseWarning("not-read", message) for message in told[:MOST]]
    if len(told) > MOST:
        warnings.append(
            ParseWarning("not-read", f"the PDF has {len(told) - MOST} more notes and form fields, which were not read")
        )
    return warnings


def _guarded(find: Any, reader: Any) -> list[str]:
    """Return what is found; a broken note must not keep the text out."""
    found: list[str] = []
    try:
        found.extend(find(reader))
    except Exception:
        # pypdf raises whatever a broken file makes it stumble on.
        return found
    return found


def _annotations(reader: Any) -> Iterator[str]:
    for number, page in enumerate(reader.pages, 1):
        for reference in page.get("/Annots") or ():
            note = reference.get_object()
            kind, text = str(note.get("/Subtype")), _shown(note.get("/Contents"))
            if kind not in _SILENT and (text or kind in _NAMES):
                said = f": “{text}”" if text else ""
                yield f"page {number} has {_NAMES.get(kind, 'a note')} that was not read{said}"


def _form_fields(reader: Any) -> Iterator[str]:
    for name, field in (reader.get_fields() or {}).items():
        value = _shown(field.get("/V"))
        if value and value not in ("/Off", "Off") and field.get("/FT") in ("/Tx", "/Ch"):
            yield f"the form field “{_shown(name)}” holds “{value}”, which was not read"


def _attachments(reader: Any) -> Iterator[str]:
    for attached in reader.attachment_list:
        yield f"the file “{_shown(attached.name)}” is attached to the PDF and was not read; import it by itself"


def _shown(value: Any) -> str:
    text = squeeze(tidy(str(value))) if value is not None else ""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]} …"
