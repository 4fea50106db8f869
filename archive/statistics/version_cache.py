"""A cache of values computed from the archive, shared by all processes until the archive changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache

from archive.models import archive_version

T = TypeVar("T")
KEEP_SECONDS = 24 * 60 * 60


class VersionCache:
    """Django's cache under the archive's version. Queries the version once, and each key once: use one instance a request.

    A value replaces that of an earlier version, so changes of the archive leave nothing behind.
    """

    def __init__(self) -> None:
        self.version = archive_version.current()
        self.held: dict[str, Any] = {}

    def get(self, name: str, work_out: Callable[[], T], also: object = "") -> T:
        """Return the value cached under this name for this version, computing it if missing.

        `also` is other input of the value: a value computed from different input is not returned.
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
