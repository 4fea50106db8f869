"""What is under way: uploads that wait for an editor, and the count of changes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint


class Upload(models.Model):
    """A file that an editor has dropped and not yet confirmed; survives a reload, is not public and not a transcript."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    draft = models.JSONField(help_text="The reading with the editor's corrections so far")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-updated_at"]
        constraints = [UniqueConstraint(fields=["user", "sha256"], name="upload_once_per_editor")]

    def __str__(self) -> str:
        return self.file_name


class ArchiveVersion(models.Model):
    """One row that grows with every change of what the public sees; figures are cached under it."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
