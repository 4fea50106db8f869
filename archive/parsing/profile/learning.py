"""Derives rules for a layout from the difference between a reading and its correction."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason, is_stage_note
from archive.parsing.labels.candidates import INNER_BRACKET, Hit, key_of
from archive.parsing.lines import Line
from archive.parsing.parsed import ParsedTranscript, ParsedTurn
from archive.parsing.profile.comparing import PlacedTurn, letters_of, place_turns
from archive.parsing.profile.line_shapes import has_full_stop, is_telling, numbers_out, words_out
from archive.parsing.profile.profile_rules import LabelForm, LayoutRule, Profile, sameness
from archive.parsing.profile.taught_labels import form_hits

TIDY = 0.9
LONGEST_END, LONGEST_HEADING, MOST_PAGE_LINES = 120, 110, 12
MORE_WORDS = 4
ROLES = {"question": "asks", "answer": "answers", "statement": "states"}
_NUMBERED = re.compile(r"\s*\d{1,3}$")
_LETTERS = re.compile(r"[^\W\d_]")
_OPENERS = re.compile(r"(?<=\s)[“\"«‘'„¿¡(\[「『]+$|(?<=[:：.】〕》›＞\]])\s*[“\"«‘„¿¡(\[「『]+$")
_AFTER_WORDS = re.compile(r"^[\s.!?…”\"»)\]。！？]+")
_NOTE = r"[(\[（][^()\[\]（）]{1,160}[)\]）]"
_BRACKETS = {
    "start": re.compile(rf"\A{_NOTE}"),
    "end": re.compile(rf"{_NOTE}[.,;]?\Z"),
    "middle": re.compile(rf"(?<=\S)\s+{_NOTE}\s+(?=\S)"),
}


@dataclass(frozen=True, slots=True)
class Lesson:
    """A file as read and as corrected: its lines, the places of the corrected turns, both readings."""

    lines: Sequence[Line]
    placed: Sequence[PlacedTurn]
    read: ParsedTranscript
    corrected: ParsedTranscript

    @classmethod
    def of(cls, lines: Sequence[Line], read: ParsedTranscript, corrected: ParsedTranscript) -> Lesson:
        """Return the lesson, with the corrected turns located in the lines."""
        return cls(lines, place_turns(corrected.turns, lines), read, corrected)


def rules_of(lesson: Lesson) -> list[LayoutRule]:
    """Return what a correction teaches about labels, roles, page lines, headings, notes and the end of the talk."""
    if not lesson.placed or _edges(lesson.read.turns) == _edges(lesson.corrected.turns):
        return list(_roles(lesson))
    rules = [rule for learn_of in _KINDS for rule in learn_of(lesson)]
    return list({sameness(rule): rule for rule in Profile.of(rules).rules}.values())


def _edges(turns: Iterable[ParsedTurn]) -> list[tuple[str, str]]:
    """Return the boundaries of turns, for comparison."""
    return [(letters_of(turn.label or ""), letters_of(turn.text)) for turn in turns]


def _labels(lesson: Lesson) -> Iterator[LayoutRule]:
    known: dict[tuple[object, ...], LabelForm] = {}
    for before, one in zip([None, *lesson.placed], lesson.placed, strict=False):
        form = _form(lesson.lines, before, one) if one.label else None
        if form is not None:
            known[form.key] = known[form.key].united(form) if form.key in known else form
    for form in known.values():
        yield LayoutRule("label", replace(form, words=form.words + MORE_WORDS).text, form.seen)


def _form(lines: Sequence[Line], before: PlacedTurn | None, one: PlacedTurn) -> LabelForm | None:
    """Return the form of a turn's label; None if markup names the speaker or the label is split over lines."""
    if one.label is None:
        return None
    start, stop = one.label
    line = lines[start.line]
    if line.label is not None or start.line != stop.line:
        return None
    within = before is not None and before.stop.line == start.line
    opens = before.stop.at if before is not None and within else 0
    head = _AFTER_WORDS.sub("", line.text[opens : start.at]) if within else line.text[: start.at]
    alone = one.start.line != start.line
    tail = line.text[stop.at :] if alone else line.text[stop.at : one.start.at]
    head, tail = _without_own_signs(one.turn.label or "", head, tail)
    label = line.text[start.at : stop.at]
    caps = Hit(0, 0, label, label, (), "", "colon", False, 0).caps
    bold = line.bold > start.at
    heading, words = line.kind in ("heading", "section"), len(label.split())
    return LabelForm(_shape(head.lstrip()), _after(tail, alone), alone, bold, heading, within, caps, words)


