"""SQLite FTS5: Porter stems, one table per facet clustered by record, bm25() with column weights, snippet()."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.peers import PAGE, NotSupported, undated, without
from search.request import FACET_KEYS, SearchRequest
from search.tree import And, Everything, Node, Or, Phrase, Prefix, Word

KEYS = (*FACET_KEYS, "month")
WEIGHTS = "1.5, 0.8, 1.0"


def match(node: Node) -> str:
    """Return a tree in FTS5's language."""
    if isinstance(node, (And, Or)):
        joint = " AND " if isinstance(node, And) else " OR "
        return joint.join(f"({match(part)})" for part in node.parts)
    if isinstance(node, Word):
        return (f"{node.field} : " if node.field != "text" else "") + f'"{node.text}"'
    if isinstance(node, Phrase):
        words = " ".join(f'"{word}"' for word in node.words)
        return f"NEAR({words}, {node.slop})" if node.slop else '"' + " ".join(node.words) + '"'
    if isinstance(node, Prefix):
        return f'"{node.text}" *'
    raise NotSupported(type(node).__name__)


class Fts5:
    """See `benchmarks.peers.Peer`."""

    def __init__(self, folder: Path) -> None:
        self.db = sqlite3.connect(folder / "fts5.sqlite3")
        self.db.executescript("PRAGMA cache_size=-262144; PRAGMA mmap_size=2147483648; PRAGMA temp_store=MEMORY;")

    def build(self, documents: Iterable[dict[str, Any]]) -> None:
        """Take in all documents in one transaction, then optimise."""
        self.db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        self.db.execute("CREATE VIRTUAL TABLE docs USING fts5(title, question, answer, tokenize='porter unicode61')")
        self.db.execute("CREATE TABLE days (id INTEGER PRIMARY KEY, day TEXT)")
        for key in KEYS:
            self.db.execute(f"CREATE TABLE facet_{key} (id INTEGER, value TEXT, PRIMARY KEY (id, value)) WITHOUT ROWID")
            self.db.execute(f"CREATE INDEX {key}_value ON facet_{key} (value, id)")
        for one in documents:
            pk = int(one["django_id"])
            said = (pk, one["title"], one["question"], one["answer"])
            self.db.execute("INSERT INTO docs (rowid, title, question, answer) VALUES (?, ?, ?, ?)", said)
            self.db.execute("INSERT INTO days VALUES (?, ?)", (pk, one["date"]))
            for key in KEYS:
                self.db.executemany(f"INSERT INTO facet_{key} VALUES (?, ?)", [(pk, value) for value in one[key]])
        self.db.execute("INSERT INTO docs (docs) VALUES ('optimize')")
        self.db.execute("CREATE INDEX days_day ON days (day)")
        self.db.execute("ANALYZE")
        self.db.commit()

    def open(self) -> None:
        """Get ready to answer."""
        self.db.execute("SELECT count(*) FROM days").fetchone()

    def ask(self, request: SearchRequest) -> int:
        """Find, count and highlight."""
        self._hits("hits", request, scored=True)
        for key in KEYS:
            table = "hits"
            if key == "month" and (request.date_from or request.date_to):
                table = self._hits("others", undated(request))
            elif any(choice.key == key for choice in request.choices):
                table = self._hits("others", without(request, key))
            self.db.execute(f"SELECT value, count(*) FROM {table} JOIN facet_{key} USING (id) GROUP BY value").fetchall()
        order = "day DESC" if request.sort == "newest" else "score, day DESC"
        page = [pk for (pk,) in self.db.execute(f"SELECT id FROM hits JOIN days USING (id) ORDER BY {order}, id LIMIT {PAGE}")]
        self._snippets(request, page)
        return int(self.db.execute("SELECT count(*) FROM hits").fetchone()[0])

    def _hits(self, table: str, request: SearchRequest, scored: bool = False) -> str:
        """Put what a request finds in a table of its own; return its name."""
        self.db.execute(f"DROP TABLE IF EXISTS temp.{table}")
        words = not isinstance(request.tree, Everything)
        wheres, values = (["docs MATCH ?"], [match(request.tree)]) if words else ([], [])
        number = "docs.rowid" if words else "days.id"
        for choice in request.choices:
            wheres.append(f"{number} IN (SELECT id FROM facet_{choice.key} WHERE value = ?)")
            values.append(choice.values[0])
        if request.date_from and request.date_to:
            wheres.append(f"{number} IN (SELECT id FROM days WHERE day BETWEEN ? AND ?)")
            values += [request.date_from, request.date_to]
        score = f"bm25(docs, {WEIGHTS})" if words and scored and request.sort == "relevance" else "0"
        source, where = "docs" if words else "days", " AND ".join(wheres) or "1"
        select = f"SELECT {number} AS id, {score} AS score FROM {source} WHERE {where}"
        self.db.execute(f"CREATE TEMP TABLE {table} AS {select}", values)
        return table

    def _snippets(self, request: SearchRequest, page: list[int]) -> None:
        for pk in page:
            if isinstance(request.tree, Everything):
                self.db.execute("SELECT substr(answer, 1, 360) FROM docs WHERE rowid = ?", (pk,)).fetchall()
            else:
                snippet = "SELECT snippet(docs, -1, '<mark>', '</mark>', '…', 60) FROM docs WHERE docs MATCH ? AND rowid = ?"
                self.db.execute(snippet, (match(request.tree), pk)).fetchall()

    def close(self) -> None:
        """Let everything go."""
        self.db.close()
