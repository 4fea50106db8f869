"""The contract of a search engine: what it is asked, what it answers, and what it must be able to do.

`tests/search/engines/contract.py` tries any engine against it. What is asked is a `search.query.request.SearchRequest`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, TypeAlias

from search.query.budget import Budget
from search.query.request import SearchRequest
from search.query.tree import TextLeaf

Document: TypeAlias = Mapping[str, Any]


class PassagePlace(NamedTuple):
    """A paragraph of a document: its text field (`question`, `answer`), and its number from 0 as `paragraphs_of` cuts that."""

    field: str
    number: int


@dataclass(frozen=True, slots=True)
class EngineHit:
    """One record found: its primary key, its score, and the paragraph in which most of what is searched stands.

    An engine may leave the paragraph out; then the record's texts are read to find it.
    """

    record_id: int
    score: float
    passage: PassagePlace | None = None


@dataclass(frozen=True, slots=True)
class EngineAnswer:
    """What an engine says.

    `facets[key][value]` is a count with the facet's own choice ignored (where one of its values suffices; where all are
    needed it counts, and so do excluded values), `months["2023-04"]` one with the date range ignored; so are
    `days["2023-04-18"]`, for the month asked for, and `undated`, how many have no day. Hits of one score come newest first,
    undated last, then by primary key. `left_out` are the leaves that were not looked for because all together cost too much.
    """

    total: int
    hits: tuple[EngineHit, ...]
    facets: Mapping[str, Mapping[str, int]]
    months: Mapping[str, int]
    days: Mapping[str, int] = field(default_factory=dict)
    undated: int = 0
    corrections: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[TextLeaf, ...] = ()


class IndexEntry(NamedTuple):
    """One document of the index: the primary keys of its record and transcript, and the fingerprint of its content."""

    record_id: int
    transcript_id: int
    fingerprint: str


class IndexUnreadable(Exception):
    """There is no index to ask: it is missing or damaged."""


class SearchEngine(Protocol):
    """What any engine must be able to do; `haystack.connections["default"]` is one.

    A document is what `search_indexes.RecordIndex.full_prepare` makes of a record. Only one process writes at a time:
    `search/index/queue.py` holds the lock.
    """

    def search(self, request: SearchRequest, budget: Budget | None = None) -> EngineAnswer:
        """Answer one request; raises IndexUnreadable. Several may be given one budget to share.

        `corrections` maps words that the index does not know (folded) to the likeliest it does.
        """
        ...

    def replace(self, transcripts: Collection[int], documents: Iterable[Document]) -> None:
        """Forget all documents of these transcripts and take in these, in one commit that is on disk on return."""
        ...

    def entries(self) -> Iterable[IndexEntry]:
        """Yield what is in the index, for comparing it with the database; a record that is in it twice comes twice."""
        ...

    def memory(self) -> Mapping[str, int]:
        """Return how many bytes the engine keeps in this process, by what they are for; `limit` is what was allowed."""
        ...

    def stamp(self) -> str | None:
        """Return what `reset` was given, or None where the index is missing or cannot be read."""
        ...

    def reset(self, stamp: str) -> None:
        """Throw the index away and make an empty one that carries this stamp."""
        ...
