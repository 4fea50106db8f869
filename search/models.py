"""The database tables of search: the index queue, the identity of this database, and alerts."""

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
    """An index that receives every change: a machine's own, one shared by all machines, or one built beside those.

    `mark` changes with each batch and is stored in the index too: if the two differ, the index is a copy or came from a backup,
    and has missed something. `until` is the last task from which it is built; 0 once complete.
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
    """A transcript to be indexed again: written in the transaction that changes it, deleted when the index is on disk.

    A task is written without a consumer and later distributed to each. It has no foreign key to the transcript: a deleted one's
    task outlives it, so that its records leave the index.
    """

    transcript_id = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    consumer = models.ForeignKey(IndexConsumer, models.CASCADE, null=True, related_name="tasks")

    def __str__(self) -> str:
        return f"transcript {self.transcript_id}"


class IndexState(models.Model):
    """A single row that identifies this database, so that an index made from another is recognised.

    `turn` is the number of the last writer's turn at a shared index. On databases without suitable locks, the turn is taken until
    `turn_until`.
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
        """Return the row, locked until the transaction ends (SQLite locks by itself)."""
        cls.objects.get_or_create(pk=1)
        return cls.objects.select_for_update().get(pk=1)


class PhraseCount(models.Model):
    """How often a transcript says a phrase, for suggestions; written during indexing. Disposable."""

    transcript_id = models.PositiveBigIntegerField(db_index=True)
    phrase = models.CharField(max_length=80)
    count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["phrase", "count"])]

    def __str__(self) -> str:
        return f"{self.phrase} ({self.count})"
