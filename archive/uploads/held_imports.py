"""Files that a command would not import without review. They wait among the uploads of all editors."""

from __future__ import annotations

import hashlib

from django.db import IntegrityError, transaction
from django.urls import reverse

from archive.importing.validation import ImportRefused
from archive.models import Upload
from archive.uploads.draft_reading import read
from archive.uploads.editing.draft import Draft
from archive.uploads.receiving import NAME_LIMIT, save


def hold(data: bytes, file_name: str, doubt: ImportRefused, by_profile: bool = True) -> str:
    """Make a draft of a file unless there is one already; return the address of its page."""
    sha256 = hashlib.sha256(data).hexdigest()
    upload = Upload(file_name=file_name[-NAME_LIMIT:], sha256=sha256, data=data, summary={"held": str(doubt)})
    waiting = Upload.objects.filter(sha256=sha256, transcript=None)
    kept = waiting.only("pk").first()
    if kept is None:
        try:
            with transaction.atomic():
                save(upload, Draft(read(data, file_name, by_profile)))
                kept = upload
        except IntegrityError:  # another command was faster
            kept = waiting.only("pk").get(user=None)
    return reverse("admin:archive_upload_change", args=[kept.pk])


def drop_held(data: bytes) -> None:
    """Delete the draft of a file that a command has now imported."""
    Upload.objects.filter(sha256=hashlib.sha256(data).hexdigest(), user=None).delete()
