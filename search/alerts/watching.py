"""What is new to each followed search: changed transcripts -> one search a query -> matches in order of arrival.

A transcript is recorded in the transaction that changes it, and removed in the one that stores its searches' matches. Repeating
the work in between gives the same result, so nothing is lost or found twice wherever a run is stopped.
"""

from __future__ import annotations

import hashlib
import logging
import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.dispatch import receiver
from django.http import QueryDict
from numpy.typing import NDArray

from archive.models import Record
from archive.signals import transcript_changed
from search.alerts.alert_models import ChangedTranscript, NewMatch, WatchedSearch
from search.engines.base import EngineAnswer
from search.exports.whole_result import bare_request, batches
from search.index.queue import engine
from search.index.rebuilding import is_rebuilding
from search.index.repairing import BeingRepaired, ask, not_yet_found
from search.query.budget import Budget
from search.query.params import SearchParams

Keys = NDArray[np.int64]
ROWS = 500  # a query
STEPS, SECONDS = 10**12, 60.0  # the budget of a search that nobody waits for
log = logging.getLogger(__name__)


def packed(keys: Keys) -> bytes:
    """Return sorted keys in their stored form."""
    return zlib.compress(np.diff(keys, prepend=0).astype("<i8").tobytes(), 6)


def unpacked(data: bytes) -> Keys:
    """Return stored keys, sorted."""
    return np.cumsum(np.frombuffer(zlib.decompress(data), "<i8"), dtype=np.int64)


def keys_of(records: Iterable[int]) -> Keys:
    """Return keys sorted, without repetitions."""
    return np.unique(np.fromiter(records, np.int64))


@receiver(transcript_changed, dispatch_uid="note_for_alerts")
def note_for_alerts(sender: object, transcript_id: int, **more: Any) -> None:
    """Queue the transcript for alerts, if anybody follows anything."""
    if settings.ALERTS and WatchedSearch.objects.exclude(known=None).exists():
        ChangedTranscript.objects.create(transcript_id=transcript_id)


def followed(params: SearchParams) -> SearchParams:
    """Return a search without parameters that only affect how results are shown."""
    return params.with_(page=1, size=0, sort="", view="")


def search_of(params: SearchParams) -> WatchedSearch:
    """Return the row of a search, creating it once."""
    query = followed(params).query_string()
    digest = hashlib.sha256(query.encode()).hexdigest()
    return WatchedSearch.objects.get_or_create(digest=digest, defaults={"query": query})[0]


def params_of(search: WatchedSearch) -> SearchParams:
    """Return a stored search's parameters."""
    return SearchParams.from_querydict(QueryDict(search.query))


def watch(search: WatchedSearch) -> int:
    """Start watching a search, unless it is watched already; return its last match. Raises BeingRepaired.

    Call it in a transaction that holds the archive's lock. Its present results are not news; what still waits to be indexed is
    checked later.
    """
    if search.known is None:
        if is_rebuilding(engine()):  # everything not yet indexed again would be news
            raise BeingRepaired
        waiting = not_yet_found().values_list("transcript_id", flat=True).distinct()
        ChangedTranscript.objects.bulk_create([ChangedTranscript(transcript_id=key) for key in waiting], batch_size=ROWS)
        search.known = packed(keys_of(hit.record_id for hit in _answer(params_of(search)).hits))
        search.save(update_fields=["known"])
    return last_match(search)


def _answer(params: SearchParams, records: frozenset[int] | None = None) -> EngineAnswer:
    return ask(replace(bare_request(params), sort="latest", records=records), Budget(STEPS, SECONDS))


def last_match(search: WatchedSearch) -> int:
    """Return the key of a search's last match, 0 if there is none."""
    last: int | None = NewMatch.objects.filter(search=search).aggregate(last=Max("pk"))["last"]
    return last or 0


def collect(before_asking: Callable[[], object] = lambda: None) -> int:
    """Check all changed transcripts and store what is new to each search; return the number of matches. Raises BeingRepaired.

    `before_asking` updates the index once the transcripts to be checked are known.
    """
    rows = dict(ChangedTranscript.objects.values_list("pk", "transcript_id"))
    if not rows:
        return 0
    before_asking()
    changed = _records_of(set(rows.values()))
    found = 0
    for search in WatchedSearch.objects.exclude(known=None).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            found += _look(search, changed)
    for keys in batches(rows, ROWS):
        ChangedTranscript.objects.filter(pk__in=keys).delete()
    return found


def _records_of(transcripts: Iterable[int]) -> Keys:
    """Return the records of these transcripts, public or not."""
    found: set[int] = set()
    for keys in batches(transcripts, ROWS):
        found.update(Record.objects.filter(transcript_id__in=keys).order_by().values_list("pk", flat=True))
    return keys_of(found)


def _look(pk: int, changed: Keys) -> int:
    """Store which of these records a search finds now and did not before, and which it no longer finds."""
    search = WatchedSearch.objects.select_for_update().filter(pk=pk).exclude(known=None).first()
    if search is None or not len(changed):
        return 0
    answer = _answer(params_of(search), frozenset(changed.tolist()))
    if answer.left_out:
        log.error("A search with alerts costs too much and was not looked at: %.300s", search.query)
        return 0
    finds = keys_of(hit.record_id for hit in answer.hits)
    known = unpacked(bytes(search.known or b""))
    new = np.setdiff1d(finds, known, assume_unique=True)
    gone = np.setdiff1d(np.intersect1d(known, changed, assume_unique=True), finds, assume_unique=True)
    if not len(new) and not len(gone):
        return 0
    for keys in batches(gone.tolist(), ROWS):
        NewMatch.objects.filter(search=search, record_id__in=keys).delete()
    NewMatch.objects.bulk_create([NewMatch(search=search, record_id=key) for key in new.tolist()], batch_size=ROWS)
    search.known = packed(np.union1d(np.setdiff1d(known, gone, assume_unique=True), new))
    search.save(update_fields=["known"])
    return len(new)
