"""Labels within a line: after the previous speaker's last words, or in a text flattened to one line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.parsing import lexicon
from archive.parsing.cleaning import SIGNS, fold, is_small
from archive.parsing.labels.candidates import Hit, is_proper, key_of, leading_mark
from archive.parsing.lines import Line

LONGEST_LABEL = 90
MOST_WORDS = 8
FEWEST_CAPITALS = 4
LONGEST_WORD, LONGEST_NOTE = 30, 300
_MARK = re.compile(r"(?P<colon> ?[:：](?=\s))|(?P<stop>\.\s?[-–—―]{1,2}(?=\s))")
_BEFORE = re.compile(r"(?:[.!?…»”\"')\]。！？؟।۔—–]|(?<=[α-ωά-ώ]);|\b\d{1,6})\s{1,3}$")
_SET_OFF = frozenset({"colon", "stop-dash", "period"})
_WORD = re.compile(r"\S+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class _Glued:
    key: str
    label: str
    at: int
    mark: str


def part_glued(lines: Sequence[Line], hits: Sequence[Hit]) -> Sequence[Line]:
    """Return the lines with such labels moved to their own lines; the same sequence if there are none."""
    stops = _before_stops(hits)
    found = [[*_glued_in(line.text), *_with_stops(line.text, stops)] for line in lines]
    if not any(found):
        return lines
    heads = Counter(hit.key for hit in hits if hit.style in _SET_OFF)
    within = Counter(one.key for labels in found for one in labels)
    capitals = sum(hit.caps for hit in hits if hit.style in _SET_OFF)
    capitals += sum(one.label.isupper() for labels in found for one in labels)
    result: list[Line] = []
    for line, labels in zip(lines, found, strict=True):
        cuts = [one.at for one in labels if _is_known(one, heads, within, capitals >= FEWEST_CAPITALS)]
        result += _cut(line, cuts) if cuts else [line]
    return result if len(result) > len(lines) else lines


def _glued_in(text: str) -> Iterator[_Glued]:
    """Yield possible labels within a line, after the end of a sentence or a page number."""
    last = 0
    for mark in _MARK.finditer(text):
        start = max(last, mark.start() - LONGEST_LABEL)
        place = _start_of_label(text, start, mark.start())
        if place and place != leading_mark(text) and not _within_brackets(text, place):
            label = text[place : mark.start()]
            yield _Glued(key_of(label), label, place, "stop" if mark["stop"] else "colon")
        last = mark.end()


def _before_stops(hits: Sequence[Hit]) -> re.Pattern[str] | None:
    """Return a pattern for labels that end in a full stop ("The President. We will see") within a line."""
    times = Counter(hit.label for hit in hits if hit.style == "period")
    often = sorted((label for label, count in times.items() if count > 1), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, often))})(?=\. [“\"\[(A-ZÀ-Þ])") if often else None


def _with_stops(text: str, stops: re.Pattern[str] | None) -> Iterator[_Glued]:
    for found in stops.finditer(text) if stops else ():
        if found.start() and _ends_before(text, found.start()):
            yield _Glued(key_of(found.group()), found.group(), found.start(), "period")


def _within_brackets(text: str, place: int) -> bool:
    """Tell whether a place is inside brackets: "(Applause – call by Eva Sommer: Hear, hear!)"."""
    before = text[max(0, place - LONGEST_NOTE) : place]
    return any(before.rfind(left) > before.rfind(right) for left, right in ("()", "[]", "（）"))


def _start_of_label(text: str, start: int, stop: int) -> int | None:
    """Return the start of the capitalised words before a mark, if a sentence ends before them."""
    plain = _BRACKETS.sub(lambda found: "X" * len(found.group()), text[start:stop])
    words = list(_WORD.finditer(plain))[-MOST_WORDS:]
    for at, word in enumerate(words):
        place = start + word.start()
        rest = words[at:-1] if at < len(words) - 1 and words[-1].group().isdecimal() else words[at:]
        proper = all(is_proper(other.group()) for other in rest)
        if word.group()[0].isupper() and proper and _ends_before(text, place):
            return place
    return None


def _ends_before(text: str, place: int) -> bool:
    """Tell whether a sentence ends right before a place; "Prof." and initials do not end one."""
    before = text[max(0, place - LONGEST_WORD) : place].split()
    if not before:
        return place == 0
    stopped = before[-1].endswith(".") and (len(before[-1]) == 2 or fold(before[-1]) in lexicon.HONORIFICS)
    return bool(_BEFORE.search(text[max(0, place - 6) : place])) and not stopped


def _is_known(one: _Glued, heads: Counter[str], within: Counter[str], in_capitals: bool) -> bool:
    """Tell whether a phrase is a label elsewhere too, or is in capitals where labels are."""
    named = one.label.isupper() or len(one.key.split()) > 1
    if one.key in lexicon.HEADINGS or len(one.key) < 2:
        return False
    if one.mark == "stop":
        return one.label.isupper() or heads[one.key] > 0
    if in_capitals and one.label.isupper() and len(one.key) > 2:
        return True
    return one.key in lexicon.SPOKEN or heads[one.key] > 0 or (named and within[one.key] > 1)


def _cut(line: Line, cuts: Sequence[int]) -> list[Line]:
    edges = sorted({0, *cuts, len(line.text)})
    parts = [line.text[start:stop].strip() for start, stop in pairwise(edges)]
    return [
        replace(line, text=part, gap=line.gap or at > 0, bold=0 if at else line.bold) for at, part in enumerate(parts) if part
    ]


LONG = 400
# Average length of turns, below which it is not a talk.
SHORTEST = 12
LONGEST_UNCASED = 16
SHORTEST_LOUD = 3
_LETTERS = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{SIGNS}・·])*")
LONGEST_FLATTENED = 90
FEWEST_WIDE = 3
TYPISTS_SHARE = 0.8
_WIDE = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)")
_ANY_END = re.compile(r"[.!?…][\"”’)\]]*\s")
_LABEL_AHEAD = re.compile(r"(?:Q|A|[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ(][\w.'’)-]*){0,7}(?: of(?: the)? [A-ZÀ-Þ]\w*)?)(?:[.:]|\.-)\s")
_COLON = re.compile(r" ?[:：](?=\s)|：")
# A Greek question ends in a semicolon.
_SENTENCE_END = re.compile(
    r"(?:[.!?…»”\"')\]。！？」』）।؟۔]|(?<=[α-ωά-ώ]);|;(?=\s{0,2}[Α-ΩΆ-Ώ]{2}))\s{0,2}(?=[^\W\d_a-zа-яёà-öø-ÿ])"
)
# The words for question and answer may follow anything, even a title without a full stop.
_ASKING = re.compile(r"\s(Q|A|Question|QUESTION|Answer|ANSWER|Вопрос|Ответ|Реплика|Frage|Antwort|Pregunta|Respuesta|Réponse)$")


def unflatten(lines: Sequence[Line]) -> Sequence[Line]:
    """Split very long lines at labels: words for question and answer, and names that recur before a colon."""
    if not any(len(line.text) > LONG for line in lines):
        return lines
    lines = [part for line in lines for part in _at_wide_spaces(line)]
    found = [list(_labels_in(line.text)) if len(line.text) > LONG else [] for line in lines]
    counts = Counter(key for labels in found for key, _ in labels)
    found = [_behind_head(line.text, labels, counts) if labels else [] for line, labels in zip(lines, found, strict=True)]
    result: list[Line] = []
    for line, labels in zip(lines, found, strict=True):
        loud = sum(_is_loud(line.text, start) for _, start in labels) >= FEWEST_CAPITALS
        cuts = [at for key, at in labels if key in lexicon.SPOKEN or counts[key] > 1 or (loud and _is_loud(line.text, at))]
        talks = 1 < len(cuts) < len(line.text) / SHORTEST
        result += _cut_flattened(line, cuts) if talks else [line]
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
    return _cut_flattened(line, cuts) if len(wide) >= FEWEST_WIDE else [line]


def _labels_in(text: str) -> Iterator[tuple[str, int]]:
    """Yield possible labels before each colon, with their start."""
    last = 0
    for colon in _COLON.finditer(text):
        start = max(last, colon.start() - LONGEST_FLATTENED)
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
        if 0 < len(tokens) <= 8 and all(map(_may_be_in_label, tokens)):
            return place
    word = _ASKING.search(before)
    return word.start(1) if word else None


def _is_loud(text: str, start: int) -> bool:
    """Tell whether the label that begins here is two words or more in capitals: "(Laughter)TIDE NEWS REPORTER INES MOOR:"."""
    label = _COLON.split(text[start : start + LONGEST_FLATTENED], maxsplit=1)[0]
    return label.isupper() and fold(label) not in lexicon.HEADINGS


def _behind_head(text: str, labels: list[tuple[str, int]], counts: Counter[str]) -> list[tuple[str, int]]:
    """Return the labels with the first one behind a page's head without a stop.

    It is a word for who asks, or one in capitals, that is a label below too.
    """
    first = next((start for key, start in labels if start), len(text))
    for colon in _COLON.finditer(text, 0, first):
        words = text[max(0, colon.start() - LONGEST_FLATTENED) : colon.start()].split()
        word = next((word for word in (" ".join(words[-2:]), " ".join(words[-1:])) if counts[key_of(word)] and word), "")
        told = key_of(word) in lexicon.ASKERS or (bool(labels[0][1]) and word.isupper() and len(word) > SHORTEST_LOUD)
        if told and len(words) > len(word.split()) and not is_small(word[0]):
            start = text.rindex(word.split()[0], 0, colon.start())
            return [(key_of(word), start), *((key, at) for key, at in labels if at > start)]
    return labels


def _may_be_in_label(token: str) -> bool:
    """Tell whether a word is capitalised or a particle; in a script without capitals, whether it is short and only letters."""
    if token[0].isupper() or fold(token) in lexicon.PARTICLES:
        return True
    return not is_small(token[0]) and len(token) <= LONGEST_UNCASED and _LETTERS.fullmatch(token) is not None


def _cut_flattened(line: Line, cuts: Sequence[int]) -> list[Line]:
    edges = sorted({0, *cuts, len(line.text)})
    parts = [line.text[start:stop].strip() for start, stop in pairwise(edges)]
    return [replace(line, text=part, gap=line.gap or index > 0, bold=0) for index, part in enumerate(parts) if part]
