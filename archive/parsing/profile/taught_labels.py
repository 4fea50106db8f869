"""Finds labels by a profile's forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.labels.candidates import INNER_BRACKET, Hit, is_proper, key_of, make_hit
from archive.parsing.layout_patterns import STAGE
from archive.parsing.lines import Line
from archive.parsing.profile.line_shapes import has_full_stop, pattern_of
from archive.parsing.profile.profile_rules import LabelForm, Profile

LONGEST = 160
MOST_SIGNS = 12  # signs tried at a line's head
RARE, OFTEN = 1, 3
# Signs that no name contains, whatever the examples.
_NO_NAME = re.compile(r"[:;!?…。：；！？|\t]")
_SENTENCE_END = re.compile(r"[.!?…。！？؟][\"”’»)\]」』）]*\s*(?<!\b\w\.)(?<!\b\w\. )")
_NUMBER = re.compile(r"\s*\d{1,3}$")
_INITIAL = re.compile(r"(?:^|[\s.])[^\W\d_]$")


def form_hits(lines: Sequence[Line], profile: Profile) -> list[Hit]:
    """Return labels in the profile's forms, at most one a line. A form seen only once applies to names known from others."""
    forms = [form for form in profile.forms if not form.within] or [replace(form, within=False) for form in profile.forms]
    usual = [form for form in forms if not _is_slip(form, forms)]
    no_labels = profile.keys("no-label")
    told = lexicon.SPOKEN | profile.keys("asks") | profile.keys("answers") | profile.keys("states")
    hits = [hit for hit in _hits(lines, usual, told) if hit.key not in no_labels]
    known = {hit.key for hit in hits} | told
    taken = {hit.first for hit in hits}
    slips = [form for form in forms if form not in usual]
    more = [hit for hit in _hits(lines, slips, told) if hit.first not in taken and hit.key not in no_labels]
    more = [hit for hit in more if hit.key in known or _is_whole_name(lines, hit)]
    return sorted([*hits, *more], key=lambda hit: hit.first)


def _is_whole_name(lines: Sequence[Line], hit: Hit) -> bool:
    """Tell whether a label in an exceptional form is a name of two words or more, with a sign of its own, after a full stop."""
    tokens = hit.label.split()
    signed = lines[hit.first].text[len(hit.label) :].lstrip()[:1]
    behind = hit.first > 0 and has_full_stop(lines[hit.first - 1].text)
    return len(tokens) > 1 and all(map(is_proper, tokens)) and bool(signed) and not signed.isalnum() and behind


def _is_slip(form: LabelForm, forms: Sequence[LabelForm]) -> bool:
    """Tell whether a form is exceptional, or has no sign of its own, so that it only applies to known names."""
    plain = not form.alone and not form.bold and not form.before.strip() and form.after == " "
    return plain or (form.seen <= RARE and any(other.seen >= OFTEN for other in forms))


def _hits(lines: Sequence[Line], forms: Sequence[LabelForm], told: Set[str]) -> Iterator[Hit]:
    for index, line in enumerate(lines):
        if line.label is not None:
            hit = make_hit(line, index, line.label, line.text, "markup")
        else:
            found = (hit for form in forms if (hit := _hit(lines, index, form, told)) is not None)
            hit = next(found, None)
        if hit is not None:
            yield hit


def _hit(lines: Sequence[Line], index: int, form: LabelForm, told: Set[str]) -> Hit | None:
    line = lines[index]
    if form.heading != (line.kind in ("heading", "section")) or (form.bold and not line.bold):
        return None
    if form.alone:
        return _alone(lines, index, form, told)
    text = line.text[:LONGEST]
    head = pattern_of(form.before).match(text) if form.before else None
    if form.before and head is None:
        return None
    start = head.end() if head else 0
    for sign in _signs(text, start, form):
        label = text[start : sign.start()]
        if _is_name(label, form, told) and (not form.bold or sign.start() <= line.bold <= sign.end() + 1):
            return make_hit(line, index, label, line.text[sign.end() :], "colon")
    return None


