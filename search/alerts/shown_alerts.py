"""Alerts as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery

from archive.pages.templating import counted
from search.alerts.alert_models import Alert, NewMatch
from search.alerts.watching import params_of
from search.index.facet_labels import labels_of

RHYTHMS = {"daily": "Daily, when there is anything new", "weekly": "Weekly, when there is anything new"}
REFUSED = "Paused, because mails to your address were refused. Resume it once that is corrected."


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


def shown(alerts: Iterable[Alert]) -> list[ShownAlert]:
    """Return alerts with their searches in words. A few queries, whatever their number."""
    found = [(alert, params_of(alert.search)) for alert in alerts]
    chosen: dict[str, set[str]] = {}
    for _, params in found:
        for key, values in params.chosen:
            chosen.setdefault(key, set()).update(values)
    labels = labels_of(chosen)
    fresh = NewMatch.objects.filter(search=OuterRef("search"), pk__gt=OuterRef("position"))
    counts = fresh.order_by().values("search").annotate(number=Count("pk")).values("number")
    waiting = dict(Alert.objects.filter(pk__in=[alert.pk for alert, _ in found]).values_list("pk", Subquery(counts)))
    return [
        ShownAlert(alert, _said(params.in_words(labels)), params.url(), waiting.get(alert.pk) or 0) for alert, params in found
    ]


def _said(said: str) -> str:
    return f"Records {said}" if said else "All records"
