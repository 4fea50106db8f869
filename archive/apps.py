"""The archive as a Django application."""

from ipaddress import ip_network
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from archive.countries import DisputedTableError, PlacesTableError, use_disputed_table, use_places_table


class ArchiveConfig(AppConfig):
    """The Django application of the collection."""

    name = "archive"
    verbose_name = "Archive"

    def ready(self) -> None:
        """Connect the receivers, and load the operator's tables of seats and disputed places."""
        from archive import receivers  # noqa: F401
        from archive.serving.monitoring import deploy_checks  # noqa: F401

        use_disputed_places(settings.DISPUTED_PLACES)
        use_seats_and_places(settings.SEATS_AND_PLACES)
        look_at_sign_in()
        look_at_networks("METRICS_ADDRESSES")
        look_at_networks("LIMIT_EXEMPT")


def use_disputed_places(path: str) -> None:
    """Load the operator's table of disputed places, if there is one. Raises ImproperlyConfigured if it is unusable."""
    if not path:
        return
    try:
        use_disputed_table(Path(path))
    except DisputedTableError as fault:
        raise ImproperlyConfigured(f"DISPUTED_PLACES: {fault}") from fault


def use_seats_and_places(path: str) -> None:
    """Load the operator's table of seats and places, if there is one. Raises ImproperlyConfigured if it is unusable."""
    if not path:
        return
    try:
        use_places_table(Path(path))
    except PlacesTableError as fault:
        raise ImproperlyConfigured(f"SEATS_AND_PLACES: {fault}") from fault


def look_at_sign_in() -> None:
    """Check the sign-in settings. Raises ImproperlyConfigured if they contradict each other."""
    from archive.signin import open_sessions, passwords, second_factor  # noqa: F401 (it listens to Django's own sign-in)

    passwords.look_at_the_list(settings.BREACHED_PASSWORDS)
    if settings.SECOND_FACTOR not in second_factor.CHOICES:
        raise ImproperlyConfigured(f"SECOND_FACTOR is {settings.SECOND_FACTOR!r}; it can be {', '.join(second_factor.CHOICES)}.")


def look_at_networks(name: str) -> None:
    """Check a setting that lists addresses or networks. Raises ImproperlyConfigured for an entry that is neither."""
    for one in getattr(settings, name):
        try:
            ip_network(one, strict=False)
        except ValueError as fault:
            raise ImproperlyConfigured(
                f"{name} names {one!r}, which is not an address or network. Write them as 192.0.2.7,2001:db8::/32."
            ) from fault
