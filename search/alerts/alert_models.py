"""Stored data of alerts: who follows which search, what each search has found, and what each alert has sent.

No foreign key leads to a record: this data outlives the records, and deleting records costs nothing extra.
"""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone


class ChangedTranscript(models.Model):
    """A transcript that alerts still have to check. Written in the transaction that changes it, deleted once that is done."""

    transcript_id = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"transcript {self.transcript_id}"


class WatchedSearch(models.Model):
    """A search that somebody follows, stored once however many do."""

    query = models.TextField(help_text="The parameters of its address")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the query")
    known = models.BinaryField(null=True, help_text="Keys of the records that it finds; empty until it is watched")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "watched searches"

    def __str__(self) -> str:
        return self.query or "all records"


class NewMatch(models.Model):
    """A record newly found by a search. Primary keys give the order of arrival."""

    search = models.ForeignKey(WatchedSearch, on_delete=models.CASCADE, related_name="matches")
    record_id = models.PositiveBigIntegerField()

    class Meta:
        constraints = [UniqueConstraint(fields=["search", "record_id"], name="new_match_once")]

    def __str__(self) -> str:
        return f"record {self.record_id}"


class Subscriber(models.Model):
    """An address that has asked for alerts. Deleted with the last of them."""

    address = models.CharField(max_length=254)
    folded = models.CharField(max_length=254, unique=True, help_text="The address in small letters")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        name, _, host = self.address.rpartition("@")
        return f"{name[:1]}…@{host}"


class Alert(models.Model):
    """A search and the address that gets its new records.

    `position` is the last match processed for it; `next_day` the first day on which it may send a mail.
    """

    class Rhythm(models.TextChoices):
        """The highest frequency of mails."""

        DAILY = "daily", "Daily"
        WEEKLY = "weekly", "Weekly"

    class State(models.TextChoices):
        """Whether it sends."""

        ASKED = "asked", "Not confirmed"
        ACTIVE = "active", "Active"
        PAUSED = "paused", "Paused"
        REFUSED = "refused", "Paused: mail refused"

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="alerts")
    search = models.ForeignKey(WatchedSearch, on_delete=models.PROTECT, related_name="alerts")
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    position = models.PositiveBigIntegerField(default=0, editable=False)
    next_day = models.DateField(null=True, blank=True, editable=False)
    refusals = models.PositiveIntegerField(default=0, editable=False, help_text="Mails refused for good, one after the other")
    refusal = models.CharField(max_length=300, blank=True, editable=False, help_text="What the mail server said last")
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            UniqueConstraint(fields=["subscriber", "search"], name="alert_once"),
            CheckConstraint(condition=Q(rhythm__in=["daily", "weekly"]), name="alert_rhythm_known"),
            CheckConstraint(condition=Q(state__in=["asked", "active", "paused", "refused"]), name="alert_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_rhythm_display()}, {self.search}"


class AlertMail(models.Model):
    """One mail of an alert, written before it is handed to the mail server. `sent_at` is empty until the server accepts it."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="mails")
    message_id = models.CharField(max_length=200, unique=True)
    before = models.PositiveBigIntegerField(help_text="The alert's position before it")
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["alert"], condition=Q(sent_at=None), name="alert_mail_one_under_way"),
        ]

    def __str__(self) -> str:
        return self.message_id


class MailedRecord(models.Model):
    """A record in a mail of an alert. It is in one mail only, however often that is sent."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="mailed")
    mail = models.ForeignKey(AlertMail, on_delete=models.CASCADE, related_name="records")
    record_id = models.PositiveBigIntegerField()

    class Meta:
        constraints = [UniqueConstraint(fields=["alert", "record_id"], name="mailed_record_once")]

    def __str__(self) -> str:
        return f"record {self.record_id}"


class MailRequest(models.Model):
    """A mail that somebody requested for an address on the site: both stored as keyed hashes for an hour."""

    address = models.CharField(max_length=32)
    visitor = models.CharField(max_length=32)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"asked at {self.at:%H:%M}"
