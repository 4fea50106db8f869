"""Cells of a page that hold a speaker's label: in tables, in definition lists, in rows of boxes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence

from bs4.element import NavigableString, PageElement, Tag

from archive.parsing.readers.html.html_names import BLOCKS, SILENT, classes
from archive.parsing.readers.label_cells import find_layouts, label_of

Cells = list[list[Tag]]
ABOVE = 2_000
_SPEAKER = re.compile(r"(?:\w+[-_]{1,2})?(?:speaker|interlocutor|talker|who)(?:[-_]?(?:name|label))?")
ROWS = frozenset({"div", "li", "section", "article", "p", "blockquote"})
BOXES = frozenset({"div", "span", "p", "section", "strong", "b", "time", "cite", "h3", "h4", "h5", "h6", "td", "header"})
# Characters read of a label's cell, or of the beginning of a cell of words.
LONGEST = 400
MOST_CELLS = 5


class LabelCells:
    """The cells with labels, by identity, and those with clocks, numbers or a table's head, which are not speech."""

    def __init__(self, nodes: Sequence[PageElement], gone: Container[int]) -> None:
        self.labels: dict[int, str] = {}
        self.unsaid: dict[int, str] = {}
        # cells of words whose label is in their column's head
        self.opens: dict[int, str] = {}
        found = [cells for cells in _all_tables(nodes) if cells]
        texts = [[[_text(cell, gone) for cell in row] for row in cells] for cells in found]
        alone = [cells[0][0].name not in ("td", "th", "dt") for cells in found]
        above = _opening(nodes) if found else ""
        headed = [all(cell.name == "th" for cell in cells[0]) for cells in found]
        for cells, rows, layout in zip(found, texts, find_layouts(texts, above, alone, headed), strict=True):
            if layout is None:
                continue
            width = len(cells[0])
            for index, (row, said) in enumerate(zip(cells, rows, strict=True)):
                if layout.head and index == 0:
                    self.unsaid |= {id(cell): "head of a table" for cell in row}
                    continue
                if len(row) != width:
                    continue
                self.unsaid |= {id(row[column]): "time" for column in layout.clocks}
                self.opens |= {id(cell): label for column, cell in enumerate(row) if (label := layout.label_above(column))}
                spoken = [text for column, text in enumerate(said) if column not in (*layout.labels, *layout.clocks)]
                if layout.labels and (label := label_of(said, layout)) and any(spoken):
                    self.labels[id(row[layout.labels[0]])] = label
                    self.unsaid |= {id(row[column]): "part of a label" for column in layout.labels[1:]}


def _all_tables(nodes: Sequence[PageElement]) -> Iterator[Cells]:
    """Yield possible layout tables: tables without nested tables, definition lists, rows of similar boxes."""
    within: dict[int, int] = {}
    nested: set[int] = set()
    tables: list[Tag] = []
    boxes: dict[tuple[int, tuple[str, ...]], Cells] = defaultdict(list)
    for tag in nodes:
        if not isinstance(tag, Tag):
            continue
        if (outer := within.get(id(tag.parent))) is not None:
            within[id(tag)] = outer
        if tag.name in ("table", "dl"):
            tables.append(tag)
            nested |= {outer} if outer is not None else set()
            within[id(tag)] = id(tag)
        elif (pair := _named_pair(tag)) is not None:
            boxes[(id(tag.parent), tuple(sorted(classes(tag))))].append(pair)
        elif tag.name in ROWS and (row := _boxed(tag)):
            signs = tuple(f"{cell.name}.{'.'.join(classes(cell))}" for cell in row)
            boxes[(id(tag.parent), signs)].append(row)
    for table in tables:
        if table.name == "dl":
            yield _terms(table)
        elif id(table) not in nested:
            yield [row for row in map(_cells, table.find_all("tr")) if row]
    yield from (rows for rows in boxes.values() if len(rows) > 1)


def _cells(row: Tag) -> list[Tag]:
    return [cell for cell in row.contents if isinstance(cell, Tag) and cell.name in ("td", "th")]


def _terms(terms: Tag) -> Cells:
    rows: Cells = []
    for tag in terms.find_all(["dt", "dd"]):
        if tag.name == "dt":
            rows.append([tag])
        elif rows and len(rows[-1]) == 1:
            rows[-1].append(tag)
    return [row for row in rows if len(row) == 2]


def _boxed(tag: Tag) -> list[Tag]:
    """Return the boxes of an element that consists of a few different ones."""
    row: list[Tag] = []
    for node in tag.contents:
        if isinstance(node, Tag):
            row.append(node)
            if len(row) > MOST_CELLS or node.name not in BOXES:
                return []
        elif type(node) is NavigableString and node.strip():
            return []
    if len(row) < 2 or (tag.name == "p" and row[0].name in ("b", "strong")):
        return []
    differ = len({(cell.name, *classes(cell)) for cell in row}) > 1
    return row if differ else []


def _named_pair(tag: Tag) -> list[Tag] | None:
    """Return an element named as a speaker, with the following one."""
    if not tag.attrs or tag.name not in BOXES or not any(map(_SPEAKER.fullmatch, classes(tag))):
        return None
    following = tag.next_sibling
    while type(following) is NavigableString and not following.strip():
        following = following.next_sibling
    return [tag, following] if isinstance(following, Tag) and following.name in BOXES else None


def _text(cell: Tag, gone: Container[int]) -> str:
    """Return the text of a cell, blocks and breaks as lines; of a long one its beginning and end."""
    pieces: list[str] = []
    hidden: set[int] = set()
    for node in cell.descendants:
        if isinstance(node, Tag):
            if id(node) in gone or id(node.parent) in hidden or node.name in SILENT:
                hidden.add(id(node))
            elif node.name in BLOCKS:
                pieces.append("\n")
        elif type(node) is NavigableString and id(node.parent) not in hidden:
            pieces.append(_spaced(str(node)))
    text = "".join(pieces).strip()
    return text if len(text) <= 2 * LONGEST else f"{text[:LONGEST]} {text[-LONGEST:]}"


def _spaced(text: str) -> str:
    if not text.strip():
        return " "
    inner = " ".join(text.split())
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"


def _opening(nodes: Sequence[PageElement]) -> str:
    """Return the first words of the page, including its title."""
    pieces: list[str] = []
    length = 0
    for node in nodes:
        if type(node) is NavigableString and node.strip():
            pieces.append(str(node))
            length += len(node)
            if length > ABOVE:
                break
    return " ".join(pieces)
