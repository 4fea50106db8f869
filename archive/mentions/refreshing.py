"""Refreshing stored mentions after the gazetteer or its rules have changed. Editors' decisions stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import transaction

from archive.countries import fingerprint
from archive.importing.importer import announce
from archive.mentions.editor_marks import marks_of, mentions_of
from archive.models import ArchiveVersion, Mention, Transcript, Turn, archive_version, write_locks

BATCH_SIZE = 20  # transcripts read in one batch
DUE = (
    "The names of countries, or how they are read, have changed since the mentions of this archive were found. "
    "To find them again run: manage.py find_countries --refresh "
    "(editors' decisions stay; --dry-run shows what changes)."
)
MentionMeaning = tuple[str, str, str]  # surface, code, layer
Place = tuple[int, int, int, str]  # turn, start, end, code


@dataclass(slots=True)
class MentionChanges:
    """The changes made by a refresh: how often each surface gained or lost a meaning."""

    transcripts: int = 0
    records: int = 0
    changed: int = 0
    added: Counter[MentionMeaning] = field(default_factory=Counter)
    gone: Counter[MentionMeaning] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows to insert and delete so that a transcript's mentions are up to date."""

    new: list[Mention]
    old: list[Mention]


def refresh(transcript_ids: Iterable[int], changes: MentionChanges, keep: bool = True) -> Iterator[int]:
    """Find all mentions of these transcripts again, count the changes in `changes`, and yield the number of records of each.

    Each transcript that differs is written in its own transaction, in which the listeners are told; one that was deleted since it
    was read is passed over. Without `keep` nothing is written. Reading takes no lock.
    """
    waiting = list(transcript_ids)
    for start in range(0, len(waiting), BATCH_SIZE):
        some = waiting[start : start + BATCH_SIZE]
        turns = turns_of(some)
        for transcript_id in some:
            changed = difference(turns.get(transcript_id, []))
            if (changed.new or changed.old) and keep:
                changed = rewrite(transcript_id)
            yield note(changed, turns.get(transcript_id, []), changes)


def is_due() -> bool:
    """Tell whether stored mentions were found with other country names than the current ones."""
    if noted() == fingerprint():
        return False
    if Transcript.objects.exists():
        return True
    note_refreshed()
    return False


def noted() -> str:
    """Return the fingerprint of the names with which all mentions were last found, empty if unknown."""
    return ArchiveVersion.objects.filter(pk=archive_version.ROW).values_list("gazetteer", flat=True).first() or ""


def note_refreshed(found_with: str | None = None) -> None:
    """Record that all stored mentions were found with these names: the given fingerprint, or the current one."""
    now = fingerprint() if found_with is None else found_with
    ArchiveVersion.objects.update_or_create(pk=archive_version.ROW, defaults={"gazetteer": now})


def turns_of(transcript_ids: Iterable[int]) -> dict[int, list[Turn]]:
    """Return the turns of transcripts with their mentions. Two queries."""
    found: dict[int, list[Turn]] = {}
    for turn in Turn.objects.filter(transcript__in=transcript_ids).order_by("position").prefetch_related("mentions"):
        found.setdefault(turn.transcript_id, []).append(turn)
    return found


def difference(turns: list[Turn]) -> Difference:
    """Compare the stored mentions with those found now."""
    stored = {place_of(row): row for turn in turns for row in turn.mentions.all()}
    found = {place_of(row): row for row in mentions_of(turns, marks_of(turns))}
    return Difference(
        new=[row for place, row in found.items() if not same(row, stored.get(place))],
        old=[row for place, row in stored.items() if not same(row, found.get(place))],
    )


def place_of(row: Mention) -> Place:
    """Return the identity of a mention."""
    return (row.turn_id, row.start, row.end, row.code)


def same(row: Mention, other: Mention | None) -> bool:
    """Tell whether two rows at one place have the same meaning and rule."""
    if other is None:
        return False
    return (row.layer, row.rule, row.rejected, row.by_editor) == (other.layer, other.rule, other.rejected, other.by_editor)


def rewrite(transcript_id: int) -> Difference:
    """Update one transcript, comparing again under the lock. One that was deleted differs in nothing."""
    with transaction.atomic():
        write_locks.beside()
        transcript = Transcript.objects.select_for_update().filter(pk=transcript_id).first()
        if transcript is None:
            return Difference([], [])
        differing = difference(turns_of([transcript_id]).get(transcript_id, []))
        Mention.objects.filter(pk__in=[row.pk for row in differing.old]).delete()
        Mention.objects.bulk_create(differing.new)
        announce([transcript_id], public=transcript.state == Transcript.State.PUBLISHED)
    return differing


def note(differing: Difference, turns: list[Turn], changes: MentionChanges) -> int:
    """Count the changes of one transcript; return its number of records."""
    records = len({turn.record_id for turn in turns})
    changes.transcripts += 1
    changes.records += records
    changes.changed += bool(differing.new or differing.old)
    new, old = Counter(map(meaning_of, differing.new)), Counter(map(meaning_of, differing.old))
    changes.added += new - old
    changes.gone += old - new
    return records


def meaning_of(row: Mention) -> MentionMeaning:
    """Return the meaning of a mention, whatever its place."""
    return (row.surface, row.code, row.layer)
