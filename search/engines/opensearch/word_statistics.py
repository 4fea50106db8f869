"""Statistics of the whole index for ranking: document frequencies, text lengths, languages.

The frequencies come from every shard at once, by a temporary document of the words that is never stored, and are cached for a
minute. Slightly old figures change no order noticeably, and never affect which records are found.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from search.engines.opensearch.index_layout import FORM, STEM, WEIGHTS, field_name
from search.engines.opensearch.server_link import ServerLink
from search.engines.opensearch.word_tokens import Slot

FACTS_KEPT, FREQUENCIES_KEPT = 2.0, 60.0  # seconds
MOST_KEPT = 50_000
Counted = tuple[str, str]  # field and token
EVERY_FIELD = tuple(field_name(name, kind) for name in WEIGHTS for kind in (FORM, STEM))


@dataclass(frozen=True)
class IndexFacts:
    """The number of records, and their languages."""

    records: int = 0
    languages: tuple[str, ...] = ()


@dataclass
class _Kept:
    facts: IndexFacts | None = None
    facts_until: float = 0.0
    frequencies: dict[Counted, int] = field(default_factory=dict)
    averages: dict[str, float] = field(default_factory=dict)
    patterns: dict[str, int] = field(default_factory=dict)
    until: float = 0.0


class WordStatistics:
    """One per index and process; thread-safe."""

    def __init__(self, link: ServerLink, index: str) -> None:
        self.link, self.index = link, index
        self._kept, self._lock = _Kept(), threading.Lock()
        self._routes: tuple[str, ...] = ()

    def forget(self) -> None:
        """Drop the caches: the index has changed."""
        with self._lock:
            self._kept, self._routes = _Kept(), ()

    def facts(self) -> IndexFacts:
        """Return the size of the index, at most two seconds old."""
        kept, now = self._current(), time.monotonic()
        if kept.facts is None or now > kept.facts_until:
            body = {"size": 0, "track_total_hits": True, "aggs": {"languages": {"terms": {"field": "language", "size": 500}}}}
            found = self.link.ask(lambda client: client.search(index=self.index, body=body))
            spoken = (bucket["key"] for bucket in found["aggregations"]["languages"]["buckets"])
            kept.facts = IndexFacts(found["hits"]["total"]["value"], tuple(sorted(spoken)))
            kept.facts_until = now + FACTS_KEPT
        return kept.facts

    def _current(self) -> _Kept:
        with self._lock:
            if time.monotonic() > self._kept.until or len(self._kept.frequencies) > MOST_KEPT:
                self._kept = _Kept(facts=self._kept.facts, facts_until=self._kept.facts_until)
                self._kept.until = time.monotonic() + FREQUENCIES_KEPT
            return self._kept

    def learn(self, wanted: Iterable[Counted]) -> Frequencies:
        """Return the frequencies of these and previously requested tokens."""
        kept = self._current()
        new = {each for each in wanted if each not in kept.frequencies}
        if new or not kept.averages:
            found, averages = self._asked(new)
            kept.frequencies.update({each: found.get(each, 0) for each in new})
            kept.averages = averages
        return Frequencies(self.facts().records, kept.frequencies, kept.averages)

    def _asked(self, wanted: Iterable[Counted]) -> tuple[dict[Counted, int], dict[str, float]]:
        by_field: dict[str, list[str]] = {name: [] for name in EVERY_FIELD}
        for name, token in wanted:
            by_field[name].append(token)
        made_up = {name: " ".join([*tokens, "."]) for name, tokens in by_field.items()}
        asked: dict[str, Any] = {"doc": made_up, "fields": list(EVERY_FIELD)}
        asked |= {"term_statistics": True, "field_statistics": True, "positions": False, "offsets": False, "payloads": False}
        documents = [{"_index": self.index, "routing": route, **asked} for route in self.routes()]
        answer = self.link.ask(lambda client: client.mtermvectors(body={"docs": documents}))
        return _added_up([each.get("term_vectors", {}) for each in answer["docs"]])

    def routes(self) -> tuple[str, ...]:
        """Return a routing value for every shard of the index."""
        if not self._routes:
            routes: dict[tuple[str, int], str] = {}
            whole = self.link.ask(lambda client: client.search_shards(index=self.index))
            number, shards = 0, len(whole["shards"])
            while len(routes) < shards:
                routes.setdefault(self._shard_of(str(number)), str(number))
                number += 1
            self._routes = tuple(routes.values())
        return self._routes

    def _shard_of(self, route: str) -> tuple[str, int]:
        found = self.link.ask(lambda client: client.search_shards(index=self.index, params={"routing": route}))
        first = found["shards"][0][0]
        return first["index"], first["shard"]

    def records_with(self, pattern: str, query: Mapping[str, Any]) -> int:
        """Return the number of records a pattern finds, cached under its name."""
        kept = self._current()
        if pattern not in kept.patterns:
            found = self.link.ask(lambda client: client.count(index=self.index, body={"query": query}))
            kept.patterns[pattern] = int(found["count"])
        return kept.patterns[pattern]


def _added_up(vectors: Iterable[Mapping[str, Any]]) -> tuple[dict[Counted, int], dict[str, float]]:
    """Return frequencies and average lengths over all shards."""
    frequencies: dict[Counted, int] = {}
    words: dict[str, int] = {}
    texts: dict[str, int] = {}
    for by_field in vectors:
        for name, found in by_field.items():
            statistics = found.get("field_statistics", {})
            words[name] = words.get(name, 0) + max(0, statistics.get("sum_ttf", 0))
            texts[name] = texts.get(name, 0) + max(0, statistics.get("doc_count", 0))
            for token, of_token in found.get("terms", {}).items():
                frequencies[name, token] = frequencies.get((name, token), 0) + of_token.get("doc_freq", 0)
    return frequencies, {name: words[name] / texts[name] for name in words if words[name] and texts[name]}


@dataclass(frozen=True)
class Frequencies:
    """Document frequencies of tokens, the number of records, and the average length of each field."""

    records: int
    of: Mapping[Counted, int]
    averages: Mapping[str, float]

    def idf(self, frequency: int) -> float:
        """Return the inverse document frequency, as in our own engine."""
        return math.log(max(1, self.records) / (frequency + 1)) + 1

    def stands(self, name: str, slots: Iterable[Slot]) -> bool:
        """Tell whether every place of a phrase can be matched by some record."""
        return all(self.in_records(name, slot) for slot in slots)

    def in_records(self, name: str, slot: Slot) -> int:
        """Return the maximum number of records with any of these tokens in a field."""
        return min(self.records, sum(self.of.get((name, token), 0) for token in slot))

    def known(self, name: str, slots: Iterable[Slot]) -> int:
        """Return how many of these tokens occur in any record: the server adds up a phrase's score over them."""
        return max(1, len({token for slot in slots for token in slot if self.of.get((name, token), 0)}))
