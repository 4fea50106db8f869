"""Where the talk begins and ends: header, unlabelled speech, labelled turns, footer; section by section."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason, is_dateline, is_stage_note
from archive.parsing.cleaning import fold
from archive.parsing.footer import find_footer
from archive.parsing.labels.candidates import Hit, ends_sentence
from archive.parsing.layout_patterns import ABOUT_THE_EVENT, FIRST_PERSON, GREETING
from archive.parsing.lines import Line
from archive.parsing.metadata.dates import find_date
from archive.parsing.metadata.head_words import KINDS, begins_with_event
from archive.parsing.metadata.language import script_of

MOST = 12
MOST_PROPER = 0.6  # of the words
_ITEM = re.compile(r"(?:\d{1,3}\.|§\s?\d+|[IVX]{1,4}[.:])\s")
HEADER_LINES = 300
HEAD_LINES = 8  # above words that may introduce an interview
# Lines between a lead and the last field of the page; letters of a field's name and of what it holds.
LEAD_FIELDS, LONGEST_FIELD, MOST_FIELD = 8, 40, 120
_ADDRESS, LONG_OPENING = 60, 160  # characters
MOST_ADDRESSED = 3
_LISTENERS = (lexicon.OFFICES | lexicon.HONORIFICS | frozenset({"friends", "colleagues", "guests"})) - lexicon.PARTICLES
# Forms of address of two words or more: a single one may be any word.
_ADDRESSES = tuple(words for words in lexicon.SALUTATIONS if " " in words or not words.isascii())
# A heading with spaced letters: "I n h a l t". "Washington, D.C."
_INITIALS_END = re.compile(r"\b(?:[A-Z]\.){2,}$")
# Letters behind a name in a list of members: "G.B.S., J.P."
_HONOURS = re.compile(r",\s?(?:[A-Z]\.){2,}")
_SPACED_OUT = re.compile(r"(?:\b\w ){3,}\w\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of lines [start, stop) of one speaker (labelled or not) or of nobody (`spoken` false)."""

    start: int
    stop: int
    spoken: bool
    hit: Hit | None = None
    section: int = 0

    @property
    def first(self) -> int:
        """Return the first line, the label's if there is one."""
        return self.hit.first if self.hit else self.start


def pieces(lines: Sequence[Line], hits: Sequence[Hit], names: frozenset[str]) -> list[Piece]:
    """Split a document into turns and their surroundings. `names` are the folded names of labelled speakers."""
    result: list[Piece] = []
    edges = [index for index, line in enumerate(lines) if index and line.kind == "section"]
    places = [hit.first for hit in hits]
    for number, (start, stop) in enumerate(zip([0, *edges], [*edges, len(lines)], strict=True)):
        within = hits[bisect_left(places, start) : bisect_left(places, stop)]
        result += _section(lines, within, names, (start, stop), number, alone=not hits)
    return result


def _section(
    lines: Sequence[Line], hits: Sequence[Hit], names: frozenset[str], span: tuple[int, int], number: int, alone: bool
) -> list[Piece]:
    start, stop = span
    body = hits[0].first if hits else stop
    end = find_footer(lines, hits, start, stop)
    # Above unlabelled questions stands a newspaper's lead, unless somebody greets.
    implied = bool(hits) and not any(hit.label for hit in hits)
    # Where only questions have labels, what stands above them is the speaker's.
    about = any(hit.key not in lexicon.ASKERS | lexicon.ANSWERERS for hit in hits)
    # A page that labels answers would label a statement too; only the speaker's own words are one without.
    answered = any(hit.key in lexicon.ANSWERERS and hit.label for hit in hits)
    above = _Above(names, implied, about, answered)
    opening = min(_opening(lines, start, min(body, end), above), body)
    if not hits and not alone and not _is_speech(lines[opening:end]):
        opening = end
    found = [Piece(start, opening, spoken=False, section=number)]
    if opening < min(body, end):
        found.append(Piece(opening, min(body, end), spoken=True, section=number))
    for hit, following in zip_longest(hits, hits[1:]):
        until = following.first if following else max(end, hit.last + 1)
        found.append(Piece(hit.last + 1, until, spoken=True, hit=hit, section=number))
    found.append(Piece(max(end, opening), stop, spoken=False, section=number))
    return [piece for piece in found if piece.hit or piece.start < piece.stop]


def _is_speech(lines: Sequence[Line]) -> bool:
    """Tell whether a section without labels is a speech: long, and in the first person."""
    text = " ".join(line.text for line in lines)
    return len(text) > 600 and len(FIRST_PERSON.findall(text)) * 40 > len(text.split())


@dataclass(frozen=True, slots=True)
class _Above:
    """What the labels say of the words above them: whose names they are, and what else may stand there without a label.

    `implied`: no turn has a label. `labelled`: others than askers and answerers have one. `answered`: answers have one.
    """

    names: frozenset[str]
    implied: bool
    labelled: bool
    answered: bool


