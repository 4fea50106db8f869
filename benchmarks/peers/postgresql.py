"""PostgreSQL full text: a weighted tsvector under GIN, facets as arrays, counted in one statement over a materialised set.

A cluster of its own is made in the folder and run as the user `postgres` when the benchmark is run by root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.peers import PAGE, NotSupported, undated, without
from search.request import FACET_KEYS, SearchRequest
from search.tree import And, Everything, Node, Or, Phrase, Prefix, Word

KEYS = (*FACET_KEYS, "month")
COLUMNS = {key: f"facet_{key}" for key in KEYS}  # some names are words of SQL
LETTER = {"title": "A", "question": "B", "answer": "C"}
WEIGHTS = "{0.1, 0.7, 0.5, 1.0}"  # of D, C, B, A, in the proportion of ours
SETTINGS = "shared_buffers=1GB work_mem=256MB maintenance_work_mem=1GB jit=off fsync=off".split()


def programs() -> Path:
    """Return the folder of PostgreSQL's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not found:
        raise NotSupported("PostgreSQL is not installed")
    return found[-1]


def ts_query(node: Node) -> tuple[str, list[str]]:
    """Return a tree as an SQL expression of type tsquery, and its parameters."""
    if isinstance(node, (And, Or)):
        parts = [ts_query(part) for part in node.parts]
        joint = " && " if isinstance(node, And) else " || "
        return "(" + joint.join(sql for sql, _ in parts) + ")", [value for _, values in parts for value in values]
    if isinstance(node, Word):
        letter = f" || ':{LETTER[node.field]}'" if node.field != "text" else ""
        return f"(NULLIF(plainto_tsquery('english', %s)::text, ''){letter})::tsquery", [node.text]
    if isinstance(node, Phrase):
        if not node.slop:
            return "phraseto_tsquery('english', %s)", [" ".join(node.words)]
        near = " || ".join(
            f"tsquery_phrase(plainto_tsquery('english', %s), plainto_tsquery('english', %s), {gap})"
            for gap in range(1, node.slop + 2)
        )
        return f"({near})", [*node.words] * (node.slop + 1)
    if isinstance(node, Prefix):
        return "to_tsquery('simple', %s)", [f"{node.text}:*"]
    raise NotSupported(type(node).__name__)


