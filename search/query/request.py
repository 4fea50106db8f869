"""What an engine is asked: plain data that knows no engine. What it answers: search/engines/base.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from search import facets
from search.query.tree import Everything, Node

Sort = Literal["relevance", "newest", "oldest", "latest"]


def every_panel() -> tuple[str, ...]:
    """Return the fields whose counts are wanted unless told otherwise."""
    return facets.TABLE.panels


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
    `sort` is by score, by day, or by primary key, the `latest` that was taken in first; `offset` and `limit` count records;
    `facets` names the fields whose counts are wanted, by default those of all panels. With `to_last` a page after the last is the
    last one. Without `passages` the best paragraph of each record is not looked for.
    """

    tree: Node = field(default_factory=Everything)
    choices: tuple[Choice, ...] = ()
    date_from: str | None = None
    date_to: str | None = None
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 20
    facets: tuple[str, ...] = field(default_factory=every_panel)
    histogram: bool = True
    spelling: bool = False
    to_last: bool = False
    passages: bool = True
