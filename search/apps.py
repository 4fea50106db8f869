"""The Django application of search."""

from django.apps import AppConfig
from django.conf import settings


class SearchConfig(AppConfig):
    """The Django application of search."""

    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        """Connect the receivers of the archive's signals."""
        from archive.pages import page_cache
        from search.alerts import alert_admin, watching  # noqa: F401
        from search.index import index_receivers, warming  # noqa: F401
        from search.text.memory import MEGABYTE, MEMORY

        page_cache.IN_STEP.append(warming.in_step)
        MEMORY.limit = settings.SEARCH_MEMORY_MB * MEGABYTE
