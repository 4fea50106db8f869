"""The editors' forms: uploaded files and the details of a transcript."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator

from archive.models import EventKind, Transcript
from archive.parsing.metadata.dates.event_date import implausible
from archive.parsing.parsed import ParsedTranscript

BY_EDITOR = "an editor"
DOUBTS_OF_DAY = ("date-guessed", "date-unlikely", "no-date")
LANGUAGE = RegexValidator(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", "Give the language as its code: en, fr, ru, pt-BR.")


class ManyFiles(forms.ClearableFileInput):
    """A file field that accepts several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more uploaded files. Empty files pass, so that they are refused by name along with the others."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Return the files as a list."""
        files = data if isinstance(data, list) and data else [None]
        one = super().clean
        return [one(file, initial) for file in files]


class UploadForm(forms.Form):
    """Files to read. A zip is read file by file."""

    files = FilesField(  # type: ignore[assignment]  # a form may have a field of this name
        label="Transcripts",
        allow_empty_file=True,
        error_messages={
            "required": "No file was chosen. Choose one or more transcripts, or a zip of them.",
            "invalid": "The files did not arrive. Choose them again.",
        },
    )
    transcript = forms.ModelChoiceField(
        Transcript.objects.all(),
        required=False,
        error_messages={"invalid_choice": "The transcript to be revised is not in the archive."},
    )
    even_if_alike = forms.BooleanField(required=False, label="Accept near-duplicates")


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def refuse_implausible(day: dt.date) -> None:
    """Refuse an implausible day: in the future, or long before there were transcripts."""
    if (why := implausible(day, dt.date.today())) is not None:
        raise forms.ValidationError(f"{why[:1].upper()}{why[1:]}.")


def days_offered(reading: ParsedTranscript) -> tuple[dt.date, ...]:
    """Return the days the text may mean, earliest first; none if it is unambiguous."""
    return tuple(sorted({reading.date, *reading.other_days})) if reading.date and reading.other_days else ()


def of_day(reading: ParsedTranscript, day: dt.date | None) -> ParsedTranscript:
    """Return the reading with the day an editor chose. This settles its warnings about the day."""
    warnings = tuple(warning for warning in reading.warnings if warning.code not in DOUBTS_OF_DAY)
    return replace(reading, date=day, other_days=(), warnings=warnings, found={**reading.found, "date": BY_EDITOR})


class DetailsForm(forms.Form):
    """The details of a transcript. Only title, kind and publisher are required for publishing."""

    title = forms.CharField(required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    date = forms.DateField(required=False, label="Date of the event", widget=day_input(), validators=[refuse_implausible])
    place = forms.CharField(required=False, max_length=300)
    kind = forms.ChoiceField(choices=EventKind.choices, label="Kind of event")
    language = forms.CharField(max_length=12, validators=[LANGUAGE])
    publisher = forms.CharField(
        required=False, max_length=300, label="Published by", widget=forms.TextInput(attrs={"list": "publishers"})
    )
    published = forms.DateField(required=False, label="Published on", widget=day_input(), validators=[refuse_implausible])
    source_url = forms.URLField(required=False, max_length=2000, assume_scheme="https", label="Address at the publisher")

    @classmethod
    def of(cls, reading: ParsedTranscript) -> DetailsForm:
        return cls(initial={name: getattr(reading, name) for name in cls.base_fields})

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def apply(self, reading: ParsedTranscript) -> ParsedTranscript:
        """Return the reading with every valid field; the others stay as they were."""
        self.is_valid()
        entered = {name: value or None for name, value in self.cleaned_data.items() if name in self.base_fields}
        changed = {name: value for name, value in entered.items() if value != getattr(reading, name)}
        found = {**reading.found, **dict.fromkeys(changed, BY_EDITOR)}
        applied = replace(reading, **cast("dict[str, Any]", {**changed, "found": found}))
        return of_day(applied, applied.date) if changed.get("date") else applied

    def say_where_found(self, reading: ParsedTranscript) -> Iterable[tuple[forms.BoundField, str]]:
        """Yield each field with a note of where its value was found."""
        for field in self:
            yield field, reading.found.get(field.name, "")
