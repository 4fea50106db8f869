"""Updates a transcript's metadata from a file without undoing editors' changes."""

from __future__ import annotations

from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from archive.models import Transcript
from archive.parsing.parsed import ParsedTranscript
from archive.parsing.warning_texts import stored_warning

FIELDS = ("title", "date", "place", "kind", "language", "published", "source_url")
TITLE_LENGTH, PLACE_LENGTH, LANGUAGE_LENGTH, URL_LENGTH = 1000, 300, 12, 2000
Warnings = list[dict[str, object]]


def describe(transcript: Transcript, reading: ParsedTranscript, title: str, previous: ParsedTranscript | None) -> None:
    """Set the metadata from a reading. A value unchanged since the previous reading keeps what the transcript has now."""
    warnings: Warnings = [asdict(each) for each in reading.warnings]
    values = {
        "title": _cut(title, TITLE_LENGTH, "title", warnings),
        "date": reading.date,
        "place": _cut(" ".join((reading.place or "").split()), PLACE_LENGTH, "place", warnings),
        "kind": reading.kind,
        "language": (reading.language or "en")[:LANGUAGE_LENGTH],
        "published": reading.published,
        "source_url": usable_url(reading.source_url, warnings),
    }
    if not (reading.title or "").strip():
        warnings.append(stored_warning("title-from-file-name"))
    for name in FIELDS:
        if previous is None or getattr(previous, name) != getattr(reading, name):
            setattr(transcript, name, values[name])
    transcript.confidence = reading.confidence
    transcript.warnings = warnings


def usable_url(url: str | None, warnings: Warnings | None = None) -> str:
    """Return an address that can be linked to, or nothing (with a warning) if the file's address is unusable."""
    address = (url or "").strip()
    if not address or _is_url(address):
        return address
    if warnings is not None:
        warnings.append(stored_warning("source-url", address=address[:200]))
    return ""


def _is_url(address: str) -> bool:
    try:
        URLValidator(["http", "https"])(address)
    except ValidationError:
        return False
    return len(address) <= URL_LENGTH


def _cut(text: str, length: int, what: str, warnings: Warnings) -> str:
    if len(text) <= length:
        return text
    warnings.append(stored_warning(f"{what}-cut", length=length))
    return text[: length - 1].rpartition(" ")[0] + "…"
