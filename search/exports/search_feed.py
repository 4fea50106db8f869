"""An Atom feed of any search, latest records first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import escape
from django.views.decorators.http import condition, require_safe

from archive.formats.xml_pieces import xml_text
from archive.models import Transcript
from archive.pages.feeds import PagedAtom, archive_etag, pages_around
from search.display.result_rows import read_rows
from search.display.results_page import ResultRow
from search.index.facet_labels import IndexedNames, labels_of
from search.index.queue import waiting
from search.index.repairing import ask, told_while_repaired
from search.query.budget import Budget
from search.query.describe import search_in_words
from search.query.engine_requests import request_of
from search.query.params import SearchParams
from search.query.syntax import parse
from search.results import problems_of

LENGTH = 50  # entries a page, unless `size` says otherwise
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
NOTHING_YET = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A record found, with the time of its transcript's newest revision."""

    row: ResultRow
    changed: dt.datetime


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A page of a search's feed. `said` is the search in words, `problems` its unreadable parts."""

    params: SearchParams
    entries: tuple[FeedEntry, ...]
    total: int
    said: str
    problems: tuple[str, ...]

    @property
    def last(self) -> int:
        """Return the number of the last page, at least 1."""
        return max(1, -(-self.total // self.params.size))


def feed_page(asked: SearchParams) -> FeedPage:
    """Run one page of a search, latest first. Raises BeingRepaired."""
    params = asked.with_(sort="", view="", size=asked.size or LENGTH, page=asked.page)
    query = parse(params.q, IndexedNames())
    counted = tuple(map(params.indexed_key, params.named()))  # they tell which chosen values exist
    request = replace(request_of(params, query), sort="latest", facets=counted, histogram=False, spelling=False)
    answer, labels = ask(request), labels_of(params.named())
    marking = Budget()
    rows = read_rows(params, query, answer, answer.hits, marking)
    problems = problems_of(params, query, answer, labels, marking)
    return FeedPage(
        params,
        _entries(rows),
        answer.total,
        search_in_words(query.said, params.choices(), params.dates_in_words, labels),
        tuple(problem.message for problem in problems),
    )


def _entries(rows: Collection[ResultRow]) -> tuple[FeedEntry, ...]:
    slugs = {row.record_key.rpartition("/")[0] for row in rows}
    of = Transcript.objects.filter(slug__in=slugs).order_by().annotate(newest=Max("revisions__created_at"))
    changed = {slug: newest or updated for slug, newest, updated in of.values_list("slug", "newest", "updated_at")}
    return tuple(FeedEntry(row, changed.get(row.record_key.rpartition("/")[0], NOTHING_YET)) for row in rows)


class SearchAtom(PagedAtom):
    """Atom with OpenSearch's result counts."""

    def root_attributes(self) -> dict[str, str]:
        """Declare the OpenSearch namespace."""
        return {**super().root_attributes(), "xmlns:opensearch": OPENSEARCH}

    def add_root_elements(self, handler: Any) -> None:
        """Add the counts to what Django writes."""
        super().add_root_elements(handler)
        for name in ("totalResults", "startIndex", "itemsPerPage"):
            handler.addQuickElement(f"opensearch:{name}", str(self.feed[name]))

    def latest_post_date(self) -> dt.datetime:
        """Return the time of the newest entry; without entries, a constant day."""
        return super().latest_post_date() if self.items else NOTHING_YET


if TYPE_CHECKING:
    _Feed = Feed[FeedEntry, FeedPage]
else:  # Django's class takes no type parameters
    _Feed = Feed


class SearchFeed(_Feed):
    """The records that a search finds."""

    feed_type = SearchAtom

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FeedPage:
        """Return the requested page; 404 after the last."""
        self.request = request
        page = feed_page(SearchParams.from_querydict(request.GET))
        if page.params.page > page.last:
            raise Http404("No such page of the feed.")
        return page

    def title(self, page: FeedPage) -> str:
        return xml_text(
            f"{settings.SITE_NAME} · Records {page.said}".strip() if page.said else f"{settings.SITE_NAME} · All records"
        )

    def subtitle(self, page: FeedPage) -> str | None:
        """Return the unreadable parts of the search, if any."""
        return xml_text(" ".join(page.problems)) or None

    def link(self, page: FeedPage) -> str:
        return _canonical(page.params).url()

    def feed_url(self, page: FeedPage) -> str:
        return self.request.get_full_path()

    def feed_guid(self, page: FeedPage) -> str:
        """Return the feed's permanent id, however the search is written in the address."""
        return self._absolute(_canonical(page.params))

    def author_name(self, page: FeedPage) -> str:
        return str(settings.SITE_NAME)

    def items(self, page: FeedPage) -> tuple[FeedEntry, ...]:
        """Return the page's entries."""
        return page.entries

    def item_title(self, item: FeedEntry) -> str:
        """Return the speaker and the transcript."""
        who = ", ".join(person.name for person in item.row.speakers)
        return xml_text(": ".join(filter(None, (who, item.row.title))))

    def item_description(self, item: FeedEntry) -> str:
        """Return the passage with search terms marked, and its source, as HTML."""
        row = item.row
        day = row.date.isoformat() if row.date else "undated"
        line = " · ".join(filter(None, (day, row.event_label, row.place, row.source)))
        # Feed readers remove <mark>, like all unknown elements.
        passage = row.passage.replace("<mark>", "<strong>").replace("</mark>", "</strong>")
        return xml_text(f"<p>{passage}</p><p>{escape(line)}</p>")

    def item_author_name(self, item: FeedEntry) -> str | None:
        return xml_text(", ".join(person.name for person in item.row.speakers)) or None

    def item_link(self, item: FeedEntry) -> str:
        """Return the address of the passage with the words marked."""
        return item.row.url

    def item_guid(self, item: FeedEntry) -> str:
        """Return the record's permanent address."""
        return self.request.build_absolute_uri(item.row.record_url)

    def item_updateddate(self, item: FeedEntry) -> dt.datetime:
        """Return when the revision came."""
        return item.changed

    def feed_extra_kwargs(self, page: FeedPage) -> dict[str, str | int]:
        """Return the neighbouring pages (RFC 5005) and the counts."""
        params, number = page.params, page.params.page
        around = pages_around(number, page.last)
        linked = replace(params, size=0 if params.size == LENGTH else params.size)
        links = {rel: self._absolute(linked.with_(page=to)) for rel, to in around.items()}
        first = (number - 1) * params.size + 1 if page.total else 0
        return {**links, "totalResults": page.total, "startIndex": first, "itemsPerPage": params.size}

    def _absolute(self, params: SearchParams) -> str:
        return self.request.build_absolute_uri(params.url("search_feed"))


def _canonical(params: SearchParams) -> SearchParams:
    return params.with_(size=0)


def _etag(request: HttpRequest) -> str | None:
    """Return the answer's entity tag; None while the index is behind the archive."""
    if waiting():
        return None
    return archive_etag(request)


def _last_modified(request: HttpRequest) -> dt.datetime | None:
    """Return when the public archive last changed: an editor's decision can make an old record match."""
    if waiting():
        return None
    newest: dt.datetime | None = Transcript.objects.exclude(state=Transcript.State.DRAFT).aggregate(at=Max("updated_at"))["at"]
    return newest


@require_safe
@told_while_repaired
@condition(etag_func=_etag, last_modified_func=_last_modified)
def search_feed(request: HttpRequest) -> HttpResponse:
    """Answer with the feed of a search."""
    response = SearchFeed()(request)
    del response["Last-Modified"]  # Django's is that of the entries shown, and would miss records that match only now
    return response
