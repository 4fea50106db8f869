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


class IndexConsumer(models.Model):
    """An index that takes in every change: a machine's own, one that all machines share, or one that is built beside those.

    `mark` changes with each batch and is kept with the index too: where the two differ, the index is a copy or was brought
    back from a backup, and has missed something. `until` is the last task of those by which it is built; 0 once it is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.CharField(max_length=300)
    mark = models.CharField(max_length=32)
    seen_at = models.DateTimeField()
    begun_at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    until = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.place


class IndexTask(models.Model):
    """A transcript to be looked at again; written in the transaction that changes it, deleted when the index is on disk.

    A task is written without a consumer, and given to each of them later. No foreign key to the transcript: a deleted one's
    task outlives it, and says that its records must leave the index.
    """

    transcript_id = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    consumer = models.ForeignKey(IndexConsumer, models.CASCADE, null=True, related_name="tasks")

    def __str__(self) -> str:
        return f"transcript {self.transcript_id}"


class IndexState(models.Model):
    """One row that names this database, so that an index made from another one is not taken for its own.

    `turn` is the number of the last writer's turn at an index that machines share. Where the database has no locks of its
    own for that, the turn is somebody's until `turn_until`.
    """

    database = models.UUIDField(default=uuid.uuid4, editable=False)
    turn = models.PositiveBigIntegerField(default=0)
    turn_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [CheckConstraint(condition=Q(id=1), name="index_state_one_row")]

    def __str__(self) -> str:
        return str(self.database)

    @classmethod
    def locked(cls) -> IndexState:
        """Return the row, locked from here to the end of the transaction (SQLite locks by itself)."""
        cls.objects.get_or_create(pk=1)
        return cls.objects.select_for_update().get(pk=1)


class PhraseCount(models.Model):
    """How often a transcript says a phrase, for suggestions; written when it is indexed. Can be thrown away."""

    transcript_id = models.PositiveBigIntegerField(db_index=True)
    phrase = models.CharField(max_length=80)
    count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["phrase", "count"])]

    def __str__(self) -> str:
        return f"{self.phrase} ({self.count})"
