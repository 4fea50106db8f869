"""From sections of a document to turns: paragraphs joined, stage notes removed from the ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason, is_dateline, is_stage_note
from archive.parsing.cleaning import CLOCK, NOTE
from archive.parsing.labels.candidates import is_proper
from archive.parsing.layout_patterns import STAGE, UNHEARD
from archive.parsing.lines import Line
from archive.parsing.parsed import Role, Skipped
from archive.parsing.segments import Piece
from archive.parsing.unwrapping import Wrap, paragraphs

_NOTES = re.compile(r"[(\[（]([^()\[\]（）]{1,120})[)\]）]")
# The language of a speech by its code: "(DE) Herr Präsident".
_LANGUAGE = re.compile("(?:BG|CS|DA|DE|EL|EN|ES|ET|FI|FR|GA|HR|HU|IT|LT|LV|MT|NL|PL|PT|RO|RU|SK|SL|SV|UK|AR|ZH)(?:/[A-Z]{2})*")
_CLOCK = re.compile(rf"{CLOCK}(?:\s?[-–—]\s?{CLOCK})?")
_HEAD_NOTE = re.compile(r"[(\[（]([^()\[\]（）]{1,80})[)\]）][.:]?\s*")
_TAIL_NOTE = re.compile(
    r"(?<![—–-])\s*(?:(?<=[.!?…:;\"”’»)\]؟。！？।۔])\s*|\s(?=[(\[](?:[A-ZÀ-ÞА-Я]|[\u0590-\uffef])))"
    r"[(\[（]((?:[^()\[\]（）]|[(\[][^()\[\]]{1,40}[)\]]){1,160})[)\]）]$"
)
LONGEST_NOTE, MOST_NAMED = 400, 10
SHORTEST_ASIDE, MOST_ASIDE = 4, 6  # letters, words
SHORTEST_BRIEF, LONGEST_BRIEF, MOST_BRIEF = 2, 20, 4  # characters, words
_REPORTERS = ("기자", "특파원", "记者", "記者")
# A note of inaudible words may interrupt a sentence anywhere.
_UNHEARD = re.compile(rf"\s*[(\[（]((?:{UNHEARD.pattern})[^()\[\]（）]{{0,20}})(?:[)\]）]|(?<=[.\w])\]\.)$", re.I)
# What a line within the talk may look like and still be speech.
_MAY_BE_SAID = frozenset({"end mark", "notice", "navigation"})


@dataclass(slots=True)
class RawTurn:
    """A turn before roles and persons are known. `role` is set if the markup names it."""

    label: str | None
    key: str | None
    line: int
    section: int = 0
    person: str | None = None
    role: Role | None = None
    notes: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    text: str = ""
    bold: int = 0


def gather(
    lines: Sequence[Line], found: Sequence[Piece], wrap: Wrap, quoted: bool = False
) -> tuple[list[RawTurn], list[Skipped]]:
    """Return the turns in order, and the lines among them that are not speech.

    `quoted`: the talk is quoted in prose, so unquoted lines are not part of it.
    """
    skipped: list[Skipped] = []
    turns: list[RawTurn] = []
    for piece in found:
        if piece.spoken:
            turn = _turn(piece, lines, wrap, skipped, quoted)
            if turns and _goes_on(turns[-1], turn, piece, lines):
                _join(turns[-1], turn)
            elif turn.text or turn.notes:
                turns.append(turn)
            elif turn.label:
                skipped.append(Skipped(turn.label, turn.line, "label without words"))
    return turns, skipped


def _goes_on(before: RawTurn, turn: RawTurn, piece: Piece, lines: Sequence[Line]) -> bool:
    """Tell whether the markup names the same speaker again, as where every paragraph is an element."""
    marked = piece.hit is not None and lines[piece.hit.last].label is not None
    same = (before.label, before.person, before.role, before.section) == (turn.label, turn.person, turn.role, turn.section)
    return marked and same and before.label is not None


def _join(before: RawTurn, turn: RawTurn) -> None:
    before.notes += turn.notes
    before.paragraphs += turn.paragraphs
    before.text = "\n\n".join(text for text in (before.text, turn.text) if text)


def _turn(piece: Piece, lines: Sequence[Line], wrap: Wrap, skipped: list[Skipped], quoted: bool) -> RawTurn:
    hit = piece.hit
    spoken: list[Line] = []
    if hit is None:
        turn = RawTurn(None, None, lines[piece.start].number, piece.section)
    else:
        source = lines[hit.last]
        turn = RawTurn(hit.label or None, hit.key, hit.line, piece.section, source.person, source.role, list(hit.notes))
        if source.bold >= len(source.text):
            turn.bold = 1
        if hit.rest:
            spoken.append(Line(hit.rest, hit.line, indent=source.indent, short=source.short))
    for line in lines[piece.start : piece.stop]:
        reason = "around the quotation" if quoted and line.kind != "quoted" else _not_said(line)
        if reason is None and hit is not None and line.gap and hit.label == line.text:
            reason = "label again"
        if reason is not None:
            skipped.append(Skipped(line.text, line.number, reason))
        else:
            spoken.append(line)
    turn.paragraphs = paragraphs(spoken, wrap)
    set_text(turn, turn.paragraphs)
    return turn


def _is_stage(note: str) -> bool:
    """Tell whether a note at the end is a sound or gesture, not an aside by the speaker that mentions one."""
    return bool(STAGE.match(note)) or (len(note.split()) <= 3 and bool(STAGE.search(note)))


def _not_said(line: Line) -> str | None:
    if line.kind in ("heading", "section"):
        return "heading"
    if line.gap and is_dateline(line.text):
        return "dateline"
    if line.gap and 3 < line.bold >= len(line.text) and len(line.text) < 150 and line.text[-1] not in '.!?…,;:”"':
        return "heading"
    reason = furniture_reason(line.text)
    return None if reason in _MAY_BE_SAID else reason


def set_text(turn: RawTurn, parts: Sequence[str]) -> None:
    """Set the words of a turn from its paragraphs; stage notes at both ends become its notes."""
    head, within, tail = _without_outer_notes([part.strip() for part in parts if part.strip()])
    text = "\n\n".join(within)
    turn.notes += head
    if is_stage_note(text):
        notes = _NOTES.findall(text)
        turn.notes += [note.strip(" .") for note in notes[:-1]]
        turn.text = text[text.rindex(notes[-1]) - 1 :]
        turn.notes += tail
        return
    asks = turn.key in lexicon.ASKERS
    while (found := _HEAD_NOTE.match(text)) and _is_head_note(found.group().strip(), text[found.end() :], asks):
        turn.notes.append(found.group(1).strip(" ."))
        text = text[found.end() :]
    text, more = _without_tail_notes(text, asks)
    turn.notes += [*more, *tail]
    turn.text = text.strip()


def _is_head_note(printed: str, behind: str, asks: bool) -> bool:
    note = printed[1:].rstrip(".:").rstrip(")]）")
    marked = _LANGUAGE.fullmatch(note) is not None or _CLOCK.fullmatch(note) is not None
    if marked or STAGE.search(note) is not None or _is_aside(note, behind) or _is_closed_note(printed, note, behind):
        return True
    return bool(behind) and (_is_brief_note(printed, behind) or (asks and note.endswith(_REPORTERS)))


def _is_closed_note(printed: str, note: str, behind: str) -> bool:
    """Tell whether a full stop shows a note: behind its brackets, or in them behind a single word: "(In Greek). Thank you."."""
    begins = behind[:1].isupper() or behind[:1] in tuple('¿¡«“„"')
    stopped = printed.endswith((").", "].")) and len(note.split()) <= MOST_ASIDE
    return begins and (stopped or (printed[-2:-1] == "." and " " not in note))


def _is_brief_note(printed: str, behind: str) -> bool:
    """Tell whether brackets hold one to four words before a sentence: square ones, or round ones in a script without capitals."""
    note = printed[1:].rstrip(".:").rstrip(")]）")
    cased = note[:1].upper() != note[:1].lower()
    brief = len(note) >= SHORTEST_BRIEF and len(note.split()) <= MOST_BRIEF and all(map(_is_word, note.split()))
    return brief and ((printed[0] == "[" and not behind[0].islower()) if cased else len(note) <= LONGEST_BRIEF)


def _is_word(word: str) -> bool:
    return not any(map(str.isdecimal, word)) and word[:1].isalpha()


def _is_aside(note: str, behind: str) -> bool:
    """Say whether brackets at the head of a turn hold a few words in small letters, above a new sentence: "(mimo mikrofon)"."""
    words = note.split()
    small = note.islower() and all(word.strip(".,-’'").isalpha() for word in words) and len(note) >= SHORTEST_ASIDE
    begins = behind.lstrip("\"'“«„¿¡—–- ")[:1]
    return small and len(words) <= MOST_ASIDE and (begins.isupper() or begins.isdecimal())


def _without_outer_notes(parts: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Split note paragraphs at both ends from those between; one paragraph always stays."""
    start, stop = 0, len(parts)
    while start < stop - 1 and _is_whole_note(parts[start]):
        start += 1
    # A note after a dash is the interruption of the sentence.
    while stop - 1 > start and _is_whole_note(parts[stop - 1]) and parts[stop - 2][-1] not in "—–-":
        stop -= 1
    return _bare_notes(parts[:start]), parts[start:stop], _bare_notes(parts[stop:])


