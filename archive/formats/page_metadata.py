"""Metadata for reference managers: Highwire tags with the item type in Dublin Core, and COinS in lists.

`DC.type` holds a literal Zotero item type, without which Zotero takes every page for a journal article. Zotero makes everyone in
`citation_author` an author and then forgets other roles, so an interview whose asker is known names both in Zotero's own terms.
It reads a place and a kind of event in the terms of EPrints alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote

from archive.formats.cited import Cited, PersonName

ITEM_TYPES = {"speech": "presentation", "interview": "interview"}


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
    return "&".join(f"{key}={_quoted(value)}" for key, value in pairs if value)


@lru_cache(maxsize=10_000)
def _quoted(value: str) -> str:
    return quote(value.replace("+", " "), safe="")
