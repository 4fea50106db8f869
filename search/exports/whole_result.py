"""Every record of a result in its order. The keys are requested once; the records are read in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from django.db.models import Max

from archive.models import Revision
from search.display.page_records import FoundRecord, found_records
from search.index.facet_labels import IndexedNames, labels_of
from search.index.repairing import ask
from search.query.engine_requests import request_of
from search.query.params import SearchParams
from search.query.request import SearchRequest
from search.query.syntax import parse

BATCH = 500
EVERYTHING = 2**31 - 1
Item = TypeVar("Item")


@dataclass(frozen=True)
class WholeResult:
    """The primary keys of all records found, in order."""

    params: SearchParams
    keys: tuple[int, ...]

    @property
    def in_words(self) -> str:
        """Return the search in words."""
        return self.params.in_words(labels_of(self.params.named())) or "all records"

    @property
    def order(self) -> str:
        """Return the order in words."""
        return self.params.effective_sort

    @property
    def path(self) -> str:
        """Return the address that shows the same records."""
        return self.params.url()

    def records(self) -> Iterator[tuple[FoundRecord, int]]:
        """Yield each record with the number of its transcript's newest revision. Four queries a batch.

        A record withdrawn since the search is left out.
        """
        for batch in batches(self.keys, BATCH):
            yield from records_of(batch)


def records_of(keys: Sequence[int]) -> Iterator[tuple[FoundRecord, int]]:
    """Yield the public ones of these records in order, each with the number of its transcript's newest revision."""
    found = found_records(keys)
    revisions = _revisions({record.slug for record in found.values()})
    yield from ((found[key], revisions.get(found[key].slug, 1)) for key in keys if key in found)


def whole_result(params: SearchParams) -> WholeResult:
    """Run a search for all its records. Raises BeingRepaired."""
    return WholeResult(params, tuple(hit.record_id for hit in ask(bare_request(params)).hits))


def bare_request(params: SearchParams) -> SearchRequest:
    """Return a request for nothing but the keys of all records."""
    request = request_of(params, parse(params.q, IndexedNames()))
    return replace(request, offset=0, limit=EVERYTHING, facets=(), histogram=False, spelling=False, passages=False)


def batches(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Yield items in tuples of this size; the last may be shorter."""
    rest = iter(items)
    while batch := tuple(islice(rest, size)):
        yield batch


def _revisions(slugs: set[str]) -> dict[str, int]:
    of = Revision.objects.filter(transcript__slug__in=slugs).order_by().values_list("transcript__slug")
    return dict(of.annotate(newest=Max("number")))
