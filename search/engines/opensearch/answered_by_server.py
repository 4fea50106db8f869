"""Answers a SearchRequest: records and counts in one round trip, then what only the page's records need."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from search.engines.base import EngineAnswer, EngineFault, EngineHit, EngineTooSlow, PassagePlace
from search.engines.opensearch import facet_aggregations as counting
from search.engines.opensearch.index_layout import FORM, READ_BACK, STEM, field_name
from search.engines.opensearch.leaf_queries import Query
from search.engines.opensearch.near_words import RERANKED, nearness, words_of
from search.engines.opensearch.query_translation import ServerQueries
from search.engines.opensearch.read_passages import TokenPassages
from search.engines.opensearch.server_link import ServerLink, fault_named
from search.engines.opensearch.suggested_words import candidates, said_anywhere, suggesters, unknown_words
from search.query.request import SearchRequest
from search.query.tree import Node, TextLeaf

MOST_HITS = 10_000  # in one answer; later pages are reached step by step
Row = tuple[float, Any, int]  # score, day as the server sorts it, record

ORDERS: Mapping[str, list[Query]] = {
    "relevance": [{"_score": "desc"}, {"date": {"order": "desc", "missing": "_last"}}, {"record": "asc"}],
    "newest": [{"date": {"order": "desc", "missing": "_last"}}, {"record": "asc"}],
    "oldest": [{"date": {"order": "asc", "missing": "_last"}}, {"record": "asc"}],
    "latest": [{"record": "desc"}],
}


@dataclass
class FirstAnswer:
    """The result of the first round trip."""

    total: int
    rows: list[list[Any]]
    facets: dict[str, counting.Counts] = field(default_factory=dict)
    by_time: dict[str, counting.Counts] = field(default_factory=dict)
    corrections: dict[str, str] = field(default_factory=dict)
    counted: bool = True


class ServerAnswer:
    """One request, answered by the servers."""

    def __init__(self, link: ServerLink, index: str, queries: ServerQueries, request: SearchRequest) -> None:
        self.link, self.index, self.queries, self.request = link, index, queries, request
        self.ranked = request.sort == "relevance"
        self.words = words_of(self.queries.tree) if self.ranked else ()
        self.filters = counting.narrowing(request.choices, request)

    def answer(self) -> EngineAnswer:
        """Return the whole answer. Raises EngineFault."""
        request = self.request
        first = self._first()
        if request.to_last and request.limit and request.offset >= first.total:
            self.request = request = replace(request, offset=max(0, first.total - 1) // request.limit * request.limit)
            first.rows = self._rows(0, self._depth()) if first.total else []
        page = self._page(first)
        passages = self._passages([int(row[-1]) for row in page])
        hits = (EngineHit(int(row[-1]), float(row[0]) if self.ranked else 0.0, passages.get(int(row[-1]))) for row in page)
        left_out: tuple[TextLeaf, ...] = self.queries.left_out
        return EngineAnswer(
            total=first.total,
            hits=tuple(hits),
            facets=first.facets,
            months=first.by_time.get(counting.MONTHS, {}),
            days=first.by_time.get(counting.DAYS, {}),
            undated=first.by_time.get(counting.UNDATED, {}).get("", 0),
            corrections=first.corrections,
            left_out=left_out,
            counted=first.counted,
        )

    def _depth(self) -> int:
        """Return how many top records are needed. Proximity ranking uses the same ones for every page."""
        wanted = self.request.offset + self.request.limit if self.request.limit else 0
        return max(wanted, RERANKED) if self.words and wanted else wanted

    # --- the first round trip

    def _first(self) -> FirstAnswer:
        """Request records, counts and corrections at once. Only the records are essential."""
        unknown = unknown_words(self.queries) if self.request.spelling else []
        wanted = counting.keys_of(self.request)
        bodies = [self._hits_body(0, min(self._depth(), MOST_HITS))]
        bodies += [self._counts_body(counting.aggregations(self.request))] if wanted else []
        bodies += [{"size": 0, "suggest": suggesters(unknown)}] if unknown else []
        answers = self._ask_all(bodies)
        first = _whole(answers[0])
        first_answer = FirstAnswer(first["hits"]["total"]["value"], [hit["sort"] for hit in first["hits"]["hits"]])
        if wanted:
            self._take_counts(first_answer, answers[1])
        if unknown and "suggest" in answers[-1]:
            first_answer.corrections = self._corrections(candidates(unknown, answers[-1]["suggest"]))
        if len(first_answer.rows) < self._depth() and len(first_answer.rows) == MOST_HITS:
            first_answer.rows = self._rows(0, self._depth())
        return first_answer

    def _ask_all(self, bodies: list[Query]) -> list[Any]:
        lines: list[Query] = []
        for body in bodies:
            counts = "aggs" in body
            head: Query = {"index": self.index, "search_type": "dfs_query_then_fetch", "preference": self._preference()}
            head |= {"allow_partial_search_results": False, **({"request_cache": True} if counts else {})}
            if counts or not self.ranked:
                head["search_type"] = "query_then_fetch"  # required by the cache, too
            lines += [head, body]
        answers: list[Any] = self.link.ask(lambda client: client.msearch(body=lines))["responses"]
        return answers

    def _preference(self) -> str:
        """Return a preference that sends the same search to the same replicas, whose term frequencies may differ."""
        return f"s{zlib.crc32(repr(self.request.tree).encode())}"

    def _hits_body(self, start: int, size: int, after: list[Any] | None = None) -> Query:
        body: Query = {
            "query": {"bool": {"must": [self.queries.query(self.ranked)], "filter": self.filters}},
            "size": size,
            "from": start,
            "sort": ORDERS[self.request.sort],
            "track_total_hits": after is None,
            "_source": False,
            "stored_fields": "_none_",
            "timeout": self._patience(),
        }
        return {**body, **({"search_after": after} if after else {})}

    def _counts_body(self, aggregations: Query) -> Query:
        query = {"bool": {"filter": [self.queries.query(False)]}}
        return {"query": query, "size": 0, "track_total_hits": False, "aggs": aggregations, "timeout": self._patience()}

    def _patience(self) -> str:
        return f"{int(self.link.options.search_seconds * 1000)}ms"

    def _rows(self, start: int, end: int) -> list[list[Any]]:
        """Return the records of a range in order, at any depth."""
        rows: list[list[Any]] = []
        while len(rows) < end:
            body = self._hits_body(0, min(MOST_HITS, end - len(rows)), rows[-1] if rows else None)
            hits = _whole(self._ask_all([body])[0])["hits"]["hits"]
            rows += [hit["sort"] for hit in hits]
            if len(hits) < body["size"]:
                break
        return rows[start:]

    # --- counts

    def _take_counts(self, first_answer: FirstAnswer, answer: Mapping[str, Any]) -> None:
        """Store the counts, or that there was no time for them. Raises EngineTooSlow if only counts were requested."""
        try:
            counts, unfinished = counting.counts_in(_whole(answer)["aggregations"])
            for key in unfinished:
                counts[key] = dict(self._every_value(key))
        except EngineTooSlow:
            if not self.request.limit:
                raise
            first_answer.counted, counts = False, {}
        first_answer.by_time = {key: counts.pop(key, {}) for key in counting.BY_TIME}
        first_answer.facets = {key: counts.get(key, {}) for key in self.request.facets}

    def _every_value(self, key: str) -> Iterator[tuple[str, int]]:
        """Yield every value of a facet with more values than one answer holds."""
        after = None
        while True:
            body = self._counts_body(counting.page_of_values(key, self.request, after))
            found = _whole(self._ask_all([body])[0])["aggregations"]["group0"][key]
            yield from ((bucket["key"]["value"], bucket["doc_count"]) for bucket in found["buckets"])
            after = found.get("after_key")
            if not after:
                return

    def _corrections(self, meant: Mapping[str, list[str]]) -> dict[str, str]:
        """Return the most likely correction for each unknown word, among words of records that still exist."""
        pairs = [(form, word) for form, words in meant.items() for word in words[:3]]
        if not pairs:
            return {}
        bodies = [{"size": 0, "terminate_after": 1, "query": said_anywhere(word)} for _, word in pairs]
        found: dict[str, str] = {}
        for (form, word), answer in zip(pairs, self._ask_all(bodies), strict=True):
            if _whole(answer)["hits"]["total"]["value"]:
                found.setdefault(form, word)
        return found

    # --- the page

    def _page(self, found: FirstAnswer) -> list[list[Any]]:
        first, last = self.request.offset, self.request.offset + self.request.limit
        rows = found.rows
        if self.words and first < RERANKED and self.request.limit and len(rows) > 1:
            with contextlib.suppress(TooManyClauses):  # then their order is only slightly worse
                rows = [*self._nearest_first(rows[:RERANKED]), *rows[RERANKED:]]
        return rows[first:last]

    def _nearest_first(self, rows: list[list[Any]]) -> list[list[Any]]:
        """Return the best records, reranked by word proximity."""
        records = [int(row[-1]) for row in rows]
        query = nearness(self.words, self.queries)
        body = {"query": {"bool": {"filter": [{"terms": {"record": records}}], "should": [query]}}, "size": len(records)}
        body |= {"sort": [{"_score": "desc"}, {"record": "asc"}], "_source": False, "stored_fields": "_none_"}
        hits = _whole(self._ask_all([body])[0])["hits"]["hits"]
        more = {int(hit["sort"][1]): float(hit["sort"][0]) for hit in hits}
        scored = [[row[0] + more.get(int(row[-1]), 0.0), *row[1:]] for row in rows]
        places = sorted(range(len(rows)), key=lambda place: (-scored[place][0], _latest_first(rows[place][1]), records[place]))
        return [scored[place] for place in places]

    def _passages(self, records: list[int]) -> dict[int, PassagePlace | None]:
        tree: Node = self.queries.tree
        passages = TokenPassages(tree, self.queries.languages) if self.request.passages else None
        if not records or not passages:
            return {}
        kept = [field_name(name, kind) for name in READ_BACK for kind in (FORM, STEM)]
        body: Query = {"query": {"bool": {"filter": [{"terms": {"record": records}}]}}, "size": len(records)}
        body |= {"_source": {"includes": kept}, "docvalue_fields": ["record"]}
        hits = _whole(self._ask_all([body])[0])["hits"]["hits"]
        return {int(hit["fields"]["record"][0]): passages.best(hit["_source"]) for hit in hits}


def _latest_first(day: Any) -> float:
    """Return the sort key by day. An undated record, which the server sorts lowest, comes last."""
    return -float(day)


def _whole(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a complete answer. Raises EngineFault for a partial one, whose counts would be wrong."""
    if error := answer.get("error"):
        raise _fault(error, answer.get("status"))
    if answer.get("timed_out"):
        raise EngineTooSlow("A search took longer than it may (OPENSEARCH_SEARCH_SECONDS)")
    if answer["_shards"]["failed"]:
        raise _fault(answer["_shards"], 503)
    return answer


def _fault(error: Any, status: Any) -> Exception:
    if "too_many" in str(error) or "maxClauseCount" in str(error):
        return TooManyClauses("A search matches more words than OpenSearch accepts")
    return fault_named(str(error), status) or RejectedQuery(f"OpenSearch did not understand a query: {error}")


class TooManyClauses(EngineFault):
    """The patterns of a search match too many words."""


class RejectedQuery(EngineFault):
    """The server rejects a query: an error of ours, which is logged."""
