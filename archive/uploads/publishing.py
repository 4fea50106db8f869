"""The last step: a confirmed draft becomes a transcript or a new revision of one. What that changes is shown before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import PermissionDenied

from archive.importing.alignment import align
from archive.importing.identity.duplicates import Resemblance, nearest_to, signature_from, signature_of
from archive.importing.identity.identity import UNSTATED_SLUG, find_same, known_source, scope_of, title_of
from archive.importing.identity.losses import Losses, losses_by_number
from archive.importing.importer import ImportRefused, Outcome, import_transcript
from archive.importing.numbering import record_texts
from archive.importing.storing import stored
from archive.mentions.editor_marks import FoundAhead
from archive.models import ArchiveVersion, Speaker, Transcript, Upload, write_locks
from archive.parsing.parsed import ParsedTranscript
from archive.speakers.registry import free_slug
from archive.speakers.splitting import remember
from archive.text.folding import words
from archive.uploads.editing.draft import NEW, Draft
from archive.uploads.editing.draft_people import DraftPerson, people_of

MOVED = "The changes are no longer those shown on the page. Nothing was stored. Check them again, then decide."
CHANGED = "The draft was changed in another window meanwhile. Nothing was stored. Check it, then publish it again."
PUBLISHED_AS = "Published as transcript "
MANY = 1000  # turns from which a comparison takes noticeably long
REMEMBERED = 300  # seconds


def alike_to(upload: Upload, draft: Draft, target: Transcript | None) -> Resemblance | None:
    """Return a stored transcript with nearly the same words as the file, other than the one to be revised."""
    kept = upload.wording
    found = nearest_to(signature_from(bytes(wording_of(draft) if kept is None else kept)))
    return found if found and found.transcript != target else None


def wording_of(draft: Draft) -> bytes:
    """Return the signature of a draft's words as bytes, empty if there is none."""
    signature = signature_of("\n\n".join(turn.text for turn in draft.reading.turns))
    return b"" if signature is None else signature.tobytes()


@dataclass(frozen=True, slots=True)
class PublicationChanges:
    """How many records stay, keep their number with other words, are new, or disappear, and what is lost with them."""

    transcript: Transcript
    kept: int
    changed: int
    new: int
    vanished: int
    losses: Losses


def continued(reading: ParsedTranscript, file_name: str) -> Transcript | None:
    """Return the stored transcript of which a reading is another version."""
    return find_same(reading, known_source(reading), title_of(reading, file_name))


def changes_to(transcript: Transcript, reading: ParsedTranscript) -> PublicationChanges:
    """Return what a reading would change in a stored transcript. Three queries."""
    before = stored(transcript)
    old, new = before.texts, record_texts(reading)
    kept = align(old, new).kept
    same = sum(_is_same(old[index], new[after]) for after, index in kept.items())
    lost = losses_by_number(before, reading, {before.records[index].number for index in kept.values()})
    return PublicationChanges(transcript, same, len(kept) - same, len(new) - len(kept), len(old) - len(kept), lost)


def _is_same(one: str, other: str) -> bool:
    return one == other or words(one) == words(other)


class Hindered(Exception):
    """Why a draft cannot be published now and what to do about it, one sentence each."""

    def __init__(self, obstacles: list[str]) -> None:
        super().__init__(" ".join(obstacles))
        self.obstacles = obstacles


def obstacles(reading: ParsedTranscript, people: Iterable[DraftPerson]) -> list[str]:
    """Return what must be settled before a draft can be published: one sentence each, with what to do."""
    found = [] if reading.title else ["The transcript has no title. Type one under Details."]
    found += [f"Say who “{person.name}” is: a new speaker, or one with a similar name." for person in people if person.is_open]
    if not reading.turns:
        found.append("Nothing would be stored: there is no turn. Put back what was left out, or discard this file.")
    return found


def people_for(upload: Upload, draft: Draft) -> list[DraftPerson]:
    """Return the persons of a draft, with surnames as its source uses them."""
    if upload.transcript is not None:
        return people_of(draft, scope_of(upload.transcript), upload.transcript.source, upload.transcript_id)
    source = known_source(draft.reading)
    return people_of(draft, source.slug if source and source.slug != UNSTATED_SLUG else "", source)


def target_of(upload: Upload, draft: Draft) -> Transcript | None:
    """Return the stored transcript that publishing a draft would revise."""
    return upload.transcript or (None if draft.apart else continued(draft.reading, upload.file_name))


def apart_from(upload: Upload, draft: Draft) -> Transcript | None:
    """Return the stored transcript the archive takes a draft for, if an editor said that it is another."""
    return continued(draft.reading, upload.file_name) if draft.apart and upload.transcript is None else None


def standing_of(target: Transcript | None) -> str:
    """Return the transcript and revision an editor is shown a draft against."""
    if target is None:
        return ""
    last = target.revisions.order_by("-number").values_list("number", flat=True).first()
    return f"{target.pk}:{last}"


def check(upload: Upload, draft: Draft, user: User) -> list[DraftPerson]:
    """Return the persons of a draft. Raises Hindered if something must be settled first, or PermissionDenied."""
    people = people_for(upload, draft)
    target = target_of(upload, draft)
    if not user.has_perm("archive.change_transcript" if target else "archive.add_transcript"):
        raise PermissionDenied
    if hindered := obstacles(draft.reading, people):
        raise Hindered(hindered)
    return people


