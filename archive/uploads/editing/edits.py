"""An editor's corrections, each a plain function from one reading to the next, and what a label says about a turn. Pure.

Words are never lost: what leaves a turn goes to another turn or to `skipped`. Pairs are rebuilt after every change. An invalid
index raises IndexError.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from archive.parsing import lexicon
from archive.parsing.labels.candidates import key_of
from archive.parsing.labels.forms import candidates
from archive.parsing.lines import Line
from archive.parsing.parsed import ParsedTranscript, ParsedTurn, Role, Skipped
from archive.parsing.speakers.resolution import find_people
from archive.parsing.speakers.roles import pairs_of
from archive.text.paragraphs import paragraphs_of

NAME_WORDS = 6
BY_EDITOR = "left out by an editor"
GAP = "\n\n"
LONGEST_LABEL = 300


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
    is_same: dict[str, bool] = {}  # thousands of turns have few labels
    for turn in turns:
        if turn.label and turn.label not in is_same:
            is_same[turn.label] = key_of(turn.label) == key
        if turn.label and is_same[turn.label]:
            return turn
    return None


def with_turns(reading: ParsedTranscript, turns: Sequence[ParsedTurn]) -> ParsedTranscript:
    """Return the reading with other turns and their pairs."""
    return replace(reading, turns=tuple(turns), pairs=tuple(pairs_of([turn.role for turn in turns])))


def change_turns(reading: ParsedTranscript, changes: Mapping[int, Mapping[str, Any]]) -> ParsedTranscript:
    """Return the reading with changed fields of some turns (`label`, `speaker`, `office`, `role`).

    A renamed person loses the identity given by the authority table.
    """
    if not changes:
        return reading
    turns = list(reading.turns)
    for index, changed in changes.items():
        turn = replace(turns[index], **changed)
        turns[index] = turn if turn.speaker == turns[index].speaker else replace(turn, known_as=changed.get("known_as"))
    return reading if tuple(turns) == reading.turns else with_turns(reading, turns)


def label_alike(reading: ParsedTranscript, label: str | None, index: int) -> ParsedTranscript:
    """Return the reading with one turn's label, person, office and role given to every turn with `label`."""
    model = _turn(reading, index)
    changes = {name: getattr(model, name) for name in ("label", "speaker", "office", "role", "known_as")}
    return change_turns(reading, {n: changes for n, turn in enumerate(reading.turns) if turn.label == label})


def merge_with_previous(reading: ParsedTranscript, index: int) -> ParsedTranscript:
    """Return the reading with a turn merged into the one before. If its label differs, it stays as words."""
    if not 0 < index < len(reading.turns):
        raise IndexError(index)
    before, turn = reading.turns[index - 1 : index + 1]
    text = turn.text if _is_same_voice(before, turn) else with_label(turn)
    merged = replace(before, text=before.text + GAP + text, notes=tuple(dict.fromkeys(before.notes + turn.notes)))
    return with_turns(reading, [*reading.turns[: index - 1], merged, *reading.turns[index + 1 :]])


def _is_same_voice(one: ParsedTurn, other: ParsedTurn) -> bool:
    return one.label == other.label or (one.speaker is not None and one.speaker == other.speaker)


def with_label(turn: ParsedTurn) -> str:
    """Return a turn's words as in the file, label first."""
    return f"{turn.label}: {turn.text}" if turn.label else turn.text


def split(reading: ParsedTranscript, index: int, paragraph: int) -> ParsedTranscript:
    """Return the reading with a turn split before the given paragraph (from 1).

    A label at the head of that paragraph becomes the label of the new turn; otherwise the new turn keeps the old one's speaker
    and role.
    """
    turn = _turn(reading, index)
    parts = paragraphs_of(turn.text)
    if not 0 < paragraph < len(parts):
        raise IndexError(paragraph)
    cut = parts[paragraph].start
    first = replace(turn, text=turn.text[:cut].rstrip())
    second = lift_label(replace(turn, text=turn.text[cut:], notes=()), reading)
    return with_turns(reading, [*reading.turns[:index], first, second, *reading.turns[index + 1 :]])


def leave_out(reading: ParsedTranscript, index: int) -> ParsedTranscript:
    """Return the reading with a turn moved to `skipped`, including its label."""
    turn = _turn(reading, index)
    skipped = (*reading.skipped, Skipped(with_label(turn), turn.line, BY_EDITOR))
    kept = [*reading.turns[:index], *reading.turns[index + 1 :]]
    return replace(with_turns(reading, kept), skipped=skipped)


def put_back(reading: ParsedTranscript, index: int) -> ParsedTranscript:
    """Return the reading with a skipped part turned into a turn, in the place of its line."""
    if index < 0:
        raise IndexError(index)
    skipped = reading.skipped[index]
    turn = lift_label(ParsedTurn(None, None, "statement", skipped.text, line=skipped.line), reading)
    place = next((n for n, other in enumerate(reading.turns) if other.line > skipped.line), len(reading.turns))
    rest = (*reading.skipped[:index], *reading.skipped[index + 1 :])
    return replace(with_turns(reading, [*reading.turns[:place], turn, *reading.turns[place:]]), skipped=rest)


def _turn(reading: ParsedTranscript, index: int) -> ParsedTurn:
    if index < 0:
        raise IndexError(index)
    return reading.turns[index]
