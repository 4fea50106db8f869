"""The request to an engine: plain data, independent of any engine. For the answer see search/engines/base.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from search import facets
from search.query.tree import Everything, Node

Sort = Literal["relevance", "newest", "oldest", "latest"]


def every_panel() -> tuple[str, ...]:
    """Return the fields counted by default."""
    return facets.TABLE.panels


@dataclass(frozen=True, slots=True)
class Choice:
    """Chosen values of one facet. `any_of`: one suffices; otherwise all are needed. `excluded`: a record must have none."""

    key: str
    values: tuple[str, ...]
    any_of: bool = True
    excluded: bool = False

    @property
    def narrows_itself(self) -> bool:
        """Tell whether this choice also applies to the facet's own counts."""
        return self.excluded or not self.any_of


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search, independent of the engine.

    `choices` are the facets' chosen and excluded values (EngineAnswer says which of them apply to a facet's own counts). Dates
    are ISO days, both included. `sort` is by score, by day, or by primary key (`latest`: last added first). `offset` and `limit`
    count records. `facets` names the fields to count, by default those of all panels. `histogram` asks for counts of months and
    of undated records, and `month` (`2023-04`) for its days too. With `to_last`, a page after the last becomes the last. Without
    `passages`, the best paragraphs are not determined. `records` restricts the search to these primary keys, None for all.
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
