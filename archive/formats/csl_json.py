"""CSL-JSON, the exchange format of Zotero and citation processors."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from archive.formats.cited import Cited, PersonName


def csl_item(cited: Cited) -> dict[str, Any]:
    """Return one item of CSL-JSON without empty fields."""
    item = {
        "id": cited.key,
        "type": cited.item_type,
        "title": cited.title,
        "author": [csl_name(name) for name in cited.authors],
        "interviewer": [csl_name(name) for name in cited.askers],
        "genre": cited.event,
        "event-title": cited.title,
        "event-place": cited.place,
        "publisher": cited.publisher,
        "archive": cited.archive,
        "issued": csl_date(cited.date),
        "event-date": csl_date(cited.date),
        "accessed": csl_date(cited.accessed),
        "URL": cited.url,
        "language": cited.language,
        "version": str(cited.revision),
        "section": cited.part,
        "note": "; ".join(filter(None, cited.offices)),
    }
    return {key: value for key, value in item.items() if value}


def csl_name(name: PersonName) -> dict[str, str]:
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix, "literal": name.literal}
    return {key: value for key, value in parts.items() if value}


def csl_date(day: dt.date | None) -> dict[str, Any]:
    """Return a CSL date, empty if the day is unknown."""
    return {"date-parts": [[day.year, day.month, day.day]]} if day else {}


def write_csl(works: Iterable[Cited]) -> str:
    """Return a CSL-JSON file: always an array."""
    return json.dumps([csl_item(cited) for cited in works], ensure_ascii=False, indent=2) + "\n"
