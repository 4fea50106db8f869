"""The last step: a confirmed draft becomes a transcript, or a new revision of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from archive.importing.identity.identity import UNSTATED_SLUG, known_source, scope_of
from archive.importing.importer import ImportRefused, Outcome, import_transcript
from archive.mentions.editor_marks import FoundAhead
from archive.models import Speaker, Transcript, Upload, write_locks
from archive.parsing.parsed import ParsedTranscript
from archive.speakers.registry import free_slug
from archive.speakers.splitting import remember
from archive.uploads.editing.draft import NEW, Draft
from archive.uploads.editing.draft_people import DraftPerson, people_of
from archive.uploads.editing.draft_text import alike_to
from archive.uploads.publication_changes import changes_to, continued

MOVED = "The changes are no longer those shown on the page. Nothing was stored. Check them again, then decide."
CHANGED = "The draft was changed in another window meanwhile. Nothing was stored. Check it, then publish it again."
PUBLISHED_AS = "Published as transcript "


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
    """Log what became of a draft, for anyone who still has its page open (archive/uploads/ended_drafts.py)."""
    LogEntry.objects.log_actions(user.pk, [upload], CHANGE, change_message=f"{PUBLISHED_AS}{transcript.pk}")


def check_unseen(upload: Upload, draft: Draft) -> None:
    """Raise Hindered if only the draft's page shows what publishing it would do."""
    target = target_of(upload, draft)
    if target is not None:
        taken = changes_to(target, draft.reading).losses
        would = f" and would take from it {taken.in_words()}" if taken.lost or taken.records else ""
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
