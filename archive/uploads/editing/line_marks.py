"""What an editor declares a line to be: label, title, day, page furniture, heading, end of the talk. Pure.

Words are never lost: what leaves a turn goes to `skipped`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from archive.parsing.metadata.dates import find_dates
from archive.parsing.parsed import ParsedTranscript, ParsedTurn, Skipped
from archive.parsing.profile.comparing import letters_of
from archive.text.paragraphs import paragraphs_of
from archive.uploads.editing import edits
from archive.uploads.editing.edits import lift_label, role_of, who_is
from archive.uploads.editor_forms import of_day

MARKS = {
    "label": "is or begins with a speaker’s label",
    "turn": "begins a new turn of the same speaker",
    "page": "belongs to the page",
    "ends": "ends the talk: it and all below belong to the page",
    "heading": "is a heading, not speech",
    "notes": "has notes in brackets, not speech",
    "title": "is the title",
    "day": "has the day of the event",
}
PAGE, HEADING, BELOW = "belongs to the page, says an editor", "heading, says an editor", "below the talk, says an editor"
LONGEST_TITLE = 1000
_BRACKETS = {"(": ")", "[": "]", "（": "）"}


class BadMark(ValueError):
    """Why a line cannot be what an editor declares it to be."""


def mark(reading: ParsedTranscript, index: int, paragraph: int, what: str, label: str = "") -> ParsedTranscript:
    """Return the reading with a paragraph (from 0) of a turn treated as declared. `label` is its label as printed.

    Raises BadMark with what to do, and IndexError for a missing line.
    """
    turn = reading.turns[index] if index >= 0 else reading.turns[len(reading.turns)]
    parts = [part.text for part in paragraphs_of(turn.text)]
    if not 0 <= paragraph < len(parts) or what not in MARKS:
        raise IndexError(paragraph)
    if what == "label":
        return _labelled(reading, index, parts, paragraph, label)
    if what == "turn":
        return edits.split(reading, index, paragraph) if paragraph else reading
    if what == "notes":
        return _with_notes(reading, index, parts, paragraph)
    if what == "ends":
        return _ended(reading, index, parts, paragraph)
    return _taken_out(_MADE[what](reading, parts[paragraph]), index, parts, paragraph, HEADING if what == "heading" else PAGE)


def titled(reading: ParsedTranscript, text: str) -> ParsedTranscript:
    """Return the reading with a line as its title. Raises BadMark."""
    title = " ".join(text.split())
    if len(title) > LONGEST_TITLE:
        raise BadMark(f"A title has at most {LONGEST_TITLE:,} characters. Split the line first.")
    return replace(reading, title=title, found={**reading.found, "title": "an editor"})


def dated(reading: ParsedTranscript, text: str) -> ParsedTranscript:
    """Return the reading with the date in a line. Raises BadMark."""
    found = next(find_dates(text), None)
    if found is None:
        raise BadMark("No day was found in that line. Type it under Details.")
    return of_day(reading, found.day)


_MADE: dict[str, Callable[[ParsedTranscript, str], ParsedTranscript]] = {
    "title": titled,
    "day": dated,
    "page": lambda reading, text: reading,
    "heading": lambda reading, text: reading,
}


def _taken_out(reading: ParsedTranscript, index: int, parts: Sequence[str], at: int, why: str) -> ParsedTranscript:
    """Move a paragraph to `skipped`, along with its turn if it is the only one."""
    rest = [*parts[:at], *parts[at + 1 :]]
    text = parts[at] if rest else _whole(replace(reading.turns[index], text=parts[at]))
    skipped = (*reading.skipped, Skipped(text, reading.turns[index].line, why))
    turns = [*reading.turns[:index], *_with_words(reading.turns[index], rest), *reading.turns[index + 1 :]]
    return replace(edits.with_turns(reading, turns), skipped=skipped)


def _with_words(turn: ParsedTurn, parts: Sequence[str]) -> list[ParsedTurn]:
    return [replace(turn, text=edits.GAP.join(parts))] if parts else []


def _whole(turn: ParsedTurn) -> str:
    """Return a turn as in the file: label, words, notes."""
    return " ".join([edits.with_label(turn), *(f"({note})" for note in turn.notes)])


def _ended(reading: ParsedTranscript, index: int, parts: Sequence[str], at: int) -> ParsedTranscript:
    """Move a paragraph and everything below it to `skipped`."""
    turn = reading.turns[index]
    remaining = parts[at:] if at else [_whole(replace(turn, text=parts[0])), *parts[1:]]
    below = [Skipped(part, turn.line, BELOW) for part in remaining]
    below += [Skipped(_whole(other), other.line, BELOW) for other in reading.turns[index + 1 :]]
    turns = [*reading.turns[:index], *_with_words(turn, parts[:at])]
    return replace(edits.with_turns(reading, turns), skipped=(*reading.skipped, *below))


def _with_notes(reading: ParsedTranscript, index: int, parts: Sequence[str], at: int) -> ParsedTranscript:
    """Move bracketed text in a paragraph to the notes of its turn."""
    words, notes = _without_brackets(parts[at])
    if not notes:
        raise BadMark("That line has nothing in brackets.")
    rest = [part for part in (*parts[:at], words, *parts[at + 1 :]) if part]
    if not rest:
        raise BadMark("Nothing would be left of that turn. Leave it out instead.")
    turn = reading.turns[index]
    turn = replace(turn, text=edits.GAP.join(rest), notes=(*turn.notes, *notes))
    return edits.with_turns(reading, [*reading.turns[:index], turn, *reading.turns[index + 1 :]])


def _without_brackets(text: str) -> tuple[str, list[str]]:
    """Split a text from its outermost round and square brackets."""
    words, notes, start, closing, depth = "", [], 0, "", 0
    for at, char in enumerate(text):
        if not depth and char in _BRACKETS:
            words, start, closing, depth = words + text[start:at], at, _BRACKETS[char], 1
        elif depth:
            depth += (char == text[start]) - (char == closing)
            if not depth:
                notes.append(text[start + 1 : at].strip())
                start = at + 1
    return " ".join((words + text[start:]).split()), [note for note in notes if note]


def _labelled(reading: ParsedTranscript, index: int, parts: Sequence[str], at: int, typed: str) -> ParsedTranscript:
    """Begin a turn with a paragraph that is or starts with a label. Words before it stay with the previous turn."""
    turn, typed = reading.turns[index], " ".join(typed.split())
    first = _with_words(turn, parts[:at])
    if typed:
        remaining = [_behind(typed, parts[at]), *parts[at + 1 :]]
        label: str | None = typed
    else:
        lifted = lift_label(replace(turn, label=None, text=edits.GAP.join(parts[at:]), notes=()), reading)
        label = lifted.label or " ".join(parts[at].split()).rstrip(":：")
        remaining = [lifted.text] if lifted.label else list(parts[at + 1 :])
    words = edits.GAP.join(part for part in remaining if part)
    if not words or not label or len(label) > edits.LONGEST_LABEL:
        raise BadMark("Type the label as printed at the head of that line; what follows it is read as the words.")
    speaker, office = who_is(label, reading)
    if not at and turn.label:  # that label would keep no words
        reading = replace(reading, skipped=(*reading.skipped, Skipped(turn.label, turn.line, PAGE)))
    new = replace(turn, label=label, speaker=speaker, office=office, role=role_of(label, reading) or turn.role, text=words)
    return edits.with_turns(
        reading, [*reading.turns[:index], *first, replace(new, notes=() if at else turn.notes), *reading.turns[index + 1 :]]
    )


def _behind(label: str, text: str) -> str:
    """Return what follows a label and its separator. Raises BadMark if the text does not begin with the label."""
    wanted, place = letters_of(label), 0
    while wanted and place < len(text):
        here = letters_of(text[place])
        if not wanted.startswith(here):
            break
        wanted, place = wanted[len(here) :], place + 1
    if wanted:
        raise BadMark(f"That line does not begin with “{label}”.")
    while place < len(text) and not text[place].isalnum() and text[place] not in '“"«‘„¿¡([（':
        place += 1
    return text[place:].strip()
