"""Work in progress: uploads that wait for an editor, background jobs, and the archive's version."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint


class Upload(models.Model):
    """A file that waits for an editor's confirmation. It is stored but neither public nor a transcript."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="uploads",
        help_text="Who uploaded it; empty if a command held it back for every editor",
    )
    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    draft = models.JSONField(help_text="The reading with the editor's corrections so far")
    summary = models.JSONField(default=dict, help_text="What a list shows of the draft, so that it need not be read")
    confidence = models.FloatField(default=1.0, help_text="Confidence in the reading of the whole document, 0 to 1")
    wording = models.BinaryField(
        null=True, help_text="The MinHash of the file's words (archive/importing/identity/duplicates.py)"
    )
    transcript = models.ForeignKey(
        "archive.Transcript",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="uploads",
        help_text="The stored transcript that this corrects; empty if the import decides",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["confidence", "created_at", "pk"]
        indexes = [Index(fields=["confidence", "created_at"], name="upload_by_confidence")]
        constraints = [
            UniqueConstraint(fields=["user", "sha256"], condition=Q(transcript=None), name="upload_once_per_editor"),
            UniqueConstraint(fields=["sha256"], condition=Q(user=None), name="upload_once_by_command"),
            UniqueConstraint(fields=["user", "transcript"], condition=~Q(transcript=None), name="correction_once_per_editor"),
        ]

    def __str__(self) -> str:
        return self.file_name


class UploadBatch(models.Model):
    """Files uploaded together and read in the background (archive/uploads/background_reading.py)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="upload_batches")
    file_name = models.CharField(max_length=300)
    total = models.PositiveIntegerField(default=0)
    even_if_alike = models.BooleanField(default=False)
    claimed_at = models.DateTimeField(null=True, help_text="When the process reading it last reported; empty if there is none")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name_plural = "upload batches"

    def __str__(self) -> str:
        return self.file_name


class PendingFile(models.Model):
    """A file of a batch that is still to be read, or was refused: then `problem` says why and its bytes are deleted."""

    batch = models.ForeignKey(UploadBatch, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    file_name = models.CharField(max_length=1000)
    data = models.BinaryField()
    problem = models.TextField(blank=True, default="")
    url = models.CharField(max_length=500, blank=True, default="", help_text="Address of what it duplicates")
    linked = models.TextField(blank=True, default="", help_text="Title of what it duplicates")

    class Meta:
        ordering = ["position"]
        constraints = [UniqueConstraint(fields=["batch", "position"], name="pending_file_once")]

    def __str__(self) -> str:
        return self.file_name


class Publication(models.Model):
    """A long draft being published in the background (archive/uploads/background_publishing.py).

    The row outlives its upload, so that its page can report the outcome.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="publications")
    upload = models.OneToOneField(Upload, null=True, on_delete=models.SET_NULL, related_name="publication")
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=20, help_text="State of a new transcript")
    edits = models.PositiveIntegerField(help_text="Number of changes made to the draft when it was to be published")
    against = models.CharField(
        max_length=60, blank=True, default="", help_text="The stored revision that the editor saw beside it"
    )
    sparing = models.BooleanField(default=False, help_text="Published from the list, without opening it")
    total = models.PositiveIntegerField(default=0, help_text="Turns")
    done = models.PositiveIntegerField(default=0, help_text="Turns searched for countries")
    problem = models.TextField(blank=True, default="", help_text="Why nothing was stored, a sentence a line")
    transcript = models.ForeignKey("archive.Transcript", null=True, on_delete=models.SET_NULL, related_name="publications")
    status = models.CharField(max_length=20, blank=True, default="", help_text="The outcome; empty until it is stored")
    records = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, help_text="When the process publishing it last reported; empty if there is none")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.title


class TextSignature(models.Model):
    """The MinHash of a transcript's words, for finding nearly equal texts (archive/importing/identity/duplicates.py)."""

    transcript = models.OneToOneField("archive.Transcript", on_delete=models.CASCADE, primary_key=True, related_name="signature")
    minhash = models.BinaryField(help_text="Little-endian unsigned 32-bit numbers")

    def __str__(self) -> str:
        return f"signature of {self.transcript_id}"


class SignatureBand(models.Model):
    """One band of a signature. Texts that share a band are worth comparing."""

    signature = models.ForeignKey(TextSignature, on_delete=models.CASCADE, related_name="bands")
    value = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return str(self.value)


class ArchiveVersion(models.Model):
    """A single row that grows with every change of what the public sees. Statistics are cached under it."""

    number = models.PositiveBigIntegerField(default=0)
    gazetteer = models.CharField(
        blank=True, default="", max_length=16, help_text="Version of the country names by which all mentions were last found"
    )

    class Meta:
        constraints = [CheckConstraint(condition=Q(id=1), name="archive_version_one_row")]

    def __str__(self) -> str:
        return str(self.number)
