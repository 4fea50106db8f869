"""Splits a document by its source's profile: labels, page lines, headings, the end of the talk."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason, is_stage_note
from archive.parsing.labels.candidates import Hit, ends_sentence, is_proper
from archive.parsing.labels.layouts.inline_labels import part_glued
from archive.parsing.labels.partings import SET_OFF, PartedDocument, best_parting
from archive.parsing.labels.scoring import Labels, find_labels
from archive.parsing.lines import Line
from archive.parsing.parsed import Skipped
from archive.parsing.profile.line_shapes import has_full_stop, matches, may_end_anywhere
from archive.parsing.profile.profile_rules import Profile, StatedPlace
from archive.parsing.profile.taught_labels import cut_at_labels, form_hits
from archive.parsing.turns import RawTurn
from archive.parsing.unwrapping import Wrap, find_wrap

REASON = "belongs to the page, as learnt from a correction"
FEWEST = 2
# A label shown by an editor needs no evidence, only no strong evidence against it.
TAUGHT = -3
LONGEST_FOOT, LONGEST_HEADING, MOST_HEADINGS = 200, 110, 3
_NOTE = r"[(\[（][^()\[\]（）]{1,160}[)\]）]"
_NOTES_AT_START = re.compile(rf"(?:{_NOTE}[.:]?\s*)+")
_NOTES_WITHIN = re.compile(rf"[ \t]*{_NOTE}(?=\s|$)")
_NOTES_AT_END = re.compile(rf"(?:\s*{_NOTE})+[.,;]?$")


@dataclass(frozen=True, slots=True)
class TaughtDocument:
    """A split document, what was left out, and the line where the talk ends."""

    parting: PartedDocument
    skipped: tuple[Skipped, ...]
    end: int


def taught_parting(lines: Sequence[Line], flowing: bool, heads: frozenset[int], profile: Profile) -> TaughtDocument:
    """Return the reading by a profile; if it knows nothing about the labels, the best usual reading."""
    parting = _parted(lines, flowing, heads, profile)
    kept, skipped = _without_page_lines(parting, profile)
    if skipped:
        parting = replace(_parted(kept, flowing, heads, profile))
    end = _end(parting, profile)
    hits = [hit for hit in parting.labels.hits if hit.last < end]
    taught = set(hits)
    labels = Labels(hits, [hit for hit in parting.labels.doubtful if hit in taught], parting.labels.missed)
    marked = _with_headings(parting.lines, hits, profile)
    return TaughtDocument(PartedDocument(marked, labels, parting.wrap, parting.way), skipped, end)


def _parted(lines: Sequence[Line], flowing: bool, heads: frozenset[int], profile: Profile) -> PartedDocument:
    usual = best_parting(lines, flowing, heads)
    no_labels = profile.keys("no-label")
    labels = [hit for hit in usual.labels.hits if hit.key not in no_labels]
    usual = replace(usual, labels=replace(usual.labels, hits=labels))
    if not profile.forms:
        return usual
    glued = any(form.within for form in profile.forms)
    own = cut_at_labels(part_glued(lines, form_hits(lines, profile)), profile) if glued else lines
    hits = [hit for hit in form_hits(own, profile) if hit.line not in heads]
    wrap = find_wrap(own, flowing)
    found = _accepted(hits, own, wrap, profile)
    if len(found.hits) < min(FEWEST, len(labels)) or not found.hits:
        return usual
    if own is usual.lines or len(own) == len(usual.lines):
        found = replace(found, hits=_with_known(found.hits, labels, profile))
    return PartedDocument(own, found, wrap, "by what was learnt of the source")


def _accepted(hits: Sequence[Hit], lines: Sequence[Line], wrap: Wrap, profile: Profile) -> Labels:
    """Return the hits that recur, are names by their form, or have little evidence against them."""
    scored = find_labels(hits, lines, wrap, threshold=TAUGHT, throughout=SET_OFF)
    times, sure = Counter(hit.key for hit in hits), {id(hit) for hit in scored.hits}
    free = not wrap.wrapped
    found = [hit for hit in hits if id(hit) in sure or (free and (times[hit.key] > 1 or _is_proper(hit)))]
    return Labels(_without_head(found, lines) if profile.has("foot") else found, scored.doubtful, scored.missed)


def _is_proper(hit: Hit) -> bool:
    return hit.key in lexicon.SPOKEN or all(is_proper(token) or not token[0].isalpha() for token in hit.label.split())


def _without_head(hits: list[Hit], lines: Sequence[Line]) -> list[Hit]:
    """Remove single hits above the talk: no line below them ends in a full stop, unlike the words of turns."""
    times = Counter(hit.key for hit in hits)
    first = 0
    while first + 1 < len(hits) and times[hits[first].key] == 1 and hits[first].key not in lexicon.SPOKEN:
        own = [hits[first].rest, *(line.text for line in lines[hits[first].last + 1 : hits[first + 1].first])]
        if any(has_full_stop(text) or may_end_anywhere(text) for text in own):
            break
        first += 1
    return hits[first:]


def _with_known(hits: Sequence[Hit], usual: Sequence[Hit], profile: Profile) -> list[Hit]:
    """Add labels of the usual reading whose names the learnt forms know."""
    known = {hit.key for hit in hits} | lexicon.SPOKEN
    taken = {index for hit in hits for index in range(hit.first, hit.last + 1)}
    more = [hit for hit in usual if hit.key in known and taken.isdisjoint(range(hit.first, hit.last + 1))]
    wider = {hit.last: hit for hit in usual if hit.first < hit.last}
    joined = [wider.get(hit.last, hit) for hit in hits]
    return sorted([*joined, *(hit for hit in more if hit not in joined)], key=lambda hit: hit.first)


def _without_page_lines(parting: PartedDocument, profile: Profile) -> tuple[list[Line], tuple[Skipped, ...]]:
    """Remove page lines from the talk. Above the first label they stay, for title and day."""
    shapes, hits = profile.texts("page"), parting.labels.hits
    if not shapes:
        return list(parting.lines), ()
    first = hits[0].first if hits else 0
    out = {
        index
        for index, line in enumerate(parting.lines)
        if index > first and len(line.text) <= LONGEST_FOOT and any(matches(shape, line.text) for shape in shapes)
    }
    kept = [line for index, line in enumerate(parting.lines) if index not in out]
    return kept, tuple(Skipped(parting.lines[index].text, parting.lines[index].number, REASON) for index in sorted(out))


def _end(parting: PartedDocument, profile: Profile) -> int:
    """Return the line where the talk ends: at a learnt end mark, then before short lines without a full stop."""
    lines, hits = parting.lines, parting.labels.hits
    end = len(lines)
    shapes = profile.texts("ends")
    for index in range(1, len(lines) if shapes else 0):
        before = sum(hit.first < index for hit in hits)
        text = lines[index].text[: LONGEST_FOOT + 1]
        if before * 2 >= len(hits) and len(text) <= LONGEST_FOOT and any(matches(shape, text) for shape in shapes):
            end = index
            break
    return _without_foot(lines, [hit for hit in hits if hit.last < end], end) if profile.has("foot") else end


def _without_foot(lines: Sequence[Line], hits: Sequence[Hit], end: int) -> int:
    """Return the start of the lines without a full stop at the end, but not before the words of a known speaker."""
    below = range(hits[-1].last + 1, end) if hits else range(0)
    end = next((index for index in below if furniture_reason(lines[index].text) == "end mark"), end)
    times = Counter(hit.key for hit in hits)
    owners = {index: hit for hit in hits for index in range(hit.first, hit.last + 1)}
    while end > 1 and _is_of_foot(lines[end - 1].text):
        hit = owners.get(end - 1)
        if hit is not None and (times[hit.key] > 1 or hit.key in lexicon.SPOKEN):
            break
        before = owners.get(end - 2)
        if before is not None and not before.rest and (times[before.key] > 1 or before.key in lexicon.SPOKEN):
            break
        end -= 1
    return end


def _is_of_foot(text: str) -> bool:
    bare = _NOTES_AT_END.sub("", text) or text
    stops = has_full_stop(bare) or may_end_anywhere(bare)
    if len(text) > LONGEST_FOOT or (is_stage_note(text) and not any(map(str.isdigit, text))):
        return False
    return not stops or furniture_reason(text) is not None


def _with_headings(lines: Sequence[Line], hits: Sequence[Hit], profile: Profile) -> Sequence[Line]:
    """Mark short unfinished lines right above a label as headings, as long as the turn above keeps some words."""
    if not profile.has("heading"):
        return lines
    owned = {index for hit in hits for index in range(hit.first, hit.last + 1)}
    found: set[int] = set()
    for before, hit in pairwise(hits):
        stop = before.last + (0 if before.rest else 1)
        for index in range(hit.first - 1, max(stop, hit.first - 1 - MOST_HEADINGS), -1):
            text = lines[index].text
            if is_stage_note(text):
                continue
            if index in owned or len(text) > LONGEST_HEADING or ends_sentence(text):
                break
            found.add(index)
    return [replace(line, kind="heading") if index in found else line for index, line in enumerate(lines)]


def without_opening(turns: list[RawTurn], lines: Sequence[Line], profile: Profile) -> tuple[list[RawTurn], list[Skipped]]:
    """Split unlabelled words above the taught beginning of the talk from the turns."""
    numbers = [StatedPlace.read(text).number for text in profile.texts("start")]
    if not numbers or not 0 < numbers[0] <= len(lines):
        return turns, []
    first = lines[numbers[0] - 1].number
    above = [turn for turn in turns if turn.line < first and not turn.label]
    if len(above) == len(turns):
        return turns, []
    kept = [turn for turn in turns if turn not in above]
    return kept, [Skipped(part, turn.line, REASON) for turn in above for part in turn.paragraphs]


def taught_turns(turns: Sequence[RawTurn], profile: Profile) -> None:
    """Move learnt notes out of the turns, and assign roles to known askers, answerers and moderators."""
    places = profile.texts("note")
    roles = {"question": profile.keys("asks"), "answer": profile.keys("answers"), "statement": profile.keys("states")}
    for turn in turns:
        if "start" in places:
            _cut_note(turn, _NOTES_AT_START.match(turn.text))
        if "end" in places:
            _cut_note(turn, _NOTES_AT_END.search(turn.text))
        if "middle" in places:
            for found in reversed(list(_NOTES_WITHIN.finditer(turn.text))):
                _cut_note(turn, found)
        known = next((role for role, keys in roles.items() if turn.key in keys), None)
        turn.role = turn.role or known  # type: ignore[assignment]


def _cut_note(turn: RawTurn, found: re.Match[str] | None) -> None:
    if found is None or len(found.group()) >= len(turn.text.strip()):
        return
    turn.notes += [note.strip("()[]（） .,:") for note in re.findall(_NOTE, found.group())]
    rest = turn.text[: found.start()] + turn.text[found.end() :]
    turn.paragraphs = [part.strip() for part in rest.split("\n\n") if part.strip()]
    turn.text = "\n\n".join(turn.paragraphs)
