"""Labels that the first reading missed, found by those that it is sure of.

A document that sets its speakers in one way sets them all so. What stands at the head of a paragraph as the accepted labels
do, or repeats one of them with another sign behind it, is weighed once more: above all where the same speaker stands before
and after it, for nobody is announced twice in a row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason, is_dated_link, is_dateline, is_stage_note
from archive.parsing.cleaning import EAST_ASIAN, fold, is_small
from archive.parsing.labels.candidates import (
    INNER_BRACKET,
    Hit,
    ends_sentence,
    is_proper,
    key_of,
    leading_mark,
    make_hit,
    shape_of,
)
from archive.parsing.labels.label_questions import heads_a_list
from archive.parsing.labels.labels_without_colon import without_sign
from archive.parsing.labels.set_off import SIGNS, may_be_label, opens_paragraph
from archive.parsing.layout_patterns import GREETING, OPENING_WORDS
from archive.parsing.lines import Line

FEWEST, ENOUGH, ROUNDS = 3, 4, 2
MOST_LABELS = 5_000
MOST_HEADER, MOST_HEAD = 40, 120
LONG_LABEL = 8  # words
PURE = 0.6
MOST_LOOKED_AT = 12  # lines of a question
_HEAD = r"([^\W_][^\t|｜:：\n]{0,99}?)"
_FORMS = {
    "a colon and a tab": re.compile(rf"{_HEAD}\s*[:：]\t\s*(?=\S)"),
    "a colon": re.compile(rf"{_HEAD}\s*[:：](?!//)(?!\d)\s*"),
    "brackets": re.compile(
        r"[(（【〔〖［<＜‹〈⟨]\s*([^\W\d_][^()（）【】〔〕<>＜＞‹›〈〉]{0,60}?)\s*[)）】〕〗］>＞›〉⟩]\s*[:：]?\s*(?=\S)"
    ),
    "a closing bracket": re.compile(r"([^\W\d_][^():：\n]{0,50}\([^()]{2,60}\))\s+(?=\S)"),
    **SIGNS,
}
_NO_END = ".?!;:…,。！？："
_ASKED = re.compile(r"[?？؟;][\"'”’»)\]]*$")
_PLAIN = frozenset({"a colon", "a full stop", "a dash", "alone", "a closing bracket"})
_NO_NAME = lexicon.PARTICLES | lexicon.OPENERS | lexicon.EVENTS | lexicon.OFFICES
_NO_FIRST = lexicon.PARTICLES - lexicon.NOBLE - lexicon.HONORIFICS - lexicon.OFFICES
_AT_A_PLACE = frozenset({"in", "at", "with", "from", "on", "to", "about", "for"})
_QUOTES = re.compile('[“”„«»"]')
_QUOTED_NAME = re.compile('[«“„"](?=[^\\W\\d_])(?![a-zà-öø-ÿа-яё])[^«»“”„"]{1,40}[»”“"]')
_SMALL = lexicon.PARTICLES | lexicon.OFFICES | lexicon.HONORIFICS
_ASKING = lexicon.ASKERS | lexicon.ANSWERERS

Frame = tuple[str, bool, bool, bool]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the accepted labels say of the document: their forms, their keys, and the names at its head."""

    frames: Counter[Frame]
    others: Counter[Frame]
    labels: frozenset[str]
    keys: frozenset[str]
    names: frozenset[str]
    open_keys: Counter[str]
    shapes: Counter[str]


def completed(lines: Sequence[Line], hits: Sequence[Hit]) -> list[Hit]:
    """Return the labels with those that they make plain, in order."""
    found = [*_openings(lines, hits), *hits]
    for _ in range(ROUNDS):
        if not FEWEST <= len(found) <= MOST_LABELS or found[0].style == "markup":
            return found
        more = _found_by(lines, found)
        if not more:
            return found
        found = sorted([*found, *more], key=lambda hit: hit.first)
    return found


def _openings(lines: Sequence[Line], hits: Sequence[Hit]) -> list[Hit]:
    """Return the label of the opening above the others: a known one before a word for it, "【三枝総理冒頭発言】"."""
    keys = frozenset(hit.key for hit in hits)
    for index, line in enumerate(lines[: hits[0].first]):
        printed = line.text.strip("【】〔〕（）()[]［］<>＜＞〈〉《》◆■●○ :：")
        key = fold(printed)
        word = OPENING_WORDS.search(key) if len(printed) <= MOST_HEAD // 2 else None
        if word and (known := key[: word.start()].strip()) in keys:
            return [replace(hit, key=known) for hit in [make_hit(line, index, printed, "", "colon")] if hit]
    return _first_above(lines, hits) or _alone_above(lines, hits)


