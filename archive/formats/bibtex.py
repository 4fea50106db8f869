"""BibTeX for BibLaTeX and Zotero: UTF-8, names separated by "and", TeX's special characters escaped."""

from __future__ import annotations

import re

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