def _signs(text: str, start: int, form: LabelForm) -> Iterator[re.Match[str]]:
    """Yield the first places in a line of the sign after a label, each with words after it."""
    for number, sign in enumerate(pattern_of(form.after).finditer(text, start + 1)):
        if number == MOST_SIGNS:
            return
        if sign.end() > sign.start() and text[sign.end() :].strip():
            yield sign


def _alone(lines: Sequence[Line], index: int, form: LabelForm, told: Set[str]) -> Hit | None:
    line = lines[index]
    text = line.text.strip()
    below = lines[index + 1] if index + 1 < len(lines) else None
    if len(text) > LONGEST or below is None or (below.kind != "text" and below.kind != "quoted"):
        return None
    if form.bold and line.bold < len(form.before) + 1:
        return None
    head = pattern_of(form.before).match(text) if form.before else None
    if form.before and head is None:
        return None
    start = head.end() if head else 0
    ends = [found.start() for found in pattern_of(form.after).finditer(text, start + 1) if found.end() == len(text)]
    stop = ends[0] if form.after and ends else len(text) if not form.after else -1
    label = text[start:stop] if stop >= 0 else ""
    if not label or not _is_name(label, form, told) or (not form.after and has_full_stop(label)):
        return None
    return make_hit(line, index, label, "", "colon")


def cut_at_labels(lines: Sequence[Line], profile: Profile) -> list[Line]:
    """Split lines that contain recurring labels in the middle."""
    forms = [form for form in profile.forms if form.within]
    found = [list(_within(line.text, forms)) if line.label is None else [] for line in lines]
    times = Counter(key for labels in found for _, key in labels)
    result: list[Line] = []
    for line, labels in zip(lines, found, strict=True):
        cuts = [at for at, key in labels if times[key] > 1 or key in lexicon.SPOKEN]
        for start, stop in pairwise(sorted({0, len(line.text), *cuts})):
            part = line.text[start:stop].strip()
            result += [replace(line, text=part, gap=line.gap or start > 0, bold=line.bold * (start == 0))] if part else []
    return result


def _within(text: str, forms: Sequence[LabelForm]) -> Iterator[tuple[int, str]]:
    """Yield the start and key of labels in the middle of a line, after the end of a sentence."""
    for form in forms:
        for sign in pattern_of(form.after or " ").finditer(text):
            before = text[max(0, sign.start() - LONGEST) : sign.start()]
            ends = [found.end() for found in _SENTENCE_END.finditer(before)]
            label = before[ends[-1] :] if ends else before
            if label and _is_name(label, form, lexicon.SPOKEN) and sign.end() > sign.start():
                yield sign.start() - len(label), key_of(label)


def _is_name(label: str, form: LabelForm, told: Set[str]) -> bool:
    """Tell whether a text may be a label of this form: no longer, in capitals if required, no word of a sentence."""
    bare = INNER_BRACKET.sub(" ", label).strip()
    tokens = bare.split()
    if not tokens or len(tokens) > form.words or not any(map(str.isalpha, bare)) or STAGE.fullmatch(bare):
        return False
    if _NO_NAME.search(bare) or bare.count("(") != bare.count(")") or bare[-1] == ",":
        return False
    # "R." of "R. Kadalan." and "Dr." of "Dr. Marsh." do not end a label.
    if form.after[:1] == "." and (_INITIAL.search(bare) or fold(tokens[-1]) in lexicon.HONORIFICS):
        return False
    if form.caps and sum(char.isupper() for char in bare) < 0.7 * sum(char.isupper() or char.islower() for char in bare):
        return False
    said = {fold(token) for token in tokens} & lexicon.SENTENCE_WORDS - lexicon.PARTICLES
    small = tokens[0][0].islower() and not (fold(tokens[0]) in lexicon.PARTICLES and any(map(is_capital, tokens)))
    return not small and (not said or key_of(label) in told or fold(_NUMBER.sub("", bare)) in told)


def is_capital(token: str) -> bool:
    """Tell whether a word begins with a capital, or its script has none."""
    return token[0].isupper() or not token[0].islower()