class PostgreSQL:
    """See `benchmarks.peers.Peer`."""

    def __init__(self, folder: Path) -> None:
        self.cluster = folder / "postgresql"
        self.socket = "/tmp"
        self.port = 54329

    def _run(self, *command: str) -> None:
        as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run([*as_postgres, *command], check=True, stdout=subprocess.DEVNULL)

    def _start(self) -> None:
        options = " ".join(f"-c {setting}" for setting in SETTINGS) + f" -p {self.port} -k {self.socket} -h ''"
        self._run(str(programs() / "pg_ctl"), "-D", str(self.cluster), "-o", options, "-w", "-l", f"{self.cluster}/log", "start")
        self.db = psycopg.connect(host=self.socket, port=self.port, user="postgres", dbname="postgres", autocommit=True)

    def build(self, documents: Iterable[dict[str, Any]]) -> None:
        """Take in all documents, then index and analyse."""
        self.cluster.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.cluster, "postgres")
            for parent in list(self.cluster.parents)[:-1]:
                parent.chmod(parent.stat().st_mode | 0o011)
        self._run(str(programs() / "initdb"), "-D", str(self.cluster), "-A", "trust", "-E", "UTF8", "--no-locale")
        self._start()
        arrays = ", ".join(f"{column} text[]" for column in COLUMNS.values())
        self.db.execute(f"CREATE TABLE docs (id int PRIMARY KEY, title text, question text, answer text, day date, {arrays})")
        columns = f"id, title, question, answer, day, {', '.join(COLUMNS.values())}"
        with self.db.cursor() as cursor, cursor.copy(f"COPY docs ({columns}) FROM STDIN") as copy:
            for one in documents:
                said = (int(one["django_id"]), one["title"], one["question"], one["answer"], one["date"])
                copy.write_row((*said, *(one[key] for key in KEYS)))
        vector = " || ".join(f"setweight(to_tsvector('english', {name}), '{letter}')" for name, letter in LETTER.items())
        self.db.execute(f"ALTER TABLE docs ADD COLUMN words tsvector GENERATED ALWAYS AS ({vector}) STORED")
        self.db.execute("CREATE INDEX ON docs USING gin (words)")
        for column in COLUMNS.values():
            self.db.execute(f"CREATE INDEX ON docs USING gin ({column})")
        self.db.execute("CREATE INDEX ON docs (day)")
        self.db.execute("VACUUM ANALYZE docs")
        self.close()

    def open(self) -> None:
        """Get ready to answer."""
        self._start()

    def ask(self, request: SearchRequest) -> int:
        """Find, count and highlight."""
        chosen = {choice.key for choice in request.choices} | ({"month"} if request.date_from else set())
        total, page = self._find(request, [key for key in KEYS if key not in chosen])
        for key in chosen:
            self._count(undated(request) if key == "month" else without(request, key), [key])
        sql, values = ("''::tsquery", []) if isinstance(request.tree, Everything) else ts_query(request.tree)
        headline = f"SELECT ts_headline('english', question || ' ' || answer, {sql}, 'MaxWords=60') FROM docs WHERE id = ANY(%s)"
        self.db.execute(headline, [*values, page]).fetchall()
        return total

    def _where(self, request: SearchRequest) -> tuple[str, list[Any]]:
        wheres, values = [], []
        if not isinstance(request.tree, Everything):
            sql, found = ts_query(request.tree)
            wheres.append(f"words @@ {sql}")
            values += found
        for choice in request.choices:
            wheres.append(f"{COLUMNS[choice.key]} @> ARRAY[%s]")
            values.append(choice.values[0])
        if request.date_from:
            wheres.append("day BETWEEN %s AND %s")
            values += [request.date_from, request.date_to]
        return " AND ".join(wheres) or "true", values

    def _find(self, request: SearchRequest, keys: list[str]) -> tuple[int, list[int]]:
        where, values = self._where(request)
        score, scored = "0", []
        if not isinstance(request.tree, Everything) and request.sort == "relevance":
            sql, scored = ts_query(request.tree)
            score = f"ts_rank('{WEIGHTS}', words, {sql})"
        hits = (
            f"WITH hits AS MATERIALIZED (SELECT id, day, {score} AS score, {', '.join(COLUMNS.values())} FROM docs WHERE {where})"
        )
        order = "day DESC" if request.sort == "newest" else "score DESC, day DESC"
        page = f"(SELECT '', array_agg(id)::text, 0 FROM (SELECT id FROM hits ORDER BY {order}, id LIMIT {PAGE}) AS page)"
        counts = [f"SELECT '{key}', value, count(*) FROM hits, unnest({COLUMNS[key]}) AS value GROUP BY value" for key in keys]
        everything = "SELECT 'total', '', count(*) FROM hits"
        rows = self.db.execute(f"{hits} {' UNION ALL '.join([page, everything, *counts])}", [*scored, *values]).fetchall()
        found = {key: (value, count) for key, value, count in rows if key in ("", "total")}
        ids = [int(part) for part in (found[""][0] or "{}").strip("{}").split(",") if part]
        return int(found["total"][1]), ids

    def _count(self, request: SearchRequest, keys: list[str]) -> None:
        where, values = self._where(request)
        for key in keys:
            select = f"SELECT value, count(*) FROM docs, unnest({COLUMNS[key]}) AS value WHERE {where} GROUP BY value"
            self.db.execute(select, values).fetchall()

    def close(self) -> None:
        """Stop the cluster."""
        self.db.close()
        self._run(str(programs() / "pg_ctl"), "-D", str(self.cluster), "-m", "fast", "-w", "stop")
