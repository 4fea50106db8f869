"""What a label says about a turn (speaker, office, role), and labels at the beginning of words. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from archive.parsing import lexicon
from archive.parsing.labels.candidates import key_of
from archive.parsing.labels.forms import candidates
from archive.parsing.lines import Line
from archive.parsing.parsed import ParsedTranscript, ParsedTurn, Role
from archive.parsing.speakers.resolution import find_people

NAME_WORDS = 6


def who_is(label: str, reading: ParsedTranscript) -> tuple[str | None, str | None]:
    """Return person and office for a label: as in another turn with that label, else as the label says."""
    same = _same_label(label, reading.turns)
    if same is not None:
        return same.speaker, same.office
    person = find_people([label], reading.title, [], [turn.text for turn in reading.turns]).person(label)
    return person.name, person.office


def lift_label(turn: ParsedTurn, reading: ParsedTranscript) -> ParsedTurn:
    """Return a newly split turn with its label lifted from its first words, if there is one.

    Only a label used elsewhere in the transcript, a word for question or answer, or something like a name is lifted.
    """
    first, gap, rest = turn.text.partition("\n\n")
    hit = next(candidates([Line(first, turn.line)], flowing=True), None)
    if hit is None or hit.style != "colon" or not _is_label(hit.label, reading):
        return turn
    text = (hit.rest + gap + rest).strip()
    if not text:
        return turn
    speaker, office = who_is(hit.label, reading)
    lifted = replace(turn, label=hit.label, speaker=speaker, office=office, notes=hit.notes, text=text)
    return replace(lifted, role=role_of(hit.label, reading) or turn.role)


def _is_label(label: str, reading: ParsedTranscript) -> bool:
    tokens = label.split()
    is_name = 2 <= len(tokens) <= NAME_WORDS and all(token[0].isupper() for token in tokens)
    return is_name or key_of(label) in lexicon.SPOKEN or _same_label(label, reading.turns) is not None


def role_of(label: str, reading: ParsedTranscript) -> Role | None:
    """Return the role a label implies: by its word, or as in the last turn with that label."""
    key = key_of(label)
    if key in lexicon.ASKERS:
        return "question"
    if key in lexicon.ANSWERERS:
        return "answer"
    same = _same_label(label, reversed(reading.turns))
    return same.role if same else None


def _same_label(label: str, turns: Iterable[ParsedTurn]) -> ParsedTurn | None:
    key = key_of(label)
    told: dict[str, bool] = {}  # thousands of turns have few labels
    for turn in turns:
        if turn.label and turn.label not in told:
            told[turn.label] = key_of(turn.label) == key
        if turn.label and told[turn.label]:
            return turn
    return None
