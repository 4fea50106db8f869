"""A whole search page by page in an order that is stable while the archive grows: by day, undated last, then primary key.

Order by relevance cannot be stable: every new record changes the scores of all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.models import Record
from search.engines.base import EngineAnswer, EngineHit
from search.index.repairing import ask
from search.query.request import SearchRequest

UNDATED = "undated"
PATTERN = rf"^({UNDATED}|[0-9]{{4}}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))\.[0-9]{{1,18}}$"
EARLIEST = "0001-01-01"


@dataclass(frozen=True, slots=True)
class HitPlace:
    """A record's place in the order: its day (ISO 8601, empty if undated) and primary key."""

    day: str
    record_id: int

    @classmethod
    def read(cls, cursor: str) -> HitPlace:
        """Return the place in a cursor of PATTERN. A day beyond the month's end is its last."""
        day, _, record_id = cursor.partition(".")
        return cls("" if day == UNDATED else _real_day(day), int(record_id))

    @property
    def cursor(self) -> str:
        return f"{self.day or UNDATED}.{self.record_id}"

    def is_before(self, other: HitPlace, oldest_first: bool) -> bool:
        """Tell whether the other comes later."""
        if self.day == other.day:
            return self.record_id < other.record_id
        if not self.day or not other.day:
            return bool(self.day)
        return (self.day < other.day) == oldest_first


def hits_after(request: SearchRequest, after: HitPlace | None, size: int) -> tuple[EngineAnswer, list[EngineHit], str]:
    """Return the engine's answer to the whole search, the hits after a place, and the cursor of the next ones.

    The request is ordered by day. Only the page is read, and the hits before it on its first day.
    """
    bare = replace(request, offset=0, limit=0, facets=(), histogram=False, spelling=False)
    if after is None:
        answer = ask(replace(bare, limit=size + 1))
        hits = list(answer.hits)
    else:
        answer = ask(bare)
        hits = list(_behind(bare, after, size + 1))
    page_hits, more = hits[:size], len(hits) > size
    last = page_hits[-1] if page_hits and more else None
    return answer, page_hits, _places([last])[last.record_id].cursor if last else ""


def _behind(bare: SearchRequest, after: HitPlace, wanted: int) -> Iterator[EngineHit]:
    """Yield this many hits after a place: of its day and beyond, then undated ones."""
    hits: list[EngineHit] = []
    if after.day:
        hits = _dated_behind(bare, after, wanted)
        yield from hits
    if len(hits) < wanted and not (bare.date_from or bare.date_to):
        dated = ask(replace(bare, date_from=EARLIEST)).total
        start = after if not after.day else HitPlace("", 0)
        yield from _first_behind(replace(bare, offset=dated), start, wanted - len(hits))


def _dated_behind(bare: SearchRequest, after: HitPlace, wanted: int) -> list[EngineHit]:
    first, last = bare.date_from or EARLIEST, bare.date_to
    if bare.sort == "oldest":
        first = max(first, after.day)
    else:
        last = min(last or after.day, after.day)
    if last and first > last:
        return []
    return _first_behind(replace(bare, date_from=first, date_to=last), after, wanted)


def _first_behind(narrowed: SearchRequest, after: HitPlace, wanted: int) -> list[EngineHit]:
    """Return the first hits after a place, requesting as many as necessary."""
    limit = 2 * wanted
    while True:
        answer = ask(replace(narrowed, limit=limit))
        places = _places(answer.hits)
        found = [hit for hit in answer.hits if after.is_before(places[hit.record_id], narrowed.sort == "oldest")]
        if len(found) >= wanted or narrowed.offset + limit >= answer.total:
            return found[:wanted]
        limit *= 4


def _places(hits: Sequence[EngineHit]) -> dict[int, HitPlace]:
    """Return the places of hits. One that is indexed but no longer in the archive counts as undated. One query."""
    rows = Record.objects.filter(pk__in=[hit.record_id for hit in hits]).order_by().values_list("pk", "transcript__date")
    days = {pk: date.isoformat() if date else "" for pk, date in rows}
    return {hit.record_id: HitPlace(days.get(hit.record_id, ""), hit.record_id) for hit in hits}


def _real_day(day: str) -> str:
    for last in (int(day[8:]), 30, 29, 28):
        try:
            return dt.date(max(1, int(day[:4])), int(day[5:7]), last).isoformat()
        except ValueError:
            continue
    return day
