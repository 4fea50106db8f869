"""Alerts as pages show them, and what a new one would send: the latest records, and about how many there are a week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from archive.pages.html.formatting import counted
from search.alerts.alert_models import Alert, NewMatch
from search.alerts.watching import params_of
from search.exports.search_feed import FeedPage, feed_page
from search.exports.whole_result import bare_request
from search.index.facet_labels import labels_of
from search.index.repairing import ask
from search.query.params import SearchParams

RHYTHMS = {"daily": "Daily, when there is anything new", "weekly": "Weekly, when there is anything new"}
REFUSED = "Paused, because mails to your address were refused. Resume it once that is corrected."
SHOWN = 3
WEEKS = 12


@dataclass(frozen=True, slots=True)
class ShownAlert:
    """An alert as its page shows it. `waiting` counts records not sent yet."""

    alert: Alert
    said: str
    results_url: str
    waiting: int

    @property
    def sends(self) -> bool:
        return self.alert.state == Alert.State.ACTIVE

    @property
    def rests(self) -> bool:
        return self.alert.state in (Alert.State.PAUSED, Alert.State.REFUSED)

    @property
    def other_rhythm(self) -> str:
        """Return the other rhythm."""
        return next(str(rhythm) for rhythm in Alert.Rhythm if rhythm != self.alert.rhythm)

    @property
    def standing(self) -> str:
        """Return its state in words."""
        if self.sends:
            return f"{RHYTHMS[self.alert.rhythm]}."
        if self.alert.state == Alert.State.ASKED:
            return "Not confirmed yet. The link in the mail that you were sent confirms it."
        why = "Paused." if self.alert.state == Alert.State.PAUSED else REFUSED
        found = f" {counted(self.waiting, 'record')} found meanwhile {'waits' if self.waiting == 1 else 'wait'}."
        return why + (found if self.waiting else "")


def shown_alerts(alerts: Iterable[Alert]) -> list[ShownAlert]:
    """Return alerts with their searches in words. A few queries, whatever their number."""
    with_params = [(alert, params_of(alert.search)) for alert in alerts]
    chosen: dict[str, set[str]] = {}
    for _, params in with_params:
        for key, values in params.chosen:
            chosen.setdefault(key, set()).update(values)
    labels = labels_of(chosen)
    fresh = NewMatch.objects.filter(search=OuterRef("search"), pk__gt=OuterRef("position"))
    counts = fresh.order_by().values("search").annotate(number=Count("pk")).values("number")
    waiting = dict(Alert.objects.filter(pk__in=[alert.pk for alert, _ in with_params]).values_list("pk", Subquery(counts)))
    return [
        ShownAlert(alert, _search_title(params.in_words(labels)), params.url(), waiting.get(alert.pk) or 0)
        for alert, params in with_params
    ]


def _search_title(described: str) -> str:
    return f"Records {described}" if described else "All records"


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
        return f"None is from the last {WEEKS} weeks, so expect few."
    week = lately / WEEKS
    about = f"about {counted(round(week), 'record')} a week" if week >= 1 else "less than one a week"
    return f"{counted(lately, 'record')} from the last {WEEKS} weeks: {about}."
