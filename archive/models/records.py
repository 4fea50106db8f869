"""What a search returns: records, their turns, and the countries mentioned."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from archive.models.collection import Transcript
from archive.models.people import Speaker
from archive.pages.links import address_of
from archive.text.paragraphs import Paragraph, numbered

R = TypeVar("R", bound="Record")


class RecordQuerySet(models.QuerySet[R]):
    """Queries on records shared by pages."""

    def published(self) -> RecordQuerySet[R]:
        return self.filter(transcript__state=Transcript.State.PUBLISHED)


class Record(models.Model):
    """A search result: a statement or a Q&A pair, with a permanent number."""

    class Kind(models.TextChoices):
        """The two kinds of record."""

        STATEMENT = "statement", "Statement"
        QA_PAIR = "qa_pair", "Question and answer"

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="records")
    number = models.PositiveIntegerField(help_text="Permanent within the transcript; never reused")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    position = models.PositiveIntegerField(help_text="Order within the transcript, from 1")

    objects: ClassVar[RecordQuerySet[Record]] = RecordQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["transcript", "position"]
        constraints = [
            UniqueConstraint(fields=["transcript", "number"], name="record_number_once"),
            CheckConstraint(condition=Q(kind__in=["statement", "qa_pair"]), name="record_kind_known"),
            CheckConstraint(condition=Q(number__gt=0), name="record_number_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.transcript_id}/{self.number}"

    def get_absolute_url(self) -> str:
        """Return `/t/<slug>/<number>/`, which is permanent. Loads the transcript."""
        return address_of("record", self.transcript.slug, self.number)


class KindManager(models.Manager[Record]):
    """A manager for records of one kind."""

    def __init__(self, kind: str = "") -> None:
        super().__init__()
        self.kind = kind

    def get_queryset(self) -> RecordQuerySet[Record]:
        return RecordQuerySet(self.model, using=self._db).filter(kind=self.kind)


class Statement(Record):
    """A record outside questions and answers."""

    objects = KindManager("statement")  # type: ignore[assignment, misc]

    class Meta:
        proxy = True


class QAPair(Record):
    """One or more question turns and the turns that answer them."""

    objects = KindManager("qa_pair")  # type: ignore[assignment, misc]

    class Meta:
        proxy = True
        verbose_name = "Q&A pair"


class RetiredRecord(models.Model):
    """The number of a record that a corrected file no longer has, and its replacement."""

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="retired_records")
    number = models.PositiveIntegerField()
    replaced_by = models.ForeignKey(Record, null=True, on_delete=models.SET_NULL, related_name="replaces")

    class Meta:
        constraints = [UniqueConstraint(fields=["transcript", "number"], name="retired_number_once")]

    def __str__(self) -> str:
        return f"{self.transcript_id}/{self.number} (gone)"


class Turn(models.Model):
    """One speaker's uninterrupted words, in order."""

    class Role(models.TextChoices):
        """The role of a turn in its event."""

        STATEMENT = "statement", "Statement"
        QUESTION = "question", "Question"
        ANSWER = "answer", "Answer"

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="turns")
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="turns")
    position = models.PositiveIntegerField(help_text="Order within the transcript, from 1")
    role = models.CharField(max_length=10, choices=Role.choices)
    label = models.CharField(max_length=300, blank=True, help_text="The name exactly as printed")
    speaker = models.ForeignKey(Speaker, null=True, blank=True, on_delete=models.PROTECT, related_name="turns")
    office = models.CharField(max_length=300, blank=True, help_text="The office at the time")
    text = models.TextField(help_text="Paragraphs are separated by a blank line")
    notes = models.JSONField(default=list, blank=True)
    paragraphs = models.JSONField(default=list, help_text="Permanent numbers (#p<n>) of its paragraphs, in order")

    class Meta:
        ordering = ["transcript", "position"]
        constraints = [
            UniqueConstraint(fields=["transcript", "position"], name="turn_position_once"),
            CheckConstraint(condition=Q(role__in=["statement", "question", "answer"]), name="turn_role_known"),
            CheckConstraint(condition=~Q(text=""), name="turn_has_text"),
        ]
        indexes = [models.Index(fields=["speaker", "role", "record"])]

    def __str__(self) -> str:
        return f"{self.transcript_id}#{self.position}"

    @property
    def spoken(self) -> list[Paragraph]:
        """Return all its paragraphs. Their number is 0 if they have none."""
        return numbered(self.text, self.paragraphs)

    def numbered_paragraphs(self) -> list[Paragraph]:
        return self.spoken[: len(self.paragraphs)]


class Mention(models.Model):
    """A country in a turn: `turn.text[start:end] == surface`.

    A mention rejected by an editor is kept, marked, and survives a refresh.
    """

    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="mentions")
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="mentions")
    code = models.CharField(max_length=40)
    layer = models.CharField(max_length=12)  # a key of archive.countries.LAYER_TABLE
    surface = models.CharField(max_length=300)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    rule = models.CharField(max_length=60)
    rejected = models.BooleanField(default=False)
    by_editor = models.BooleanField(default=False)

    class Meta:
        ordering = ["turn", "start"]
        constraints = [
            UniqueConstraint(fields=["turn", "start", "end", "code"], name="mention_once"),
            CheckConstraint(condition=Q(end__gt=models.F("start")), name="mention_has_width"),
            CheckConstraint(
                condition=Q(layer__in=["named", "seat", "place", "historic", "disputed", "organisation"]),
                name="mention_layer_known",
            ),
        ]
        indexes = [models.Index(fields=["code", "layer", "record"]), models.Index(fields=["record", "code", "layer", "rejected"])]

    def __str__(self) -> str:
        return f"{self.surface} ({self.code})"
