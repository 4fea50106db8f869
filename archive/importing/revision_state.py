"""The state of a revision (numbers, speakers, editors' marks), stored when the next one replaces it and used to restore it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.importing.numbering import GivenNumbers, replay
from archive.importing.storing import Stored
from archive.mentions.editor_marks import EditorMark
from archive.models import FormerSpeakerSlug, Mention, Revision, Speaker
from archive.parsing.parsed import ParsedTranscript, from_dict

MARKED = ("code", "layer", "surface", "rule", "rejected", "by_editor")


@dataclass(frozen=True, slots=True)
class Standing:
    """What a revision has beyond its reading: its numbers, whom its names stood for, and editors' decisions on countries."""

    numbers: GivenNumbers
    speakers: Mapping[str, Speaker]
    marks: tuple[EditorMark, ...]


def remember_standing(last: Revision, before: Stored, speakers: Mapping[str, Speaker]) -> None:
    """Store the state of the last revision before the next one. Call it in the transaction that stores that one."""
    turns = sorted((turn for record_turns in before.turns for turn in record_turns), key=lambda turn: turn.position)
    last.standing = {
        "records": [record.number for record in before.records],
        "paragraphs": [number for turn in turns for number in turn.paragraphs],
        "speakers": {name: speaker.slug for name, speaker in speakers.items()},
        "marks": [_as_data(mark) for mark in before.marks],
    }
    last.save(update_fields=["standing"])


def who_was_who(before: Stored, previous: ParsedTranscript | None) -> dict[str, Speaker]:
    """Return whom each printed name stood for in the revision before, so that an editor's choice outlives a corrected file."""
    turns = sorted((turn for record_turns in before.turns for turn in record_turns), key=lambda turn: turn.position)
    if previous is None or len(turns) != len(previous.turns):
        return {}
    pairs = zip(previous.turns, turns, strict=True)
    found: dict[str, set[int]] = {}
    for read, turn in pairs:
        if read.speaker and turn.speaker_id:
            found.setdefault(read.speaker, set()).add(turn.speaker_id)
    # A name that stood for two was parted, which is remembered elsewhere.
    alone = {name: next(iter(who)) for name, who in found.items() if len(who) == 1}
    speakers = Speaker.objects.in_bulk(alone.values())
    return {name: speakers[key] for name, key in alone.items()}


def standing_of(revision: Revision) -> Standing:
    """Return the state of a superseded revision. For revisions older than this table, the numbers are derived."""
    kept = revision.standing
    marks = tuple(_as_mark(data) for data in kept.get("marks", ()))
    return Standing(_known(revision) or _worked_out(revision), _speakers(kept.get("speakers", {})), marks)


def _known(revision: Revision) -> GivenNumbers | None:
    kept = revision.standing
    return GivenNumbers(tuple(kept["records"]), tuple(kept["paragraphs"])) if kept else None


def _worked_out(revision: Revision) -> GivenNumbers:
    every = revision.transcript.revisions.filter(number__lte=revision.number).order_by("number")
    return replay((from_dict(one.content), _known(one)) for one in every)


def _speakers(slugs: Mapping[str, str]) -> dict[str, Speaker]:
    """Return whom names stood for; speakers merged since are replaced by the one that was kept. Two queries."""
    found = {speaker.slug: speaker for speaker in Speaker.objects.filter(slug__in=slugs.values())}
    for former in FormerSpeakerSlug.objects.filter(slug__in=slugs.values()).select_related("speaker"):
        found.setdefault(former.slug, former.speaker)
    return {name: found[slug] for name, slug in slugs.items() if slug in found}


def _as_data(mark: EditorMark) -> dict[str, Any]:
    values = {name: getattr(mark.mention, name) for name in MARKED}
    return {"paragraph": mark.paragraph, "nth": mark.nth, **values}


def _as_mark(data: Mapping[str, Any]) -> EditorMark:
    return EditorMark(data["paragraph"], data["nth"], Mention(**{name: data[name] for name in MARKED}))
