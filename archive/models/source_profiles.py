"""What editors' corrections have taught about a source's layout (archive/parsing/profile)."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from archive.models.collection import Source
from archive.parsing.profile.profile_rules import KINDS, LayoutRule, Profile


class SourceProfile(models.Model):
    """The learnt layout of a source's files, used to read its next files."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="profile")
    is_used = models.BooleanField("use what was learnt", default=True, help_text="Read the next files of this source with it")
    corrections = models.PositiveIntegerField(default=0, help_text="Number of corrected files it was learnt from")
    hindrance = models.TextField(
        blank=True, default="", help_text="Published transcripts that it would read worse; it is not used while there are any"
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["source__name"]
        verbose_name = "learnt layout"

    def __str__(self) -> str:
        return f"layout of {self.source}"

    @property
    def said(self) -> str:
        """Return the number of corrections it was learnt from."""
        return f"{self.corrections} correction{'s' * (self.corrections != 1)}"

    def as_profile(self) -> Profile:
        """Return the enabled rules. One query."""
        return Profile.of(rule.as_rule() for rule in self.rules.all() if rule.is_used)


class LearntRule(models.Model):
    """One rule of a source's layout, which an editor may change, switch off or delete."""

    profile = models.ForeignKey(SourceProfile, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in KINDS])
    text = models.CharField(max_length=300, blank=True)
    seen = models.PositiveIntegerField(default=1, help_text="Number of places in the corrected files that show it")
    is_used = models.BooleanField("use it", default=True)

    class Meta:
        ordering = ["profile", "kind", "-seen", "pk"]
        constraints = [
            UniqueConstraint(fields=["profile", "kind", "text"], name="learnt_rule_once"),
            CheckConstraint(condition=Q(kind__in=KINDS), name="learnt_rule_kind_known"),
        ]

    def __str__(self) -> str:
        return self.as_rule().in_words()

    def as_rule(self) -> LayoutRule:
        return LayoutRule(self.kind, self.text, self.seen)
