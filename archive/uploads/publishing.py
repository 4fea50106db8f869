"""The last step: a confirmed draft becomes a transcript, or a new revision of one."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction

from archive.importing import Outcome, import_transcript
from archive.models import Speaker, Upload
from archive.parsing.types import ParsedTranscript
from archive.speakers import free_slug
from archive.uploads.draft import NEW, Draft
from archive.uploads.people import Person


def obstacles(reading: ParsedTranscript, people: Iterable[Person]) -> list[str]:
    """Return what must be settled before a draft can be published: one sentence each, with what to do."""
    found = [] if reading.title else ["The transcript has no title. Type one under Details."]
    found += [
        f"Say who “{person.name}” is: a new speaker, or one whose name is much like it." for person in people if person.is_open
    ]
    if not reading.turns:
        found.append("Nothing would be stored: there is no turn. Put back what was left out, or discard this file.")
    return found


def publish(upload: Upload, draft: Draft, people: Iterable[Person], state: str, user: User) -> Outcome:
    """Import a draft as corrected and drop the upload, in one transaction.

    Raises ImportRefused where what it says cannot be stored; nothing is written then. A transcript that is stored
    already keeps its state.
    """
    with transaction.atomic():
        target = upload.transcript
        outcome = import_transcript(
            bytes(upload.data),
            upload.file_name,
            parsed=draft.reading,
            state=state,
            user=user,
            transcript=target,
            speakers=dict(_chosen(people)),
        )
        upload.delete()
    return outcome


def _chosen(people: Iterable[Person]) -> Iterable[tuple[str, Speaker]]:
    """Yield whom each name stands for where that is not plain from the name itself."""
    for person in people:
        if person.chosen == NEW and person.known is not None:
            yield person.name, Speaker.objects.create(name=person.name, slug=free_slug(person.name))
        elif person.picked is not None:
            yield person.name, person.picked
