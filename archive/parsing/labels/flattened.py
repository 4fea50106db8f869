"""Splits texts flattened to one line at the labels between sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.labels.candidates import key_of
from archive.parsing.lines import Line

LONG = 400
# Average length of turns, below which it is not a talk.
SHORTEST = 12
LONGEST_LABEL = 90
FEWEST_WIDE = 3
TYPISTS_SHARE = 0.8
_WIDE = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)")
_ANY_END = re.compile(r"[.!?…][\"”’)\]]*\s")
_LABEL_AHEAD = re.compile(r"(?:Q|A|[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ(][\w.'’)-]*){0,7}(?: of(?: the)? [A-ZÀ-Þ]\w*)?)(?:[.:]|\.-)\s")
_COLON = re.compile(r" ?[:：](?=\s)")
_SENTENCE_END = re.compile(r"[.!?…»”\"')\]]\s{0,2}(?=[^\W\d_a-zа-яёà-öø-ÿ])")
# The words for question and answer may follow anything, even a title without a full stop.
_WORD = re.compile(r"\s(Q|A|Question|QUESTION|Answer|ANSWER|Вопрос|Ответ|Реплика|Frage|Antwort|Pregunta|Respuesta|Réponse)$")


def unflatten(lines: Sequence[Line]) -> Sequence[Line]:
    """Split very long lines at labels: words for question and answer, and names that recur before a colon."""
    if not any(len(line.text) > LONG for line in lines):
        return lines
    lines = [part for line in lines for part in _at_wide_spaces(line)]
    found = [list(_labels_in(line.text)) if len(line.text) > LONG else [] for line in lines]
    counts = Counter(key for labels in found for key, _ in labels)
    result: list[Line] = []
    for line, labels in zip(lines, found, strict=True):
        cuts = [start for key, start in labels if key in lexicon.SPOKEN or counts[key] > 1]
        talks = 1 < len(cuts) < len(line.text) / SHORTEST
        result += _cut(line, cuts) if talks else [line]
    return result


def _at_wide_spaces(line: Line) -> list[Line]:
    """Split a very long line where two spaces mark the end of a paragraph.

    If a typist puts two spaces after every sentence, they mark no paragraphs: then only labels split the line.
    """
    if len(line.text) <= LONG or line.label is not None:
        return [line]
    wide = list(_WIDE.finditer(line.text))
    typist = len(wide) > TYPISTS_SHARE * len(_ANY_END.findall(line.text))
    cuts = [gap.end() for gap in wide if not typist or _LABEL_AHEAD.match(line.text, gap.end())]
    return _cut(line, cuts) if len(wide) >= FEWEST_WIDE else [line]


def _labels_in(text: str) -> Iterator[tuple[str, int]]:
    """Yield possible labels before each colon, with their start."""
    last = 0
    for colon in _COLON.finditer(text):
        start = max(last, colon.start() - LONGEST_LABEL)
        before = text[start : colon.start()]
        place = _label_start(before, at_start=start == 0)
        if place is not None:
            yield key_of(before[place:]), start + place
        last = colon.end()


def _label_start(before: str, at_start: bool) -> int | None:
    """Return the start of a label: after the first sentence end from which every word is capitalised."""
    places = [0] if at_start else []
    places += [end.end() for end in _SENTENCE_END.finditer(before)]
    for place in places:
        tokens = re.sub(r"\([^()]*\)", " ", before[place:]).split()
        if 0 < len(tokens) <= 8 and all(token[0].isupper() or fold(token) in lexicon.PARTICLES for token in tokens):
            return place
    word = _WORD.search(before)
    return word.start(1) if word else None


def _cut(line: Line, cuts: Sequence[int]) -> list[Line]:
    edges = sorted({0, *cuts, len(line.text)})
    parts = [line.text[start:stop].strip() for start, stop in pairwise(edges)]
    return [replace(line, text=part, gap=line.gap or index > 0, bold=0) for index, part in enumerate(parts) if part]
