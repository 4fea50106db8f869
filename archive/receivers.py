"""What the archive itself does when something in it changes."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from archive import duplicates, versions
from archive.models import Transcript
from archive.signals import transcript_changed, transcript_removed


@receiver(pre_delete, sender=Transcript, dispatch_uid="tell_of_removal")
def tell_of_removal(sender: object, instance: Transcript, **more: Any) -> None:
    """Say that a transcript is about to go, whoever deletes it; Django deletes within a transaction."""
    records = list(instance.records.values_list("pk", flat=True))
    transcript_removed.send(sender=Transcript, transcript_id=instance.pk, record_ids=records)
    if instance.state == Transcript.State.PUBLISHED:
        versions.bump()


@receiver(transcript_changed, dispatch_uid="remember_words")
def remember_words(sender: object, transcript_id: int, **more: Any) -> None:
    """Keep the signature by which nearly equal texts are found."""
    duplicates.remember(transcript_id)
