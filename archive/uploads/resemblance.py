"""What a draft's page says of similar stored transcripts, cached so that thousands of records are not compared each time."""

from __future__ import annotations

from hashlib import blake2b

from django.core.cache import cache

from archive.models import ArchiveVersion, Transcript, Upload
from archive.uploads.editing.draft import Draft
from archive.uploads.publication_changes import PublicationChanges, changes_to
from archive.uploads.publishing import target_of

MANY = 1000  # turns from which a comparison takes noticeably long
REMEMBERED = 300  # seconds


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
    said = [upload.pk, version, draft.apart, reading.title, reading.date, reading.publisher, reading.source_url]
    return "draft-target:" + blake2b(repr(said).encode("utf-8", "replace"), digest_size=16).hexdigest()


def changes_shown(upload: Upload, draft: Draft, target: Transcript | None, asked: bool) -> PublicationChanges | None:
    """Return what publishing would change; for a long transcript only on request."""
    if target is None:
        return None
    is_long = max(len(draft.reading.turns), target.next_record) >= MANY
    return changes_to(target, draft.reading) if asked or not is_long else None
