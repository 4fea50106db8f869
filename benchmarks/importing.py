"""How long 100 transcripts (about 4,000 records) take to be imported and indexed: `python -m benchmarks.importing`.

The transcripts are made up of words drawn by their rank (Zipf), in the layout of a ministry's news conference; 30 words a
question and 150 an answer on average, country names among them. Measured is the command as typed, start of Python included, in
an empty archive of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "importing.json"
LIMIT = 60.0  # seconds for 100 transcripts on two cores: what the project promises
CONSONANTS, VOWELS = "bcdfglmnprstvz", "aeiou"
COUNTRIES = (
    "France Germany Japan Brazil Kenya India Norway Chile Egypt Turkish Chinese American Belgrade Moscow Geneva NATO".split()
)
MINISTERS = "Ilka Moren|Tamas Verrin|Oda Lindqvar|Perin Askelo|Juno Talvara".split("|")


class Words:
    """An endless supply of words, the common ones more often; the same for the same seed."""

    def __init__(self, chance: random.Random, count: int = 8000) -> None:
        self.chance = chance
        self.words = [self._word() for _ in range(count)] + COUNTRIES
        chance.shuffle(self.words)
        self.weights = [1 / rank for rank in range(1, len(self.words) + 1)]

    def _word(self) -> str:
        syllables = self.chance.randint(1, 4)
        return "".join(self.chance.choice(CONSONANTS) + self.chance.choice(VOWELS) for _ in range(syllables))

    def sentences(self, length: int) -> str:
        """Return about `length` words in sentences of about fifteen."""
        drawn = self.chance.choices(self.words, self.weights, k=length)
        parts = [drawn[start : start + 15] for start in range(0, length, 15)]
        return " ".join(" ".join([part[0].capitalize(), *part[1:]]) + "." for part in parts)


def transcript(words: Words, number: int, pairs: int) -> str:
    """Return one news conference of so many Q&A pairs."""
    minister = MINISTERS[number % len(MINISTERS)]
    day = f"March {number % 28 + 1}, {2000 + number % 25}"
    title = f"Foreign Minister {minister}’s answers to media questions at conference {number}, Port Vaska, {day}"
    return "\n\n".join([title, f"{minister}: {words.sentences(100)}", *_pairs(words, minister, pairs)]) + "\n"


def _pairs(words: Words, minister: str, pairs: int) -> Iterator[str]:
    for _ in range(pairs):
        yield f"Question: {words.sentences(words.chance.randint(10, 50)).rstrip('.')}?"
        yield f"{minister}: {words.sentences(words.chance.randint(30, 130))}"
        yield words.sentences(words.chance.randint(20, 120))


def main() -> None:
    """Make the transcripts, import them, print and keep the figures."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="chancery-bench-") as folder:
        source = Path(folder, "transcripts")
        source.mkdir()
        words = Words(random.Random(7))
        for number in range(options.transcripts):
            (source / f"{number:04}.txt").write_text(transcript(words, number, options.pairs), encoding="utf-8")
        environment = {
            **os.environ,
            "DATA_DIR": folder,
            "INDEX_DIR": f"{folder}/index",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        }
        _manage(environment, "migrate", "-v0")
        taken = _manage(environment, "import_transcripts", "-v0", str(source))
        again = _manage(environment, "import_transcripts", "-v0", str(source))
        _manage(environment, "check_index")
        _tell(options, source, taken, again)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transcripts", type=int, default=100)
    parser.add_argument("--pairs", type=int, default=39, help="Q&A pairs a transcript; one statement comes before them")
    return parser.parse_args()


class Time(NamedTuple):
    """How long a command took: by the clock, and of the processors (which other work on the machine does not lengthen)."""

    seconds: float
    cpu: float


def _manage(environment: dict[str, str], *arguments: str) -> Time:
    begun, used = time.perf_counter(), _cpu()
    subprocess.run([sys.executable, str(ROOT / "manage.py"), *arguments], env=environment, check=True)
    return Time(time.perf_counter() - begun, _cpu() - used)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _tell(options: argparse.Namespace, source: Path, taken: Time, again: Time) -> None:
    records = options.transcripts * (options.pairs + 1)
    size = sum(path.stat().st_size for path in source.iterdir())
    figures = {
        "transcripts": options.transcripts,
        "records": records,
        "bytes": size,
        "seconds": round(taken.seconds, 1),
        "cpu_seconds": round(taken.cpu, 1),
        "seconds_again": round(again.seconds, 1),
        "peak_megabytes": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
        "records_a_second": round(records / taken.seconds),
    }
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    told = f"imported and indexed in {taken.seconds:.1f} s ({taken.cpu:.1f} s of processor time)"
    print(f"{options.transcripts} transcripts, {records:,} records, {size / 1e6:.1f} MB: {told},")
    rate = f"{figures['records_a_second']} records a second, peak {figures['peak_megabytes']} MB"
    print(f"{rate}; again, unchanged: {again.seconds:.1f} s")
    if options.transcripts == 100 and taken.seconds > LIMIT:
        sys.exit(f"That is more than the {LIMIT:.0f} s that the project promises.")


if __name__ == "__main__":
    main()
