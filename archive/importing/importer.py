"""How a transcript is imported and changed: checksum, one transaction, permanent addresses, a revision each time.

Every change of what the public sees goes through here, speakers.merge or announce(), so that search is told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from archive.importing.identity.duplicates import nearest
from archive.importing.identity.identity import (
    find_bytes,
    find_same,
    free_slug,
    marks_of_a_text,
    of_same_title,
    scope_of,
    source_of,
    title_of,
)
from archive.importing.identity.losses import losses
from archive.importing.numbering import GivenNumbers, spoken
from archive.importing.revision_state import remember_standing, who_was_who
from archive.importing.storing import Stored, describe, store, stored
from archive.importing.validation import ImportRefused, NeedsDecision, SameOnAnotherDay, refuse_impossible
from archive.mentions.editor_marks import FoundAhead
from archive.models import Original, Revision, Source, Speaker, Transcript, archive_version, write_locks
from archive.models.original_bytes import packed
from archive.parsing import TranscriptError
from archive.parsing.parsed import ParsedTranscript, from_dict, to_dict
from archive.parsing.warning_texts import stored_warning
from archive.signals import transcript_changed
from archive.speakers import registry as people
from archive.speakers.splitting import cast, two_of_a_name
from archive.text.folding import fold_title
from archive.uploads.learnt_reading import read_learnt

__all__ = ["ImportRefused", "NeedsDecision", "Outcome", "TranscriptError", "announce", "import_transcript", "set_state"]

ALL_BUT_EQUAL = 0.95
"""Share of wording from which a text with the same title counts as the same text."""
Status = Literal["created", "revised", "unchanged"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of an import: the transcript, its number of records, the number of warnings.

    `alike` is the address of another transcript with nearly the same words, if a new one has one.
    """

    status: Status
    transcript: Transcript
    records: int
    warnings: int
    alike: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file on its way into the database."""

    data: bytes
    sha256: str
    file_name: str
    reading: ParsedTranscript
    title: str
    user: User | None
    chosen: Mapping[str, Speaker]
    sparing: bool = False
    apart: bool = False
    restores: int | None = None
    ahead: FoundAhead | None = None


def import_transcript(
    data: bytes,
    file_name: str,
    *,
    parsed: ParsedTranscript | None = None,
    state: str = Transcript.State.PUBLISHED,
    user: User | None = None,
    transcript: Transcript | None = None,
    speakers: Mapping[str, Speaker] | None = None,
    sparing: bool = False,
    apart: bool = False,
    ahead: FoundAhead | None = None,
    by_profile: bool = True,
    hold_below: float = 0.0,
) -> Outcome:
    """Import one file as a new transcript, or as a revision of the stored one that it belongs to.

    `parsed` is the reading as corrected by an editor (by default the bytes are read). `state` applies to a new transcript; a
    revised one keeps its state. `user` is recorded on the revision and in the admin log. `transcript` names the one to revise (by
    default the package `identity` decides). `speakers` maps a printed name to the speaker chosen by an editor. `sparing` refuses
    to remove more than a little of a stored text without review (identity/losses.py). `apart` means that an editor has decided
    that this is none of the stored transcripts. `ahead` holds mentions already found, by the text of a turn. The learnt layout of
    the source is used unless `by_profile` is false. Known bytes change nothing unless `parsed` differs from what is stored.

    Raises TranscriptError (the file cannot be read), Doubtful (confidence below `hold_below`), NeedsDecision (it would remove too
    much) or ImportRefused (the content cannot be stored). Nothing is written then.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if parsed is None and (known := find_bytes(sha256)) and transcript in (None, known):
        return _unchanged(known)
    reading = spoken(read_learnt(data, file_name, by_profile) if parsed is None else parsed)
    title = title_of(reading, file_name)
    incoming = Incoming(data, sha256, file_name[-300:], reading, title, user, speakers or {}, sparing, apart, ahead=ahead)
    refuse_impossible(reading, data, state, hold_below)

    def store_it() -> Outcome:
        write_locks.claim(marks_of_a_text(reading, sha256))
        return _import(incoming, state, transcript)

    return write_locks.done_beside(store_it)