def _bare_notes(parts: Sequence[str]) -> list[str]:
    return [part[1:].rstrip(".,;").rstrip(")]）").strip(" .") for part in parts]


def _is_whole_note(part: str) -> bool:
    """Tell whether a paragraph is one note: in brackets as a whole, at most nested, with letters in it."""
    return part[:1] in "([（" and len(part) <= LONGEST_NOTE and bool(NOTE.fullmatch(part)) and part.count(" ") != 0


def _without_tail_notes(text: str, asks: bool = False) -> tuple[str, list[str]]:
    """Split a text from the notes after its last sentence."""
    tail: list[str] = []
    while found := _TAIL_NOTE.search(text[-240:]) or _UNHEARD.search(text[-60:]):
        named = asks and _names_asker(found.group(1))
        if not named and not _is_stage(found.group(1)) and not _is_note_by_form(found.group(0).strip()):
            break
        tail.append(found.group(1).strip(" ."))
        text = text[: len(text) - len(found.group())].rstrip()
    return text, tail[::-1]


def _names_asker(note: str) -> bool:
    """Say whether a note behind a question is who put it: "(Saima Gul, Harbour Herald)"."""
    name, comma, outlet = note.partition(",")
    words = [*name.split(), *outlet.split()]
    return bool(comma) and 3 <= len(words) <= MOST_NAMED and all(map(is_proper, words))


def _is_note_by_form(printed: str) -> bool:
    """Tell whether brackets after a sentence hold a note: square ones a few words or a number, round ones the asker."""
    note = printed[1:-1].strip()
    few = printed[0] == "[" and len(note.split()) <= 6 and (note[:1].isupper() or note.isdecimal())
    small = note[:1].isalpha() and note[-1] not in ".?!" and len(note) <= 40
    brief = printed[0] in "(（" and small and len(note.split()) <= 4
    return few or brief or note.endswith(_REPORTERS)
