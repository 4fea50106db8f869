"""Field types of the schema, properties of any field, and the way from text to terms, by `search/text/words.py`.

A *form* is a word as written, folded; its *stem* is what it is found by. Stop words are indexed too, so that a phrase with them
is found exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh import columns, fields
from whoosh.analysis import Analyzer, Token

from search.text.words import TERM_OF
from search.text.words import tokens as words_of

DAY = 86_400_000_000  # microseconds, the unit of Whoosh's DATETIME
EPOCH_DAY = 719_162  # 1970-01-01, counted from 0001-01-01
NO_DAY = -(2**31)
NO_KEY = -1


class ArchiveAnalyzer(Analyzer):
    """The analysis for Whoosh's query parser, matchers and highlighter: text -> stems."""

    def __call__(
        self, value: str, start_pos: int = 0, start_char: int = 0, mode: str = "", tokenize: bool = True, **kwargs: Any
    ) -> Iterator[Token]:
        """Yield Whoosh's tokens. A pattern must not be split, so it is only lower-cased."""
        token = Token(positions=True, chars=True, mode=mode)
        if not tokenize:
            token.text, token.original, token.pos, token.boost = value.lower(), value, start_pos, 1.0
            token.startchar, token.endchar, token.stopped = start_char, start_char + len(value), False
            yield token
            return
        for form, start, end, place, spoken in words_of(value, joined=mode == "index"):
            token.pos = start_pos + place
            token.boost = 1.0
            token.stopped = False
            token.text = TERM_OF[spoken]
            token.original = form
            token.startchar, token.endchar = start_char + start, start_char + end
            yield token


class ArchiveText(fields.TEXT):
    """Running text: found by stems, with the written form stored at each position."""

    def __init__(self, stored: bool = False, field_boost: float = 1.0, sortable: bool = False) -> None:
        super().__init__(ArchiveAnalyzer(), stored=stored, field_boost=field_boost, sortable=sortable)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))


class Code(fields.ID):
    """One whole value: a slug, a code, a name; counted as a facet."""


class Codes(fields.KEYWORD):
    """Several whole values separated by commas; counted as a facet."""

    def __init__(self, stored: bool = False, field_boost: float = 1.0, scorable: bool = False) -> None:
        super().__init__(stored=stored, commas=True, scorable=scorable, field_boost=field_boost)


class PrimaryKey(fields.ID):
    """A primary key as text. If it is a number it has a column, and a hit needs no stored fields."""

    def __init__(self, stored: bool = False) -> None:
        super().__init__(stored=stored)
        self.column_type = columns.NumericColumn("q", default=NO_KEY)

    def to_column_value(self, value: Any) -> int:
        """Return the key as a number, or NO_KEY."""
        text = value.decode() if isinstance(value, bytes) else str(value)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else NO_KEY

    def from_column_value(self, value: int) -> str:
        return str(value)


class Kept(fields.STORED):
    """A short text stored in its own column, readable for all records at once; not indexed."""

    def __init__(self) -> None:
        super().__init__()
        self.stored = False


class DocumentText(Kept):
    """A text that other fields contain in parts: neither indexed nor stored."""


def is_dates(field: Any) -> bool:
    return isinstance(field, fields.DATETIME)


def is_number(field: Any) -> bool:
    return isinstance(getattr(field, "column_type", None), columns.NumericColumn)


def is_facet(field: Any) -> bool:
    """Tell whether a field's terms are whole values counted by code columns."""
    return isinstance(field, (Code, Codes, fields.BOOLEAN))


def has_values(field: Any) -> bool:
    """Tell whether a text field stores its whole values too, for sorting and counting."""
    return isinstance(field, (fields.TEXT, fields.ID)) and not is_number(field) and bool(getattr(field, "column_type", None))


def has_positions(field: Any) -> bool:
    """Tell whether a field has word positions."""
    return bool(field.format) and bool(field.format.supports("positions"))


def weight_of(field: Any) -> float:
    """Return the factor of a field's term frequencies."""
    return float(getattr(field.format, "field_boost", 1.0))
