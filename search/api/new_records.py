"""How many records are new to searches saved by a reader: one request for all, which reveals nothing about the reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from django.db.models import Max
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from archive.models import Record
from archive.text.numbers import read_int
from search.api.json_api import public
from search.exports.whole_result import bare_request
from search.index.repairing import ask, not_yet_found, told_while_repaired
from search.query.budget import SEARCHING, Budget
from search.query.params import SearchParams

MOST_SEARCHES = 20
MOST_NEW = 2000  # newest records that are searched
QUERY_LENGTH = 4000  # characters of one search's parameters


class KeptSearch(NamedTuple):
    """A saved search, and the archive's position when its results were last seen."""

    since: int
    params: SearchParams


@csrf_exempt  # it changes nothing; sent by POST so that a reader's searches are not in access logs
@told_while_repaired
@require_http_methods(["GET", "HEAD", "POST"])
def search_new(request: HttpRequest) -> HttpResponse:
    """Return the archive's position, and for each `s` ("<position>:<parameters>") how many matching records came since.

    A count is null if the searches together cost too much.
    """
    given = request.POST if request.method == "POST" else request.GET
    kept = [_read(one) for one in given.getlist("s")[:MOST_SEARCHES]]
    position = arrival(min((one.since for one in kept), default=0))
    return public({"position": position, "most": MOST_NEW, "counts": _counts(kept)})


def _read(written: str) -> KeptSearch:
    since, _, query = written.partition(":")
    return KeptSearch(read_int(since) or 0, SearchParams.from_querydict(QueryDict(query[:QUERY_LENGTH])))


def arrival(since: int = 0) -> int:
    """Return the archive's position: the key of the last public record up to which this machine has everything indexed.

    A record from before `since` that waits for indexing again because it was corrected is not new. Raises BeingRepaired.
    """
    waiting = Record.objects.filter(transcript_id__in=not_yet_found().values("transcript_id"), pk__gt=since)
    first = waiting.order_by("pk").values_list("pk", flat=True).first()
    last: int | None = Record.objects.published().aggregate(last=Max("pk"))["last"] if first is None else first - 1
    return last or 0


def _counts(kept: Sequence[KeptSearch]) -> list[int | None]:
    since = min((one.since for one in kept), default=0)
    new = list(Record.objects.filter(pk__gt=since).order_by("-pk").values_list("pk", flat=True)[:MOST_NEW]) if kept else []
    budget = Budget(SEARCHING)
    return [_count(one, frozenset(key for key in new if key > one.since), budget) for one in kept]


def _count(kept: KeptSearch, new: frozenset[int], budget: Budget) -> int | None:
    if not new:
        return 0
    if budget.cut:
        return None
    answer = ask(replace(bare_request(kept.params), sort="latest", limit=1, records=new), budget)
    return None if budget.cut or answer.left_out else answer.total