def _alone_above(lines: Sequence[Line], hits: Sequence[Hit]) -> list[Hit]:
    """Return who opens the talk, alone right above a greeting, where the others stand alone too and one shares a word."""
    words = {word for hit in hits for word in hit.key.split() if len(word) > 3}
    if sum(not hit.rest for hit in hits) * 2 < len(hits):
        return []
    for index in range(hits[0].first - 1):
        line, below = lines[index], lines[index + 1]
        alone = line.gap and not below.gap and len(line.text) <= MOST_HEAD and not ends_sentence(line.text.rstrip(")]"))
        if alone and line.kind == "text" and GREETING.match(below.text) and not words.isdisjoint(fold(line.text).split()):
            return [hit for hit in [make_hit(line, index, line.text, "", "alone")] if hit]
    return []


def _first_above(lines: Sequence[Line], hits: Sequence[Hit]) -> list[Hit]:
    """Return a label above the first, in the form of the others: "Spokesperson – Good morning." above questions and answers."""
    if hits[0].key not in lexicon.ASKERS:
        return []
    heads = {index: found for index in range(hits[0].first) if (found := list(_heads(lines, index, set())))}
    if not heads:
        return []
    known = _known(lines, hits, heads)
    for index, found in heads.items():
        for hit, frame in found:
            if known.frames[frame] < FEWEST or frame[0] in ("alone", "a colon"):
                continue
            names = key_of(hit.label) in lexicon.SPOKEN or lexicon.names_office(hit.key.split())
            said = " ".join([hit.rest, *(line.text for line in lines[index + 1 : hits[0].first])])
            if names and ends_sentence(said):
                return [hit]
    return []


def _found_by(lines: Sequence[Line], hits: Sequence[Hit]) -> list[Hit]:
    owned = {index for hit in hits for index in range(hit.first, hit.last + 1)}
    free = [index for index in range(hits[0].first + 1, len(lines)) if index not in owned and opens_paragraph(lines, index)]
    bare = without_sign(lines, hits, free)
    if bare:
        return bare
    heads = {index: found for index in free if (found := list(_heads(lines, index, owned)))}
    if not heads:
        return []
    known = _known(lines, hits, heads)
    more: list[Hit] = []
    at = 0
    for index, found in heads.items():
        while at < len(hits) and hits[at].first < index:
            at += 1
        before, after = hits[at - 1], hits[at] if at < len(hits) else None
        if more and more[-1].first > before.first:
            before = more[-1]
        points, hit = max(
            ((_points(lines, hit, frame, known, before, after), hit) for hit, frame in found), key=lambda pair: pair[0]
        )
        if points >= ENOUGH:
            more.append(hit)
    return more


def _known(lines: Sequence[Line], hits: Sequence[Hit], heads: dict[int, list[tuple[Hit, Frame]]]) -> _Known:
    others = [(hit, frame) for found in heads.values() for hit, frame in found]
    top = [line.text for line in lines[: min(hits[0].first, MOST_HEADER)]]
    words = [word for text in [*top, *(hit.label for hit in hits)] for word in re.split(r"[\s,;:()«»“”\"]+", text)]
    return _Known(
        Counter(_frame_of(lines, hit) for hit in hits),
        Counter(frame for _, frame in others),
        frozenset(hit.label for hit in hits),
        frozenset(hit.key for hit in hits),
        frozenset(fold(word) for word in words if len(word) > 2 and not is_small(word[0])) - _NO_NAME,
        Counter(key for found in heads.values() for key in {hit.key for hit, _ in found}),
        Counter(shape_of(label) for label in {hit.label for hit in hits}),
    )


def _frame_of(lines: Sequence[Line], hit: Hit) -> Frame:
    """Return in which form an accepted label is set."""
    if hit.first == hit.last:
        for other, frame in _heads(lines, hit.first, set()):
            if other.key == hit.key:
                return frame
    return ("alone" if not hit.rest else hit.style, hit.caps, hit.bold, bool(hit.rest))


def _heads(lines: Sequence[Line], index: int, owned: set[int]) -> Iterator[tuple[Hit, Frame]]:
    """Yield what may be a label at the head of a paragraph, in every form, with that form."""
    line = lines[index]
    if line.label is not None or line.kind not in ("text", "quoted") or furniture_reason(line.text) or is_stage_note(line.text):
        return
    if is_dated_link(line.text):
        return
    text = line.text[leading_mark(line.text) :][:MOST_HEAD]
    if is_small(text[:1]):
        return
    for form, pattern in _FORMS.items():
        found = pattern.match(text)
        if found is not None and may_be_label(found.group(1), form, line.bold >= len(found.group(1))):
            rest = line.text[len(line.text) - len(line.text[leading_mark(line.text) :]) + found.end() :]
            hit = make_hit(line, index, found.group(1).rstrip(" .…"), rest, "colon")
            if hit is not None and _may_stand(lines, hit, owned):
                yield hit, (form, hit.caps, line.bold >= len(found.group(1)), bool(hit.rest))
    if (
        line.gap
        and len(text) <= MOST_HEAD // 2
        and text[-1] not in _NO_END
        and may_be_label(text, "alone")
        and not is_dateline(text)
    ):
        hit = make_hit(line, index, text, "", "alone")
        if hit is not None and _may_stand(lines, hit, owned):
            yield hit, ("alone", hit.caps, line.bold >= len(text), False)


