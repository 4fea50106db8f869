"""Restores an earlier revision: its words under the numbers they had, as a new revision that can be undone too."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.db import transaction

from archive.importing.identity.identity import source_of, title_of
from archive.importing.identity.losses import Losses, listed, losses_by_number
from archive.importing.importer import ImportRefused, Incoming, Outcome, fill, locked, refuse_taken_url, supersede
from archive.importing.numbering import record_texts
from archive.importing.revision_state import Standing, standing_of
from archive.importing.storing import FIELDS, Stored, describe, stored
from archive.models import Revision, Transcript
from archive.parsing.parsed import ParsedTranscript, from_dict
from archive.text.folding import words


@dataclass(frozen=True, slots=True)
class Detail:
    """A field of the transcript that would change."""

    name: str
    now: str
    then: str


@dataclass(frozen=True, slots=True)
class Undoing:
    """What restoring a revision would change.

    `back` are retired records that would return under their own number; `changed` the numbers whose words would change; `kept`
    how many records stay the same; `losses` what only the present revision has; `renumbered` how many paragraphs would get back
    the number they had.
    """

    revision: Revision
    last: Revision
    back: tuple[tuple[int, str], ...]
    changed: tuple[int, ...]
    kept: int
    losses: Losses
    details: tuple[Detail, ...]
    renumbered: int = 0

    def in_words(self) -> list[str]:
        """Return a line for each kind of change."""
        numbers = [number for number, _ in self.back]
        gone = [record.number for record in self.losses.records]
        return [
            *([f"Records that come back: {listed(numbers)}."] if numbers else []),
            *([f"Records with other words: {listed(self.changed)}."] if self.changed else []),
            *([f"Records that will be gone: {listed(gone)}."] if gone else []),
            *(
                [f"Words that only the present revision has: {self.losses.lost:,} of {self.losses.words:,}."]
                if self.losses.lost
                else []
            ),
            *([f"Paragraphs that get their old numbers back: {self.renumbered}."] if self.renumbered else []),
            *(f"{detail.name}: “{detail.now}” becomes “{detail.then}”." for detail in self.details),
            f"Records that stay as they are: {self.kept}.",
        ]

    @property
    def is_nothing(self) -> bool:
        """Tell whether the transcript already says all this."""
        same = from_dict(self.revision.content) == from_dict(self.last.content)
        return same and not (self.back or self.changed or self.losses.records or self.renumbered)


def undoing(transcript: Transcript, number: int) -> Undoing:
    """Return what restoring a revision would change, without writing. Raises ImportRefused if there is no such revision."""
    revision, last = _revisions(transcript, number)
    before, reading, standing = stored(transcript), from_dict(revision.content), standing_of(revision)
    now = {record.number: text for record, text in zip(before.records, before.texts, strict=True)}
    then = dict(zip(standing.numbers.records, record_texts(reading), strict=True))
    changed = tuple(key for key in then if key in now and words(now[key]) != words(then[key]))
    return Undoing(
        revision=revision,
        last=last,
        back=tuple((key, text) for key, text in then.items() if key not in now),
        changed=changed,
        kept=len(then.keys() & now.keys()) - len(changed),
        losses=losses_by_number(before, reading, then.keys()),
        details=tuple(_details(transcript, reading, revision.file_name)),
        renumbered=_renumbered(before, revision, last, standing),
    )


def _renumbered(before: Stored, revision: Revision, last: Revision, standing: Standing) -> int:
    """Return how many paragraphs had another number in the earlier revision.

    A paragraph that was removed and came back got a new one.
    """
    if from_dict(revision.content) != from_dict(last.content):
        return 0
    turns = sorted((turn for record_turns in before.turns for turn in record_turns), key=lambda turn: turn.position)
    now = [number for turn in turns for number in turn.paragraphs]
    return sum(here != then for here, then in zip(now, standing.numbers.paragraphs, strict=False))


def restore_revision(transcript: Transcript, number: int, user: User | None = None, seen: int | None = None) -> Outcome:
    """Restore an earlier revision as a new one, in one transaction.

    Records and paragraphs get the numbers they had; the state (public or not) stays. `seen` is the number of the last revision
    when the user was asked. Raises ImportRefused: no such revision, it is current, the transcript has changed or was deleted
    since, or another has taken its source URL.
    """
    with transaction.atomic():
        now = locked(transcript)
        change = undoing(now, number)
        if seen is not None and seen != change.last.number:
            raise ImportRefused(
                f"Revision {change.last.number} has been stored in the meantime; nothing was changed. Check again."
            )
        if change.is_nothing:
            raise ImportRefused(f"The transcript already matches revision {number}; nothing was changed.")
        return _restore(now, change, user)


def _restore(transcript: Transcript, change: Undoing, user: User | None) -> Outcome:
    revision, reading = change.revision, from_dict(change.revision.content)
    standing = standing_of(revision)
    before = stored(transcript)
    remembered = supersede(change.last, before)
    title = title_of(reading, revision.file_name)
    if reading.publisher != from_dict(change.last.content).publisher:
        transcript.source = source_of(reading)
    describe(transcript, reading, title, None)
    refuse_taken_url(transcript)
    transcript.save()
    incoming = Incoming(
        data=bytes(revision.original.data),
        sha256=revision.original_id,
        file_name=revision.file_name,
        reading=reading,
        title=title,
        user=user,
        chosen={},
        restores=revision.number,
    )
    return fill(
        incoming, transcript, "revised", _with_marks(before, standing), {**remembered, **standing.speakers}, standing.numbers
    )


def _with_marks(before: Stored, standing: Standing) -> Stored:
    """Add the editors' marks on paragraphs that are gone now. For present paragraphs, the latest marks hold."""
    here = {number for number, _ in before.paragraphs}
    return replace(before, marks=[*before.marks, *(mark for mark in standing.marks if mark.paragraph not in here)])


def _revisions(transcript: Transcript, number: int) -> tuple[Revision, Revision]:
    wanted = transcript.revisions.filter(number=number).select_related("original").first()
    last = transcript.revisions.order_by("-number").first()
    if wanted is None or last is None:
        there = f"the last one is {last.number}" if last else "it has none"
        raise ImportRefused(f"“{transcript}” has no revision {number}; {there}.")
    if last.number == number:
        raise ImportRefused(f"Revision {number} is the current one; nothing was changed.")
    return wanted, last


def _details(transcript: Transcript, reading: ParsedTranscript, file_name: str) -> list[Detail]:
    then = Transcript(source=transcript.source)
    describe(then, reading, title_of(reading, file_name), None)
    pairs = [(name, str(getattr(transcript, name) or ""), str(getattr(then, name) or "")) for name in FIELDS]
    return [Detail(name.replace("_", " "), *both) for name, *both in pairs if both[0] != both[1]]
