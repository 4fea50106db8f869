"""Ask the engine the judged searches: an index of a collection in a folder, and what it ranks first."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.haystack.schema import schema_of
from search.query.request import SearchRequest
from search.query.syntax import parse
from search.search_indexes import RecordIndex
from tests.search.judged.collection import Entry
from tests.search.judged.ndcg import DEPTH, ndcg

DATA = Path(__file__).parent
RECORDS_A_TRANSCRIPT = 50
Ranker = Callable[[str], list[str]]


@dataclass(frozen=True)
class Judged:
    """One search: how it is typed, of what kind it is, what was wanted, and each record's grade."""

    typed: str
    kind: str
    wanted: str
    grades: dict[str, int]


def judged(name: str) -> list[Judged]:
    """Return the searches of one collection: "samples" or "shared"."""
    found = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))["search"]
    return [Judged(one["typed"], one["kind"], one["wanted"], dict(_grades(one))) for one in found]


def _grades(one: dict[str, list[str]]) -> Iterator[tuple[str, int]]:
    for word, grade in (("exactly", 3), ("about", 2), ("passing", 1)):
        yield from ((key, grade) for key in one.get(word, ()))


class Collection:
    """Entries in an index of their own."""

    def __init__(self, folder: Path, entries: Sequence[Entry]) -> None:
        self.keys = [entry.key for entry in entries]
        self.engine = WhooshEngine(folder, schema_of(RecordIndex().fields)[1])
        self.engine.reset("judged")
        self.engine.replace([], (entry.document(pk, 1 + pk // RECORDS_A_TRANSCRIPT) for pk, entry in enumerate(entries, 1)))

    def ranked(self, typed: str, limit: int = DEPTH) -> list[str]:
        """Return the keys of what the engine puts first."""
        request = SearchRequest(tree=parse(typed).tree, limit=limit, facets=(), histogram=False)
        return [self.keys[hit.record_id - 1] for hit in self.engine.search(request).hits]


def scores(searches: Sequence[Judged], ranker: Ranker) -> dict[str, float]:
    """Return each search's nDCG under a way to rank."""
    return {search.typed: ndcg(ranker(search.typed), search.grades) for search in searches}
