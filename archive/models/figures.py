"""The archive's statistics: totals, and the contribution of each transcript."""

from __future__ import annotations

from django.db import models
from django.db.models import UniqueConstraint


class Tally(models.Model):
    """How many public records have one value together with another. `figure` says which (archive/statistics/definitions.py)."""

    figure = models.CharField(max_length=20)
    of = models.CharField(max_length=40)
    by = models.CharField(max_length=320)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [UniqueConstraint(fields=["figure", "of", "by"], name="tally_once")]
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.figure} of {self.of} by {self.by}: {self.number}"


class Counted(models.Model):
    """The contribution of a public transcript to the tallies, so that it can be subtracted exactly."""

    transcript = models.OneToOneField("archive.Transcript", on_delete=models.CASCADE, primary_key=True, related_name="counted")
    way = models.PositiveSmallIntegerField(help_text="Version of the counting (archive/statistics/counters.py)")
    counts = models.BinaryField(help_text="JSON, compressed")

    def __str__(self) -> str:
        return f"counts of {self.transcript_id}"
