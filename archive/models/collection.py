"""Sources and the layouts learnt for them, original files, transcripts and their revisions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django.conf import settings
from django.db import models, transaction
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.text import slugify

from archive.models import original_bytes, write_locks
from archive.models.original_bytes import Packing
from archive.pages.links import address_of, place_in
from archive.parsing.profile.profile_rules import KINDS, LayoutRule, Profile


class Source(models.Model):
    """Who publishes transcripts: a ministry, a presidency, a mission."""

    name = models.CharField(max_length=300, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    url = models.URLField(max_length=500, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2 code, or XK; empty for organisations")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Original(models.Model):
    """The bytes of an uploaded file, addressed by their SHA-256 and kept for ever.

    `data` returns them wherever they are stored.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    kept = models.BinaryField(db_column="data", default=b"", help_text="Empty if they are in the object store")
    packing = models.PositiveSmallIntegerField(choices=Packing.choices, null=True, editable=False)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [CheckConstraint(condition=Q(size__gt=0), name="original_not_empty")]

    def __str__(self) -> str:
        return self.sha256

    def save(self, *args: object, **kwargs: object) -> None:
        """Store the bytes where the settings say. Raises StoreFault."""
        if self._state.adding and original_bytes.uses_store():
            self.put_away()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def packed_as(self) -> Packing:
        """Return how the bytes are stored. Older rows have no note of it."""
        return Packing(self.packing or Packing.PLAIN)

    @property
    def data(self) -> bytes:
        """Return the uploaded bytes. Raises StoreFault if the object store does not answer."""
        if self.packed_as.is_away:
            return original_bytes.fetched(self.sha256, self.packed_as)
        return original_bytes.unpacked(bytes(self.kept), self.packed_as)

    @data.setter
    def data(self, data: bytes) -> None:
        self.kept, self.packing = original_bytes.packed(bytes(data))

    def put_away(self) -> None:
        """Move the bytes from the row to the object store. Raises StoreFault, with nothing changed."""
        if self.kept and not self.packed_as.is_away:
            original_bytes.put(self.sha256, bytes(self.kept))
            self.kept, self.packing = b"", self.packed_as.in_store(True)


class EventKind(models.TextChoices):
    """The kind of event."""

    INTERVIEW = "interview", "Interview"
    NEWS_CONFERENCE = "news_conference", "News conference"
    BRIEFING = "briefing", "Briefing"
    SPEECH = "speech", "Speech"
    STATEMENT = "statement", "Statement"
    MEETING = "meeting", "Meeting"
    DEBATE = "debate", "Debate"
    DOCUMENT = "document", "Document"


class TranscriptQuerySet(models.QuerySet["Transcript"]):
    """Queries on transcripts shared by pages."""

    def published(self) -> TranscriptQuerySet:
        """Filter to published transcripts."""
        return self.filter(state=Transcript.State.PUBLISHED)

    def newest_first(self) -> TranscriptQuerySet:
        """Order by the day of the event, undated ones last."""
        return self.order_by(models.F("date").desc(nulls_last=True), "-pk")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete these transcripts, alone (write_locks.DeletedAlone)."""
        with transaction.atomic():
            write_locks.alone()
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class Transcript(write_locks.DeletedAlone):
    """One published document, and its event."""

    class State(models.TextChoices):
        """Who may see it: only `published` is public."""

        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="transcripts")
    slug = models.SlugField(max_length=200, unique=True)
    title = models.CharField(max_length=1000)
    date = models.DateField(null=True, blank=True, db_index=True, help_text="Day of the event, not of its posting")
    place = models.CharField(max_length=300, blank=True)
    place_slug = models.SlugField(max_length=120, blank=True, editable=False)
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    language = models.CharField(max_length=12, default="en")
    published = models.DateField(null=True, blank=True, help_text="Day on which the source posted it")
    source_url = models.URLField(max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, db_index=True)
    was_public = models.BooleanField(default=False, editable=False, help_text="Published now or earlier")
    confidence = models.FloatField(
        default=1.0, db_index=True, help_text="Confidence in the reading of the whole document, 0 to 1"
    )
    warnings = models.JSONField(default=list, blank=True)
    next_record = models.PositiveIntegerField(default=1, editable=False)
    next_paragraph = models.PositiveIntegerField(default=1, editable=False)
    page_starts = models.JSONField(
        default=list, editable=False, help_text="Where its pages begin (archive/pages/page_breaks.py); empty for a single page"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = TranscriptQuerySet.as_manager()

    class Meta:
        ordering = [models.F("date").desc(nulls_last=True), "-id"]
        constraints = [
            CheckConstraint(condition=Q(kind__in=EventKind.values), name="transcript_kind_known"),
            CheckConstraint(condition=Q(state__in=["draft", "published", "withdrawn"]), name="transcript_state_known"),
            CheckConstraint(condition=~Q(title=""), name="transcript_has_title"),
            UniqueConstraint(fields=["source_url"], condition=~Q(source_url=""), name="transcript_source_url_once"),
        ]
        indexes = [models.Index(fields=["updated_at", "id"], name="transcript_by_change")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        """Update the place's slug, and remember that the transcript was public once it is."""
        self.place_slug = slugify(self.place, allow_unicode=True)[:120]
        if self.state == self.State.PUBLISHED and not self.was_public:
            self.was_public = True
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*cast(Iterable[str], fields), "was_public"}
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        """Return `/t/<slug>/`, which is permanent."""
        return address_of("transcript", self.slug)

    def place_url(self, anchor: str) -> str:
        """Return the address of a place in it: `p<n>` for a paragraph, `r<n>` for a record."""
        return place_in(self.get_absolute_url(), anchor, paged=bool(self.page_starts))


class Revision(models.Model):
    """The content of a transcript at one import: the bytes and the stored reading."""

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    original = models.ForeignKey(Original, on_delete=models.PROTECT, related_name="revisions")
    file_name = models.CharField(max_length=300)
    content = models.JSONField(help_text="The reading as stored: metadata and turns")
    restores = models.PositiveIntegerField(null=True, blank=True, help_text="Number of the revision that this one restored")
    standing = models.JSONField(
        default=dict,
        blank=True,
        help_text="Numbers, speakers and editors' marks when the next revision replaced it; empty for the latest",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    created_by_name = models.CharField(
        max_length=150, blank=True, default="", help_text="User name of the editor, kept after the account is deleted"
    )

    class Meta:
        ordering = ["transcript", "number"]
        constraints = [UniqueConstraint(fields=["transcript", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"Revision {self.number}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Store the editor's name, which outlives the account."""
        if self.created_by and not self.created_by_name:
            self.created_by_name = self.created_by.get_username()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def editor(self) -> str:
        """Return the user name of the editor, also of a deleted account; empty if unknown."""
        return self.created_by.get_username() if self.created_by else self.created_by_name


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
