"""Talks in which only one side has labels: who asks, or who answers. Nobody is announced twice without another between."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason, is_dateline, is_stage_note
from archive.parsing.labels.candidates import Hit
from archive.parsing.lines import Line
from archive.parsing.speakers.voices import ends_asking
from archive.parsing.turns import RawTurn

FEWEST = 3
ASKED, ASKED_BY_MANY = 0.5, 0.75  # shares of the turns


def askers_without_answerers(turns: Sequence[RawTurn]) -> list[RawTurn]:
    """Return the turns whose labels name who asks, if the answers below them have none: "Ines Moor: Why? ¶ We must."."""
    labelled = [turn for turn in turns if turn.label and turn.key not in lexicon.MANAGERS]
    keys = {turn.key for turn in labelled}
    if len(labelled) < FEWEST or not keys.isdisjoint(lexicon.ANSWERERS) or len(labelled) * 2 < len(turns):
        return []
    answered = [turn for turn in labelled if _asks_and_is_answered(turn)]
    share = ASKED if len(keys) == 1 else ASKED_BY_MANY
    return labelled if len(answered) >= max(FEWEST - 1, share * len(labelled)) else []


def _asks_and_is_answered(turn: RawTurn) -> bool:
    """Tell whether the first paragraph of a turn ends in a question, and the last one does not."""
    return len(turn.paragraphs) > 1 and ends_asking(turn.paragraphs[0]) and not ends_asking(turn.paragraphs[-1])


def unlabelled_questions(lines: Sequence[Line], hits: Sequence[Hit]) -> list[Hit]:
    """Return the questions above the answers of the only person with a label; often none."""
    if len(hits) < FEWEST or len({hit.key for hit in hits}) > 1 or hits[0].key in lexicon.ASKERS:
        return []
    first = _last_paragraph(lines, 0, hits[0].first)
    opening = [first] if first is not None and ends_asking(_words_of(lines, first, hits[0].first)) else []
    between = [(_last_paragraph(lines, hit.last + (not hit.rest), after.first), after.first) for hit, after in pairwise(hits)]
    # Of one paragraph only, the label's own words are it.
    starts = [(start, end) for (start, end), hit in zip(between, hits, strict=False) if start is not None and start > hit.last]
    asked = sum(ends_asking(_words_of(lines, start, end)) for start, end in starts)
    if asked < max(FEWEST - 1, ASKED * len(between)) or len(starts) < ASKED_BY_MANY * len(between):
        return []
    found = [*opening, *(start for start, _ in starts)]
    return [Hit(at, at, "", "question", (), lines[at].text, "dash", False, lines[at].number) for at in found]


def _last_paragraph(lines: Sequence[Line], start: int, stop: int) -> int | None:
    """Return where the last paragraph between two lines begins; None if it is no speech."""
    at = stop - 1
    while at > start and (is_stage_note(lines[at].text) or furniture_reason(lines[at].text) is not None):
        at -= 1
    while at > start and not lines[at].gap:
        at -= 1
    spoken = at >= start and lines[at].kind == "text" and not is_dateline(lines[at].text) and lines[at].label is None
    return at if spoken else None


def _words_of(lines: Sequence[Line], start: int, stop: int) -> str:
    return " ".join(line.text for line in lines[start:stop] if not is_stage_note(line.text))
