"""What a Word document's body is made of: paragraphs, tables, text boxes, references to notes."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.parsing.readers.docx.docx_paragraph import DocxParagraph


@dataclass(slots=True)
class Box:
    """A text box: what it holds, and the paragraph to which it is anchored."""

    blocks: list[Block]
    number: int


@dataclass(slots=True)
class DocxTable:
    """A table: per row its cells, per cell what it holds; whether its first row is repeated on every page as a head."""

    rows: list[list[list[Block]]] = field(default_factory=list)
    headed: bool = False


Block = DocxParagraph | DocxTable | Box


@dataclass(frozen=True, slots=True)
class NoteReference:
    """A place that refers to a note or comment: its kind, its id, the paragraph."""

    kind: str
    id: str
    number: int
