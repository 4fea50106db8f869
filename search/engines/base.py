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
    Where `counted` is False there was no time to count facets and days; the hits and the total are right all the same.
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


class IndexEntry(NamedTuple):
    """One document of the index: the primary keys of its record and transcript, and the fingerprint of its content."""

    record_id: int
    transcript_id: int
    fingerprint: str


class EngineFault(Exception):
    """The engine cannot answer now. What is kept, and what waits to be indexed, is not touched by that."""


class IndexUnreadable(EngineFault):
    """There is no index to ask: it is missing or damaged. It is built anew."""


class IndexOutdated(IndexUnreadable):
    """There is only an index of another version of Chancery. Another one is built beside it."""


class EngineUnreachable(EngineFault):
    """No machine of the engine answers, or what answers refuses us. The index is left as it is: nothing says that it is gone."""


class EngineTooSlow(EngineFault):
    """The engine has taken longer than it may."""


class FencedOff(Exception):
    """Say that another writer has had a later turn: this one was held up, has lost its turn, and may not write any more."""


class SearchEngine(Protocol):
    """What any engine must be able to do; `haystack.connections["default"]` is one.

    A document is what `search_indexes.RecordIndex.full_prepare` makes of a record. Only one process writes at a time:
    `search/index/queue.py` holds the lock.
    """

    @property
    def shared(self) -> bool:
        """Tell whether all machines ask one index (a cluster); otherwise each machine has its own, on its disk."""
        ...

    def search(self, request: SearchRequest, budget: Budget | None = None) -> EngineAnswer:
        """Answer one request; raises EngineFault. Several may be given one budget to share.

        `corrections` maps words that the index does not know (folded) to the likeliest it does.
        """
        ...

    def replace(self, transcripts: Collection[int], documents: Iterable[Document], fence: int = 0) -> None:
        """Forget all documents of these transcripts and take in these, in one commit that is on disk on return.

        `fence` is the number of the writer's turn; a later turn has a higher one. A shared engine changes nothing that was
        written in a later turn, and raises FencedOff where it notices. The index of one machine needs none: its lock is a
        file's, and nobody can take that from a process that lives.
        """
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

    def note(self) -> str:
        """Return what `keep_note` was given, "" where nothing or where there is no index. It is asked for with every search.

        `reset` forgets it, `swap` brings the other one's. A shared engine may answer what it knew some seconds ago, but knows
        at once what this process has changed.
        """
        ...

    def keep_note(self, note: str) -> None:
        """Keep a short text with the index; it is on disk on return."""
        ...

    def beside(self) -> SearchEngine:
        """Return the index that is built to take this one's place; its stamp is None where there is none.

        It is begun with its `reset` and written with its `replace`, while this one answers.
        """
        ...

    def swap(self) -> None:
        """Let the index beside take this one's place, with its stamp and note; there is none beside then.

        A search sees all of the one or all of the other. Where this is stopped on its way, it may be done again.
        """
        ...
