"""The contents of a Word document's body: paragraphs, tables, text boxes, references to notes."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.parsing.readers.docx.docx_paragraph import DocxParagraph


@dataclass(slots=True)
class Box:
    """A text box: its contents, and its anchor paragraph."""

    blocks: list[Block]
    number: int


@dataclass(slots=True)
class DocxTable:
    """A table: rows of cells with their contents; whether its first row repeats on every page."""

    rows: list[list[list[Block]]] = field(default_factory=list)
    headed: bool = False


Block = DocxParagraph | DocxTable | Box


@dataclass(frozen=True, slots=True)
class NoteReference:
    """A reference to a note or comment: kind, id, paragraph."""

    kind: str
    id: str
    number: int
