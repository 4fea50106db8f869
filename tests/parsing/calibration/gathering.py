"""Readings with known outcome: their evidence, and what was right."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from archive.parsing import ParsedTranscript, TranscriptError, parse_transcript
from archive.parsing.confidence.document_evidence import Clues, document_evidence
from archive.parsing.confidence.doubts import is_doubted
from archive.parsing.confidence.turn_evidence import turn_evidence
from tests.parsing import scoring
from tests.parsing.layouts.draw import draw

TODAY = dt.date(2026, 11, 1)
SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "transcripts"


class Sample(NamedTuple):
    """One reading: where it is from, whether nothing was tuned on it, its evidence, its F1, and the same of its turns."""

    name: str
    publisher: str
    held_out: bool
    evidence: dict[str, float]
    f1: float
    turns: list[tuple[dict[str, float], bool]]
    scores: dict[str, float]
    doubted: bool = False
    weight: float = 1.0


def read(
    data: bytes, name: str, gold: Mapping[str, Any]
) -> tuple[dict[str, float], float, list[tuple[dict[str, float], bool]], dict[str, float], bool]:
    """Read a file; return its evidence, its F1, evidence and outcome of each turn, every score, and whether it is doubted."""
    kept: list[Clues] = []

    def keep(reading: ParsedTranscript, clues: Clues) -> ParsedTranscript:
        kept.append(clues)
        return reading

    with mock.patch("archive.parsing.assembly.judged", keep):
        parsed = parse_transcript(data, name, TODAY)
    found = {"turns": [{key: getattr(turn, key) for key in ("label", "speaker", "role", "text")} for turn in parsed.turns]}
    found |= {"title": parsed.title, "date": parsed.date and parsed.date.isoformat(), "kind": parsed.kind, "pairs": parsed.pairs}
    right = {j for _, j in scoring.matches(gold["turns"], found["turns"])}
    scores = scoring.score(gold, found)
    turns = [(evidence, index in right) for index, evidence in enumerate(turn_evidence(parsed))]
    evidence = document_evidence(parsed, kept[-1])
    return evidence, scores["turns"], turns, scores, is_doubted(parsed.turns, evidence)


def of_draw(seed: int) -> Sample | None:
    """Return the sample of a draw of the grammar; None of a file that is refused or breaks the parser."""
    drawn = draw(seed)
    gold = {**drawn.gold, "turns": [{**turn, "starts": turn["text"], "ends": turn["text"]} for turn in drawn.gold["turns"]]}
    try:
        found = read(drawn.data, drawn.name, gold)
    except TranscriptError:
        return None
    return Sample(drawn.name, "", drawn.held_out, *found)


def draws(first: int, count: int, workers: int = 2) -> list[Sample]:
    """Return the samples of so many draws."""
    with ProcessPoolExecutor(workers) as pool:
        return [sample for sample in pool.map(of_draw, range(first, first + count), chunksize=20) if sample is not None]


FOLDERS = (("gold", "files"), ("wider/gold", "wider/files"), ("cases", "cases"))


def marked(folders: Sequence[tuple[str, str]] = FOLDERS, shared: Path = SHARED) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Yield publisher, file and gold of every marked transcript; each invented case is a publisher of its own."""
    for golds, files in folders:
        publishers = _publishers(shared / files)
        for path in sorted((shared / golds).glob("*.gold.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            name = Path(gold["file"]).name
            yield publishers.get(name, f"invented: {name}"), (shared / files / gold["file"]).resolve(), gold


def _publishers(files: Path) -> dict[str, str]:
    """Return the publisher of each file by the table beside it."""
    table = next((path for path in (files / "index.tsv", files.parent / "index.tsv") if path.exists()), None)
    if table is None or files.name != "files":
        return {}
    rows = csv.DictReader(table.open(encoding="utf-8"), delimiter="\t")
    return {row["file"]: publisher_of(row["publisher"]) for row in rows}


def publisher_of(stated: str) -> str:
    """Return who publishes: the host of an address, the repository before a colon, else the name without what is in brackets."""
    if found := re.search(r"https?://(?:www\.)?([^/]+)", stated):
        return found.group(1)
    return re.split(r":|\s\(", stated, maxsplit=1)[0].strip()


def of_marked(folders: Sequence[tuple[str, str]] = FOLDERS) -> list[Sample]:
    """Return the samples of marked transcripts."""
    found = []
    for publisher, path, gold in marked(folders):
        found.append(Sample(path.name, publisher, False, *read(path.read_bytes(), path.name, gold)))
    return found


FIRST_SIGHT = Path(__file__).with_name("first_sight.json.gz")


def at_first_sight() -> list[Sample]:
    """Return kept readings of invented layouts by versions of the parser made before anyone saw how they are read.

    Later versions cannot make them again, for they were written with these layouts in view. A file has one reading by each such
    version; their weights add up to 1. `publisher` is the group of layouts, written together by one person.
    """
    with gzip.open(FIRST_SIGHT, "rt", encoding="utf-8") as kept:
        rows = json.load(kept)
    return [
        Sample(row["name"], row["group"], False, row["evidence"], row["f1"], [], {}, row["doubted"], row["weight"])
        for row in rows
    ]
