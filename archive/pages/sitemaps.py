"""sitemap.xml: the transcripts, speakers and countries for search engines."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from archive.models import Transcript
from archive.pages.links import address_of
from archive.statistics.overview import Figures

if TYPE_CHECKING:
    _TranscriptMap = Sitemap[Transcript]
    _AddressMap = Sitemap[str]
else:  # Django's class takes no type parameters
    _TranscriptMap = _AddressMap = Sitemap


class Transcripts(_TranscriptMap):
    """Published transcripts, with the day of their last change."""

    limit = 5_000

    def items(self) -> QuerySet[Transcript]:
        """Return them in an order that does not change as others are added."""
        return Transcript.objects.filter(state=Transcript.State.PUBLISHED).order_by("pk").only("slug", "updated_at")

    def lastmod(self, item: Transcript) -> dt.datetime:
        return item.updated_at


class Speakers(_AddressMap):
    """Pages of speakers."""

    limit = 5_000

    def items(self) -> list[str]:
        return [address_of("speaker", person.slug) for person in Figures().speakers()]

    def location(self, item: str) -> str:
        return item


class Countries(Speakers):
    """Pages of countries."""

    def items(self) -> list[str]:
        return [address_of("country", country.code) for country in Figures().countries()]


SITEMAPS = {"transcripts": Transcripts, "speakers": Speakers, "countries": Countries}
