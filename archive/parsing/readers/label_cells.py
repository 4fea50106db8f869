"""Tables in which a transcript is laid out: who speaks in one cell of a row, the words in another.

A table is such a layout where one column holds nothing but labels, another sentences, and the labels speak for themselves: a
word for who asks, or a name that comes back. A table of figures within a speech has none of that.
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
_HEADS = frozenset(
    fold(word)
    for word in (
        "speaker,speakers,name,who,person,participant,role,text,words,statement,remarks,transcript,utterance,time,timecode,timestamp,"
        "start,end,no,number,label,content,speech,said,orateur,intervenant,nom,texte,heure,redner,sprecher,sprecherin,zeit,inhalt,"
        "orador,nombre,texto,hora,интервьюер,спикер,оратор,имя,текст,время,докладчик,выступающий,المتحدث,النص,发言人,内容,时间,発言者"
    ).split(",")
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns hold the label, which the words, which neither (clocks, numbers); whether the first row is a head."""

    labels: tuple[int, ...]
    clocks: frozenset[int]
    head: bool


def find_layouts(tables: Sequence[Sequence[Row]], above: str = "", alone: Sequence[bool] = ()) -> list[Layout | None]:
    """Return for each table of a document how it lays a talk out, None where it does not.

    Tables of equal width are looked at together: some writers give every turn a table of its own. `above` is the text before
    the tables, where a speaker may be named; tables that are `alone` are looked at each for itself.
    """
    shapes = [_shape(table) for table in tables]
    groups = [
        -number if single else len(table[0]) if table else 0
        for number, (table, single) in enumerate(zip_longest(tables, alone), 1)
    ]
    labels: dict[int, list[str]] = {}
    for group, table, shape in zip(groups, tables, shapes, strict=True):
        if shape:
            labels.setdefault(group, []).extend(label_of(row, shape) for row in body(table, shape) if len(row) == len(table[0]))
    sure = {group: _speaks(found, above) for group, found in labels.items()}
    return [shape if shape and sure[group] else None for shape, group in zip(shapes, groups, strict=True)]


def label_of(row: Row, layout: Layout) -> str:
    """Return the label of a row, without colon: name and office in one; "" where the row goes on with the words before."""
    parts = [clean_label(row[column]) for column in layout.labels if column < len(row)]
    return ", ".join(part for part in parts if part)


def clean_label(text: str) -> str:
    """Write what stands in a label's cell on one line, without the colon; an office on a line of its own after a comma."""
    lines = [squeeze(line).strip(" :：*•–—-").strip() for line in text.split("\n")]
    return ", ".join(line for line in lines if line)


def body(table: Sequence[Row], layout: Layout) -> Sequence[Row]:
    """Return the rows of a table without its head."""
    return table[1:] if layout.head else table


def _shape(table: Sequence[Row]) -> Layout | None:
    width = max(map(len, table), default=0)
    if not 2 <= width <= WIDEST:
        return None
    head = len(table) > 1 and all(fold(cell) in _HEADS or _is_clock(cell) or not cell for cell in table[0]) and any(table[0])
    rows = [row for row in (table[1:] if head else table) if len(row) == width]
    if not rows or len(table[0]) != width:
        return None
    clocks = frozenset(column for column in range(width) if _is_clocks(row[column] for row in rows))
    left = [column for column in range(width) if column not in clocks]
    return _labels_of(rows, left, clocks, head)


def _labels_of(rows: Sequence[Row], left: Sequence[int], clocks: frozenset[int], head: bool) -> Layout | None:
    for labels in [left[:1], left[:2], left[-1:]] if len(left) > 2 else [left[:1], left[-1:]]:
        spoken = [column for column in left if column not in labels]
        if spoken and _fits(rows, labels, spoken):
            return Layout(tuple(labels), clocks, head)
    return None


def _fits(rows: Sequence[Row], labels: Sequence[int], spoken: Sequence[int]) -> bool:
    full = [row for row in rows if row[labels[0]].strip()]
    if not full or not all(_is_label(row[column]) for row in full for column in labels if row[column].strip()):
        return False
    said = [text for row in rows for column in spoken[:1] if (text := row[column].strip())]
    return len(full) >= len(rows) / 4 and sum(bool(_END.search(text)) for text in said) >= max(1, len(said) * SENTENCES)


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


def _is_clock(cell: str) -> bool:
    return (_CLOCK.fullmatch(cell.strip()) or _NUMBER.fullmatch(cell.strip())) is not None


def _is_clocks(cells: Iterable[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return all(map(_is_clock, filled))
