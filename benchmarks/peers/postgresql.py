"""PostgreSQL full text: a weighted tsvector under GIN, facets as arrays, counted in one statement over a materialised set.

A configuration of its own keeps the stop words, as every other engine here does. A cluster is made in the folder, and run as
the user `postgres` when the benchmark is run by root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.peers import PAGE, NotInstalled, NotSupported, processes, recounted
from search import facets
from search.query.request import SearchRequest
from search.query.tree import And, Everything, Node, Or, Phrase, Prefix, Word

try:
    import psycopg
except ImportError as missing:
    raise NotInstalled("psycopg is not installed (benchmarks/requirements.txt)") from missing

KEYS = (*facets.TABLE.panels, "month")
COLUMNS = {key: f"facet_{key}" for key in KEYS}  # some names are words of SQL
LETTER = {"title": "A", "question": "B", "answer": "C"}
WEIGHTS = "{0.1, 0.7, 0.5, 1.0}"  # of D, C, B, A, in the proportion of ours
PORT = 54329
MEMORY = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
SETTINGS = {
    "shared_buffers": f"{MEMORY // 4}MB",  # a quarter of the machine's memory, as the documentation advises
    "effective_cache_size": f"{MEMORY // 2}MB",
    "work_mem": "256MB",
    "maintenance_work_mem": "1GB",
    "random_page_cost": "1.1",
    "max_wal_size": "8GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
    "fsync": "off",
}
CONFIGURATION = """
CREATE TEXT SEARCH DICTIONARY stems (TEMPLATE = snowball, Language = english);
CREATE TEXT SEARCH CONFIGURATION said (COPY = english);
ALTER TEXT SEARCH CONFIGURATION said ALTER MAPPING REPLACE english_stem WITH stems;
"""


def programs() -> Path:
    """Return the folder of PostgreSQL's programs; raises NotInstalled."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise NotInstalled("PostgreSQL is not installed (Debian package postgresql)")
    return found[-1].parent if found else Path(str(on_path)).parent


def ts_query(node: Node) -> tuple[str, list[str]]:
    """Return a tree as an SQL expression of type tsquery, and its parameters."""
    if isinstance(node, (And, Or)):
        parts = [ts_query(part) for part in node.parts]
        joint = " && " if isinstance(node, And) else " || "
        return "(" + joint.join(sql for sql, _ in parts) + ")", [value for _, values in parts for value in values]
    if isinstance(node, Word):
        letter = f" || ':{LETTER[node.field]}'" if node.field != "text" else ""
        return f"(NULLIF(plainto_tsquery('said', %s)::text, ''){letter})::tsquery", [node.text]
    if isinstance(node, Phrase):
        if not node.slop:
            return "phraseto_tsquery('said', %s)", [" ".join(node.words)]
        near = " || ".join(
            f"tsquery_phrase(plainto_tsquery('said', %s), plainto_tsquery('said', %s), {gap})" for gap in range(1, node.slop + 2)
        )
        return f"({near})", [*node.words] * (node.slop + 1)
    if isinstance(node, Prefix):
        return "to_tsquery('simple', %s)", [f"{node.text}:*"]
    raise NotSupported(type(node).__name__)


def where(request: SearchRequest) -> tuple[str, list[Any]]:
    """Return the condition that a record meets, and its parameters."""
    wheres: list[str] = []
    values: list[Any] = []
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


