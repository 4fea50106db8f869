"""Our engine; texts are read from an SQLite table, as the site reads them from its database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from archive.text.paragraphs import pieces, trimmed
from benchmarks.peers import PAGE, InProcess
from search.display.highlight import markers_of
from search.display.snippets import marked_html
from search.engines.base import SearchEngine
from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.haystack.schema import schema_of
from search.engines.whoosh.writing.upkeep import tidy
from search.query.budget import Budget
from search.query.request import SearchRequest
from search.search_indexes import RecordIndex

BATCH = 2000


class BehindOurDoor:
    """An engine that keeps the contract of ours, beside a table of texts."""

    engine: SearchEngine

    def __init__(self, folder: Path) -> None:
        self.texts = sqlite3.connect(folder / "texts.sqlite3")

    def build(self, documents: Iterable[dict[str, Any]]) -> None:
        """Take in all documents, 2,000 a commit."""
        self.texts.execute("CREATE TABLE texts (id INTEGER PRIMARY KEY, question TEXT, answer TEXT)")
        self.engine.reset("benchmark")
        rest = iter(documents)
        while batch := list(islice(rest, BATCH)):
            self.engine.replace((), batch)
            rows = [(int(one["django_id"]), one["question"], one["answer"]) for one in batch]
            self.texts.executemany("INSERT INTO texts VALUES (?, ?, ?)", rows)
        self.texts.commit()

    def ask(self, request: SearchRequest) -> int:
        """Find, count and highlight."""
        answer = self.engine.search(request)
        hits = {hit.record_id: hit.passage for hit in answer.hits[:PAGE]}
        marks = ",".join("?" * len(hits))
        markers = markers_of(request.tree, {field: field for field in ("question", "answer")}, Budget())
        for pk, question, said in self.texts.execute(f"SELECT * FROM texts WHERE id IN ({marks})", [*hits]):
            field, number = hits[pk] or ("answer", 0)
            whole = question if field == "question" else said
            text = trimmed(whole, *next(islice(pieces(whole), number, None))).text
            marked_html(text, markers[field].found(text))
        return answer.total

    def close(self) -> None:
        """Let everything go."""
        self.texts.close()


class Chancery(BehindOurDoor, InProcess):
    """See `benchmarks.peers.Peer`."""

    engine: WhooshEngine

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.engine = WhooshEngine(folder / "index", schema_of(RecordIndex().fields)[1])

    def build(self, documents: Iterable[dict[str, Any]]) -> None:
        """Take in all documents, and merge as a process that serves does when it is quiet."""
        super().build(documents)
        tidy(self.engine._index())

    def open(self) -> None:
        """Get ready to answer."""
        self.engine.snapshot()
