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
    """Chosen values of one facet.

    `any_of`: one suffices; otherwise all are needed. `excluded`: a record may have none of them.
    """

    key: str
    values: tuple[str, ...]
    any_of: bool = True
    excluded: bool = False

    @property
    def narrows_itself(self) -> bool:
        """Tell whether the counts of the facet heed this choice too: another value chosen beside it would find so many."""
        return self.excluded or not self.any_of


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search, engine-neutral.

    `choices` are the facets' chosen and excluded values (EngineAnswer says which of them a facet's counts heed); dates are ISO
    days, both included; `sort` is by score, by day, or by primary key, the `latest` that was taken in first; `offset` and `limit`
    count records; `facets` names the fields whose counts are wanted, by default those of all panels. `histogram` asks for counts
    of months and of the undated, and `month` (`2023-04`) for those of its days too. With `to_last` a page after the last is the
    last one. Without `passages` the best paragraph of each record is not looked for. `records` are the primary keys
    among which is searched, None for all.
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
    month: str = ""
    spelling: bool = False
    to_last: bool = False
    passages: bool = True
    records: frozenset[int] | None = None
