"""Machines that share a database: in one process, each with an index of its own or all with one; see `Shared`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path

from haystack import connections

from search.engines.base import Document, FencedOff, SearchEngine
from search.engines.whoosh.haystack.haystack_engine import ChanceryEngine
from search.index.queue import engine


class Machine:
    """A place with an index: what is done `with` it is done there."""

    def __init__(self, folder: Path, settings, monkeypatch) -> None:
        self.folder, self._settings, self._monkeypatch = folder, settings, monkeypatch

    def __enter__(self) -> Machine:
        self._settings.INDEX_DIR = self.folder
        self._monkeypatch.setitem(connections["default"].options, "PATH", str(self.folder))
        return self

    def __exit__(self, *error: object) -> None:
        pass


class Shared(ChanceryEngine):
    """An engine that all machines share, in a folder that stands for a cluster; it refuses what comes in an earlier turn."""

    shared = True

    @property
    def _turns(self) -> Path:
        return self.path.with_name("turns")

    def replace(self, transcripts: Collection[int], documents: Iterable[Document], fence: int = 0) -> None:
        """Take in what comes in the latest turn."""
        made = list(documents)
        latest = max(map(int, re.findall(r"\d+", self._turns.read_text())), default=0) if self._turns.exists() else 0
        if fence < latest:
            raise FencedOff(f"{fence} comes after {latest}")
        self._turns.write_text(f"{fence}\n")
        super().replace(transcripts, made)


def share(monkeypatch) -> SearchEngine:
    """Let all machines share the engine in use; one that the settings name is left as it is if they do already."""
    if not engine().shared:
        monkeypatch.setattr(connections["default"], "shared", True, raising=False)
        monkeypatch.setattr(connections["default"], "__class__", Shared)
    return engine()
