"""Turns of which only the question has a label: the answer below it is somebody else's."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from archive.parsing import lexicon
from archive.parsing.cleaning import squeeze
from archive.parsing.labels.layouts.one_sided import askers_without_answerers
from archive.parsing.lines import Line
from archive.parsing.turns import RawTurn, set_text

MOST = 3
MOST_LINES = 200
LOOKED_AT = 30  # characters
_DIALOGUE = re.compile(r"[–—―]\s*(?=\S)")


def split_answers(turns: Sequence[RawTurn], lines: Sequence[Line]) -> list[RawTurn]:
    """Split each question from the unlabelled answer below it.

    Applies if a document labels only questions, or if a question is in bold and the following text is not.
    """
    keys = {turn.key for turn in turns if turn.key}
    only_questions = bool(keys) and keys <= lexicon.ASKERS
    asking = [] if only_questions else askers_without_answerers(turns)
    for turn in asking:
        turn.role = "question"
    asks_here = set(map(id, asking))
    numbers = [line.number for line in lines]
    result: list[RawTurn] = []
    for turn in turns:
        result.append(turn)
        bold = turn.bold > 0 and turn.key in lexicon.ASKERS
        asks = only_questions or bold or id(turn) in asks_here
        cut = _end_of_question(turn.paragraphs) if turn.key and asks else 0
        while bold and cut < len(turn.paragraphs) and _is_bold(turn.paragraphs[cut], lines, bisect_left(numbers, turn.line)):
            cut += 1
        if cut and cut < len(turn.paragraphs):
            line = _line_of(turn.paragraphs[cut], lines, bisect_right(numbers, turn.line)) or turn.line
            answer = RawTurn(None, None, line, turn.section, role="answer", paragraphs=turn.paragraphs[cut:])
            set_text(answer, answer.paragraphs)
            turn.paragraphs, turn.notes = turn.paragraphs[:cut], []
            set_text(turn, turn.paragraphs)
            result.append(answer)
    _without_dashes(result)
    return result


def _without_dashes(turns: Sequence[RawTurn]) -> None:
    """Remove the dash before each unlabelled turn, if most answers open with one."""
    unlabelled = [turn for turn in turns if turn.label is None and turn.paragraphs]
    answers = [turn for turn in unlabelled if turn.role == "answer"]
    if sum(bool(_DIALOGUE.match(turn.paragraphs[0])) for turn in answers) * 2 <= len(answers):
        return
    for turn in unlabelled:
        if found := _DIALOGUE.match(turn.paragraphs[0]):
            turn.paragraphs[0] = turn.paragraphs[0][found.end() :]
            set_text(turn, turn.paragraphs)


def _is_bold(paragraph: str, lines: Sequence[Line], after: int) -> bool:
    """Say whether a paragraph near a line is set in bold whole: the question goes on in it."""
    return any(
        line.bold >= len(line.text) and squeeze(line.text) == squeeze(paragraph) for line in lines[after : after + MOST_LINES]
    )


def _line_of(paragraph: str, lines: Sequence[Line], after: int) -> int | None:
    """Return the number of the line on which a paragraph begins, searching no further than a question's length."""
    start = squeeze(paragraph)[:LOOKED_AT]
    near = lines[after : after + MOST_LINES]
    return next((line.number for line in near if start.startswith(squeeze(line.text)[:LOOKED_AT])), None)


def _end_of_question(parts: Sequence[str]) -> int:
    """Return how many of the first paragraphs are the question: up to a question mark, else one."""
    for index, part in enumerate(parts[:MOST]):
        if part.rstrip("”\"’') ").endswith(("?", "？")):
            return index + 1
    return min(1, len(parts))
