"""SQLite FTS5: Porter stems, prefix indexes, bm25() with column weights, snippet(), facets as numbers.

What a search finds goes into a temporary table by number, and is counted from there: facets of one value a record are columns of
`facts`, those of several are rows of `facets`, clustered by record. Memory-mapped, with a page cache of 256 MB.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.peers import PAGE, InProcess, NotSupported, recounted
from search import facets
from search.query.request import SearchRequest
from search.query.tree import And, Everything, Node, Or, Phrase, Prefix, Word

KEYS = (*facets.TABLE.panels, "month")
SINGLE = ("kind", "event", "source", "place", "month")
SEVERAL = tuple(key for key in KEYS if key not in SINGLE)
WEIGHTS = "1.5, 0.8, 1.0"
SCHEMA = f"""
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
CREATE VIRTUAL TABLE docs USING fts5(title, question, answer, tokenize='porter unicode61', prefix='3 4 5');
CREATE TABLE facts (id INTEGER PRIMARY KEY, day TEXT, {", ".join(f"{key} INTEGER" for key in SINGLE)});
CREATE TABLE facets (id INTEGER, code INTEGER, PRIMARY KEY (id, code)) WITHOUT ROWID;
CREATE TABLE codes (key TEXT, value TEXT, code INTEGER);
"""
INDEXES = "CREATE INDEX facets_code ON facets (code, id); CREATE INDEX facts_day ON facts (day);"
INDEXES += " ".join(f"CREATE INDEX facts_{key} ON facts ({key});" for key in SINGLE)


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


class Fts5(InProcess):
    """See `benchmarks.peers.Peer`."""

    def __init__(self, folder: Path) -> None:
        self.db = sqlite3.connect(folder / "fts5.sqlite3")
        self.db.executescript("PRAGMA cache_size=-262144; PRAGMA mmap_size=2147483648; PRAGMA temp_store=MEMORY;")
        self.codes: dict[tuple[str, str], int] = {}

    def build(self, documents: Iterable[dict[str, Any]]) -> None:
        """Take in all documents in one transaction, then optimise."""
        self.db.executescript(SCHEMA)
        facts = f"INSERT INTO facts VALUES (?, ?, {', '.join('?' * len(SINGLE))})"
        for one in documents:
            pk = int(one["django_id"])
            said = (pk, one["title"], one["question"], one["answer"])
            self.db.execute("INSERT INTO docs (rowid, title, question, answer) VALUES (?, ?, ?, ?)", said)
            self.db.execute(facts, (pk, one["date"], *(self._code(key, one[key][0]) for key in SINGLE)))
            rows = [(pk, self._code(key, value)) for key in SEVERAL for value in one[key]]
            self.db.executemany("INSERT INTO facets VALUES (?, ?)", rows)
        self.db.executemany("INSERT INTO codes VALUES (?, ?, ?)", [(*found, code) for found, code in self.codes.items()])
        self.db.execute("INSERT INTO docs (docs) VALUES ('optimize')")
        self.db.commit()
        self.db.executescript(INDEXES + "ANALYZE;")

    def _code(self, key: str, value: str) -> int:
        return self.codes.setdefault((key, value), len(self.codes))

    def open(self) -> None:
        """Get ready to answer."""
        self.codes = {(key, value): code for key, value, code in self.db.execute("SELECT key, value, code FROM codes")}
        self.names = {code: found for found, code in self.codes.items()}

    def ask(self, request: SearchRequest) -> int:
        """Find, count and highlight."""
        self._hits("hits", request, scored=True)
        chosen = recounted(request)
        self._count("hits", [key for key in KEYS if key not in chosen])
        for key, looser in chosen.items():
            self._hits("others", looser)
            self._count("others", [key])
        order = "day DESC" if request.sort == "newest" else "score, day DESC"
        page = [pk for (pk,) in self.db.execute(f"SELECT id FROM hits ORDER BY {order}, id LIMIT {PAGE}")]
        self._snippets(request, page)
        return int(self.db.execute("SELECT count(*) FROM hits").fetchone()[0])

    def _hits(self, table: str, request: SearchRequest, scored: bool = False) -> None:
        """Put what a request finds in a temporary table."""
        columns = f"id INTEGER PRIMARY KEY, score REAL, day TEXT, {', '.join(f'{key} INTEGER' for key in SINGLE)}"
        self.db.executescript(f"DROP TABLE IF EXISTS temp.{table}; CREATE TEMP TABLE {table} ({columns})")
        words = not isinstance(request.tree, Everything)
        wheres, values = (["docs MATCH ?"], [match(request.tree)]) if words else ([], [])
        for choice in request.choices:
            code = str(self.codes.get((choice.key, choice.values[0]), -1))
            several = f"facts.id IN (SELECT id FROM facets WHERE code = {code})"
            wheres.append(f"facts.{choice.key} = {code}" if choice.key in SINGLE else several)
        if request.date_from and request.date_to:
            wheres.append("facts.day BETWEEN ? AND ?")
            values += [request.date_from, request.date_to]
        score = f"bm25(docs, {WEIGHTS})" if words and scored and request.sort == "relevance" else "0"
        source = "docs JOIN facts ON facts.id = docs.rowid" if words else "facts"
        select = f"SELECT facts.id, {score}, day, {', '.join(SINGLE)} FROM {source} WHERE {' AND '.join(wheres) or '1'}"
        self.db.execute(f"INSERT INTO {table} {select}", values)

    def _count(self, table: str, keys: list[str]) -> dict[tuple[str, str], int]:
        selects = [f"SELECT {key}, count(*) FROM {table} GROUP BY {key}" for key in keys if key in SINGLE]
        if set(keys) & set(SEVERAL):
            selects.append(f"SELECT code, count(*) FROM {table} JOIN facets USING (id) GROUP BY code")
        return {self.names[code]: count for select in selects for code, count in self.db.execute(select)}

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
