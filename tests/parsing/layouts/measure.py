"""Reads draws with the parser and measures the readings: F1 per axis value, and what was lost."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from archive.parsing import ParsedTranscript, TranscriptError, parse_transcript
from tests.parsing import scoring
from tests.parsing.layouts.model import Rendered

KEYS = ("turns", "label", "speaker", "role", "pairs", "date", "kind", "title")
SURE, RIGHT, BAD = 0.9, 0.98, 0.5
TODAY = dt.date(2026, 11, 1)
# Thai and what follows it in Unicode: scripts that set no spaces between words.
UNSPACED = "\u0e00"
# Keeps Persian letters apart within a word; a reading without it has changed the word, but lost none.
JOINER = "\u200c"


class Result(NamedTuple):
    """What came of reading a draw: the scores, how many words are found nowhere, what broke the parser, why it refused."""

    drawn: Rendered
    scores: dict[str, float]
    lost: int
    fault: str = ""
    found: dict[str, Any] | None = None
    refused: str = ""
    confidence: float = 0.0


def read(drawn: Rendered) -> Result:
    """Read one draw with the parser."""
    try:
        parsed = parse_transcript(drawn.data, drawn.name, TODAY)
    except TranscriptError as refusal:
        return Result(drawn, dict.fromkeys(KEYS, 0.0), 0, refused=str(refusal))
    except Exception as fault:  # whatever breaks the parser is what this looks for
        return Result(drawn, dict.fromkeys(KEYS, 0.0), 0, f"{type(fault).__name__}: {fault}")
    found = as_dict(parsed)
    return Result(drawn, score(drawn.gold, found), lost_words(drawn.gold, parsed), found=found, confidence=parsed.confidence)


def as_dict(parsed: ParsedTranscript) -> dict[str, Any]:
    """Return of a reading what is scored."""
    return {
        "title": parsed.title,
        "date": parsed.date and parsed.date.isoformat(),
        "kind": parsed.kind,
        "turns": [{key: getattr(turn, key) for key in ("label", "speaker", "role", "text")} for turn in parsed.turns],
        "pairs": [dataclasses.asdict(pair) for pair in parsed.pairs],
    }


def score(gold: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, float]:
    """Score as tests.parsing.scoring does, but names in any order of their words, and nothing that the gold leaves open."""
    texts = [without_notes(turn["text"], gold.get("notes", ())) for turn in gold["turns"]]
    wanted = [{**turn, "starts": text, "ends": text} for turn, text in zip(gold["turns"], texts, strict=True)]
    turns = [{**turn, "text": without_notes(turn["text"], gold.get("notes", ()))} for turn in found["turns"]]
    scores = scoring.score({**gold, "turns": wanted}, {**found, "turns": turns})
    pairs = [(gold["turns"][i], turns[j]) for i, j in scoring.matches(wanted, turns)]
    return {**scores, **{key: _agreed(key, gold["turns"], pairs) for key in SAME}}


def without_notes(text: str, notes: Sequence[str]) -> str:
    """Return words without the notes among them, which readers may keep or not; a text that is but a note stays."""
    bare = text
    for note in notes:
        bare = bare.replace(note, " ")
    return bare if scoring.words(bare) else text


def _agreed(key: str, turns: Sequence[Mapping[str, Any]], pairs: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> float:
    """Return the share of the gold turns that have a value to score and got it."""
    scored = sum(key in turn for turn in turns)
    same = sum(key in want and SAME[key](want[key]) == SAME[key](turn[key]) for want, turn in pairs)
    return same / scored if scored else 1.0


def names(name: str | None) -> list[str]:
    """Return the words of a name in no order: HARLOW Ian is Ian Harlow."""
    return sorted(scoring.words(name))


def lost_words(gold: Mapping[str, Any], parsed: ParsedTranscript) -> int:
    """Return how many words of the turns are in no turn, note, skipped line or body of the reading."""
    kept: Counter[str] = Counter()
    texts = [parsed.title, parsed.body, *(skipped.text for skipped in parsed.skipped)]
    for turn in parsed.turns:
        texts += [turn.label, turn.text, turn.speaker, *turn.notes]
    for text in texts:
        kept.update(_pieces(text or ""))
    said = Counter(piece for turn in gold["turns"] for piece in _pieces(turn["text"]))
    return sum((said - kept).values())


def _pieces(text: str) -> list[str]:
    """Return words, and single letters where a script has no spaces."""
    text = text.replace(JOINER, "")
    return [piece for word in scoring.words(text) for piece in ([word] if max(word) < UNSPACED else word)]


# How two values of a turn are compared where the gold has one.
SAME: dict[str, Callable[[str | None], list[str]]] = {"label": scoring.words, "speaker": names}


class Table(NamedTuple):
    """Means per value of an axis: how many draws, and a mean a measure."""

    rows: dict[tuple[str, str], tuple[int, dict[str, float]]]


def mean(results: Iterable[Result]) -> dict[str, float]:
    """Return the mean of every measure."""
    listed = list(results)
    return {key: sum(result.scores[key] for result in listed) / max(1, len(listed)) for key in KEYS}


class Trust(NamedTuple):
    """How far confidence can be trusted: sure draws, how many of them are right; bad draws, how many of them seem good."""

    sure: int
    right: int
    bad: int
    unaware: int


def trust(results: Iterable[Result]) -> Trust:
    """Count draws of confidence 0.9 and more, and how many have F1 of 0.98; draws under F1 0.5, and how many are over 0.5."""
    listed = list(results)
    sure = [result.scores["turns"] for result in listed if result.confidence >= SURE]
    bad = [result.confidence for result in listed if result.scores["turns"] < BAD]
    return Trust(len(sure), sum(f1 >= RIGHT for f1 in sure), len(bad), sum(confidence > BAD for confidence in bad))


def per_value(results: Iterable[Result]) -> Table:
    """Return the means per axis value."""
    by: dict[tuple[str, str], list[Result]] = defaultdict(list)
    for result in results:
        for axis, name in result.drawn.layout.items():
            by[axis, name].append(result)
    return Table({key: (len(found), mean(found)) for key, found in by.items()})
