"""Texts that were flattened to one line: parted again where labels stand between sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from archive.parsing import words
from archive.parsing.labels import key_of
from archive.parsing.lines import Line

LONG = 400
_LABEL = re.compile(
    r"(?:^|(?<=[.!?…»”\"')\]])|(?<=[.!?…»”\"')\]] )|(?<=[.!?…»”\"')\]]  ))"
    r"((?:[^\W\d_a-zа-яёà-öø-ÿ][\w.'’-]{0,30}(?: (?:of|the|for|and|de|van|der)){0,2} ?){1,7}(?: ?\([^()]{1,40}\))?) ?[:：] "
)
# The words for question and answer may follow anything, a title without a full stop too.
_SHORT = re.compile(
    r"(?<=\s)(Q|A|Question|QUESTION|Answer|ANSWER|Вопрос|Ответ|Реплика|Frage|Antwort|Pregunta|Respuesta|Réponse) ?[:：] "
)


def unflatten(lines: Sequence[Line]) -> Sequence[Line]:
    """Part very long lines at labels: at words for question and answer, and at names that recur before a colon."""
    if not any(len(line.text) > LONG for line in lines):
        return lines
    found = [
        list(_LABEL.finditer(line.text)) + list(_SHORT.finditer(line.text)) if _may_be_flat(line.text) else [] for line in lines
    ]
    counts = Counter(key_of(match.group(1)) for matches in found for match in matches)
    result: list[Line] = []
    for line, matches in zip(lines, found, strict=True):
        cuts = sorted({match.start(1) for match in matches if _is_likely(key_of(match.group(1)), counts)})
        result += _cut(line, cuts) if len(cuts) > 1 else [line]
    return result


def _labels_in(text: str) -> list[re.Match[str]]:
    return [*_LABEL.finditer(text), *_SHORT.finditer(text)]


def _may_be_flat(text: str) -> bool:
    return len(text) > LONG and text.count(":") + text.count("：") > 1


def _is_likely(key: str, counts: Counter[str]) -> bool:
    return key in words.SPOKEN or counts[key] > 1


def _cut(line: Line, cuts: Sequence[int]) -> list[Line]:
    edges = sorted({0, *cuts, len(line.text)})
    parts = [line.text[start:stop].strip() for start, stop in pairwise(edges)]
    return [
        replace(line, text=part, gap=(index == 0 and line.gap) or index > 0, bold=0) for index, part in enumerate(parts) if part
    ]
