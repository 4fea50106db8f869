"""Fuzzes the parser with mutated files: python -m tests.parsing.fuzz [--mutations 10000] [--seed 1] [FOLDER ...].

Mutates the real transcripts of ../shared if present, else the invented pieces. Prints what raised anything but TranscriptError
and what took more than ten times the file's median; exit status 1 if any did.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import NamedTuple

from archive.parsing import TranscriptError, parse_transcript
from tests.parsing.fuzz_containers import containers
from tests.parsing.goldens import pieces

SHARED = Path(__file__).resolve().parents[3] / "shared" / "transcripts" / "files"
LARGEST = 120_000
SLOW = 10
# What a clock cannot tell from noise is not called slow.
LEAST = 0.25
TOKENS = (
    b"\n",
    b"\n\n",
    b": ",
    b"Q    ",
    b"Question: ",
    b"> ",
    b"**",
    b"<b>",
    b"</p>",
    b"<div>",
    b"\xc2\xa0",
    b"\xff\xfe",
    b"\x00",
    b"&#0;",
    b"---\n",
)


class Finding(NamedTuple):
    """A mutation that went wrong: the file, the number that makes it again, and what happened."""

    path: Path
    number: int
    what: str


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with one to four random changes."""
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(MUTATIONS)(data, chance)
    return data


def _span(data: bytes, chance: random.Random, most: int = 2000) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.randint(0, most))


def _cut(data: bytes, chance: random.Random) -> bytes:
    start, stop = _span(data, chance)
    return data[:start] + data[stop:]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    start, stop = _span(data, chance, 300)
    return data[:start] + data[start:stop] * chance.randint(2, 40) + data[stop:]


def _move(data: bytes, chance: random.Random) -> bytes:
    start, stop = _span(data, chance)
    rest = data[:start] + data[stop:]
    place = chance.randrange(len(rest) + 1)
    return rest[:place] + data[start:stop] + rest[place:]


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _insert(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + chance.choice(TOKENS) * chance.choice((1, 1, 3, 200)) + data[place:]


def _truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flatten(data: bytes, chance: random.Random) -> bytes:
    return data.replace(b"\n", chance.choice((b" ", b"", b"\r")))


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (_cut, _repeat, _move, _flip, _insert, _truncate, _flatten)


def run(paths: Sequence[Path], mutations: int, seed: int) -> Iterator[Finding]:
    """Yield what goes wrong over so many mutations, spread over the files."""
    inputs = [(path, path.read_bytes()[:LARGEST], bytes) for path in paths]
    yield from _run(inputs, max(1, mutations // max(len(paths), 1)), seed)


def run_containers(mutations: int, seed: int) -> Iterator[Finding]:
    """Yield what goes wrong over so many mutations of Word documents, PDFs, mails, saved pages and dumps."""
    inputs = [(Path(name), data, pack) for name, (data, pack) in containers().items()]
    yield from _run(inputs, max(1, mutations // len(inputs)), seed)


def _run(inputs: Sequence[tuple[Path, bytes, Callable[[bytes], bytes]]], each: int, seed: int) -> Iterator[Finding]:
    for path, data, pack in inputs:
        with suppress(TranscriptError):  # what is loaded for the first file of a format is not slow
            parse_transcript(pack(data), path.name)
        times: list[tuple[float, int]] = []
        for number in range(each):
            mutated = pack(mutate(data, random.Random(f"{seed} {path.name} {number}")))
            start = time.process_time()
            try:
                parse_transcript(mutated, path.name)
            except TranscriptError:
                pass
            except Exception as fault:
                yield Finding(path, number, f"raised {type(fault).__name__}: {fault}"[:200])
            times.append((time.process_time() - start, number))
        usual = median(taken for taken, _ in times)
        yield from (
            Finding(path, number, f"took {taken:.2f} s, {taken / usual:.0f} times the usual")
            for taken, number in times
            if taken > max(usual * SLOW, LEAST)
        )


def sources(folders: Sequence[Path]) -> list[Path]:
    """Return the files to mutate."""
    if folders:
        return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in SHARED.iterdir() if path.suffix != ".tsv") if SHARED.is_dir() else pieces()


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--mutations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    findings = list(run(sources(options.folders), options.mutations, options.seed))
    findings += [] if options.folders else run_containers(options.mutations // 4, options.seed)
    for finding in findings:
        sys.stdout.write(f"{finding.path.name} mutation {finding.number}: {finding.what}\n")
    sys.stdout.write(f"{options.mutations} mutations, {len(findings)} findings\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
