"""Publishes long drafts in the background with progress, since 5 MB take longer than a request should.

Countries are found first, which is half of the work, in pieces and without locks. Then everything is stored in one transaction,
which also ends the draft. A kill or an outage leaves the draft as it was, and the next process begins again. A draft takes no
corrections while it is being published.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone

from archive.countries import find_mentions
from archive.countries.layers import FoundMention
from archive.models import Publication, Transcript, Upload, write_locks
from archive.serving.outages import outage_of
from archive.uploads.background_work import BackgroundWork, claim, release, say_alive
from archive.uploads.editing.draft import Draft
from archive.uploads.publishing import CHANGED, Hindered, check, check_unseen, publish, standing_of, target_of

LONG_TURNS = 2000
LONG_TEXT = 500_000  # characters
NOTE_KEPT_FOR = dt.timedelta(days=1)
SIGN_OF_LIFE = 0.5  # seconds
FAULT = "Publishing failed because of a fault in Chancery. Tell whoever runs it; the log has the details."
FORBIDDEN = "You may no longer publish it. Ask an administrator."
log = logging.getLogger(__name__)


class _Stopped(Exception):
    """The editor has cancelled it."""


def is_long(uploads: Sequence[Upload]) -> bool:
    """Tell whether publishing these takes longer than a request should."""
    turns = sum(upload.summary.get("turns", 0) for upload in uploads)
    text = sum(upload.summary.get("characters", 0) for upload in uploads)
    revised = sum(upload.transcript.next_record for upload in uploads if upload.transcript)
    return turns > LONG_TURNS or text > LONG_TEXT or revised > LONG_TURNS


def ask(upload: Upload, draft: Draft, state: str, user: User, against: str | None) -> Publication:
    """Queue a draft for publication as it is now. Raises Hindered or PermissionDenied if it clearly cannot be published."""
    check(upload, draft, user)
    standing = standing_of(target_of(upload, draft)) if against is None else against
    return _ask(upload, draft, user, state=state, against=standing)


def ask_unseen(upload: Upload, user: User) -> Publication:
    """Queue a draft for publication from the list. Raises Hindered if it needs review."""
    draft = Draft.from_json(upload.draft)
    check_unseen(upload, draft)
    check(upload, draft, user)
    return _ask(upload, draft, user, state=Transcript.State.PUBLISHED, sparing=True)


def _ask(upload: Upload, draft: Draft, user: User, **how: object) -> Publication:
    Publication.objects.exclude(status="").filter(created_at__lt=timezone.now() - NOTE_KEPT_FOR).delete()
    title = (draft.reading.title or upload.file_name)[:300]
    asked = {"user": user, "title": title, "edits": draft.edits, "total": len(draft.reading.turns), **how}
    publication, is_new = Publication.objects.get_or_create(upload=upload, defaults=asked)
    if not is_new and publication.problem:
        publication.delete()
        publication = Publication.objects.create(upload=upload, **asked)
    return publication


def publication_of(upload: Upload) -> Publication | None:
    """Return the running publication of a draft, or why it failed. One query, the first time."""
    try:
        publication = upload.publication
    except Publication.DoesNotExist:
        return None
    return publication if publication.pk else None  # the row is deleted


def being_published(upload: Upload) -> Publication | None:
    """Return the running publication of a draft."""
    publication = publication_of(upload)
    return publication if publication and not publication.problem else None


def waiting() -> QuerySet[Publication]:
    """Return the publications that wait or run."""
    return Publication.objects.filter(status="", problem="", upload__isnull=False)


def publish_in_background() -> None:
    """Publish everything that waits in a thread, unless this process already runs one."""
    _work.start()


def publish_all() -> None:
    """Publish everything that waits and that no other process is publishing."""
    for publication in waiting().select_related("user"):
        if claim(publication):
            try:
                _publish(publication)
            finally:
                release(publication)


def _publish(publication: Publication) -> None:
    try:
        _store(publication)
    except _Stopped:
        log.info("publishing %s was stopped by its editor", publication)
    except Hindered as hindered:
        _keep_problem(publication, "\n".join(hindered.obstacles))
    except PermissionDenied:
        _keep_problem(publication, FORBIDDEN)
    except Exception as error:
        if outage_of(error):
            raise
        log.exception("publishing %s failed", publication)
        _keep_problem(publication, FAULT)


def _keep_problem(publication: Publication, problem: str) -> None:
    Publication.objects.filter(pk=publication.pk).update(problem=problem)


def _store(publication: Publication) -> None:
    upload = Upload.objects.select_related("transcript").filter(publication=publication).first()
    if upload is None:
        raise _Stopped
    draft = Draft.from_json(upload.draft)
    if draft.edits != publication.edits:
        raise Hindered([CHANGED])
    ahead = _mentions_by_text(publication, draft)
    against = None if publication.sparing else publication.against

    def store_it() -> None:
        outcome = publish(upload, draft, publication.state, publication.user, against, publication.sparing, ahead)
        done = {"transcript": outcome.transcript, "status": outcome.status, "records": outcome.records}
        if not Publication.objects.filter(pk=publication.pk).update(**done):
            raise _Stopped

    write_locks.done_beside(store_it)


def _mentions_by_text(publication: Publication, draft: Draft) -> dict[str, list[FoundMention]]:
    """Return the mentions in each text, reporting progress."""
    found: dict[str, list[FoundMention]] = {}
    last_sign = 0.0
    for index, turn in enumerate(draft.reading.turns):
        if time.monotonic() - last_sign > SIGN_OF_LIFE:
            if not say_alive(publication, done=index):
                raise _Stopped
            last_sign = time.monotonic()
        found[turn.text] = list(find_mentions(turn.text))
    if not say_alive(publication, done=len(draft.reading.turns)):
        raise _Stopped
    return found


_work = BackgroundWork("publishing drafts", publish_all)
