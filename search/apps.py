"""Search as a Django application."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Finding things in the archive."""

    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        """Listen to what the archive tells the world."""
        from search import receivers  # noqa: F401
