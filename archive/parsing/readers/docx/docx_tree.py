"""The contents of a Word document's body: paragraphs from their runs, tables, text boxes, references to notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from archive.parsing.cleaning import squeeze, tidy
from archive.parsing.readers.raised_text import above, below, is_linked_mark, is_mark_form, is_raised_mark


@dataclass(frozen=True, slots=True)
class DocxPiece:
    """A run's text and its type. `anchor` is the target of a link within the document."""

    text: str
    bold: bool = False
    raised: bool = False
    anchor: str = ""
    lowered: bool = False
    slanted: bool = False


@dataclass(slots=True)
class DocxParagraph:
    """A paragraph at its place (from 1), as its visible runs."""

    number: int
    heading: bool = False
    pieces: list[DocxPiece] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def slanted(self) -> bool:
        """Whether all words are in italics."""
        return all(piece.slanted for piece in self.pieces if piece.text.strip())


def numbered(pieces: list[DocxPiece], number: str) -> list[DocxPiece]:
    """Set the number of a list before a paragraph, as bold as its first words; a paragraph without words stays empty."""
    first = next((piece for piece in pieces if piece.text.strip()), None)
    return [DocxPiece(number, first.bold), *pieces] if number and first is not None else pieces


def without_marks(paragraph: DocxParagraph, seen: set[str]) -> bool:
    """Remove note marks from a paragraph; tell whether it is the text of a note, opening with a mark seen before."""
    pieces = [_joined(list(group)) for _, group in groupby(paragraph.pieces, key=_setting)]
    flat = [piece for group in pieces for piece in group]
    before, kept, is_note = "", list[DocxPiece](), False
    for index, piece in enumerate(flat):
        after = flat[index + 1].text[:3] if index + 1 < len(flat) else ""
        if _is_mark(piece, before, after):
            mark = piece.text.strip(" []()")
            is_note = is_note or (not before.strip() and mark in seen)
            seen.add(mark)
            continue
        if piece.raised or piece.lowered:
            piece = replace(piece, text=(above if piece.raised else below)(piece.text, before))
        kept.append(piece)
        before += piece.text
    paragraph.pieces = kept
    return is_note


def _setting(piece: DocxPiece) -> tuple[bool, bool, str]:
    return piece.raised, piece.lowered, piece.anchor


def _joined(pieces: list[DocxPiece]) -> list[DocxPiece]:
    if not any(_setting(pieces[0])):
        return pieces
    return [replace(pieces[0], text="".join(piece.text for piece in pieces))]


def _is_mark(piece: DocxPiece, before: str, after: str) -> bool:
    if piece.raised:
        return is_raised_mark(piece.text, before, after, linked=bool(piece.anchor))
    return bool(piece.anchor) and is_mark_form(piece.text) and is_linked_mark(piece.text, piece.anchor)


def lines_of(pieces: Sequence[DocxPiece]) -> Iterator[tuple[str, int]]:
    """Yield the lines of a paragraph with the length of their bold heads."""
    text, bold, plain = "", 0, False
    for piece in [*pieces, DocxPiece("\n")]:
        for index, part in enumerate(piece.text.split("\n")):
            if index:
                line = squeeze_head(text, bold)
                if line[0]:
                    yield line
                text, bold, plain = "", 0, False
            plain = plain or bool(part.strip() and not piece.bold)
            text += part
            if piece.bold and not plain:
                bold = len(text)


def squeeze_head(text: str, bold: int) -> tuple[str, int]:
    """Normalise a line and return its bold head's new length. Wide gaps stay two spaces wide."""
    head = squeeze(tidy(text[:bold]))
    return "  ".join(squeeze(piece) for piece in tidy(text).replace("\t", "  ").split("  ") if piece.strip()), len(head)


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