def _without_own_signs(label: str, head: str, tail: str) -> tuple[str, str]:
    """Remove signs that belong to the label itself from its surroundings: "(Tide News)" of "Q (Tide News):"."""
    own = re.search(r"[\W_]*$", label)
    behind = own.group() if own else ""
    ahead = label[: len(label) - len(label.lstrip("([（"))]
    tail = tail[len(behind) :] if behind and tail.startswith(behind) else tail
    return (head[: -len(ahead)] if ahead and head.endswith(ahead) else head), tail


def _after(tail: str, alone: bool) -> str:
    """Return the sign after a label, without bracketed notes and opening quotation marks."""
    bare = INNER_BRACKET.sub(lambda found: " " if _LETTERS.search(found.group(1)) else found.group(), tail)
    shape = _shape(_OPENERS.sub("", bare))
    return shape.rstrip() if alone else shape


def _shape(text: str) -> str:
    """Return the shape of a label's surroundings. A tab and a gap of several spaces are kept."""
    gap = "\t" if "\t" in text else "   " if not text.strip() and len(text) > 1 else ""
    if gap and not text.strip():
        return gap
    lead, trail = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return f"{lead}{words_out(text)}{trail}" if text.strip() else lead


def _no_labels(lesson: Lesson) -> Iterator[LayoutRule]:
    """Yield texts wrongly read as labels, if no label stands in their line."""
    real = {lesson.lines[span.line].number for one in lesson.placed if one.label for span in one.label}
    labels = {key_of(turn.label) for turn in lesson.corrected.turns if turn.label}
    forms = Profile(tuple(_labels(lesson)))
    above = [hit for hit in form_hits(lesson.lines, forms) if hit.line < min(real, default=0) and hit.key not in labels]
    yield from (
        LayoutRule("no-label", label) for label in dict.fromkeys(hit.label for hit in above if hit.key not in lexicon.SPOKEN)
    )
    wrong = [turn for turn in lesson.read.turns if turn.label and turn.line not in real and key_of(turn.label) not in labels]
    yield from (LayoutRule("no-label", label) for label in dict.fromkeys(turn.label for turn in wrong) if label)


def _roles(lesson: Lesson) -> Iterator[LayoutRule]:
    """Yield speakers whose role was wrong and is uniform in the correction."""
    read = {letters_of(turn.text)[:40]: turn.role for turn in lesson.read.turns}
    roles: dict[str, set[str]] = defaultdict(set)
    wrong: dict[str, int] = Counter()
    for turn in lesson.corrected.turns:
        if turn.label:
            roles[turn.label].add(turn.role)
            wrong[turn.label] += read.get(letters_of(turn.text)[:40], turn.role) != turn.role
    for label, had in roles.items():
        if wrong[label] and len(had) == 1:
            yield LayoutRule(ROLES[next(iter(had))], label, wrong[label])


def _words(lesson: Lesson) -> Iterator[LayoutRule]:
    """Yield labels that contain words of sentences, which the learnt forms alone do not find."""
    found = {hit.line for hit in form_hits(lesson.lines, Profile(tuple(_labels(lesson))))}
    missed: dict[str, Counter[str]] = defaultdict(Counter)
    for one in lesson.placed:
        if one.label and lesson.lines[one.label[0].line].number not in found:
            missed[_NUMBERED.sub("", one.turn.label or "")][one.turn.role] += 1
    for label, roles in missed.items():
        role, seen = roles.most_common(1)[0]
        if seen > 1 and len(roles) == 1:
            yield LayoutRule(ROLES[role], label, seen)


