"""Tables that lay out a transcript: the speaker in one cell of a row, the words in another.

A table is such a layout if one column holds only labels, another sentences, and the labels are convincing: a word for the asker,
or a recurring name. A table of figures within a speech has none of that. If a head names two speakers ("Question | Answer"), each
cell below is a turn of its column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from archive.parsing import lexicon
from archive.parsing.cleaning import fold, squeeze
from archive.parsing.labels.candidates import key_of, part_notes

Row = Sequence[str]
LONGEST_LABEL = 120
MOST_WORDS = 14
WIDEST = 5
SENTENCES = 0.6
_CLOCK = re.compile(
    r"[\[(]?(?:\d{1,2}[:.h]){0,2}\d{1,4}(?:[.,]\d{1,3})?\s*(?:[ap]\.?m\.?|uhr|h)?[\])]?\.?(?:\s?[-–—→]+>?\s?[\d:.,]+)?", re.I
)
_NUMBER = re.compile(r"(?:[QA#№]|no\.?)\s?\d{1,4}[.)]?", re.I)
_END = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]]*\s*$|[—–-]\s*$")
# words in a head's cell
LONGEST_HEAD = 4
MOST_SIGNS = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns hold the label, the words, and neither (clocks, numbers); whether the first row is a head.

    `heads` are the labels of speaking columns whose cells have no labels.
    """

    labels: tuple[int, ...]
    clocks: frozenset[int]
    head: bool
    heads: tuple[str, ...] = ()

    def label_above(self, column: int) -> str:
        """Return the label in a column's head, "" if there is none."""
        return self.heads[column] if column < len(self.heads) else ""


def find_layouts(
    tables: Sequence[Sequence[Row]], above: str = "", alone: Sequence[bool] = (), headed: Sequence[bool] = ()
) -> list[Layout | None]:
    """Return the layout of each table of a document, None if it is not one.

    Tables of equal width are examined together: some programs give every turn a table of its own. `above` is the text before the
    tables, which may name speakers. Tables in `alone` are examined separately; for those in `headed` the markup marks the first
    row as a head.
    """
    shapes = [_shape(table, bool(marked)) for table, marked in zip_longest(tables, headed)]
    groups = [
        -number if single else len(table[0]) if table else 0
        for number, (table, single) in enumerate(zip_longest(tables, alone), 1)
    ]
    labels: dict[int, list[str]] = {}
    for group, table, shape in zip(groups, tables, shapes, strict=True):
        if shape and not shape.heads:
            labels.setdefault(group, []).extend(label_of(row, shape) for row in body(table, shape) if len(row) == len(table[0]))
    sure = {group for group, found in labels.items() if _speaks(found, above)}
    return [shape if shape and (shape.heads or group in sure) else None for shape, group in zip(shapes, groups, strict=True)]


def label_of(row: Row, layout: Layout) -> str:
    """Return the label of a row without colon, name and office joined; "" if the row continues the one before."""
    parts = [clean_label(row[column]) for column in layout.labels if column < len(row)]
    return ", ".join(part for part in parts if part)


def clean_label(text: str) -> str:
    """Return a label cell on one line without colon, an office on its own line after a comma."""
    lines = [squeeze(line).strip(" :：*•–—-").strip() for line in text.split("\n")]
    return ", ".join(line for line in lines if line)


def body(table: Sequence[Row], layout: Layout) -> Sequence[Row]:
    """Return the rows of a table without its head."""
    return table[1:] if layout.head else table


def _shape(table: Sequence[Row], headed: bool) -> Layout | None:
    width = max(map(len, table), default=0)
    if not 2 <= width <= WIDEST or len(table[0]) != width:
        return None
    by_column = _by_column(table, width)
    if by_column is not None:
        return by_column
    head = len(table) > 1 and (is_head(table[0]) or (headed and not _is_turn(table[0]))) and not all(map(_is_spoken, table[0]))
    rows = [row for row in (table[1:] if head else table) if len(row) == width]
    if not rows:
        return None
    clocks = frozenset(column for column in range(width) if _is_clocks(row[column] for row in rows))
    left = [column for column in range(width) if column not in clocks]
    return _labels_of(rows, left, clocks, head)


def _by_column(table: Sequence[Row], width: int) -> Layout | None:
    """Return the layout of a table with a speaker in each column: a head of asker and answerer, sentences below."""
    heads = [clean_label(cell) for cell in table[0]]
    rows = [row for row in table[1:] if len(row) == width]
    asked = [column for column in range(width) if key_of(heads[column]) in lexicon.ASKERS]
    if not rows or not asked:
        return None
    speaking = [column for column in range(width) if may_speak(heads[column])]
    said = {column: [row[column].strip() for row in rows if row[column].strip()] for column in speaking}
    if len(speaking) < 2 or not all(texts and are_sentences(texts) and not are_labels(texts) for texts in said.values()):
        return None
    beside = frozenset(range(width)) - frozenset(speaking)
    return Layout((), beside, True, tuple(heads[column] if column in speaking else "" for column in range(width)))


