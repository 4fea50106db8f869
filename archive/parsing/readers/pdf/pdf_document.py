"""PDF: pages to lines in reading order, without running heads, page numbers, watermarks and line numbers."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from archive.parsing.cleaning import squeeze, tidy
from archive.parsing.lines import Field, Line, LineKind, Reading
from archive.parsing.parsed import ParseWarning, Skipped, TranscriptError
from archive.parsing.readers.left_out import LeftOut
from archive.parsing.readers.pdf.pdf_guard import check_pdf, without_tail
from archive.parsing.readers.pdf.pdf_hyphens import mend_hyphens
from archive.parsing.readers.pdf.pdf_layout import PageLine, lay_out
from archive.parsing.readers.pdf.pdf_words import PageWords, PdfWord, read_page
from archive.parsing.readers.typed_notes import name_notes, page_notes, without_stars
from archive.parsing.warning_texts import warning

EDGE = 3
SAME_PLACE = 4
HEADING_SIZE = 1.2
NOTE_SIZE = 0.93
# A scanned page may carry a stamp or a running head of this many words.
FEW_WORDS = 12
PICTURED = 0.4
# Light text this frequent on one page is tiled over it.
TILED = 3
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|seite|стр\.)?\s*\d{1,4}(?:\s*(?:/|of|von|de|из)\s*\d{1,4})?$|[-–—]\s*\d{1,4}\s*[-–—]$", re.I
)


def read(data: bytes) -> Reading:
    """Read a PDF. Line numbers count text lines over all pages. Raises TranscriptError for scans, bombs, locked files."""
    data = without_tail(data)
    notes = check_pdf(data)
    found, title = _pages(data)
    skipped = [Skipped(text, 1, reason) for page in found for text, reason in page.left]
    pages = _laid_out(found, skipped)
    if not any(pages):
        raise TranscriptError("the PDF has no text: it is a scan; run it through text recognition (OCR) first")
    kept, furniture = _without_furniture(pages)
    if not any(kept):
        kept, furniture = _numbered(pages), []
    left_out = LeftOut()
    kept = [_without_notes(page, left_out) for page in _with_sizes(kept, pages)]
    fields: dict[str, tuple[Field, ...]] = {"file_title": (Field(title, "document properties"),)} if title else {}
    return Reading(
        lines=tuple(mend_hyphens([line for page in kept for line in page])),
        format="pdf",
        flowing=False,
        fields=fields,
        skipped=(*skipped, *furniture, *left_out.skipped),
        warnings=(*_unread_pages(found, kept), *_doubtful_cells(pages), *notes, *left_out.warnings()),
    )


def _pages(data: bytes) -> tuple[list[PageWords], str]:
    # Imported here: pdfplumber takes half a second to load, and most files are not PDF.
    import pdfplumber

    from archive.parsing.readers.pdf.pdf_objects import DrawingBudget, objects_of

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            title = document.metadata.get("Title") if isinstance(document.metadata, dict) else None
            spent = DrawingBudget()
            pages = [read_page(objects_of(page, spent), float(page.width), float(page.height)) for page in document.pages]
    except (TranscriptError, MemoryError):
        raise
    except Exception as fault:
        # pdfminer may raise any exception (TypeError, KeyError, struct.error, RecursionError ...).
        raise TranscriptError(
            f"the PDF is broken or locked ({type(fault).__name__}); open it and print it to a new PDF"
        ) from fault
    return pages, squeeze(tidy(title)) if isinstance(title, str) else ""


def _laid_out(found: Sequence[PageWords], skipped: list[Skipped]) -> list[list[PageLine]]:
    """Return the lines of each page; light text on most pages, or tiled over one, goes to `skipped`."""
    shapes = [Counter(_light_shape(line) for line in lay_out(page.light)) for page in found]
    on_pages = Counter(shape for counts in shapes for shape in counts)
    often = {shape for shape, count in on_pages.items() if count > 1 and count * 2 >= len(found)}
    pages: list[list[PageLine]] = []
    for page, counts in zip(found, shapes, strict=True):
        marks = often | {shape for shape, count in counts.items() if count >= TILED}
        out = [line for line in lay_out(page.light) if _light_shape(line) in marks]
        skipped += [Skipped(line.text, 1, "watermark") for line in out]
        kept = [word for word in page.light if not _is_in(word, out)]
        lines = [line for words in ([*page.words, *kept], *page.sideways) for line in lay_out(words, page.rules)]
        skipped += [Skipped(line.text, 1, line.beside) for line in lines if line.beside]
        pages.append([line for line in lines if not line.beside])
    return pages


def _light_shape(line: PageLine) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())


def _is_in(word: PdfWord, lines: Sequence[PageLine]) -> bool:
    return any(abs(word.top - line.top) < word.size and word.text in line.text for line in lines)


def _without_furniture(pages: Sequence[Sequence[PageLine]]) -> tuple[list[list[Line]], list[Skipped]]:
    running = _running(pages)
    skipped: list[Skipped] = []
    kept: list[list[Line]] = []
    for page, lines in zip(pages, _numbered(pages), strict=True):
        kept.append([])
        for index, (line, numbered) in enumerate(zip(page, lines, strict=True)):
            edge = index < EDGE or index >= len(page) - EDGE
            if edge and (_shape(line) in running or (_PAGE_NUMBER.match(line.text) and not _goes_on(page[:index], line))):
                reason = "running head" if _shape(line) in running else "page number"
                skipped.append(Skipped(line.text, numbered.number, reason))
            else:
                kept[-1].append(numbered)
    return kept, skipped


def _goes_on(above: Sequence[PageLine], line: PageLine) -> bool:
    """Tell whether a number continues the line above, like the year of a title broken over two lines."""
    return bool(above) and not line.gap and above[-1].size == line.size and above[-1].text.endswith(",")


def _numbered(pages: Sequence[Sequence[PageLine]]) -> list[list[Line]]:
    usual = median(line.size for page in pages for line in page)
    number = 0
    numbered: list[list[Line]] = []
    for page in pages:
        numbered.append([])
        for line in page:
            number += 1
            kind: LineKind = "heading" if line.size > usual * HEADING_SIZE else "text"
            numbered[-1].append(Line(line.text, number, line.gap, kind, line.bold, line.indent, line.short))
    return numbered


def _with_sizes(kept: Sequence[Sequence[Line]], pages: Sequence[Sequence[PageLine]]) -> list[list[tuple[Line, bool]]]:
    """Return the lines of each page, and whether they are smaller than the text."""
    sizes = [line.size for page in pages for line in page]
    usual = median(sizes)
    return [[(line, sizes[line.number - 1] < usual * NOTE_SIZE) for line in page] for page in kept]


def _without_notes(page: Sequence[tuple[Line, bool]], left_out: LeftOut) -> list[Line]:
    """Remove and report the notes at a page's end."""
    lines, small = [line for line, _ in page], [is_small for _, is_small in page]
    told = name_notes(lines, page_notes(lines, small), left_out)
    return [line for number, line in enumerate(without_stars(lines)) if number not in told]


