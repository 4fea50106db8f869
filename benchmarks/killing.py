"""200 times kill -9 at random moments of importing, indexing and merging, with readers running: `python -m benchmarks.killing`.

Two writers publish, change, withdraw and delete transcripts; segments are merged after almost every commit; a reader searches
all the time and must never fail or see a half-made answer. After each kill the index is brought up to date by the next start's
command and compared with the database, record by record.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "killing.json"
MERGE_OFTEN = "from search.engine import upkeep; upkeep.MANY, upkeep.SMALLEST = 2, 2; "
WRITE = MERGE_OFTEN + "import runpy; runpy.run_module('tests.search.killing', run_name='__main__')"
READ = """
import django; django.setup()
from search.indexing import engine
from search.request import IndexUnreadable, SearchRequest
from search.tree import Word
print("reading", flush=True)
while True:
    for tree in (Word("harbours"), Word("words", exact=True)):
        answer = engine().search(SearchRequest(tree=tree, limit=100000))
        assert answer.total == len(answer.hits) == len({hit.record_id for hit in answer.hits}), answer.total
        assert sum(answer.facets["kind"].values()) == answer.total
"""


class House:
    """An archive of its own, and the processes in it."""

    def __init__(self, folder: str) -> None:
        self.environment = {
            **os.environ,
            "DATA_DIR": folder,
            "INDEX_DIR": f"{folder}/index",
            "DJANGO_SETTINGS_MODULE": "archive.settings",
        }
        self.environment.pop("DATABASE_URL", None)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start Python."""
        command = [sys.executable, "-W", "ignore", *words]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def run(self, *words: str) -> str:
        """Run Python to its end; return what it printed, raise where it failed."""
        process = self.start(*words)
        told, _ = process.communicate(timeout=300)
        if process.returncode:
            raise SystemExit(f"{words}: {told}")
        return told


def main() -> None:
    """Kill as often as asked for; print and keep what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chancery-kill-") as folder:
        house = House(folder)
        house.run("manage.py", "migrate", "-v0")
        house.run("-m", "tests.search.killing")
        began = time.perf_counter()
        told = kill_and_look(house, asked.kills)
        result = {"kills": asked.kills, "seconds": round(time.perf_counter() - began), **told}
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result), encoding="utf-8")
    print(result)


def kill_and_look(house: House, kills: int) -> dict[str, Any]:
    """Kill a writer so often; after each second kill, when both are dead, look at the index."""
    chance = random.Random(7)
    reader = house.start("-c", READ)
    assert reader.stdout is not None
    reader.stdout.readline()
    last = ""
    for number in range(0, kills, 2):
        writers = [house.start("-c", WRITE, str(number + i)) for i in range(2)]
        for writer in writers:
            assert writer.stdout is not None
            for _ in range(chance.randint(1, 6)):
                if (said := writer.stdout.readline()) != "changed\n":
                    raise SystemExit(said + writer.stdout.read())
        time.sleep(chance.uniform(0.0, 0.3))
        for writer in writers:
            writer.kill()
            writer.communicate()
        last = house.run("-c", WRITE)
        if not last.startswith("Index and database agree"):
            raise SystemExit(f"after {number + 2} kills: {last}")
        if reader.poll() is not None:
            raise SystemExit(f"the reader failed: {reader.stdout.read()}")
        print(f"{number + 2} kills: {last.strip()}", flush=True)
    reader.kill()
    reader.communicate()
    return {"last": last.strip(), "merges": merged_segments(house)}


def merged_segments(house: House) -> int:
    """Return how many segments are left, which shows that merging went on."""
    return len(list(Path(house.environment["INDEX_DIR"]).glob("MAIN_*.arrays")))


if __name__ == "__main__":
    main()
