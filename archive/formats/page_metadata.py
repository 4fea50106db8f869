"""Metadata in a page: for reference managers Highwire tags, Dublin Core's item type and COinS; for others schema.org as JSON-LD.

`DC.type` holds a literal Zotero item type, without which Zotero takes every page for a journal article. Zotero makes everyone in
`citation_author` an author and then forgets other roles, so an interview whose asker is known names both in Zotero's own terms.
It reads a place and a kind of event in the terms of EPrints alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from archive.formats.cited import Cited, PersonName

ITEM_TYPES = {"speech": "presentation", "interview": "interview"}
TEXT_LIMIT = 1000  # characters of speech quoted; the page has the full text
_ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def meta_tags(cited: Cited) -> tuple[tuple[str, str], ...]:
    """Return names and contents of `<meta>` tags, without empty ones."""
    tags = (
        ("citation_title", cited.title),
        *_creators(cited),
        ("citation_date", cited.date.isoformat() if cited.date else ""),
        ("citation_publisher", cited.publisher),
        ("citation_language", cited.language),
        ("citation_public_url", cited.url),
        ("DC.type", ITEM_TYPES[cited.item_type]),
        ("DC.title", cited.title),
        *(("DC.creator", name.whole) for name in cited.authors),
        *(("DC.contributor", name.whole) for name in cited.askers),
        ("DC.date", cited.date.isoformat() if cited.date else ""),
        ("DC.publisher", cited.publisher),
        ("DC.language", cited.language),
        ("DC.coverage", cited.place),
        ("DC.source", cited.source_url),
        ("eprints.event_location", cited.place),
        ("eprints.event_type", cited.event),
    )
    return tuple((name, content) for name, content in tags if content)


def _creators(cited: Cited) -> Iterator[tuple[str, str]]:
    """Yield who speaks and, if Zotero has a place for it, who asks."""
    if cited.is_interview and cited.askers:
        yield from (("z.interviewees", _undivided(name)) for name in cited.authors)
        yield from (("z.interviewers", _undivided(name)) for name in cited.askers)
    else:
        yield from (("citation_author", name.inverted) for name in cited.authors)


def _undivided(name: PersonName) -> str:
    """Return a name for Zotero, which takes the last word of a name without a comma for a surname: "Harbour Daily,"."""
    return name.inverted if "," in name.inverted or " " not in name.inverted else f"{name.inverted},"


def coins(cited: Cited) -> str:
    """Return the title of a COinS span: one OpenURL context object as keys and values.

    Readers decode both "+" and "%2B" to a space, so a plus sign is written as one.
    """
    pairs = (
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", ITEM_TYPES[cited.item_type]),
        ("rft.title", cited.title),
        *(("rft.creator", name.inverted) for name in cited.authors),
        ("rft.date", cited.date.isoformat() if cited.date else ""),
        ("rft.publisher", cited.publisher),
        ("rft.identifier", cited.url),
        ("rft.language", cited.language),
    )
    return "&".join(f"{key}={coins_value(value)}" for key, value in pairs if value)


@lru_cache(maxsize=10_000)
def coins_value(value: str) -> str:
    """Return a value as it stands in a COinS title."""
    return quote(value.replace("+", " "), safe="")


def transcript_data(cited: Cited) -> str:
    """Return the JSON-LD of a transcript's page, safe inside a `<script>`."""
    return _written({"@type": "Conversation", **_common(cited), "author": _persons(cited.authors), **_whole(cited)})


def record_data(cited: Cited, question: str, text: str, transcript_url: str, countries: Iterable[tuple[str, str]]) -> str:
    """Return the JSON-LD of a record's page: a question with its answer, or a statement.

    `countries` holds codes and names of the countries mentioned.
    """
    words = {"text": text[:TEXT_LIMIT], "author": _persons(cited.authors)}
    common = _common(cited)
    if question:
        asked = {"@type": "Question", **common, "text": question[:TEXT_LIMIT], "author": _persons(cited.askers)}
        about = {**asked, "acceptedAnswer": _filled({"@type": "Answer", "url": cited.url, **words}) if text else None}
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
