"""Rows that no import makes, each with the reason. Everything else of the tests is imported: see world.py."""

from __future__ import annotations

import datetime as dt

from django.utils.text import slugify

from archive.models import Source, Speaker, Transcript


def without_records() -> Transcript:
    """Make a transcript in which nobody speaks: an import refuses it today, and archives of before have some."""
    source = Source.objects.create(name="Ministry of External Affairs of Maravia", slug="maravia")
    fields = {"kind": "document", "state": "published", "date": dt.date(2023, 4, 18)}
    return Transcript.objects.create(source=source, title="Note on the harbour talks", slug="note", **fields)


def person(name: str, slug: str = "") -> Speaker:
    """Add a person as an editor does in the admin, of whom no transcript tells yet."""
    return Speaker.objects.create(name=name, slug=slug or slugify(name))
