"""How a reading is measured against what an attentive reader marked: the rules of ../shared/eval/score_parse.py."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

EDGE = 8
# A single prepared text may rightly be called either.
SAME_KIND = {"speech": "statement"}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def score(gold: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, float]:
    """Return turn F1 and the shares of labels, speakers, roles, pairs; 1 or 0 for day, kind and title."""
    wanted, turns = gold["turns"], found["turns"]
    same = matches(wanted, turns)
    share = {key: sum(_agree(key, wanted[i], turns[j]) for i, j in same) for key in ("label", "speaker", "role")}
    pairs = abs(gold["pairs"] - len(found["pairs"])) / max(gold["pairs"], 1)
    return {
        "turns": _ratio(2 * len(same), len(wanted) + len(turns)),
        **{key: _ratio(value, len(wanted)) for key, value in share.items()},
        "pairs": 1.0 - min(1.0, pairs),
        "date": float(gold.get("date") == found.get("date")),
        "kind": float(SAME_KIND.get(gold["kind"], gold["kind"]) == SAME_KIND.get(found["kind"], found["kind"])),
        "title": float(words(gold.get("title")) == words(found.get("title"))),
    }


def words(text: str | None) -> list[str]:
    """Return the folded words of a text."""
    return _WORD.findall(unicodedata.normalize("NFKC", text or "").replace("’", "'").casefold())


def matches(wanted: Sequence[Mapping[str, Any]], turns: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """Return the pairs of turns with the same first and last words: the longest run in order."""
    edges = [(words(turn["text"])[:EDGE], words(turn["text"])[-EDGE:]) for turn in turns]
    hit = [[_same_edges(want, *edge) for edge in edges] for want in wanted]
    rows = [[0] * (len(turns) + 1) for _ in range(len(wanted) + 1)]
    for i in reversed(range(len(wanted))):
        for j in reversed(range(len(turns))):
            rows[i][j] = rows[i + 1][j + 1] + 1 if hit[i][j] else max(rows[i + 1][j], rows[i][j + 1])
    found, i, j = [], 0, 0
    while i < len(wanted) and j < len(turns):
        if hit[i][j] and rows[i][j] == rows[i + 1][j + 1] + 1:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif rows[i + 1][j] >= rows[i][j + 1]:
            i += 1
        else:
            j += 1
    return found


def _same_edges(want: Mapping[str, Any], first: list[str], last: list[str]) -> bool:
    if "edge" in want:
        n, m, digest = want["edge"]
        end = last[len(last) - m :] if m <= len(last) else last
        return hashlib.sha256(" ".join((*first[:n], "|", *end)).encode()).hexdigest()[:16] == digest
    starts, ends = words(want["starts"])[:EDGE], words(want["ends"])[-EDGE:]
    n, m = min(len(starts), len(first)), min(len(ends), len(last))
    if not n or not m:
        return starts == first and ends == last
    return starts[:n] == first[:n] and ends[-m:] == last[-m:]


def _agree(key: str, want: Mapping[str, Any], turn: Mapping[str, Any]) -> bool:
    return want["role"] == turn["role"] if key == "role" else words(want.get(key)) == words(turn.get(key))


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 1.0
