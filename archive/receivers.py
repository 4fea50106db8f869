"""The archive's own receivers of its signals."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models.signals import post_migrate, pre_delete, pre_migrate
from django.dispatch import receiver
from django.utils import timezone

from archive.importing.identity import duplicates
from archive.models import PendingFile, Publication, Transcript, Upload, archive_version
from archive.pages import transcript_pages
from archive.pages.templating import compile_pages
from archive.serving.first_start import is_migrated
from archive.serving.private_files import tell
from archive.serving.sqlite3.base import word_of_a_new_one
from archive.signals import Gauge, loaded, measuring, serving, transcript_changed, transcript_removed
from archive.statistics import counters
from archive.uploads.background_publishing import publish_in_background
from archive.uploads.background_reading import read_in_background


@receiver(pre_delete, sender=Transcript, dispatch_uid="tell_of_removal")
def tell_of_removal(sender: object, instance: Transcript, **more: Any) -> None:
    """Announce that a transcript is about to be deleted, whoever deletes it. Django deletes within a transaction."""
    records = list(instance.records.values_list("pk", flat=True))
    transcript_removed.send(sender=Transcript, transcript_id=instance.pk, record_ids=records)
    if Transcript.objects.published().filter(pk=instance.pk).exists():  # the instance may have been read long before
        archive_version.bump()


@receiver(transcript_changed, dispatch_uid="remember_words")
def remember_words(sender: object, transcript_id: int, **more: Any) -> None:
    """Store the signature by which nearly equal texts are found."""
    duplicates.remember(transcript_id)


@receiver(transcript_changed, dispatch_uid="note_the_time")
def note_the_time(sender: object, transcript_id: int, restored: bool = False, **more: Any) -> None:
    """Store when anything of a transcript last changed: its words, or its speakers and countries, which are in other rows."""
    if not restored:
        Transcript.objects.filter(pk=transcript_id).update(updated_at=timezone.now())


@receiver(transcript_changed, dispatch_uid="lay_out_again")
def lay_out_again(sender: object, transcript_id: int, **more: Any) -> None:
    """Store where the pages of a long transcript begin."""
    transcript_pages.lay_out(transcript_id)


@receiver(transcript_changed, dispatch_uid="count_again")
def count_again(sender: object, transcript_id: int, **more: Any) -> None:
    """Update the statistics."""
    counters.recount(transcript_id)


@receiver(transcript_removed, dispatch_uid="count_no_more")
def count_no_more(sender: object, transcript_id: int, **more: Any) -> None:
    """Subtract what is about to be deleted from the statistics."""
    counters.forget(transcript_id)


@receiver(pre_migrate, sender=apps.get_app_config("archive"), dispatch_uid="say_that_it_is_new")
def say_that_it_is_new(sender: object, verbosity: int, using: str, **more: Any) -> None:
    """Say that migrate has made a new database."""
    if verbosity and getattr(connections[using], "is_new", False) and (word := word_of_a_new_one()):
        tell(word)


@receiver(post_migrate, sender=apps.get_app_config("archive"), dispatch_uid="count_what_was_there")
def count_what_was_there(sender: object, **more: Any) -> None:
    """Count a database whose statistics are missing or of an older version; nothing while tables are missing."""
    if is_migrated():
        counters.catch_up()


@receiver(loaded, dispatch_uid="read_templates")
def read_templates(sender: object, **more: Any) -> None:
    """Compile the templates once for all forked processes."""
    compile_pages()


@receiver(serving, dispatch_uid="go_on_reading")
def go_on_reading(sender: object, **more: Any) -> None:
    """Resume reading and publishing that an earlier process left unfinished."""
    read_in_background()
    publish_in_background()


@receiver(measuring, dispatch_uid="count_what_waits")
def count_what_waits(sender: object, **more: Any) -> list[Gauge]:
    """Report how much waits for an editor, and for the server."""
    publishing = Publication.objects.filter(status="", problem="")
    return [
        Gauge("chancery_uploads_waiting", "Drafts that wait for an editor", Upload.objects.count()),
        Gauge("chancery_files_waiting", "Uploaded files still to be read", PendingFile.objects.filter(problem="").count()),
        Gauge("chancery_publications_waiting", "Drafts being published", publishing.count()),
    ]
