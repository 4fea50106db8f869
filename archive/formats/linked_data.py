"""schema.org as JSON-LD, in the core vocabulary: a transcript is a conversation recorded at an event, a record a part of it.

schema.org has no type for speeches, and its types for question pages are for user-generated content, so neither is used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from archive.formats.cited import Cited, PersonName

TEXT_LIMIT = 1000  # characters of speech quoted; the page has the full text
_ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def transcript_data(cited: Cited) -> str:
    """Return the JSON-LD of a transcript's page, safe inside a `<script>`."""
    return _written({"@type": "Conversation", **_common(cited), "author": _persons(cited.authors), **_whole(cited)})


def record_data(cited: Cited, question: str, said: str, transcript_url: str, countries: Iterable[tuple[str, str]]) -> str:
    """Return the JSON-LD of a record's page: a question with its answer, or a statement.

    `countries` holds codes and names of the countries mentioned.
    """
    words = {"text": said[:TEXT_LIMIT], "author": _persons(cited.authors)}
    common = _common(cited)
    if question:
        asked = {"@type": "Question", **common, "text": question[:TEXT_LIMIT], "author": _persons(cited.askers)}
        about = {**asked, "acceptedAnswer": _filled({"@type": "Answer", "url": cited.url, **words}) if said else None}
    else:
        about = {"@type": "Statement", **common, **words}
    mentioned = [{"@type": "Country", "name": name, "identifier": code} for code, name in countries]
    whole = {"@type": "Conversation", "name": cited.title, "url": transcript_url, **_whole(cited)}
    return _written({**about, "mentions": mentioned, "isPartOf": _filled(whole)})


def _common(cited: Cited) -> dict[str, Any]:
    """Return the properties shared by transcript and record pages."""
    return {
        "@id": cited.url,
        "url": cited.url,
        "name": ", ".join(filter(None, (cited.title, cited.part))),
        "inLanguage": cited.language,
        "version": str(cited.revision),
        "publisher": {"@type": "Organization", "name": cited.publisher},
    }


def _whole(cited: Cited) -> dict[str, Any]:
    """Return the properties of the event and the archive."""
    day = cited.date.isoformat() if cited.date else ""
    place = {"@type": "Place", "name": cited.place} if cited.place else None
    event = {"@type": "Event", "name": cited.title, "description": cited.event, "startDate": day, "location": place}
    return {
        "dateCreated": day,
        "recordedAt": _filled(event),
        "isBasedOn": cited.source_url,
        "isPartOf": {"@type": "Collection", "name": cited.archive},
    }


def _persons(names: Iterable[PersonName]) -> list[dict[str, str]]:
    """Return persons, and outlets and institutions as organisations."""
    kinds = ((one, "Organization" if one.is_body else "Person") for one in names)
    return [_filled({"@type": kind, "name": one.whole, "familyName": one.family, "givenName": one.given}) for one, kind in kinds]


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value}


def _written(data: dict[str, Any]) -> str:
    """Serialise the data so that no text can close the script element."""
    return json.dumps({"@context": "https://schema.org", **_filled(data)}, ensure_ascii=False).translate(_ESCAPES)
