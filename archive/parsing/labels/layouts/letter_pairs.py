"""Two letters that stand for question and answer, whatever the language: "D. … R. …", "V: … A: …", "K – … V – …"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from archive.parsing.labels.candidates import Hit, make_hit
from archive.parsing.labels.set_off import opens_paragraph
from archive.parsing.lines import Line
from archive.parsing.speakers.voices import has_mark

FEWEST = 2  # of each letter
ASKED, ALTERNATE, LEAST_SHARE = 0.5, 0.8, 0.9
# Not an initial ("J. R. Moor"), not an item of a list in small letters ("a) the quay").
_LETTER = re.compile(
    r"(?P<open>[\[(【]\s?)?(?P<letter>[^\W\d_])(?P<number>\d{0,3})"
    r"(?(open)(?:\s?[\])】]\s?[.:：]?)|(?!\.\s?[^\W\d_]\.)(?:\s?[.)．]\s?[-–—]?|\s?[:：|]|\s?[-–—](?=\s)|(?=\s{2,}|\t)))\s*(?=\S)"
)

# The letter is a given name's: "E. MARIN: Why?", "L. Karas – Because."
_SURNAME = re.compile(
    r"[^\W\d_a-zà-öø-ÿа-яα-ω][\w'’-]+(?: [^\W\d_a-zà-öø-ÿа-яα-ω][\w'’-]+){0,2}(?: \([^()]{1,40}\))?\s*(?:[:：|]|\.?\s?[–—-]\s)"
)


def letter_pairs(lines: Sequence[Line]) -> list[Hit]:
    """Return the turns of a talk in which one letter stands before questions and another before answers; often none."""
    found = [hit for index, line in enumerate(lines) if opens_paragraph(lines, index) and (hit := _lettered(line, index))]
    indents = Counter(lines[hit.first].indent for hit in found)
    found = [hit for hit in found if lines[hit.first].indent == max(indents, key=indents.__getitem__)]  # not a list's items
    times = Counter(hit.label[0] for hit in found)
    common = [letter for letter, count in times.most_common(2) if count >= FEWEST]
    hits = [hit for hit in found if hit.label[0] in common]
    initials = sum(_SURNAME.match(hit.rest) is not None for hit in hits)
    if len(common) < 2 or len(hits) < LEAST_SHARE * len(found) or initials * 2 >= len(hits):
        return []
    changes = sum(before.label[0] != after.label[0] for before, after in pairwise(hits))
    asking = hits[0].label[0]
    shares = {letter: _share_asked(lines, hits, letter) for letter in common}
    (answering,) = set(common) - {asking}
    if changes < ALTERNATE * (len(hits) - 1) or shares[asking] < ASKED or shares[answering] > shares[asking] / 2:
        return []
    return [replace(hit, key="question" if hit.label[0] == asking else "answer") for hit in hits]


def _lettered(line: Line, index: int) -> Hit | None:
    found = _LETTER.match(line.text) if line.label is None and line.kind in ("text", "quoted") else None
    if found is None or found["letter"].islower():
        return None
    return make_hit(line, index, found["letter"] + found["number"], line.text[found.end() :], "bare")


def _share_asked(lines: Sequence[Line], hits: Sequence[Hit], letter: str) -> float:
    """Return the share of a letter's turns that hold a question mark at the end of their first or last line."""
    ends = [*(hit.first for hit in hits[1:]), hits[-1].last + 1]
    asked = [
        has_mark(hit.rest) or has_mark(lines[end - 1].text) for hit, end in zip(hits, ends, strict=True) if hit.label[0] == letter
    ]
    return sum(asked) / len(asked)