def may_speak(head: str) -> bool:
    """Tell whether a column's head may be a speaker: a word for asking or answering, a name."""
    return _is_spoken(head) or (_is_label(head) and not is_head([head]))


def is_head(row: Row) -> bool:
    """Tell whether a row is a head: "Speaker | Office | Words", "Time | Name | Text"."""
    filled = [cell for cell in row if cell.strip()]
    return bool(filled) and all(map(_heads_column, filled)) and not all(map(is_clock, filled))


def _is_turn(row: Row) -> bool:
    """Tell whether a marked head is really a turn: a speaker and a sentence."""
    return any(map(_is_spoken, row)) or any(_END.search(cell.strip()) or len(cell.split()) > 2 * LONGEST_HEAD for cell in row)


def _heads_column(cell: str) -> bool:
    words = fold(cell).split()
    if not words:
        return len(cell.strip()) <= MOST_SIGNS  # "#", "№"
    return len(words) <= LONGEST_HEAD and (
        fold(cell) in lexicon.COLUMNS or is_clock(cell) or (bool(words) and set(words) <= lexicon.COLUMNS | lexicon.PARTICLES)
    )


def _is_spoken(cell: str) -> bool:
    return key_of(clean_label(cell)) in lexicon.SPOKEN if cell.strip() else False


def are_sentences(texts: Sequence[str]) -> bool:
    """Tell whether most texts end like sentences."""
    return sum(bool(_END.search(text)) for text in texts) >= max(1, len(texts) * SENTENCES)


def are_labels(texts: Sequence[str]) -> bool:
    return all(map(_is_label, texts))


def _labels_of(rows: Sequence[Row], left: Sequence[int], clocks: frozenset[int], head: bool) -> Layout | None:
    for labels in [left[:1], left[:2], left[-1:]] if len(left) > 2 else [left[:1], left[-1:]]:
        spoken = [column for column in left if column not in labels]
        if spoken and _fits(rows, labels, spoken):
            return Layout(tuple(labels), clocks, head)
    return None


def _fits(rows: Sequence[Row], labels: Sequence[int], spoken: Sequence[int]) -> bool:
    full = [row for row in rows if row[labels[0]].strip()]
    if not full or not all(_is_label(row[labels[0]]) for row in full):
        return False
    if not all(_is_office(row[column]) for row in full for column in labels[1:] if row[column].strip()):
        return False
    said = [text for row in rows for column in spoken[:1] if (text := row[column].strip())]
    return len(full) >= len(rows) / 4 and are_sentences(said)


def _is_office(cell: str) -> bool:
    """Tell whether a cell beside a name may be an office, a country or an outlet; a dash means none."""
    text = clean_label(cell)
    return len(text) <= LONGEST_LABEL and len(text.split()) <= MOST_WORDS and not _END.search(text)


def _is_label(cell: str) -> bool:
    label, _ = part_notes(clean_label(cell))
    if not 0 < len(label) <= LONGEST_LABEL or len(label.split()) > MOST_WORDS or label[-1] in "?!;…。！？":
        return False
    if key_of(label) in lexicon.SPOKEN:
        return True
    tokens = re.sub(r"\([^()]*\)", " ", label).replace(",", " ").split()
    named = [token for token in tokens if fold(token) and fold(token) not in lexicon.PARTICLES]
    office = not lexicon.OFFICES.isdisjoint(fold(label).split())
    return bool(named) and (all(_may_be_name(token) for token in named) or (office and _may_be_name(named[0])))


def _may_be_name(token: str) -> bool:
    bare = token.lstrip("\"“«'(-")
    return bare[:1].isalpha() and not bare[:1].islower()


def _speaks(labels: Sequence[str], above: str) -> bool:
    keys = [key_of(label) for label in labels if label]
    if not keys or not lexicon.SENTENCE_WORDS.isdisjoint(word for key in keys for word in key.split()):
        return False
    told = f" {fold(above)} "
    known = any(key in lexicon.SPOKEN or lexicon.HONORIFICS & {key.split()[0]} for key in keys if key)
    return known or Counter(keys).most_common(1)[0][1] > 1 or any(" " in key and f" {key} " in told for key in keys)


def is_clock(cell: str) -> bool:
    """Tell whether a cell holds only a clock or a number."""
    return (_CLOCK.fullmatch(cell.strip()) or _NUMBER.fullmatch(cell.strip())) is not None


def _is_clocks(cells: Iterable[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return all(map(is_clock, filled))
