"""A transcript as JSON: one object with its records, their turns, paragraphs and country mentions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from archive.countries import FoundMention
from archive.formats.whole_transcript import RIGHTS, FilePerson, FileTurn, WholeTranscript
from archive.text.paragraphs import numbered

MEDIA_TYPE = "application/json"


def write_json(of: WholeTranscript) -> Iterator[str]:
    """Yield the document in pieces: the metadata, then one record a line."""
    head = json.dumps(transcript_facts(of), ensure_ascii=False, indent=1)
    yield head.removesuffix("\n}") + ',\n "records": ['
    for place, record in enumerate(of.records):
        fields = {
            "number": record.number,
            "kind": record.kind,
            "url": f"{of.url}{record.number}/" if of.url else None,
            "turns": [turn_data(turn) for turn in record.turns],
        }
        yield (",\n  " if place else "\n  ") + json.dumps(fields, ensure_ascii=False)
    yield "\n ]\n}\n"


def transcript_facts(of: WholeTranscript) -> dict[str, Any]:
    """Return the metadata of the transcript."""
    return {
        "id": of.slug,
        "url": of.url or None,
        "title": of.title,
        "kind": of.kind,
        "date": of.date.isoformat() if of.date else None,
        "place": of.place or None,
        "language": of.language,
        "publisher": of.publisher,
        "source_url": of.source_url or None,
        "published": of.published.isoformat() if of.published else None,
        "revision": of.revision,
        "revised": of.changed.isoformat(),
        "archive": of.archive,
        "rights": RIGHTS,
    }


def turn_data(turn: FileTurn) -> dict[str, Any]:
    """Return a turn as JSON data. Offsets of mentions count code points of the turn's text."""
    return {
        "role": turn.role,
        "label": turn.label or None,
        "speaker": _person(turn.person) if turn.person else None,
        "office": turn.office or None,
        "notes": list(turn.notes),
        "text": turn.text,
        "paragraphs": [
            {"number": p.number or None, "start": p.start, "end": p.end} for p in numbered(turn.text, turn.paragraphs)
        ],
        "mentions": [_mention(mention) for mention in turn.mentions],
    }


def _person(person: FilePerson) -> dict[str, str | None]:
    return {"name": person.name, "url": person.url or None, "country": person.country or None}


def _mention(mention: FoundMention) -> dict[str, Any]:
    keys = ("code", "layer", "surface", "start", "end")
    return {key: getattr(mention, key) for key in keys}
