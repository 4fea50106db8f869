"""What the evaluator understands: a small algebra into which Whoosh's queries and our own trees are translated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeAlias

from search.engines.whoosh.storage.arrays import Array
from search.engines.whoosh.storage.inverted import Inverted


class Spelling(NamedTuple):
    """One term found by a pattern: its number, which of its forms are meant (None: all), and how much it counts."""

    term: int
    codes: Array | None = None
    weight: float = 1.0


class TermPattern(Protocol):
    """Something that stands for many terms of a field."""

    def spellings(self, field: Inverted, reader: Callable[[], Any]) -> list[Spelling]:
        """Return the terms meant in one segment; `reader` opens Whoosh's reader of it, which needs the file to be there still."""
        ...


@dataclass(frozen=True, slots=True)
class EveryRecord:
    """Every record."""

    score: float = 1.0


@dataclass(frozen=True, slots=True)
class NoRecord:
    """No record."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term of one field; of a word that was typed also what it is found by in other languages (`search.text.stemming`)."""

    field: str
    text: bytes
    written: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """All terms that a pattern stands for, ranked as if they were one term; `constant` gives every record the same score."""

    field: str
    pattern: TermPattern
    constant: float | None = None


@dataclass(frozen=True, slots=True)
class TermPhrase:
    """Terms in this order, at most `gap` positions from each to the next (1: side by side).

    `by_terms` ranks by the terms alone, as Whoosh does; otherwise by how often the phrase occurs.
    """

    field: str
    words: tuple[Term | Terms, ...]
    gap: int = 1
    by_terms: bool = False


@dataclass(frozen=True, slots=True)
class Either:
    """The same thing written in several ways, the usual one first: where several stand in a text, the most frequent counts."""

    field: str
    options: tuple[Term | Terms | TermPhrase, ...]


Leaf: TypeAlias = Term | Terms | TermPhrase | Either


@dataclass(frozen=True, slots=True)
class Blend:
    """The same thing looked for in several fields: frequencies are added, each by its weight, before they are ranked (BM25F)."""

    leaves: tuple[Leaf, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Records whose column of numbers lies between, both ends included (None: open)."""

    field: str
    low: int | None
    high: int | None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Days:
    """Records of these days, counted from 1970-01-01, both ends included (None: open)."""

    field: str
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these and none of those."""

    parts: tuple[Plan, ...]
    without: tuple[Plan, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Any of these; scores are added."""

    parts: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Best:
    """Any of these; the best score counts, and the others times `tiebreak`."""

    parts: tuple[Plan, ...]
    tiebreak: float = 0.0


@dataclass(frozen=True, slots=True)
class AndMaybe:
    """The first, and better where the second matches too."""

    first: Plan
    second: Plan


@dataclass(frozen=True, slots=True)
class Scaled:
    """The score times a factor."""

    part: Plan
    factor: float


@dataclass(frozen=True, slots=True)
class Constant:
    """The same score for every record."""

    part: Plan
    score: float


@dataclass(frozen=True, slots=True)
class Stock:
    """A Whoosh query that we leave to Whoosh's own matchers."""

    query: Any


Plan: TypeAlias = (
    "EveryRecord | NoRecord | Leaf | Blend | NumberRange | Days | AllOf | AnyOf | Best | AndMaybe | Scaled | Constant | Stock"
)
