"""Reads a file so that a page can show it. Values that no field accepts are left out with a warning."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from archive.importing.numbering import spoken
from archive.parsing.parsed import ParsedTranscript, ParseWarning
from archive.parsing.warning_texts import warning
from archive.uploads.editor_forms import DetailsForm
from archive.uploads.learnt_reading import read_learnt

INSTEAD = {"language": "en", "kind": "document"}


def read(data: bytes, name: str, by_profile: bool = True, anyhow: bool = False) -> ParsedTranscript:
    """Read a file with details that fit their fields. Raises TranscriptError if the file cannot be read.

    The learnt layout of the source is used unless `by_profile` is false; with `anyhow`, even if it is switched off.
    """
    return with_usable_details(spoken(read_learnt(data, name, by_profile, anyhow)))


def with_usable_details(reading: ParsedTranscript) -> ParsedTranscript:
    """Return the reading without details that the page's fields refuse, with a warning for each."""
    values = {field: getattr(reading, field) for field in DetailsForm.base_fields}
    form = DetailsForm({field: "" if value is None else str(value) for field, value in values.items()})
    if form.is_valid():
        return reading
    left = {field: INSTEAD.get(field) for field in form.errors}
    field_warnings = [
        _warning(str(form[field].label), str(values[field]), str(errors[0])) for field, errors in form.errors.items()
    ]
    return replace(reading, **cast("dict[str, Any]", {**left, "warnings": (*reading.warnings, *field_warnings)}))


def _warning(label: str, value: str, why: str) -> ParseWarning:
    excerpt = value if len(value) <= 200 else f"{value[:200]} …"
    return warning("detail-left-out", label=label, shown=excerpt, why=why)
