"""Speakers, their names, and editors' decisions on them."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q
from django.urls import reverse

from archive.models import write_locks


class Speaker(write_locks.DeletedAlone):
    """A person, or an outlet that asks. The printed name and the office at the time are stored on the turn."""

    name = models.CharField(max_length=300)
    slug = models.SlugField(max_length=120, unique=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2 code of the country spoken for, or XK")
    note = models.CharField(max_length=300, blank=True, help_text="Distinguishes this person from another of the same name")

    class Meta:
        ordering = ["name"]
        constraints = [CheckConstraint(condition=~Q(name=""), name="speaker_has_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("speaker", args=[self.slug])


class SpeakerAlias(models.Model):
    """Another printed form of a speaker's name. `folded` is the form in which names are compared (speakers.fold)."""

    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=300)
    folded = models.CharField(max_length=300, unique=True)
    from_file = models.BooleanField(default=False, help_text="Read from a file; public only if a published transcript prints it")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "speaker aliases"

    def __str__(self) -> str:
        return self.name


class FormerSpeakerSlug(models.Model):
    """The slug of a speaker who was merged into another. It redirects for ever."""

    slug = models.SlugField(max_length=120, unique=True)
    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


class Parting(models.Model):
    """An editor's decision that a name belongs to another speaker wherever all conditions given here hold.

    `folded` is a key of SpeakerAlias. `office` is folded, empty for any. At least one of source, transcript and office is given.
    """

    folded = models.CharField(max_length=300, db_index=True)
    parted_from = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="parted_off")
    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="partings")
    source = models.ForeignKey("archive.Source", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    transcript = models.ForeignKey("archive.Transcript", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    office = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(source__isnull=False) | Q(transcript__isnull=False) | ~Q(office=""), name="parting_states_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.folded} → {self.speaker_id}"


class OfficeHolder(models.Model):
    """A row of the authority table: who held which office of which country, from when to when.

    If there are no rows, the built-in table is used (archive/parsing/speakers/offices/authority.csv).
    """

    person = models.CharField(max_length=300)
    aliases = models.TextField(blank=True, help_text="Other names, in any script, separated by semicolons")
    office = models.CharField(max_length=300)
    country = models.CharField(max_length=4, help_text="ISO 3166-1 alpha-2 code, EU, NATO or UN")
    start = models.DateField("from", help_text="First day in office")
    end = models.DateField("to", null=True, blank=True, help_text="Last day in office; empty for the current holder")
    checked = models.DateField(
        null=True, blank=True, help_text="Last day on which an open row was confirmed; empty if this table is kept up to date"
    )
    source = models.CharField(max_length=500, help_text="Where this is stated, such as the institution's list of office holders")

    class Meta:
        ordering = ["country", "office", "start"]
        constraints = [
            CheckConstraint(condition=Q(end__isnull=True) | Q(end__gte=models.F("start")), name="holder_leaves_after_taking"),
            models.UniqueConstraint(fields=["person", "office", "country", "start"], name="one_row_a_term"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.office} ({self.country})"


class SpeakerDecision(models.Model):
    """An editor's decision on a speaker in the review: not the same as `other`, or (without `other`) correctly named."""

    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="decisions")
    other = models.ForeignKey(Speaker, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["speaker", "other"], name="one_decision_a_pair"),
            models.UniqueConstraint(fields=["speaker"], condition=Q(other__isnull=True), name="one_decision_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.speaker_id} ≠ {self.other_id}" if self.other_id else f"{self.speaker_id} is named rightly"