def _unread_pages(found: Sequence[PageWords], kept: Sequence[Sequence[Line]]) -> list[ParseWarning]:
    """Report pages with a picture or drawing and little or no text."""
    counts = [sum(len(line.text.split()) for line in lines) for lines in kept]
    empty = [n for n, (page, words) in enumerate(zip(found, counts, strict=True), 1) if not words and page.drawn]
    few = [
        n
        for n, (page, words) in enumerate(zip(found, counts, strict=True), 1)
        if 0 < words <= FEW_WORDS and page.pictured > PICTURED
    ]
    warnings = []
    if empty:
        key = "page-without-text/scan" if len(empty) == 1 else "page-without-text/scans"
        warnings.append(warning(key, pages=_listed(empty)))
    if few:
        warnings.append(
            warning("page-without-text/picture" if len(few) == 1 else "page-without-text/pictures", pages=_listed(few))
        )
    return warnings


def _doubtful_cells(pages: Sequence[Sequence[PageLine]]) -> list[ParseWarning]:
    """Report tables in which a paragraph's label is ambiguous, by the first such line."""
    numbered = list(enumerate((line for page in pages for line in page), 1))
    return [warning("unattributed-text/table", number) for number, line in numbered if line.doubtful][:1]


def _listed(numbers: Sequence[int]) -> str:
    """Return page numbers in words: "page 2", "pages 2 and 3", "pages 2, 5 and 7 to 9"."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    parts = [part for span in spans for part in ([f"{span[0]} to {span[-1]}"] if len(span) > 2 else map(str, span))]
    told = " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
    return f"page{'s' * (len(numbers) > 1)} {told}"


def _shape(line: PageLine) -> tuple[str, int]:
    """Return what a running head has in common on all pages: its words without numbers, and its place."""
    return re.sub(r"\d+", "#", line.text.casefold()), round(line.top / SAME_PLACE)


def _running(pages: Sequence[Sequence[PageLine]]) -> set[tuple[str, int]]:
    """Return the shapes of lines at the edge of most pages."""
    if len(pages) < 2:
        return set()
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        counts.update({_shape(line) for line in [*page[:EDGE], *page[-EDGE:]]})
    return {shape for shape, count in counts.items() if count >= max(2, len(pages) * 0.5)}
