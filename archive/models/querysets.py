"""Questions to the archive in the domain's words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

from django.db import models

from archive.countries import COUNTED_LAYERS

if TYPE_CHECKING:
    from archive.models import Record, Speaker, Transcript  # noqa: F401 (named in a string below)

R = TypeVar("R", bound="Record")


class TranscriptQuerySet(models.QuerySet["Transcript"]):
    """Transcripts, asked for in words."""

    def published(self) -> TranscriptQuerySet:
        """Keep what the public may see."""
        return self.filter(state="published")

    def between(self, first: dt.date | None, last: dt.date | None) -> TranscriptQuerySet:
        """Keep events from `first` to `last`, both included; None is open."""
        found = self if first is None else self.filter(date__gte=first)
        return found if last is None else found.filter(date__lte=last)

    def newest_first(self) -> TranscriptQuerySet:
        """Order by the day of the event, undated ones last."""
        return self.order_by(models.F("date").desc(nulls_last=True), "-pk")


class RecordQuerySet(models.QuerySet[R]):
    """Records, asked for in words."""

    def published(self) -> RecordQuerySet[R]:
        """Keep what the public may see."""
        return self.filter(transcript__state="published")

    def by(self, speaker: Speaker) -> RecordQuerySet[R]:
        """Keep records in which this person makes a statement or answers."""
        said = models.Q(turns__speaker=speaker) & ~models.Q(turns__role="question")
        return self.filter(said).distinct()

    def mentioning(self, code: str) -> RecordQuerySet[R]:
        """Keep records that mention this country by name or by a seat of its government."""
        return self.filter(mentions__code=code, mentions__layer__in=COUNTED_LAYERS, mentions__rejected=False).distinct()

    def between(self, first: dt.date | None, last: dt.date | None) -> RecordQuerySet[R]:
        """Keep records of events from `first` to `last`, both included; None is open."""
        found = self if first is None else self.filter(transcript__date__gte=first)
        return found if last is None else found.filter(transcript__date__lte=last)
