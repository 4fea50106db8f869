"""Word documents, through python-docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from archive.parsing.lines import Field, Line, LineKind, Reading
from archive.parsing.tidy import squeeze, tidy
from archive.parsing.types import TranscriptError

MAX_UNPACKED = 200_000_000
MAX_RATIO = 200
MAX_MEMBERS = 5_000


def is_docx(data: bytes) -> bool:
    """Say whether a zip archive is a Word document; raises TranscriptError for a zip that is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive, len(data))
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as fault:
        raise TranscriptError(f"the file begins like a zip archive or Word document but is broken: {fault}") from fault


def _check(archive: zipfile.ZipFile, packed: int) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or unpacked > max(packed, 10_000) * MAX_RATIO:
        raise TranscriptError(
            f"the archive would unpack to {unpacked // 1_000_000} MB in {len(members)} files; Chancery refuses such archives"
        )


def read(data: bytes) -> Reading:
    """Read a Word document: paragraphs and table cells in order; line numbers count paragraphs."""
    # Imported here: python-docx takes a quarter of a second, and most files are not Word documents.
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        document = docx.Document(io.BytesIO(data))
        lines = tuple(_lines(document))
        fields = _fields(document)
    except (
        OpcError,
        LxmlError,
        KeyError,
        ValueError,
        AttributeError,
        zipfile.BadZipFile,
        NotImplementedError,
        OSError,
        EOFError,
    ) as fault:
        raise TranscriptError(f"the Word document is broken: {fault}; open it in a word processor and save it again") from fault
    except Exception as fault:
        raise TranscriptError(f"the Word document cannot be read: {type(fault).__name__}") from fault
    return Reading(lines=lines, format="docx", flowing=True, fields=fields)


def _lines(document: Any) -> Iterator[Line]:
    gap = True
    for number, paragraph in enumerate(_paragraphs(document), 1):
        kind: LineKind = "heading" if _is_heading(paragraph) else "text"
        pieces = paragraph_pieces(paragraph)
        if not pieces:
            gap = True
        for text, bold in pieces:
            yield Line(text=text, number=number, gap=gap, kind=kind, bold=bold)
            gap = False
        gap = True


def _paragraphs(container: Any) -> Iterator[Any]:
    """Yield the paragraphs of a document or cell in order, those of tables row by row."""
    from docx.table import Table

    for block in container.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                seen: set[int] = set()
                for cell in row.cells:
                    if id(cell._tc) not in seen:
                        seen.add(id(cell._tc))
                        yield from _paragraphs(cell)
        else:
            yield block


def _is_heading(paragraph: Any) -> bool:
    style = getattr(paragraph, "style", None)
    return bool(
        style is not None and (style.name or "").lower().startswith(("heading", "title", "überschrift", "titre", "заголовок"))
    )


def paragraph_pieces(paragraph: Any) -> list[tuple[str, int]]:
    """Return the lines of a paragraph (breaks part them) with the length of their bold heads."""
    pieces: list[tuple[str, int]] = []
    text, bold, plain = "", 0, False
    for run in [*_runs(paragraph), None]:
        parts = run.text.split("\n") if run is not None else ["", ""]
        for index, part in enumerate(parts):
            if index:
                clean = squeeze_head(text, bold)
                if clean[0]:
                    pieces.append(clean)
                text, bold, plain = "", 0, False
            if part.strip() and not run.bold:
                plain = True
            text += part
            if run is not None and run.bold and not plain:
                bold = len(text)
    return pieces


def _runs(paragraph: Any) -> Iterator[Any]:
    """Yield a paragraph's runs, those inside links too."""
    for item in paragraph.iter_inner_content():
        yield from getattr(item, "runs", None) or [item]


def squeeze_head(text: str, bold: int) -> tuple[str, int]:
    """Tidy a line and say how long its bold head is then; wide gaps stay two spaces wide."""
    head = squeeze(tidy(text[:bold]))
    return "  ".join(squeeze(piece) for piece in tidy(text).replace("\t", "  ").split("  ") if piece.strip()), len(head)


def _fields(document: Any) -> dict[str, tuple[Field, ...]]:
    core = document.core_properties
    title = squeeze(tidy(core.title or ""))
    return {"file_title": (Field(title, "document properties"),)} if title else {}
