"""Which of several texts is the transcript: the one with speakers' labels, then the longest."""

from __future__ import annotations

from collections.abc import Sequence

from archive.parsing.labels.forms import candidates
from archive.parsing.labels.layouts.inline_labels import unflatten
from archive.parsing.labels.scoring import find_labels
from archive.parsing.lines import Line
from archive.parsing.metadata.language import script_of
from archive.parsing.unwrapping import find_wrap

TALK = 2
# A text of this many words may be a speech; a shorter one without labels is a note.
LONG = 120


def talks(lines: Sequence[Line], flowing: bool) -> bool:
    """Tell whether a text has two or more speakers' labels."""
    parts = unflatten(lines)
    return len(label_lines(parts, flowing)) >= TALK


def label_lines(lines: Sequence[Line], flowing: bool) -> list[int]:
    """Return the indexes of the lines that begin with a speaker's label."""
    return [hit.first for hit in find_labels(list(candidates(lines, flowing)), lines, find_wrap(lines, flowing)).hits]


def weight(lines: Sequence[Line], flowing: bool) -> int:
    """Return the number of words, doubled if there are labels."""
    return words_in(lines) * (2 if talks(lines, flowing) else 1)


def words_in(lines: Sequence[Line]) -> int:
    """Count the words of a text; two Chinese or Japanese characters count as one."""
    return sum(len(line.text) // 2 if script_of(line.text) == "han" else len(line.text.split()) for line in lines)