def _may_stand(lines: Sequence[Line], hit: Hit, owned: set[int]) -> bool:
    """Say whether words follow what may be a label."""
    if hit.rest:
        return not is_small(hit.rest[0]) and not heads_a_list(hit)
    below = hit.last + 1
    return (
        below < len(lines)
        and below not in owned
        and (ends_sentence(lines[below].text) or len(lines[below].text) > LONG_LABEL * 4)
    )


def _points(lines: Sequence[Line], hit: Hit, frame: Frame, known: _Known, before: Hit, after: Hit | None) -> int:
    """Return how much speaks for a label."""
    if before.key == hit.key and hit.key not in _ASKING:
        return 0
    # Right below a label stand its words, perhaps one's own name: "Ivar Holm, Northport. Who pays?"
    if hit.first == before.last + 1 and not before.rest:
        return 0
    if hit.label in known.labels or (hit.key in known.keys and hit.key in lexicon.SPOKEN):
        return ENOUGH if frame[0] != "a full stop" or hit.caps or " " in hit.label or hit.key in _ASKING else 0
    split = after is not None and before.key == after.key and after.key != hit.key
    asked = _is_question(lines, hit, after)
    placed = 2 * split + asked + (split and asked)
    return placed + _by_form(frame, known) + _by_name(hit, frame, known, split, asked) + _by_shape(hit, known)


def _by_shape(hit: Hit, known: _Known) -> int:
    """Return what it counts that others are printed alike, with brackets at their end: "Lehn (BMI)"."""
    shape = shape_of(hit.label) if hit.label[-1] in ")]" else ""
    alike = known.shapes[shape] if shape else 0
    return ENOUGH if alike > 1 or (alike and not known.names.isdisjoint(hit.key.split())) else 0


def _by_form(frame: Frame, known: _Known) -> int:
    same, others = known.frames[frame], known.others[frame]
    if same < 2:
        return 0
    pure = same >= FEWEST and same >= PURE * (same + others)
    marked = frame[0] not in _PLAIN or frame[1] or frame[2]
    return 1 + pure + (marked and frame[0] != "alone")


def _person(tokens: Sequence[str], label: str) -> Sequence[str]:
    """Return the words of a label up to a comma that stands behind two or more: what follows may be an outlet's name."""
    before = [token for token in label.partition(",")[0].split() if token[:1].isalpha()]
    return before if len(before) > 1 else tokens


def _is_question(lines: Sequence[Line], hit: Hit, after: Hit | None) -> bool:
    """Say whether a question is put, and somebody else speaks next."""
    end = min(after.first if after else len(lines), hit.last + 1 + MOST_LOOKED_AT)
    said = [hit.rest, *(line.text for line in lines[hit.last + 1 : end])]
    return after is not None and after.key != hit.key and any(_ASKED.search(text) for text in said if text)


def _by_name(hit: Hit, frame: Frame, known: _Known, split: bool, asked: bool) -> int:
    label = INNER_BRACKET.sub(" ", hit.label)
    tokens = [token for token in re.split(r"[\s,/]+", label) if token[:1].isalpha()]
    folded = [fold(token) for token in tokens]
    if not tokens:
        return 0
    named = any(word in known.names for word in folded if word not in _NO_NAME)
    person = _person(tokens, label)
    shaped = (len(person) > 1 and all(map(is_proper, person))) or bool(EAST_ASIAN.match(label) and len(label) <= LONG_LABEL)
    office = (
        lexicon.names_office(folded)
        or folded[0] in lexicon.HONORIFICS
        or any(word in lexicon.GIVEN_NAMES for word in folded[:-1])
    )
    spoken = 2 * (key_of(hit.label) in lexicon.SPOKEN)
    back = known.open_keys[hit.key] > 1
    small = sum(is_small(token[0]) and fold(token) not in _SMALL for token in person)
    against = (
        3 * (folded[0] in lexicon.OPENERS and not office)
        + 2 * any(map(str.isdigit, label))
        + 2 * (len(tokens) > LONG_LABEL)
        + (1 if split and asked else 2) * small
    )
    against += 3 * (
        folded[0] in _NO_FIRST or not _AT_A_PLACE.isdisjoint(folded) or bool(_QUOTES.search(_QUOTED_NAME.sub("", label)))
    )
    if frame[0] == "alone" and (known.frames[frame] < 2 or not (office or spoken or split or (shaped and (named or asked)))):
        against += 3
    return 2 * named + shaped + office + spoken + back - against
