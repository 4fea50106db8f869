"""What is worked out of the archive once and kept, for every process, until the archive changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache

from archive.models import archive_version

T = TypeVar("T")
KEEP_SECONDS = 24 * 60 * 60


class VersionCache:
    """Django's cache, as of the archive's version. Asks for the version once, and for each name once: make one a request.

    What is kept under a name takes the place of what an earlier version had there, so that changes of the archive leave nothing
    behind.
    """

    def __init__(self) -> None:
        self.version = archive_version.current()
        self.held: dict[str, Any] = {}

    def get(self, name: str, work_out: Callable[[], T], also: object = "") -> T:
        """Return what was worked out under this name for this version, working it out if nobody has.

        `also` is what else it was made of: what was made of something else is not returned.
        """
        if name not in self.held:
            made_of, key = f"{self.version} {also}", f"figures:{name}"
            kept = cache.get(key)
            if kept is None or kept[0] != made_of:
                kept = (made_of, work_out())
                cache.set(key, kept, KEEP_SECONDS)
            self.held[name] = kept[1]
        held: T = self.held[name]
        return held
