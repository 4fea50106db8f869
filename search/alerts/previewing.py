"""What an alert would send: the latest records, and about how many there are a week."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.utils import timezone

from archive.pages.templating import counted
from search.exports.search_feed import FeedPage, feed_page
from search.exports.whole_result import bare_request
from search.index.repairing import ask
from search.query.params import SearchParams

SHOWN = 3
WEEKS = 12


@dataclass(frozen=True, slots=True)
class AlertPreview:
    """The newest records of a search, and the expected number in words."""

    page: FeedPage
    pace: str


def preview_of(params: SearchParams) -> AlertPreview:
    """Return what an alert of a search would send. Two searches. Raises BeingRepaired."""
    page = feed_page(params.with_(size=SHOWN))
    return AlertPreview(page, pace_in_words(recent(params), page.total))


def recent(params: SearchParams) -> int:
    """Return how many results of a search are from the last twelve weeks."""
    last = timezone.localdate()
    first, today = str(last - dt.timedelta(weeks=WEEKS)), str(last)
    request = bare_request(params)
    request = replace(request, date_from=max(request.date_from or first, first), date_to=min(request.date_to or today, today))
    return ask(replace(request, limit=0)).total


def pace_in_words(lately: int, total: int) -> str:
    """Say how many new records to expect, and the basis of the estimate."""
    if not total:
        return "Nothing is found yet. The first new record will be mailed."
    if not lately:
        return f"None of them is of the last {WEEKS} weeks, so expect few."
    week = lately / WEEKS
    about = f"about {counted(round(week), 'record')} a week" if week >= 1 else "less than one a week"
    return f"{counted(lately, 'record')} of the last {WEEKS} weeks: {about}."