class PostgreSQL:
    """See `benchmarks.peers.Peer`."""

    in_process = False

    def __init__(self, folder: Path) -> None:
        self.programs = programs()
        self.cluster = folder / "postgresql"
        self.server, self.used = 0, 0.0
        self.as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.as_postgres and self._run("test", "-x", str(folder.parent), check=False):
            raise NotInstalled(f"the user postgres cannot reach {folder}; run the benchmark as another user than root")

    def _run(self, *command: str, check: bool = True) -> int:
        done = subprocess.run([*self.as_postgres, *command], cwd="/", check=check, stdout=subprocess.DEVNULL)
        return done.returncode

    def _control(self, *words: str) -> None:
        self._run(str(self.programs / "pg_ctl"), "-D", str(self.cluster), "-w", *words)

    def _own(self, folder: Path | str) -> None:
        if self.as_postgres:
            shutil.chown(folder, "postgres")

    def _start(self) -> None:
        self.socket = tempfile.mkdtemp(prefix="chancery-pg-")  # a socket's path must be short
        self._own(self.socket)
        settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        self._control("-o", f"{settings} -p {PORT} -k {self.socket} -h ''", "-l", f"{self.cluster}/log", "start")
        self.server = int((self.cluster / "postmaster.pid").read_text(encoding="ascii").split()[0])
        self.db = psycopg.connect(host=self.socket, port=PORT, user="postgres", dbname="postgres", autocommit=True)

    def build(self, documents: Iterable[dict[str, Any]]) -> None:
        """Take in all documents, then index and analyse."""
        self.cluster.mkdir(exist_ok=True)
        self._own(self.cluster)
        initdb = str(self.programs / "initdb")
        self._run(initdb, "-D", str(self.cluster), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale")
        self._start()
        try:
            self._fill(documents)
        finally:
            self.close()

    def _fill(self, documents: Iterable[dict[str, Any]]) -> None:
        vector = " || ".join(f"setweight(to_tsvector('said', {name}), '{letter}')" for name, letter in LETTER.items())
        arrays = ", ".join(f"{column} text[]" for column in COLUMNS.values())
        words = f"words tsvector GENERATED ALWAYS AS ({vector}) STORED"
        self.db.execute(CONFIGURATION)
        self.db.execute(
            f"CREATE TABLE docs (id int PRIMARY KEY, title text, question text, answer text, day date, {arrays}, {words})"
        )
        columns = f"id, title, question, answer, day, {', '.join(COLUMNS.values())}"
        with self.db.cursor() as cursor, cursor.copy(f"COPY docs ({columns}) FROM STDIN") as copy:
            for one in documents:
                said = (int(one["django_id"]), one["title"], one["question"], one["answer"], one["date"])
                copy.write_row((*said, *(one[key] for key in KEYS)))
        self.db.execute("CREATE INDEX ON docs USING gin (words)")
        for column in COLUMNS.values():
            self.db.execute(f"CREATE INDEX ON docs USING gin ({column})")
        self.db.execute("CREATE INDEX ON docs (day)")
        self.db.execute("VACUUM ANALYZE docs")

    def open(self) -> None:
        """Get ready to answer."""
        self._start()

    def ask(self, request: SearchRequest) -> int:
        """Find, count and highlight."""
        chosen = recounted(request)
        total, page = self._find(request, [key for key in KEYS if key not in chosen])
        for key, looser in chosen.items():
            self._count(looser, key)
        if isinstance(request.tree, Everything):
            self.db.execute("SELECT left(answer, 360) FROM docs WHERE id = ANY(%s)", [page]).fetchall()
        else:
            sql, values = ts_query(request.tree)
            headline = f"SELECT ts_headline('said', question || ' ' || answer, {sql}, 'MaxWords=60') FROM docs"
            self.db.execute(f"{headline} WHERE id = ANY(%s)", [*values, page]).fetchall()
        return total

    def _find(self, request: SearchRequest, keys: list[str]) -> tuple[int, list[int]]:
        condition, values = where(request)
        scored: list[str] = []
        score = "0"
        if not isinstance(request.tree, Everything) and request.sort == "relevance":
            sql, scored = ts_query(request.tree)
            score = f"ts_rank('{WEIGHTS}', words, {sql})"
        columns = ", ".join(COLUMNS.values())
        hits = f"WITH hits AS MATERIALIZED (SELECT id, day, {score} AS score, {columns} FROM docs WHERE {condition})"
        order = "day DESC" if request.sort == "newest" else "score DESC, day DESC"
        page = f"(SELECT '', array_agg(id)::text, 0 FROM (SELECT id FROM hits ORDER BY {order}, id LIMIT {PAGE}) AS page)"
        counts = [f"SELECT '{key}', value, count(*) FROM hits, unnest({COLUMNS[key]}) AS value GROUP BY value" for key in keys]
        everything = "SELECT 'total', '', count(*) FROM hits"
        rows = self.db.execute(f"{hits} {' UNION ALL '.join([page, everything, *counts])}", [*scored, *values]).fetchall()
        found = {key: (value, count) for key, value, count in rows if key in ("", "total")}
        ids = [int(part) for part in (found[""][0] or "{}").strip("{}").split(",") if part]
        return int(found["total"][1]), ids

    def _count(self, request: SearchRequest, key: str) -> None:
        condition, values = where(request)
        select = f"SELECT value, count(*) FROM docs, unnest({COLUMNS[key]}) AS value WHERE {condition} GROUP BY value"
        self.db.execute(select, values).fetchall()

    def server_cpu(self) -> float:
        """Return the seconds of the servers so far and of all processes they have started, those that have ended included."""
        return self.used + (processes.cpu_seconds(self.server) if self.server else 0.0)

    def server_bytes(self) -> int:
        """Return nothing: the cluster is in the folder."""
        return 0

    def memory(self) -> dict[str, float]:
        """Return the megabytes of the server's processes, what they share counted once."""
        return processes.memory(self.server)

    def close(self) -> None:
        """Stop the cluster."""
        self.db.close()
        self.used, self.server = self.server_cpu(), 0
        self._control("-m", "fast", "stop")
        shutil.rmtree(self.socket)