def _opening(lines: Sequence[Line], start: int, stop: int, above: _Above) -> int:
    """Return where unlabelled speech begins above the first label; `stop` if there is none."""
    quoted = any(line.kind == "quoted" for line in lines[start:stop])
    about = False
    for index in range(start, min(stop, start + HEADER_LINES)):
        if quoted and lines[index].kind != "quoted":
            continue
        # The next lines of a paragraph about the event are about it too.
        about = ABOUT_THE_EVENT.search(lines[index].text) is not None if lines[index].gap else about
        if about and not lines[index].gap:
            continue
        if _starts_speech(lines, index, stop, above) and not _is_lead(lines, index, stop):
            return index
    return min(stop, start + HEADER_LINES) if start == 0 else stop


def _is_lead(lines: Sequence[Line], index: int, stop: int) -> bool:
    """Tell whether a paragraph stands above the day or a field of the page, and the talk below that: it is about the talk."""
    text = _paragraph(lines, index, stop)
    if _greets(text) or FIRST_PERSON.search(text):
        return False
    after = index + 1
    while after < stop and not lines[after].gap:
        after += 1
    fields = [at for at in range(after, min(stop, after + LEAD_FIELDS)) if _is_field(lines, at)]
    below = sum(len(line.text) for line in lines[fields[-1] + 1 : stop]) if fields else 0
    return below > 2 * len(text) and not any(lines[at].text[-1] in ".!?…。" for at in range(after, fields[-1]))


def _is_field(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line is the day alone, or what stands below the name of a field: "Delivered on:"."""
    text = lines[at].text
    named = at > 0 and lines[at - 1].text.endswith((":", "：")) and len(lines[at - 1].text) <= LONGEST_FIELD
    return is_dateline(text) or (named and len(text) <= MOST_FIELD and find_date(text) is not None)


def _starts_speech(lines: Sequence[Line], index: int, stop: int, above: _Above) -> bool:
    line = lines[index]
    if line.kind in ("heading", "section") or furniture_reason(line.text) is not None or is_stage_note(line.text):
        return False
    text = _paragraph(lines, index, stop)
    if (
        fold(line.text) in lexicon.SALUTATIONS
        or _addresses(text)
        or (_greets(text) and text[-1:] in ".,!…?。！？،।")
        or _greets_unspaced(text)
    ):
        return True
    if above.implied:
        return False
    unbroken = index + MOST < stop and not any(line.gap for line in lines[index + 1 : index + MOST])
    # A Chinese character counts as three letters.
    if (
        len(text) * (3 if script_of(text) == "han" else 1) < 40
        or not (ends_sentence(text) or unbroken)
        or _INITIALS_END.search(text)
        or _lists_names(text)
        or is_dateline(line.text)
        or ABOUT_THE_EVENT.search(text)
        or begins_with_event(text)
    ):
        return False
    if FIRST_PERSON.search(_SPACED_OUT.sub(" ", text)):
        return True
    told = lines[max(index - HEAD_LINES, 0) : index + 1] if above.answered else [line] if above.labelled else []
    # "She spoke with the paper. The interview is reproduced here."
    if any(KINDS["interview"].search(each.text) for each in told):
        return False
    if text[-1] not in ".!?…。:" or _speaks_of(text, above.names):
        return False
    # Above labels a few sentences that address nobody are about the talk.
    return not above.labelled or sum(len(line.text) for line in lines[index:stop]) >= LONG_OPENING


def _addresses(text: str) -> bool:
    """Tell whether a short paragraph only addresses listeners: "Admiral, cadets, friends, good morning."."""
    parts = [fold(part).split() for part in text.split(",")]
    if _HONOURS.search(text):
        return False
    few = len(text) <= _ADDRESS and len(parts) > MOST_ADDRESSED and all(0 < len(part) <= MOST_ADDRESSED for part in parts)
    return few and text[-1] in ".!:" and not _LISTENERS.isdisjoint(word for part in parts for word in part)


def _lists_names(text: str) -> bool:
    """Tell whether a text is a list item or mostly names, without words that open a talk."""
    words = [word for word in text.split() if word[0].isalpha()]
    proper = sum(word[0].isupper() for word in words)
    return bool(_ITEM.match(text)) or proper > MOST_PROPER * len(words)


def _greets(text: str) -> bool:
    return bool(GREETING.match(text)) or fold(text[:_ADDRESS]).startswith(_ADDRESSES)


def _greets_unspaced(text: str) -> bool:
    """Tell whether a text greets, in a script without full stops."""
    return "\u0e00" <= text[:1] <= "\u0eff" and _greets(text)


def _paragraph(lines: Sequence[Line], index: int, stop: int) -> str:
    """Return a line with the following ones up to the next gap or page line."""
    last = index + 1
    while last < min(stop, index + MOST) and not lines[last].gap and furniture_reason(lines[last].text) is None:
        last += 1
    return " ".join(line.text for line in lines[index:last])


def _speaks_of(text: str, names: frozenset[str]) -> bool:
    folded = f" {fold(text)} "
    return any(f" {name} " in folded for name in names) or find_date(text) is not None