def publish(
    upload: Upload,
    draft: Draft,
    state: str,
    user: User,
    against: str | None = None,
    sparing: bool = False,
    ahead: FoundAhead | None = None,
) -> Outcome:
    """Import a draft as corrected and delete the upload, in one transaction.

    A stored transcript keeps its state. `against` is what the editor was shown it against (standing_of); `sparing` is for
    unreviewed drafts; `ahead` has mentions already found. Raises Hindered, with nothing written, if something must be settled
    first or the archive refuses; PermissionDenied if the user lacks the permission.
    """
    people = check(upload, draft, user)

    def store_it() -> Outcome:
        _refuse_changed(upload, draft)
        if against is not None and against != standing_of(target_of(upload, draft)):
            raise Hindered([MOVED])
        outcome = _import(upload, draft, people, state, user, sparing, ahead)
        _leave_word(upload, user, outcome.transcript)
        Upload.objects.filter(pk=upload.pk).delete()
        return outcome

    try:
        return write_locks.done_beside(store_it)
    except ImportRefused as refusal:
        raise Hindered([f"Not stored: {refusal}"]) from refusal


def _refuse_changed(upload: Upload, draft: Draft) -> None:
    """Raise Hindered if somebody has saved, published or discarded the draft since it was loaded."""
    same = Upload.objects.select_for_update(of=("self",)).filter(pk=upload.pk, draft__edits=draft.edits)
    if same.values_list("pk").first() is None:
        raise Hindered([CHANGED])


def _leave_word(upload: Upload, user: User, transcript: Transcript) -> None:
    """Log what became of a draft, for anyone who still has its page open (archive/uploads/editing/closed_drafts.py)."""
    LogEntry.objects.log_actions(user.pk, [upload], CHANGE, change_message=f"{PUBLISHED_AS}{transcript.pk}")


def check_unseen(upload: Upload, draft: Draft) -> None:
    """Raise Hindered if only the draft's page shows what publishing it would do."""
    target = target_of(upload, draft)
    if target is not None:
        losses = changes_to(target, draft.reading).losses
        would = f" and would take from it {losses.in_words()}" if losses.lost or losses.records else ""
        raise Hindered([f"It is a new version of “{target}”{would}. Open it to see what it changes."])
    alike = alike_to(upload, draft, target)
    if alike is not None:
        raise Hindered([f"It has nearly the same words ({alike.percent} %) as “{alike.transcript}”. Open it to decide."])


def publish_unseen(upload: Upload, user: User) -> Outcome:
    """Publish a draft from the list. Also hindered by what only its page shows."""
    draft = Draft.from_json(upload.draft)
    check_unseen(upload, draft)
    return publish(upload, draft, Transcript.State.PUBLISHED, user, sparing=True)


def _import(
    upload: Upload,
    draft: Draft,
    people: Sequence[DraftPerson],
    state: str,
    user: User,
    sparing: bool,
    ahead: FoundAhead | None,
) -> Outcome:
    chosen = dict(_chosen(people))
    outcome = import_transcript(
        bytes(upload.data),
        upload.file_name,
        parsed=draft.reading,
        state=state,
        user=user,
        transcript=upload.transcript,
        speakers=chosen,
        sparing=sparing,
        apart=draft.apart and upload.transcript is None,
        ahead=ahead,
    )
    for person in people:
        if person.chosen == NEW and person.known is not None:
            _remember(person.name, person.known, chosen[person.name], draft, outcome.transcript)
    return outcome


def _remember(name: str, old: Speaker, new: Speaker, draft: Draft, transcript: Transcript) -> None:
    """Make later files of this source follow an editor who said that a known name is a new speaker here."""
    offices = [turn.office for turn in draft.reading.turns if turn.speaker == name and turn.office]
    remember(name, scope_of(transcript), old, new, transcript.source_id, offices)


def _chosen(people: Iterable[DraftPerson]) -> Iterable[tuple[str, Speaker]]:
    """Yield whom each name stands for if the name itself does not make it plain."""
    for person in people:
        if person.chosen == NEW and person.known is not None:
            yield person.name, Speaker.objects.create(name=person.name, slug=free_slug(person.name))
        elif person.picked is not None:
            yield person.name, person.picked


def target_shown(upload: Upload, draft: Draft) -> Transcript | None:
    """Return the stored transcript that publishing would revise; cached for some minutes for a long draft."""
    if upload.transcript is not None or len(draft.reading.turns) < MANY:
        return target_of(upload, draft)
    key = _key(upload, draft)
    known = cache.get(key)
    if known is None:
        target = target_of(upload, draft)
        cache.set(key, target.pk if target else 0, REMEMBERED)
        return target
    return Transcript.objects.filter(pk=known).first()


def _key(upload: Upload, draft: Draft) -> str:
    """Return what the answer depends on besides the words, which hardly all change."""
    reading = draft.reading
    version = ArchiveVersion.objects.values_list("number", flat=True).first()
    parts = [upload.pk, version, draft.apart, reading.title, reading.date, reading.publisher, reading.source_url]
    return "draft-target:" + blake2b(repr(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def changes_shown(upload: Upload, draft: Draft, target: Transcript | None, asked: bool) -> PublicationChanges | None:
    """Return what publishing would change; for a long transcript only on request."""
    if target is None:
        return None
    is_long = max(len(draft.reading.turns), target.next_record) >= MANY
    return changes_to(target, draft.reading) if asked or not is_long else None
