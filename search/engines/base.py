"""The contract of a search engine: its input, its output, and its operations.

`tests/search/engines/contract.py` tests any engine against it. The input is a `search.query.request.SearchRequest`.
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
    """A paragraph of a document: its text field (`question`, `answer`), and its number from 0 as counted by `paragraphs_of`."""

    field: str
    number: int


@dataclass(frozen=True, slots=True)
class EngineHit:
    """One record found: primary key, score, and the paragraph with most of the search terms.

    An engine may omit the paragraph; then the record's texts are read to find it.
    """

    record_id: int
    score: float
    passage: PassagePlace | None = None


@dataclass(frozen=True, slots=True)
class EngineAnswer:
    """The answer of an engine.

    `facets[key][value]` is a count. A facet's own choice is ignored if one of its values suffices; it applies if all are
    required, and exclusions always apply. `months["2023-04"]`, `days["2023-04-18"]` (of the requested month) and `undated` are
    counts that ignore the date range. Hits with equal scores come newest first, undated last, then by primary key. `left_out` are
    terms not searched because all together cost too much. If `counted` is False, there was no time for the counts; hits and total
    are still right. If only counts were requested (`limit` 0), EngineTooSlow is raised instead. `hurried` tells that the clock
    cut the search short: the next time the same search may be answered in full.
    """

    total: int
    hits: tuple[EngineHit, ...]
    facets: Mapping[str, Mapping[str, int]]
    months: Mapping[str, int]
    days: Mapping[str, int] = field(default_factory=dict)
    undated: int = 0
    corrections: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[TextLeaf, ...] = ()
    counted: bool = True
    hurried: bool = False


class IndexEntry(NamedTuple):
    """One document of the index: the primary keys of its record and transcript, and the fingerprint of its content."""

    record_id: int
    transcript_id: int
    fingerprint: str


class EngineFault(Exception):
    """The engine cannot answer now. The stored index and the queue are not affected."""


class IndexUnreadable(EngineFault):
    """The index is missing or damaged. It is rebuilt."""


class IndexOutdated(IndexUnreadable):
    """The index was made by another version of Chancery. Another one is built beside it."""


class EngineUnreachable(EngineFault):
    """No machine of the engine answers, or it refuses us. The index is left alone: nothing shows that it is lost."""


class EngineTooSlow(EngineFault):
    """The engine exceeded its time limit."""


class FencedOff(Exception):
    """The writer was delayed, has lost its turn to a later one, and must not write any more."""


class SearchEngine(Protocol):
    """The operations of an engine; `haystack.connections["default"]` is one.

    A document is what `search_indexes.RecordIndex.full_prepare` makes of a record. Only one process writes at a time:
    `search/index/queue.py` holds the lock.
    """

    @property
    def shared(self) -> bool:
        """Tell whether all machines use one index (a cluster); otherwise each has its own on its disk."""
        ...

    def search(self, request: SearchRequest, budget: Budget | None = None) -> EngineAnswer:
        """Answer one request. Raises EngineFault. Several requests may share a budget.

        `corrections` maps words not in the index (folded) to the most likely ones that are.
        """
        ...

    def replace(self, transcripts: Collection[int], documents: Iterable[Document], fence: int = 0) -> None:
        """Replace all documents of these transcripts in one commit that is on disk on return.

        `fence` is the number of the writer's turn; later turns have higher numbers. A shared engine never overwrites what a later
        turn wrote, and raises FencedOff if it notices. An index on one machine needs no fence: its lock is a file's, which cannot
        be taken from a living process.
        """
        ...

    def entries(self) -> Iterable[IndexEntry]:
        """Yield the contents of the index for comparison with the database. A duplicate record comes twice."""
        ...

    def memory(self) -> Mapping[str, int]:
        """Return the bytes this process keeps, by purpose. `limit` is the allowed maximum."""
        ...

    def stamp(self) -> str | None:
        """Return the stamp given to `reset`, or None if the index is missing or unreadable."""
        ...

    def reset(self, stamp: str) -> None:
        """Replace the index with an empty one that carries this stamp."""
        ...

    def note(self) -> str:
        """Return the note given to `keep_note`, "" if there is none. It is read with every search.

        `reset` clears it; `swap` brings the other index's. A shared engine may return a value some seconds old, except for this
        process's own changes.
        """
        ...

    def keep_note(self, note: str) -> None:
        """Store a short text with the index. It is on disk on return."""
        ...

    def beside(self) -> SearchEngine:
        """Return the index being built to replace this one. Its stamp is None if there is none.

        It is started with its `reset` and filled with its `replace`, while this one answers.
        """
        ...

    def swap(self) -> None:
        """Replace this index with the one beside it, including stamp and note.

        A search sees all of the one or all of the other. An interrupted swap may be repeated.
        """
        ...
