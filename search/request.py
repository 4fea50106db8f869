"""What goes through the one door to an engine, and what comes back: plain data that knows no engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from search.tree import Everything, Node

Sort = Literal["relevance", "newest", "oldest"]
FACET_KEYS: tuple[str, ...] = ("speaker", "country", "kind", "event", "source", "place")


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
    `offset` and `limit` count records; `facets` names those whose counts are wanted.
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


@dataclass(frozen=True, slots=True)
class EngineHit:
    """One record found: its primary key and score."""

    record_id: int
    score: float


@dataclass(frozen=True, slots=True)
class EngineAnswer:
    """What an engine says.

    `facets[key][value]` is a count with the facet's own choice ignored, `months["2023-04"]` one with the date range ignored.
    """

    total: int
    hits: tuple[EngineHit, ...]
    facets: Mapping[str, Mapping[str, int]]
    months: Mapping[str, int]
    suggestion: str | None = None


class SearchEngine(Protocol):
    """What any engine must be able to do."""

    def search(self, request: SearchRequest) -> EngineAnswer:
        """Answer one request."""
        ...
