"""Alerts in the admin: to view and delete, never to write. Addresses are shown only to those who may view subscribers."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from archive.admin.bases import ModelAdmin
from search.alerts import subscribing
from search.models import Alert, Subscriber


def sees_addresses(request: HttpRequest) -> bool:
    """Tell whether a user may see the addresses of alerts."""
    return bool(request.user.has_perm("search.view_subscriber"))


@admin.register(Alert)
class AlertAdmin(ModelAdmin[Alert]):
    """Who follows what, and the state of delivery."""

    list_display = ("search", "address", "rhythm", "state", "refusal", "asked_at")
    list_select_related = ("search", "subscriber")
    list_filter = ("state", "rhythm")
    fields = readonly_fields = (
        *("search", "address", "rhythm", "state", "asked_at", "confirmed_at", "next_day", "refusals", "refusal", "mails"),
    )
    search_help_text = "Words of the search, or of the address for those who may see it."
    show_full_result_count = False

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Search by address only for users who may see it: finding reveals as much as showing."""
        return ("search__query", "subscriber__address") if sees_addresses(request) else ("search__query",)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Show the addresses, or their masked form."""
        return tuple(self._column_for(request, name) for name in self.list_display)

    def get_fields(self, request: HttpRequest, obj: Alert | None = None) -> tuple[str, ...]:
        """Show the same on an alert's own page."""
        return tuple(self._column_for(request, name) for name in self.fields)

    get_readonly_fields = get_fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Forbid adding: only the owner of an address confirms an alert."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Alert | None = None) -> bool:
        """Forbid changes: an alert belongs to its reader."""
        return False

    def delete_model(self, request: HttpRequest, obj: Alert) -> None:
        """Delete the alert, and its address if it has no other."""
        subscribing.end(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Alert]) -> None:
        """Delete the chosen alerts."""
        for alert in queryset:
            subscribing.end(alert)

    @admin.display(description="address", ordering="subscriber__address")
    def address(self, alert: Alert) -> str:
        """Return the whole address."""
        return alert.subscriber.address

    @admin.display(description="address")
    def hidden_address(self, alert: Alert) -> str:
        """Return the first letter of the address and its host."""
        return str(alert.subscriber)

    @admin.display(description="mails sent")
    def mails(self, alert: Alert) -> int:
        """Return the number of mails sent."""
        return alert.mails.exclude(sent_at=None).count()

    def _column_for(self, request: HttpRequest, name: str) -> str:
        return "hidden_address" if name == "address" and not sees_addresses(request) else name


@admin.register(Subscriber)
class SubscriberAdmin(ModelAdmin[Subscriber]):
    """Addresses with alerts, for those who may see them. Deleting one deletes everything about it."""

    list_display = ("address", "created_at")
    search_fields = ("address",)
    fields = readonly_fields = ("address", "created_at")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Forbid adding: an address comes with its alert."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Subscriber | None = None) -> bool:
        """Forbid changes: another address has to be confirmed."""
        return False

    def delete_model(self, request: HttpRequest, obj: Subscriber) -> None:
        """Delete the address."""
        subscribing.forget(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Subscriber]) -> None:
        """Delete the chosen addresses."""
        for subscriber in queryset:
            subscribing.forget(subscriber)
