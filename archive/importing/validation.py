"""Checks of what cannot be stored, before anything is written."""

from __future__ import annotations

from archive.importing.identity.losses import Losses
from archive.importing.numbering import plan_records
from archive.models import Transcript
from archive.parsing.parsed import EVENT_KINDS, ParsedTranscript, ParsedTurn

NAME_LENGTH = 300


class ImportRefused(Exception):
    """One sentence: why the content of a file cannot be stored, and what to do about it."""


class NeedsDecision(ImportRefused):
    """A file would remove much of a stored transcript, which only a person may confirm."""

    def __init__(self, transcript: Transcript, losses: Losses) -> None:
        super().__init__(f"It would remove from “{transcript}” ({transcript.get_absolute_url()}) {losses.in_words()}.")
        self.transcript = transcript
        self.losses = losses


class SameOnAnotherDay(NeedsDecision):
    """A file equals a stored transcript under another date: a correction, or a text that was read out twice."""

    def __init__(self, transcript: Transcript, percent: int) -> None:
        reason = f"It has nearly the same words ({percent} %) and the title of “{transcript}” ({transcript.get_absolute_url()})"
        ImportRefused.__init__(self, f"{reason}, but another date: a correction of it, or another event.")
        self.transcript = transcript
        self.losses = Losses(0, 0)


class Doubtful(ImportRefused):
    """The confidence of a reading is below the required level."""

    def __init__(self, confidence: float, least: float, warnings: int) -> None:
        doubts = f", {warnings} warning{'s' * (warnings != 1)}" if warnings else ""
        super().__init__(f"The confidence of its reading is below {least:.0%} ({confidence:.0%}{doubts}).")
        self.confidence = confidence


def refuse_impossible(reading: ParsedTranscript, data: bytes, state: str, hold_below: float = 0.0) -> None:
    """Raise ImportRefused if a reading cannot be stored as it is, Doubtful if its confidence is below `hold_below`."""
    if not data:
        raise ImportRefused("The file is empty.")
    if state not in Transcript.State.values:
        raise ImportRefused(f"A transcript can be {', '.join(Transcript.State.values)}; not “{state}”.")
    if reading.kind not in EVENT_KINDS:
        raise ImportRefused(f"“{reading.kind}” is not a kind of event; the kinds are {', '.join(EVENT_KINDS)}.")
    if not reading.turns:
        raise ImportRefused("No speech was found in it: neither a speaker's label nor the text of a document.")
    for position, turn in enumerate(reading.turns, start=1):
        _refuse_turn(turn, f"Turn {position}" + (f" (line {turn.line})" if turn.line else ""))
    try:
        plan_records(reading)
    except ValueError as error:
        raise ImportRefused(str(error)) from error
    if reading.confidence < hold_below:
        raise Doubtful(reading.confidence, hold_below, len(reading.warnings))


def _refuse_turn(turn: ParsedTurn, where: str) -> None:
    if not turn.text.strip():
        raise ImportRefused(f"{where} has no text: write it, or merge the turn with the one before.")
    if "\x00" in turn.text:
        raise ImportRefused(f"{where} has a NUL character; remove it from the file.")
    for what, value in (("label", turn.label), ("office", turn.office), ("speaker's name", turn.speaker)):
        if len(value or "") > NAME_LENGTH:
            raise ImportRefused(f"{where}: its {what} is longer than {NAME_LENGTH} characters; the text may begin there.")
