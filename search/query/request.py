"""What goes through the one door to an engine, and what comes back: plain data that knows no engine."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias

from search.index.country_fields import COUNTRY_FIELDS, GROUP_FIELDS
from search.query.budget import Budget
from search.query.tree import Everything, Node, TextLeaf

Sort = Literal["relevance", "newest", "oldest"]
FACET_KEYS: tuple[str, ...] = (
    "speaker",
    "country",
    "kind",
    "event",
    "source",
    "place",
    "org",
    "group",
    "disputed",
    "historic",
)
# What else is indexed as whole values and may be chosen, filtered by and counted.
FILTER_KEYS: tuple[str, ...] = (
    *FACET_KEYS,
    "asker",
    "office",
    *COUNTRY_FIELDS[1:],
    *[field for layer, field in GROUP_FIELDS.items() if layer],
    "language",
    "year",
    "month",
)
Document: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """Chosen values of one facet. `any_of`: one suffices; otherwise all are needed."""

    key: str
    values: tuple[str, ...]
    any_of: bool = True


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search, engine-neutral.

    `choices` are the facets' chosen values (a facet's counts ignore its own choice); dates are ISO days, both included;
    `offset` and `limit` count records; `facets` names those whose counts are wanted. With `to_last` a page after the last is
    the last one.
    """

    tree: Node = field(default_factory=Everything)
    choices: tuple[Choice, ...] = ()
    date_from: str | None = None
    date_to: str | None = None
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 20
    facets: tuple[str, ...] = FACET_KEYS
    histogram: bool = True
    spelling: bool = False
    to_last: bool = False


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
    needed it counts), `months["2023-04"]` one with the date range ignored. Hits of one score come newest first, undated
    last, then by primary key. `left_out` are the leaves that were not looked for because all together cost too much.
    """

    total: int
    hits: tuple[EngineHit, ...]
    facets: Mapping[str, Mapping[str, int]]
    months: Mapping[str, int]
    corrections: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[TextLeaf, ...] = ()


class Entry(NamedTuple):
    """One document of the index: the primary keys of its record and transcript, and the fingerprint of its content."""

    record_id: int
    transcript_id: int
    fingerprint: str


class IndexUnreadable(Exception):
    """Say that there is no index to ask: it is missing or damaged."""


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

    def entries(self) -> Iterable[Entry]:
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
