"""RIS: tagged lines with CRLF. Zotero imports `SLIDE` as a presentation; `PCOMM` would come back as a letter."""

from __future__ import annotations

from archive.formats.cited import Cited


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
