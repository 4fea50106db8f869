"""How many records are new to searches that a reader keeps: one request for all of them, which says nothing of the reader."""

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
from search.index.repairing import ask, told_while_repaired
from search.models import IndexTask
from search.query.budget import SEARCHING, Budget
from search.query.params import SearchParams

MOST_SEARCHES = 20
MOST_NEW = 2000  # records among which is searched, the last that came
QUERY_LENGTH = 4000  # characters of one search's parameters


class KeptSearch(NamedTuple):
    """A search that a reader keeps, and the position of the archive when its results were last seen."""

    since: int
    params: SearchParams


@csrf_exempt  # it changes nothing; posted, so that the searches of a reader stand in no log of addresses
@told_while_repaired
@require_http_methods(["GET", "HEAD", "POST"])
def search_new(request: HttpRequest) -> HttpResponse:
    """Answer with the archive's position, and for each `s` ("<position>:<parameters>") how many matching records came since.

    A count is null where the searches together cost too much.
    """
    given = request.POST if request.method == "POST" else request.GET
    kept = [_read(one) for one in given.getlist("s")[:MOST_SEARCHES]]
    position = arrival(min((one.since for one in kept), default=0))
    return public({"position": position, "most": MOST_NEW, "counts": _counts(kept)})


def _read(written: str) -> KeptSearch:
    since, _, query = written.partition(":")
    return KeptSearch(read_int(since) or 0, SearchParams.from_querydict(QueryDict(query[:QUERY_LENGTH])))


def arrival(since: int = 0) -> int:
    """Return the position of the archive: the key of the last public record up to which all have been indexed.

    What came before `since` and waits again, because it was corrected, is no news.
    """
    waiting = Record.objects.filter(transcript_id__in=IndexTask.objects.values("transcript_id"), pk__gt=since)
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
