"""A newspaper's interview without labels in which every answer, or every question, stands in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.parsing.labels.candidates import Hit
from archive.parsing.lines import Line

_CLOSING = {"«": "»", "»": "«", "“": "”", "„": "“”", '"': '"', "「": "」", "『": "』", "‹": "›", "”": "”"}
_ASKS = re.compile(r"[?？؟;;][\"”’»」』)]*\.?$")
FEWEST, MOST_PARAGRAPHS = 3, 8
MOSTLY, SELDOM = 0.5, 0.34
NEAR = 3  # paragraphs of a question
_SPARSE = 0.2


@dataclass(frozen=True, slots=True)
class QuotedTalk:
    """The turns of an interview told by its quotation marks, and the line below the last one."""

    hits: tuple[Hit, ...]
    end: int


Span = tuple[int, int]


def quoted_talk(lines: Sequence[Line]) -> QuotedTalk | None:
    """Return the turns if whole paragraphs in quotation marks alternate with questions, or the other way round."""
    spans = _paragraphs(lines)
    texts = [" ".join(line.text for line in lines[start:stop]).strip() for start, stop in spans]
    runs = _runs(texts)
    between = [(stop, start) for (_, stop), (start, _) in pairwise(runs)]
    if len(runs) < FEWEST or any(stop - start > NEAR for start, stop in between):
        return None
    asked = [(runs[0][0] - 1, runs[0][0]), *between] if runs[0][0] else between
    plain = sum(bool(_ASKS.search(texts[stop - 1])) for _, stop in asked)
    quoted = sum(bool(_ASKS.search(texts[stop - 1])) for _, stop in runs)
    if plain >= MOSTLY * len(asked) and quoted <= SELDOM * len(runs):
        return _talk(lines, spans, asked, runs, spans[runs[-1][1] - 1][1])
    if quoted >= MOSTLY * len(runs) and plain <= SELDOM * len(asked) and runs[-1][1] < len(spans):
        last = (runs[-1][1], runs[-1][1] + 1)
        return _talk(lines, spans, runs, [*between, last], len(lines))
    return None


def _paragraphs(lines: Sequence[Line]) -> list[Span]:
    """Return the paragraphs: between gaps, or every line where there are hardly any gaps."""
    gaps = [index for index, line in enumerate(lines) if index and line.gap]
    edges = [0, *gaps, len(lines)] if len(gaps) >= _SPARSE * len(lines) else range(len(lines) + 1)
    return list(pairwise(edges)) if lines else []


def _runs(texts: Sequence[str]) -> list[Span]:
    """Return the runs of paragraphs that open with a quotation mark and end with its closing one."""
    found: list[Span] = []
    at = 0
    while at < len(texts):
        stop = _closed(texts, at)
        if stop is None:
            at += 1
            continue
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], stop)
        else:
            found.append((at, stop))
        at = stop
    return found


def _closed(texts: Sequence[str], at: int) -> int | None:
    """Return where the quotation ends that a paragraph opens; None if it opens none, or other words follow within it."""
    closing = _CLOSING.get(texts[at][:1])
    if closing is None:
        return None
    for index in range(at, min(len(texts), at + MOST_PARAGRAPHS)):
        text = texts[index].rstrip(".,;…。")
        inner = texts[index][1:] if texts[index][:1] in _CLOSING else texts[index]
        if text[-1:] in closing and len(text) > 1:
            cut = sum(inner.count(mark) for mark in closing) > 1 + sum(inner.count(mark) for mark in texts[at][0])
            return None if cut else index + 1
        if any(mark in inner for mark in closing if mark != texts[at][0]) and texts[at][0] not in inner:
            return None
    return None


def _talk(lines: Sequence[Line], spans: Sequence[Span], asked: Sequence[Span], said: Sequence[Span], end: int) -> QuotedTalk:
    starts = [(spans[start][0], "question") for start, _ in asked] + [(spans[start][0], "answer") for start, _ in said]
    hits = (Hit(at, at, "", word, (), lines[at].text, "dash", False, lines[at].number) for at, word in sorted(starts))
    return QuotedTalk(tuple(hits), end)
