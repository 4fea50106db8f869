"""What is asked, made once and kept under var/bench, so that a process that measures never holds the corpus.

It is made anew where the code or the passages it was made of have changed.
"""

from __future__ import annotations

import hashlib
import pickle
import subprocess
import sys
from collections import Counter
from pathlib import Path

from benchmarks.peers import KEPT
from search.query.request import SearchRequest

ROOT = Path(__file__).resolve().parent.parent
MADE_BY = ("benchmarks/corpus.py", "benchmarks/mix.py", "search/query/request.py", "search/query/tree.py", "search/text/words.py")
PASSAGES = ROOT.parent / "shared" / "corpus" / "passages.jsonl.xz"
SEED = 5
MAKE = "import sys, pathlib; from benchmarks.kept import keep; keep(int(sys.argv[1]), pathlib.Path(sys.argv[2]))"
Searches = list[tuple[str, SearchRequest]]


def searches(seed: int = SEED) -> Searches:
    """Return the searches as (kind, request); where they are not kept yet, another process makes them."""
    kept = KEPT / f"mix-{seed}-{origin()}.pickle"
    if not kept.exists():
        subprocess.run([sys.executable, "-W", "ignore", "-c", MAKE, str(seed), str(kept)], cwd=ROOT, check=True)
    made: Searches = pickle.loads(kept.read_bytes())
    return made


def sampled(asked: Searches, every: int) -> list[int]:
    """Return the places of every so many-th search of each kind, at least one of each, in their order."""
    met: Counter[str] = Counter()
    places = []
    for place, (kind, _) in enumerate(asked):
        if met[kind] % every == 0:
            places.append(place)
        met[kind] += 1
    return places


def origin() -> str:
    """Return a few digits that change with whatever the searches are made of."""
    code = b"".join((ROOT / name).read_bytes() for name in MADE_BY)
    size = PASSAGES.stat().st_size if PASSAGES.exists() else 0
    return hashlib.sha256(code + str(size).encode()).hexdigest()[:12]


def keep(seed: int, kept: Path) -> None:
    """Make the searches and write them where they are looked for, in one step."""
    from benchmarks.mix import mix

    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(".part")
    part.write_bytes(pickle.dumps(mix(seed)))
    part.replace(kept)
