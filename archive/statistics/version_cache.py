"""What is worked out of the archive once and kept, for every process, until the archive changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache

from archive.models import archive_version

T = TypeVar("T")
KEEP_SECONDS = 24 * 60 * 60


class VersionCache:
    """Django's cache under the archive's version. Asks for the version once, and for each name once: make one a request."""

    def __init__(self) -> None:
        self.version = archive_version.current()
        self.held: dict[str, Any] = {}

    def get(self, name: str, work_out: Callable[[], T]) -> T:
        """Return what was worked out under this name for this version, working it out if nobody has."""
        if name not in self.held:
            found: T | None = cache.get_or_set(f"figures:{self.version}:{name}", work_out, KEEP_SECONDS)
            self.held[name] = work_out() if found is None else found
        held: T = self.held[name]
        return held