def locked(transcript: Transcript) -> Transcript:
    """Lock a transcript for this transaction and return it as it is now. Raises ImportRefused if it was deleted."""
    write_locks.beside()
    now = Transcript.objects.select_for_update().filter(pk=transcript.pk).first()
    if now is None:
        raise ImportRefused("The transcript was deleted in the meantime; nothing was changed.")
    return now


def set_state(transcript: Transcript, state: str, user: User | None = None) -> None:
    """Make a transcript a draft, published or withdrawn. Writes the admin log if a user is given. Raises ImportRefused."""
    if state not in Transcript.State.values:
        raise ImportRefused(f"A transcript can be {', '.join(Transcript.State.values)}; not “{state}”.")
    with transaction.atomic():
        now = locked(transcript)
        was, transcript.state = now.state, state
        if was == state:
            return
        transcript.was_public = Transcript.State.PUBLISHED in (was, state) or now.was_public
        transcript.save(update_fields=["state", "was_public", "updated_at"])
        _log(transcript, user, CHANGE, f"State: {was} → {state}.")
        announce([transcript.pk], public=Transcript.State.PUBLISHED in (was, state))


def announce(transcript_ids: Iterable[int], public: bool = True, restored: bool = False) -> None:
    """Tell the archive's listeners that these transcripts changed. Call it in the transaction that changes them.

    `restored` transcripts are as they were when exported, so their modification time stays.
    """
    for transcript_id in transcript_ids:
        transcript_changed.send(sender=Transcript, transcript_id=transcript_id, restored=restored)
    if public:
        archive_version.bump()


def _import(incoming: Incoming, state: str, forced: Transcript | None) -> Outcome:
    source = source_of(incoming.reading)
    holder = find_bytes(incoming.sha256)
    if holder and (incoming.apart or (forced and holder != forced)):
        raise ImportRefused(f"This exact file is already in the archive, as “{holder}” ({holder.get_absolute_url()}).")
    transcript = forced or (None if incoming.apart else holder or find_same(incoming.reading, source, incoming.title))
    if transcript is None:
        return _create(incoming, source, state)
    try:
        write_locks.claim_row(transcript)
    except Transcript.DoesNotExist as gone:
        raise ImportRefused("The transcript was deleted in the meantime, so its new version was not stored.") from gone
    last = transcript.revisions.order_by("-number").first()
    if last and last.original_id == incoming.sha256 and from_dict(last.content) == incoming.reading:
        return _unchanged(transcript)
    return _revise(incoming, source, transcript, last)


def _create(incoming: Incoming, source: Source, state: str) -> Outcome:
    transcript = Transcript(source=source, slug=free_slug(incoming.title, incoming.reading), state=state)
    describe(transcript, incoming.reading, incoming.title, None)
    refuse_taken_url(transcript)
    _tell_of_namesake(transcript, incoming, source)
    alike = _tell_of_alike(transcript, incoming, source)
    transcript.save()
    return replace(fill(incoming, transcript, "created", Stored(), {}), alike=alike)


def _tell_of_alike(transcript: Transcript, incoming: Incoming, source: Source) -> str:
    """Warn of a stored transcript with nearly the same words and return its address. Raise if only the day differs."""
    if incoming.apart:
        return ""
    resemblance = nearest("\n\n".join(turn.text for turn in incoming.reading.turns))
    if resemblance is None:
        return ""
    other = resemblance.transcript
    redated = other.date != incoming.reading.date and fold_title(other.title) == fold_title(incoming.title)
    if incoming.sparing and redated and other.source_id == source.pk and resemblance.share >= ALL_BUT_EQUAL:
        raise SameOnAnotherDay(other, resemblance.percent)
    address = other.get_absolute_url()
    transcript.warnings.append(stored_warning("nearly-same-words", percent=resemblance.percent, other=other, address=address))
    return address


