"""What search keeps in the database: the queue of what is still to be indexed, which database this is, and alerts."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import CheckConstraint, Q

from search.alerts.alert_models import (
    Alert,
    AlertMail,
    ChangedTranscript,
    MailedRecord,
    MailRequest,
    NewMatch,
    Subscriber,
    WatchedSearch,
)

__all__ = [
    "Alert",
    "AlertMail",
    "ChangedTranscript",
    "IndexState",
    "IndexTask",
    "MailRequest",
    "MailedRecord",
    "NewMatch",
    "PhraseCount",
    "Subscriber",
    "WatchedSearch",
]


class IndexTask(models.Model):
    """A transcript to be looked at again; written in the transaction that changes it, deleted when the index is on disk.

    No foreign key: a deleted transcript's task outlives it, and says that its records must leave the index.
    """

    transcript_id = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"transcript {self.transcript_id}"


class IndexState(models.Model):
    """One row that names this database, so that an index made from another one is not taken for its own."""

    database = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        constraints = [CheckConstraint(condition=Q(id=1), name="index_state_one_row")]

    def __str__(self) -> str:
        return str(self.database)


class PhraseCount(models.Model):
    """How often a transcript says a phrase, for suggestions; written when it is indexed. Can be thrown away."""

    transcript_id = models.PositiveBigIntegerField(db_index=True)
    phrase = models.CharField(max_length=80)
    count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["phrase", "count"])]

    def __str__(self) -> str:
        return f"{self.phrase} ({self.count})"
