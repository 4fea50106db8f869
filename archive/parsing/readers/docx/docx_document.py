"""Word documents: the body in order. Other parts (notes, comments, boxes, page heads) are reported in warnings."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from archive.parsing.cleaning import squeeze, tidy
from archive.parsing.lines import Field, Line, Reading
from archive.parsing.parsed import TranscriptError
from archive.parsing.readers.docx.docx_layout import Flat, flatten
from archive.parsing.readers.docx.docx_numbers import ListNumbers
from archive.parsing.readers.docx.docx_package import Package, is_docx
from archive.parsing.readers.docx.docx_runs import texts
from archive.parsing.readers.docx.docx_styles import Styles
from archive.parsing.readers.docx.docx_tree import Block, Box, DocxParagraph, DocxTable, NoteReference
from archive.parsing.readers.docx.docx_walk import DocxWalk
from archive.parsing.readers.left_out import LeftOut
from archive.parsing.readers.xml.xml_tree import attribute, name_of
from archive.parsing.warning_texts import warning_text

__all__ = ["is_docx", "read"]

# In the head or foot of every page: a number, "Page 3 of 9".
_PAGE_NUMBER = re.compile(r"(?:\W|\d|\b(?:page|seite|p|of|von|de|sur|стр(?:аница)?|из|página)\b)*", re.I)

# A session of ten hours, typed by several people, has some 40,000.
MOST_PIECES = 150_000


def read(data: bytes) -> Reading:
    """Read a Word document. Line numbers count paragraphs, including those of tables and text boxes."""
    try:
        return _read(Package(data))
    except (TranscriptError, MemoryError):
        raise
    except (
        etree.LxmlError,
        KeyError,
        ValueError,
        zipfile.BadZipFile,
        NotImplementedError,
        OSError,
        EOFError,
        StopIteration,
    ) as fault:
        raise TranscriptError(f"the Word document is broken: {fault}; open it in a word processor and save it again") from fault
    except Exception as fault:
        raise TranscriptError(f"the Word document cannot be read: {type(fault).__name__}") from fault


def _read(package: Package) -> Reading:
    root = package.root(package.main)
    body = next((item for item in root if name_of(item) == "body"), None) if root is not None else None
    if body is None:
        raise TranscriptError("the Word document has no body; open it in a word processor and save it again")
    _check_size(body)
    left_out = LeftOut()
    styles_part = next(package.related("styles"), None)
    styles = Styles(styles_part)
    numbers = ListNumbers(next(package.related("numbering"), None), styles_part)
    walk = DocxWalk(root, styles, left_out, numbers)
    blocks = walk.blocks(body)
    lines = _lines(flatten(blocks, left_out))
    _name_changes(walk, left_out)
    if numbers.unknown:
        left_out.warn("list-numbers", warning_text("list-numbers", format=numbers.unknown), 1)
    _name_notes(package, walk.references, styles, left_out)
    _name_comments(package, walk.references, left_out)
    _name_page_heads(package, left_out)
    return Reading(
        lines=lines,
        format="docx",
        flowing=True,
        fields=_fields(package),
        skipped=tuple(left_out.skipped),
        warnings=left_out.warnings(),
    )


def _check_size(body: etree._Element) -> None:
    """Refuse documents that would take minutes: a kilobyte may unpack to a million paragraphs."""
    pieces = sum(1 for _ in body.iter("{*}p", "{*}r", "{*}tc"))
    if pieces > MOST_PIECES:
        raise TranscriptError(
            f"the Word document has {pieces:,} paragraphs, runs and cells; Chancery reads up to {MOST_PIECES:,}: "
            "split it and import the parts"
        )


def _lines(flat: Sequence[Flat]) -> tuple[Line, ...]:
    return tuple(
        Line(
            item.text,
            item.number,
            item.gap,
            "heading" if item.heading else "text",
            item.bold,
            label=item.label,
            slanted=item.slanted,
        )
        for item in flat
    )


def _name_changes(walk: DocxWalk, left_out: LeftOut) -> None:
    if walk.tracked:
        left_out.warn(
            "tracked-changes",
            warning_text("tracked-changes", changes=", ".join(sorted(walk.tracked))),
            walk.first_tracked,
        )


def _name_notes(package: Package, references: Sequence[NoteReference], styles: Styles, left_out: LeftOut) -> None:
    for kind in ("footnote", "endnote"):
        found = {key: note for root in package.related(f"{kind}s") for key, note in _by_id(root, kind)}
        wanted = [reference for reference in references if reference.kind == kind]
        for number, reference in enumerate(wanted, 1):
            note = found.get(reference.id)
            text = _words(note, styles) if note is not None else ""
            left_out.name(
                "note-left-out", warning_text("note-left-out/numbered", kind=kind, number=number), text, reference.number, kind
            )


def _by_id(root: etree._Element, kind: str) -> Iterator[tuple[str, etree._Element]]:
    for item in root.iter():
        if name_of(item) == kind:
            yield attribute(item, "id") or "", item


def _words(note: etree._Element, styles: Styles) -> str:
    """Return the text of a note without hidden or deleted parts."""
    blocks = DocxWalk(note, styles, LeftOut()).blocks(note)
    return " ".join(_all_words(blocks))


def _all_words(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, DocxParagraph):
            yield block.text
        elif isinstance(block, Box):
            yield from _all_words(block.blocks)
        elif isinstance(block, DocxTable):
            for row in block.rows:
                for cell in row:
                    yield from _all_words(cell)


def _name_comments(package: Package, references: Sequence[NoteReference], left_out: LeftOut) -> None:
    places: Mapping[str, int] = {item.id: item.number for item in references if item.kind == "comment"}
    for root in package.related("comments"):
        for key, comment in _by_id(root, "comment"):
            text = "".join(texts(comment))
            left_out.name("comment-left-out", warning_text("comment-left-out"), text, places.get(key, 1), "comment")


def _name_page_heads(package: Package, left_out: LeftOut) -> None:
    """Report the text of page heads and feet, except page numbers; each text once."""
    seen: set[str] = set()
    for kind, what in (("header", "head"), ("footer", "foot")):
        for root in package.related(kind):
            text = squeeze(tidy("".join(texts(root))))
            if text not in seen and not _PAGE_NUMBER.fullmatch(text):
                seen.add(text)
                left_out.name("page-head", warning_text("page-head", what=what), text, 1, f"page {what}")


def _fields(package: Package) -> dict[str, tuple[Field, ...]]:
    core = package.core()
    titles = (item.text or "" for item in core if name_of(item) == "title") if core is not None else ()
    title = squeeze(tidy(next(iter(titles), "")))
    return {"file_title": (Field(title, "document properties"),)} if title else {}
