"""Lists sorted and filtered by the confidence of a reading."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from archive.models import Upload
from archive.models.sureness import EVERY_LEVEL, Level

ORDERS = {
    "unsure": ("Least sure first", ("confidence", "created_at", "pk")),
    "sure": ("Surest first", ("-confidence", "created_at", "pk")),
    "newest": ("Newest first", ("-created_at", "-pk")),
}


class HowSure(admin.SimpleListFilter):
    """Admin list filter by level of confidence."""

    title = "how sure the reading is"
    parameter_name = "sure"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(level.key, level.words) for level in EVERY_LEVEL]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        level = Level.named(self.value())
        return queryset if level is None else queryset.filter(level.within)


class ListLink(NamedTuple):
    """A link above a list: its text, address and count, and whether it is the current one."""

    words: str
    query: str
    number: int | None
    chosen: bool


class ListChoice(NamedTuple):
    """Which uploads the list shows, in which order, and the alternatives."""

    uploads: QuerySet[Upload]
    levels: list[ListLink]
    orders: list[ListLink]
    query: str


def choose(request: HttpRequest, every: QuerySet[Upload]) -> ListChoice:
    """Return the uploads selected by the address (`sure`, `order`). Unknown values are ignored. One query."""
    level, order = Level.named(request.GET.get("sure")), request.GET.get("order", "")
    order = order if order in ORDERS else "unsure"
    key = level.key if level else ""
    counts = every.order_by().aggregate(all=Count("pk"), **{one.key: Count("pk", filter=one.within) for one in EVERY_LEVEL})
    levels = [ListLink("All", _query("", order), counts["all"], not key)]
    levels += [ListLink(one.words, _query(one.key, order), counts[one.key], one.key == key) for one in reversed(EVERY_LEVEL)]
    orders = [ListLink(words, _query(key, name), None, name == order) for name, (words, _) in ORDERS.items()]
    shown = every.filter(level.within) if level else every
    return ListChoice(shown.order_by(*ORDERS[order][1]), levels, orders, _query(key, order))


def _query(level: str, order: str) -> str:
    """Return the query string, without the default order."""
    told = [f"sure={level}" if level else "", f"order={order}" if order != "unsure" else ""]
    return "&".join(filter(None, told))
