"""Alternative readings of documents, with their features and scores: do learnt weights choose better?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple
from unittest import mock

from archive.parsing import TranscriptError, lexicon
from archive.parsing.labels import partings
from archive.parsing.labels.missed_labels import find_suspects
from archive.parsing.labels.partings import PartedDocument
from tests.parsing.calibration.gathering import FOLDERS, marked, read
from tests.parsing.layouts.draw import draw


class Way(NamedTuple):
    """One reading of a document: its name, its worth by hand, what is counted in it, and its F1."""

    way: str
    by_hand: float
    counts: dict[str, float]
    f1: float


class Choice(NamedTuple):
    """A document with two readings or more; `taken` is the one that the parser takes now."""

    name: str
    publisher: str
    held_out: bool
    ways: list[Way]
    taken: int


def counts_of(parting: PartedDocument) -> dict[str, float]:
    """Return what is counted in a reading."""
    hits, lines = parting.labels.hits, parting.lines
    if not hits:
        return {"nothing": 1.0}
    times = Counter(hit.key for hit in hits)
    owned = {index for hit in hits for index in range(hit.first, hit.last + 1)}
    suspects = find_suspects(lines[hits[0].first :], [index - hits[0].first for index in owned])
    cut = [hit for hit in hits if hit.first and not partings._is_finished(lines[hit.first - 1])]
    return {
        "turns": float(len(hits)),
        "once": float(sum(times[hit.key] == 1 and hit.key not in lexicon.SPOKEN for hit in hits)),
        "runs on": float(sum(hit.rest[:1].islower() for hit in hits)),
        "cut": float(len(cut)),
        "no words": float(sum(after.first == hit.last + 1 and not hit.rest for hit, after in pairwise(hits))),
        "repeated": float(sum(after.key == hit.key for hit, after in pairwise(hits))),
        "strong left": float(sum(one.strong for one in suspects)),
        "weak left": float(sum(not one.strong for one in suspects)),
        "spoken": float(sum(hit.key in lexicon.SPOKEN for hit in hits)),
        "capitals": float(sum(hit.caps for hit in hits)),
        "bold": float(sum(hit.bold for hit in hits)),
        "short labels": float(sum(len(hit.key.split()) == 1 for hit in hits)),
        "long labels": float(sum(len(hit.key.split()) > 4 for hit in hits)),
        "distinct": float(len(times)),
        "thin": float(len(parting.labels.doubtful)),
        "near": float(len(parting.labels.missed)),
        "lines above": min(1.0, hits[0].first / 40),
    }


def ways_of(data: bytes, name: str, gold: Mapping[str, Any]) -> tuple[list[Way], int]:
    """Return every reading of a document that finds other labels, and which of them the parser takes."""
    seen: list[PartedDocument] = []
    real = partings._ways

    def keep(*given: Any) -> list[PartedDocument]:
        seen.extend(real(*given))
        return seen

    with mock.patch.object(partings, "_ways", keep):
        _, taken_f1, *_ = read(data, name, gold)
    apart: dict[Any, PartedDocument] = {}
    for parting in seen:
        apart.setdefault(tuple((hit.line, hit.key) for hit in parting.labels.hits), parting)
    if len(apart) < 2:
        return [], 0
    ways = []
    for parting in apart.values():
        with mock.patch("archive.parsing.pipeline.best_parting", _only(parting)):
            ways.append(Way(parting.way, partings._value(parting), counts_of(parting), read(data, name, gold)[1]))
    best = max(range(len(ways)), key=lambda index: ways[index].by_hand)
    return ways, best if ways[best].by_hand >= ways[0].by_hand + partings.BETTER else 0


def _only(parting: PartedDocument) -> Callable[..., PartedDocument]:
    return lambda *given: parting


def of_draw(seed: int) -> Choice | None:
    """Return the choice that a draw leaves."""
    drawn = draw(seed)
    gold = {**drawn.gold, "turns": [{**turn, "starts": turn["text"], "ends": turn["text"]} for turn in drawn.gold["turns"]]}
    try:
        ways, taken = ways_of(drawn.data, drawn.name, gold)
    except TranscriptError:
        return None
    return Choice(drawn.name, "", drawn.held_out, ways, taken) if ways else None


def of_marked() -> list[Choice]:
    """Return the choices that marked transcripts leave."""
    found = []
    for publisher, path, gold in marked(FOLDERS):
        ways, taken = ways_of(path.read_bytes(), path.name, gold)
        if ways:
            found.append(Choice(path.name, publisher, False, ways, taken))
    return found
