"""A file read so that its page can show it: what cannot stand in a field is left out, and that is said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from archive.importing.grouping import spoken
from archive.parsing.parsed import ParsedTranscript, ParseWarning
from archive.parsing.warning_texts import warning
from archive.uploads.editor_forms import DetailsForm
from archive.uploads.layouts.learnt_reading import read_learnt

INSTEAD = {"language": "en", "kind": "document"}


def read(data: bytes, name: str, by_profile: bool = True, anyhow: bool = False) -> ParsedTranscript:
    """Read a file, each detail such that its field takes it. Raises TranscriptError where the file cannot be read.

    It is read by what is known of its source's layout unless `by_profile` is false; `anyhow`, also where that is not in use.
    """
    return with_usable_details(spoken(read_learnt(data, name, by_profile, anyhow)))


def with_usable_details(reading: ParsedTranscript) -> ParsedTranscript:
    """Return the reading without details that the page's fields refuse; a warning names each."""
    values = {field: getattr(reading, field) for field in DetailsForm.base_fields}
    form = DetailsForm({field: "" if value is None else str(value) for field, value in values.items()})
    if form.is_valid():
        return reading
    left = {field: INSTEAD.get(field) for field in form.errors}
    said = [_warning(str(form[field].label), str(values[field]), str(errors[0])) for field, errors in form.errors.items()]
    return replace(reading, **cast("dict[str, Any]", {**left, "warnings": (*reading.warnings, *said)}))


def _warning(label: str, value: str, why: str) -> ParseWarning:
    shown = value if len(value) <= 200 else f"{value[:200]} …"
    return warning("detail-left-out", label=label, shown=shown, why=why)
