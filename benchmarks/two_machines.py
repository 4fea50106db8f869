"""How long until a second machine finds what a first one publishes: `python -m benchmarks.two_machines`.

Two servers share a database, a temporary PostgreSQL server or a file, and have an index each; with `--opensearch` they share one
on three nodes that are started for it (Maven and a JDK are needed). Transcripts are published on the first, one after another.
After each commit the second is asked by HTTP until its home page, which it has cached, names the title, and until a search finds
the transcript's word. Seconds are counted from the commit.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

RESULT = Path(__file__).resolve().parent / "results" / "two-machines.json"
SPAWN = multiprocessing.get_context("spawn")
PATIENCE = 60.0
LOOK = 0.02  # seconds between two looks


def publish(environment: dict[str, str], word: str) -> float:
    """Publish an invented transcript as a machine does; return when it was committed, on this computer's clock."""
    os.environ.update(environment)
    import django

    django.setup()
    from archive.importing.importer import import_transcript
    from tests.world import reading, said

    committed: list[float] = []
    from search.index import index_receivers

    drain = index_receivers.drain_after_commit

    def noted() -> None:
        committed.append(time.time())
        drain()

    vars(index_receivers)["drain_after_commit"] = noted
    fields = {"title": f"Statement on the {word}", "source_url": f"https://mfa.vaska.example/{word}"}
    import_transcript(word.encode(), f"{word}.txt", parsed=reading(said(f"The {word} of the harbour is open."), **fields))
    return committed[0]


def seconds_until(holds: Callable[[], bool], since: float) -> float:
    """Return how long after `since` something holds."""
    while not holds():
        if time.time() - since > PATIENCE:
            raise TimeoutError("the second machine does not find what the first has published")
        time.sleep(LOOK)
    return time.time() - since


def body_of(address: str) -> str:
    """Return a page."""
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def measured(database: str, folder: Path, times: int, engine: dict[str, str]) -> dict[str, Any]:
    """Return the seconds until found, and until a kept page is renewed."""
    from tests.browser.site import environment, start

    shared = {"DATABASE_URL": database, "SECRET_KEY": "two machines have one key that is long enough for both of them", **engine}
    sites = []
    try:
        for name in ("here", "there"):
            (folder / name).mkdir(mode=0o700)
            (folder / name / "prepared.json").write_text('{"samples": "done"}', encoding="utf-8")  # without samples
            command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
            subprocess.run(command, env=environment(folder / name, shared), check=True)
            sites.append(start(folder / name, shared))
        here, there = sites
        found, renewed = [], []
        with SPAWN.Pool(1) as publisher:
            for number in range(times):
                word = f"lighthouse{number}fold"
                body_of(f"{there.url}/")
                committed = publisher.apply(publish, (environment(here.folder, shared), word))
                renewed.append(seconds_until(lambda word=word: word in body_of(f"{there.url}/"), committed))
                search = f"{there.url}/search.json?q={word}"
                found.append(seconds_until(lambda search=search: bool(json.loads(body_of(search))["total"]), committed))
        return {"found": summary(found), "home_page": summary(renewed), "load": round(os.getloadavg()[0], 1)}
    finally:
        for site in sites:
            site.stop()


def summary(seconds: list[float]) -> dict[str, float]:
    """Return median, 95th percentile and longest."""
    ordered = sorted(seconds)
    late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return {"median": round(median(ordered), 2), "p95": round(late, 2), "longest": round(ordered[-1], 2)}


@contextmanager
def engine_of(opensearch: bool) -> Iterator[dict[str, str]]:
    """Give the settings of the engine, with nodes that run if they name any."""
    if not opensearch:
        yield {}
        return
    from tests.cluster.building import VERSIONS, java_for, missing_tools
    from tests.cluster.nodes import cluster_of

    if why := missing_tools():
        sys.exit(f"Not run: {why}")
    with cluster_of(next(each for each in reversed(VERSIONS) if java_for(each)), 3) as cluster:
        yield {"SEARCH_ENGINE": "opensearch", "OPENSEARCH_HOSTS": ",".join(cluster.hosts), "OPENSEARCH_INDEX": "machines"}


def main() -> None:
    """Measure; print and keep what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--opensearch", action="store_true")
    asked = parser.parse_args()
    name = ("sqlite" if asked.sqlite else "postgresql") + (" opensearch" if asked.opensearch else "")
    with engine_of(asked.opensearch) as engine:
        result = on_database(asked.sqlite, asked.times, engine)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    kept = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
    kept[name] = result
    RESULT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result))


def on_database(sqlite: bool, times: int, engine: dict[str, str]) -> dict[str, Any]:
    """Measure on an empty database, which goes afterwards."""
    from tests import postgres

    folder = Path(tempfile.mkdtemp(prefix="machines-"))
    try:
        if sqlite:
            return measured(f"sqlite:///{folder / 'shared.sqlite3'}", folder, times, engine)
        if postgres.programs() is None:
            sys.exit(postgres.MISSING)
        (folder / "server").mkdir()
        folder.chmod(0o755)
        with postgres.server(folder / "server", durable=True) as address:
            return measured(address, folder, times, engine)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
