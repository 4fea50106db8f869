"""The archive as a Django application."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """The collection: what is kept and how it gets in."""

    name = "archive"
    verbose_name = "Archive"

    def ready(self) -> None:
        """Listen to its own changes."""
        from archive import receivers  # noqa: F401
