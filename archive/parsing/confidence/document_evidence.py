"""Evidence in a finished reading of how well it explains its document: named numbers from 0 to 1.

The table of points (points.csv) says what each is worth and why it counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.parsing.labels.candidates import key_of
from archive.parsing.parsed import ParsedTranscript, ParsedTurn

Evidence = Mapping[str, float]

ENDS = frozenset(".!?…。！？؟।۔।:;\"”’»')」』】]››—–-")
ASKS = frozenset("?？؟;")
_CLOSING = "\"”’»')」』】]› "
# What separates a label from words, after the first few words of a paragraph.
SET_OFF = re.compile(r"^\W{0,3}[\w.'’ ()/,&-]{1,40}?(?:\s*[:：|｜¦>»\])}】〕」』›~=•·\t]|\s[–—-]+\s|\.\s?[–—-]|\s{2,}|/)")
PAGE = re.compile(r"https?:|www\.|©|\(c\)|@|\d{4}|copyright|\|", re.I)
BRACKETS = re.compile(r"[(\[（【〔<]([^()\[\]（）【】〔〕<>]{1,60})[)\]）】〕>]")
OPENING, CLOSED = frozenset("([（【〔<{"), frozenset(")]）】〕>}")
STRAY = re.compile(r"[|¦_*#>»~]{1,3}$|^[|¦_*#>»~•·]|\s{2,}\S|[\u3000\ufffd]")
_INTERVIEWS = frozenset({"interview", "news_conference", "briefing"})
MOST_PARAGRAPHS = 4_000
LOOKED_AT = 4_000  # characters of a turn searched for brackets
SHORT, LONG = 45, 200  # letters of an unfinished line that may be a heading or a label; letters of a line of prose
WARNED = (
    "possible-label", "unattributed-text", "label-seen-once", "misprinted-label", "answer-without-question",
    "question-without-answer", "no-speaker", "no-title", "no-date", "second-language", "not-read", "damaged-text",
    "note-left-out",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clues:
    """How a reading was made. `way` is how its labels were found; `ahead` is its lead over the next best way, in turns.

    `strong` and `weak` count the lines with the form of a label that were read as words.
    """

    way: str = "as printed"
    ahead: float = 0.0
    rivals: int = 0
    strong: int = 0
    weak: int = 0


def document_evidence(reading: ParsedTranscript, clues: Clues) -> dict[str, float]:
    """Return the evidence for a reading as a whole."""
    turns = reading.turns
    if not turns:
        return {"no turns": 1.0, **_of_warnings(reading, 1), **_of_kind(reading), **_of_clues(clues, 1), **_around(reading)}
    return {
        **_of_labels(turns),
        **_of_roles(turns),
        **_of_words(turns),
        **_of_paragraphs(turns),
        **_of_brackets(turns),
        **_of_edges(turns),
        **_of_kind(reading),
        **_of_warnings(reading, len(turns)),
        **_of_clues(clues, len(turns)),
        **_around(reading),
    }


def share(found: Iterable[object], total: int) -> float:
    """Return how many hold of so many, at most 1; 0 of none."""
    return min(1.0, sum(map(bool, found)) / max(1, total))


def much(count: float, half: float) -> float:
    """Return a count on a scale from 0 to 1, with 0.5 at `half`."""
    return count / (count + half)


def _of_labels(turns: Sequence[ParsedTurn]) -> dict[str, float]:
    keys = [key_of(turn.label) if turn.label else "" for turn in turns]
    times = Counter(filter(None, keys))
    labelled = sum(times.values())
    return {
        "one turn": float(len(turns) == 1),
        "turns": much(len(turns), 10),
        "unlabelled": share((not key for key in keys), len(turns)) if labelled else 0.0,
        "no labels": float(not labelled),
        "labels": much(len(times), 4),
        "seen once": share((count == 1 for count in times.values()), len(times)),
        "turns of labels seen once": share((times[key] == 1 for key in keys if key), len(turns)),
        "repeated": share((one == other and one for one, other in pairwise(keys)), len(turns) - 1),
        "longest label": much(max((len(key) for key in times), default=0), 40),
        "commonest label": max(times.values(), default=0) / len(turns),
        "one label": float(len(times) == 1),
    }


def _of_roles(turns: Sequence[ParsedTurn]) -> dict[str, float]:
    roles = Counter(turn.role for turn in turns)
    asked = [turn for turn in turns if turn.role == "question"]
    answered = [turn for turn in turns if turn.role == "answer"]
    return {
        "questions": roles["question"] / len(turns),
        "answers": roles["answer"] / len(turns),
        "questions that ask": share((asks_anywhere(turn.text) for turn in asked), len(asked)),
        "answers that end asking": share((ends_in(turn.text, ASKS) for turn in answered), len(answered)),
        "question after question": share((a.role == b.role == "question" for a, b in pairwise(turns)), len(turns) - 1),
        "asks within": share((asks_within(turn) for turn in turns if turn.role != "question"), len(turns)),
        "statements that ask": share((t.role == "statement" and ends_in(t.text, ASKS) for t in turns), len(turns)),
        "nobody known": share((turn.speaker is None and turn.role != "question" for turn in turns), len(turns)),
    }


def asks_anywhere(text: str) -> bool:
    """Tell whether a text contains a question mark of any script."""
    return not ASKS.isdisjoint(text)


def asks_within(turn: ParsedTurn) -> bool:
    """Tell whether a paragraph before the last ends in a question, as in a turn that swallowed a label."""
    return any(ends_in(part, ASKS) for part in turn.text.split("\n\n")[:-1])


def ends_in(text: str, marks: frozenset[str]) -> bool:
    """Tell whether a text ends in one of these marks, ignoring brackets and quotation marks."""
    return text.rstrip(_CLOSING)[-1:] in marks and bool(text)


def _of_words(turns: Sequence[ParsedTurn]) -> dict[str, float]:
    sizes = [len(turn.text) for turn in turns]
    total = max(1, sum(sizes))
    return {
        "words": much(total, 4_000),
        "longest turn": max(sizes) / total,
        "mean turn": much(total / len(turns), 400),
        "empty turns": share((size == 0 for size in sizes), len(turns)),
        "tiny turns": share((0 < size < 12 for size in sizes), len(turns)),
        "small letters first": share((turn.text[:1].islower() for turn in turns), len(turns)),
        "unfinished": share((turn.text and turn.text[-1] not in ENDS for turn in turns), len(turns)),
        "odd first sign": share(
            (turn.text and not turn.text[0].isalnum() and turn.text[0] not in "\"“«‘'¿¡([「『…—–-" for turn in turns), len(turns)
        ),
        "notes": share((turn.notes for turn in turns), len(turns)),
    }


def _of_paragraphs(turns: Sequence[ParsedTurn]) -> dict[str, float]:
    """Return evidence from paragraphs that begin no turn: recurring beginnings may be labels."""
    inner = [part for turn in turns for part in turn.text.split("\n\n")[1:]][:MOST_PARAGRAPHS]
    every = len(turns) + len(inner)
    heads = Counter(found.group().strip().casefold() for part in inner if (found := SET_OFF.match(part[:60])))
    first = Counter(part.split(maxsplit=1)[0].casefold() for part in inner if part.strip())
    short = [part for part in inner if is_short(part)]
    return {
        "paragraphs": much(len(inner) / len(turns), 4),
        "set off": share(heads.elements(), every),
        "set off again": sum(count for count in heads.values() if count > 1) / every,
        "same first word": max(first.values(), default=0) / every,
        "short lines": share(short, every),
        "short lines again": sum(count for count in Counter(short).values() if count > 1) / every,
        "small paragraphs": share((part[:1].islower() for part in inner), len(inner)),
        "unfinished paragraphs": share((part[-1:] not in ENDS for part in inner), len(inner)),
        "capitals": share((len(part) > 3 and part.isupper() for part in inner), every),
    }


def _of_brackets(turns: Sequence[ParsedTurn]) -> dict[str, float]:
    """Return evidence from brackets and stray signs left in the text, which may be unrecognised notes."""
    inside = [[note.casefold() for note in BRACKETS.findall(turn.text[:LOOKED_AT])] for turn in turns]
    times = Counter(note for notes in inside for note in set(notes))
    again = {note for note, count in times.items() if count > 1}
    return {
        "opens with brackets": share((turn.text[:1] in OPENING and turn.text for turn in turns), len(turns)),
        "closes with brackets": share((turn.text[-1:] in CLOSED and turn.text for turn in turns), len(turns)),
        "brackets": share(inside, len(turns)),
        "brackets again": share((not again.isdisjoint(notes) for notes in inside), len(turns)),
        "stray signs": share((STRAY.search(turn.text[:LOOKED_AT]) for turn in turns), len(turns)),
    }


def is_short(part: str) -> bool:
    """Tell whether a paragraph may be a heading or a label: short and unfinished."""
    return 0 < len(part) <= SHORT and part[-1] not in ENDS


def _of_edges(turns: Sequence[ParsedTurn]) -> dict[str, float]:
    first, last = turns[0], turns[-1]
    begin, end = first.text.split("\n\n")[0], last.text.split("\n\n")[-1]
    return {
        "first unlabelled": float(first.label is None and len(turns) > 1),
        "head unfinished": float(begin[-1:] not in ENDS),
        "head of page words": float(bool(PAGE.search(begin[:LONG])) and len(begin) < LONG),
        "end unfinished": float(end[-1:] not in ENDS),
        "end of page words": float(bool(PAGE.search(end[-LONG:])) and len(end) < LONG),
        "end short": float(len(end) < SHORT and "\n\n" in last.text),
        "last turn long": float(len(last.text) > 3 * sum(len(turn.text) for turn in turns) / len(turns)),
    }


def _of_kind(reading: ParsedTranscript) -> dict[str, float]:
    asked = reading.kind in _INTERVIEWS
    return {
        "document": float(reading.kind == "document"),
        "speech": float(reading.kind in ("speech", "statement")),
        "debate": float(reading.kind in ("debate", "meeting")),
        "interview without pairs": float(asked and not reading.pairs),
        "pairs without interview": float(not asked and bool(reading.pairs)),
        "plain text": float(reading.format == "text"),
        "page": float(reading.format == "html"),
        "laid out": float(reading.format in ("pdf", "docx")),
        "marked up": float(reading.format in ("akoma-ntoso", "tei", "xml", "json")),
    }


def _of_warnings(reading: ParsedTranscript, turns: int) -> dict[str, float]:
    codes = Counter(warning.code for warning in reading.warnings)
    found = {f"warned {code}": much(codes[code], 2) for code in WARNED}
    return {
        **found,
        "other warnings": much(sum(codes.values()) - sum(codes[code] for code in WARNED), 2),
        "warned a turn": min(1.0, sum(codes.values()) / turns),
    }


def _of_clues(clues: Clues, turns: int) -> dict[str, float]:
    return {
        "read as printed": float(clues.way == "as printed"),
        "read alone": float(clues.way.startswith("names alone")),
        "read by a sign": float(clues.way.startswith("labels set off")),
        "read glued": float("glued" in clues.way),
        "read with less evidence": float(clues.way == "with less evidence"),
        "rivals": much(clues.rivals, 1),
        "ahead": much(max(0.0, clues.ahead), 3),
        "close rival": float(clues.rivals > 0 and clues.ahead < 0.1 * turns),
        "strong left over": much(clues.strong, 2),
        "strong left over a turn": min(1.0, clues.strong / turns),
        "weak left over a turn": min(1.0, clues.weak / turns),
    }


def _around(reading: ParsedTranscript) -> dict[str, float]:
    """Return evidence from skipped text: sentences there may be speech."""
    said = sum(len(turn.text) for turn in reading.turns) + len(reading.body)
    prose = [piece for piece in reading.skipped if piece.reason == "around the talk" and len(piece.text) > LONG]
    asked = [piece for piece in reading.skipped if ends_in(piece.text, ASKS)]
    left = sum(len(piece.text) for piece in reading.skipped)
    start, end = _span(reading.turns)
    inside = sum(start < piece.line < end for piece in reading.skipped)
    return {
        "left out": left / max(1, left + said),
        "prose left out": much(len(prose), 2),
        "questions left out": much(len(asked), 1),
        "left out within": min(1.0, inside / max(1, len(reading.turns))),
        "few letters": float(said < 300),
    }


def _span(turns: Sequence[ParsedTurn]) -> tuple[int, int]:
    return (turns[0].line, turns[-1].line) if turns else (0, 0)
