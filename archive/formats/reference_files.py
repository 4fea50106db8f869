"""References for reference managers: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from typing import Any

from archive.formats.cited import Cited, PersonName

_NAMED = {"\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}"}
_ESCAPES = str.maketrans({char: f"\\{char}" for char in "#$%&_{}"} | _NAMED)


def write_bibtex(cited: Cited) -> str:
    """Write one `@misc` entry, the type that every BibTeX style has for speeches and interviews."""
    day = cited.date
    fields = {
        "author": " and ".join(map(_name, cited.authors)),
        "title": f"{{{_text(cited.title)}}}",
        "howpublished": _text(", ".join(filter(None, (cited.event, cited.place)))),
        "publisher": _text(cited.publisher),
        "year": str(day.year) if day else "",
        "month": str(day.month) if day else "",
        "date": day.isoformat() if day else "",
        "note": _text("; ".join(filter(None, (_asked(cited), cited.where)))),
        "url": cited.url,
        "urldate": cited.accessed.isoformat(),
        "language": _text(cited.language),
    }
    rows = (f"  {key} = {{{value}}}" for key, value in fields.items() if value.strip("{}"))
    key = re.sub(r"[^A-Za-z0-9:-]+", "-", cited.key).strip("-")
    return f"@misc{{{key},\n" + ",\n".join(rows) + "\n}\n"


def _asked(cited: Cited) -> str:
    names = ", ".join(name.whole for name in cited.askers)
    return f"Asked by {names}" if names else ""


def _text(text: str) -> str:
    return text.translate(_ESCAPES)


def _name(name: PersonName) -> str:
    """Write a name so that " and " or a comma within it does not split it."""
    if name.literal:
        return f"{{{_text(name.literal)}}}"
    return ", ".join(_text(part) for part in (name.family, name.suffix, name.given) if part)


def write_ris(cited: Cited) -> str:
    """Write one reference."""
    lines = [
        ("TY", "SLIDE"),
        *(("AU", name.inverted) for name in cited.authors),
        *(("A2", name.inverted) for name in cited.askers),
        ("TI", cited.title),
        ("T2", cited.event),
        ("DA", f"{cited.date:%Y/%m/%d}/" if cited.date else ""),
        ("PY", str(cited.date.year) if cited.date else ""),
        ("CY", cited.place),
        ("PB", cited.publisher),
        ("DB", cited.archive),
        ("LA", cited.language),
        ("N1", ", ".join(filter(None, (cited.part, f"revision {cited.revision}")))),
        ("UR", cited.url),
        ("Y2", f"{cited.accessed:%Y/%m/%d}/"),
    ]
    written = "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines if value)
    return f"{written}ER  - \r\n"


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
