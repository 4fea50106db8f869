"""The input of the evaluator: a small algebra into which Whoosh's queries and our own trees are translated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeAlias

from search.engines.whoosh.storage.arrays import Array
from search.engines.whoosh.storage.inverted import Inverted


class Spelling(NamedTuple):
    """One term found by a pattern: its number, the matching forms (None: all), and its weight."""

    term: int
    codes: Array | None = None
    weight: float = 1.0


class TermPattern(Protocol):
    """Something that matches many terms of a field."""

    def spellings(self, field: Inverted, reader: Callable[[], Any]) -> list[Spelling]:
        """Return the matching terms in one segment. `reader` opens Whoosh's reader, which needs the file on disk."""
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
    """One term of one field; for a typed word also its stems in other languages (`search.text.stemming`)."""

    field: str
    text: bytes
    written: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """All terms matched by a pattern, ranked as one term. `constant` gives every record the same score."""

    field: str
    pattern: TermPattern
    constant: float | None = None


@dataclass(frozen=True, slots=True)
class TermPhrase:
    """Terms in this order, at most `gap` positions apart (1: adjacent).

    `by_terms` ranks by the terms alone, as Whoosh does; otherwise by the phrase's frequency.
    """

    field: str
    words: tuple[Term | Terms, ...]
    gap: int = 1
    by_terms: bool = False


@dataclass(frozen=True, slots=True)
class Either:
    """Alternative spellings, the usual one first. If several occur in a text, the most frequent counts."""

    field: str
    options: tuple[Term | Terms | TermPhrase, ...]


Leaf: TypeAlias = Term | Terms | TermPhrase | Either


@dataclass(frozen=True, slots=True)
class Blend:
    """One thing searched in several fields: weighted frequencies are added before ranking (BM25F)."""

    leaves: tuple[Leaf, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Records whose number is between both ends, included (None: open)."""

    field: str
    low: int | None
    high: int | None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Days:
    """Records of these days since 1970-01-01, both ends included (None: open)."""

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
    """Any of these, with their scores added."""

    parts: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Best:
    """Any of these: the best score, plus the others times `tiebreak`."""

    parts: tuple[Plan, ...]
    tiebreak: float = 0.0


@dataclass(frozen=True, slots=True)
class AndMaybe:
    """The first, with a higher score if the second matches too."""

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
    """A Whoosh query left to Whoosh's own matchers."""

    query: Any


Plan: TypeAlias = (
    "EveryRecord | NoRecord | Leaf | Blend | NumberRange | Days | AllOf | AnyOf | Best | AndMaybe | Scaled | Constant | Stock"
)
