"""PDF: pages to lines in reading order, without running heads and page numbers."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from archive.parsing.lines import Field, Line, LineKind, Reading
from archive.parsing.readers.pdf_guard import check_pdf
from archive.parsing.readers.pdf_layout import PageLine, lay_out
from archive.parsing.tidy import squeeze, tidy
from archive.parsing.types import Skipped, TranscriptError

EDGE = 3
SAME_PLACE = 4
HEADING_SIZE = 1.2
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|seite|стр\.)?\s*\d{1,4}(?:\s*(?:/|of|von|de|из)\s*\d{1,4})?$|[-–—]\s*\d{1,4}\s*[-–—]$", re.I
)


def read(data: bytes) -> Reading:
    """Read a PDF; line numbers count the lines of text over all pages. Raises TranscriptError for scans, bombs, locked files."""
    check_pdf(data)
    pages, title = _pages(data)
    if not any(pages):
        raise TranscriptError("the PDF has no text: it is a scan; run it through text recognition (OCR) first")
    running = _running(pages)
    lines: list[Line] = []
    skipped: list[Skipped] = []
    number = 0
    usual = median(line.size for page in pages for line in page)
    for page in pages:
        for index, line in enumerate(page):
            number += 1
            edge = index < EDGE or index >= len(page) - EDGE
            if edge and (_shape(line) in running or _PAGE_NUMBER.match(line.text)):
                skipped.append(Skipped(line.text, number, "running head" if _shape(line) in running else "page number"))
            else:
                kind: LineKind = "heading" if line.size > usual * HEADING_SIZE else "text"
                lines.append(Line(line.text, number, line.gap, kind, line.bold, line.indent, line.short))
    fields: dict[str, tuple[Field, ...]] = {"file_title": (Field(title, "document properties"),)} if title else {}
    return Reading(lines=tuple(lines), format="pdf", flowing=False, fields=fields, skipped=tuple(skipped))


def _pages(data: bytes) -> tuple[list[list[PageLine]], str]:
    # Imported here: pdfplumber takes half a second, and most files are no PDF.
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            title = document.metadata.get("Title") if isinstance(document.metadata, dict) else None
            pages = []
            for page in document.pages:
                pages.append(lay_out(page))
                page.close()
    except TranscriptError:
        raise
    except Exception as fault:
        # pdfminer raises whatever its parser stumbles on (TypeError, KeyError, struct.error, RecursionError ...).
        raise TranscriptError(
            f"the PDF is broken or locked ({type(fault).__name__}); open it and print it to a new PDF"
        ) from fault
    return pages, squeeze(tidy(title)) if isinstance(title, str) else ""


def _shape(line: PageLine) -> tuple[str, int]:
    """Return what a running head has in common on all pages: its words but for numbers, and its place."""
    return re.sub(r"\d+", "#", line.text.casefold()), round(line.top / SAME_PLACE)


def _running(pages: Sequence[Sequence[PageLine]]) -> set[tuple[str, int]]:
    """Return the shapes of lines that stand at the edge of most pages."""
    if len(pages) < 2:
        return set()
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        counts.update({_shape(line) for line in [*page[:EDGE], *page[-EDGE:]]})
    return {shape for shape, count in counts.items() if count >= max(2, len(pages) * 0.5)}