def _notes(lesson: Lesson) -> Iterator[LayoutRule]:
    """Yield a rule that brackets at the ends of turns are notes, if they were read as words and no corrected turn has any."""
    for place, pattern in _BRACKETS.items():
        wrong = sum(bool(pattern.search(turn.text)) for turn in lesson.read.turns)
        if wrong and not any(pattern.search(turn.text) for turn in lesson.corrected.turns):
            yield LayoutRule("note", place, wrong)


def _unquoted(lesson: Lesson) -> Iterator[LayoutRule]:
    """Yield a rule that turns continue in unquoted lines although their labels are quoted."""
    turns = [one for one in lesson.placed if one.label and lesson.lines[one.label[0].line].kind == "quoted"]
    plain = [one for one in turns if lesson.lines[one.stop.line].kind != "quoted"]
    if plain:
        yield LayoutRule("unquoted", "", len(plain))


def _page(lesson: Lesson) -> Iterator[LayoutRule]:
    """Yield lines between the turns that are not speech."""
    skipped = {piece.text for piece in lesson.read.skipped}
    shapes: Counter[str] = Counter()
    headings = 0
    for index, above_label in _between(lesson):
        text = lesson.lines[index].text
        if is_stage_note(text) or not letters_of(text):
            continue
        if above_label and len(text) <= LONGEST_HEADING and not has_full_stop(text) and not re.search(r"\d", text):
            headings += text not in skipped
        else:
            shapes[numbers_out(text)] += text not in skipped or above_label is None
    if headings and _is_tidy(lesson):
        yield LayoutRule("heading", "", headings)
    yield from (LayoutRule("page", shape, seen) for shape, seen in shapes.most_common(MOST_PAGE_LINES) if seen)


def _between(lesson: Lesson) -> Iterator[tuple[int, bool | None]]:
    """Yield the lines between turns, and whether a label follows; None for those within a turn."""
    for before, one in pairwise(lesson.placed):
        stop = one.label[0].line if one.label else one.start.line
        for index in range(before.stop.line + 1, stop):
            yield index, one.label is not None
    for before in lesson.placed:
        if before.label and before.label[1].line + 1 < before.start.line:
            yield from ((index, False) for index in range(before.label[1].line + 1, before.start.line))
        said = letters_of(before.turn.text)
        for index in range(before.start.line + 1, before.stop.line):
            if letters_of(lesson.lines[index].text) not in said:
                yield index, None


def _is_tidy(lesson: Lesson) -> bool:
    """Tell whether the turns end like sentences."""
    ends = [has_full_stop(one.turn.text) for one in lesson.placed]
    return sum(ends) >= TIDY * len(ends)


def _start(lesson: Lesson) -> Iterator[LayoutRule]:
    """Yield where the talk begins, if the first turn is unlabelled and words above it were read as a turn."""
    first = lesson.placed[0]
    number = lesson.lines[first.start.line].number
    if first.label is None and any(turn.line < number and not turn.label for turn in lesson.read.turns):
        yield LayoutRule("start", f"line {first.start.line + 1}")


def _foot(lesson: Lesson) -> Iterator[LayoutRule]:
    """Yield where the talk ends, if lines below it were read as words; also whether turns end in full stops."""
    last = lesson.placed[-1].stop.line
    below = [line for line in lesson.lines[last + 1 :] if letters_of(line.text) and not is_stage_note(line.text)]
    if _is_tidy(lesson) and all(not has_full_stop(line.text) or furniture_reason(line.text) for line in below):
        yield LayoutRule("foot", "", max(1, len(below)))
    said = letters_of(" ".join(f"{turn.label or ''} {turn.text}" for turn in lesson.read.turns[-8:]))
    wrong = [line for line in below if letters_of(line.text) in said]
    if wrong and len(below[0].text) <= LONGEST_END:
        yield LayoutRule("ends", numbers_out(below[0].text))
    shapes = {words_out(line.text) for line in wrong}
    yield from (LayoutRule("page", shape) for shape in sorted(shapes)[:MOST_PAGE_LINES] if is_telling(shape))


_KINDS = (_labels, _no_labels, _roles, _words, _notes, _unquoted, _start, _page, _foot)