def _tell_of_namesake(transcript: Transcript, incoming: Incoming, source: Source) -> None:
    """Warn of a stored transcript with the same title and day from which this one was told apart by its words or occasion."""
    other = next(iter(of_same_title(incoming.reading, source, incoming.title)), None)
    if other and not incoming.apart:
        transcript.warnings.append(stored_warning("same-title", address=other.get_absolute_url()))


def _revise(incoming: Incoming, source: Source, transcript: Transcript, last: Revision | None) -> Outcome:
    before = stored(transcript)
    if incoming.sparing and (lost := losses(before, incoming.reading)).is_much:
        raise NeedsDecision(transcript, lost)
    previous = from_dict(last.content) if last else None
    remembered = supersede(last, before)
    if previous is None or previous.publisher != incoming.reading.publisher:
        transcript.source = source
    describe(transcript, incoming.reading, incoming.title, previous)
    refuse_taken_url(transcript)
    transcript.save()
    return fill(incoming, transcript, "revised", before, remembered)


def supersede(last: Revision | None, before: Stored) -> dict[str, Speaker]:
    """Record the state of the last revision before the next one. Return whom its names stood for."""
    if last is None:
        return {}
    remembered = who_was_who(before, from_dict(last.content))
    remember_standing(last, before, remembered)
    return remembered


def fill(
    incoming: Incoming,
    transcript: Transcript,
    status: Status,
    before: Stored,
    remembered: Mapping[str, Speaker],
    numbers: GivenNumbers | None = None,
) -> Outcome:
    """Write the speakers, records and revision of a stored transcript, and tell the listeners.

    The transcript must be claimed. `numbers` are those the reading had before, if it is being restored.
    """
    names = [turn.speaker for turn in incoming.reading.turns if turn.speaker]
    chosen, full = {**remembered, **incoming.chosen}, incoming.reading.full_names
    speakers = people.ensure(names, scope_of(transcript), chosen, full)
    transcript.warnings += people.told_by_surname(transcript, speakers, {**full, **incoming.chosen})
    scene = cast(speakers, scope_of(transcript), transcript.source_id, transcript.pk, incoming.chosen)
    if kept := two_of_a_name(transcript, scene, incoming.reading):
        transcript.warnings += kept
        scene = cast(speakers, scope_of(transcript), transcript.source_id, transcript.pk, incoming.chosen)
    records = store(transcript, incoming.reading, scene, before, numbers, incoming.ahead)
    _add_revision(transcript, incoming)
    done = (
        f"Imported “{incoming.file_name}” ({status})."
        if incoming.restores is None
        else f"Revision {incoming.restores} brought back."
    )
    _log(transcript, incoming.user, ADDITION if status == "created" else CHANGE, done)
    announce([transcript.pk], public=transcript.state == Transcript.State.PUBLISHED)
    return Outcome(status, transcript, records, len(transcript.warnings))


def _add_revision(transcript: Transcript, incoming: Incoming) -> None:
    kept, packing = packed(incoming.data)
    original, _ = Original.objects.get_or_create(
        sha256=incoming.sha256, defaults={"kept": kept, "packing": packing, "size": len(incoming.data)}
    )
    last: int | None = transcript.revisions.aggregate(last=Max("number"))["last"]
    Revision.objects.create(
        transcript=transcript,
        number=(last or 0) + 1,
        original=original,
        file_name=incoming.file_name,
        content=to_dict(incoming.reading),
        restores=incoming.restores,
        created_by=incoming.user,
    )


def refuse_taken_url(transcript: Transcript) -> None:
    """Raise ImportRefused if another transcript has this source URL."""
    url = transcript.source_url
    other = Transcript.objects.exclude(pk=transcript.pk).filter(source_url=url).first() if url else None
    if other:
        raise ImportRefused(f"Another transcript already has the source URL {url}: “{other}” ({other.get_absolute_url()}).")


def _unchanged(transcript: Transcript) -> Outcome:
    return Outcome("unchanged", transcript, transcript.records.count(), len(transcript.warnings))


def _log(transcript: Transcript, user: User | None, flag: int, message: str) -> None:
    if user is not None:
        LogEntry.objects.log_actions(user.pk, [transcript], flag, change_message=message)
