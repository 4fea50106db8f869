"""Variables available to every public template."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

SECTIONS = (
    ("search", "Search"),
    ("transcripts", "Transcripts"),
    ("speakers", "Speakers"),
    ("countries", "Countries"),
    ("about", "About"),
)
PARENTS = {"transcript": "transcripts", "record": "transcripts", "speaker": "speakers", "country": "countries"}


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's name, its sections, and the current section."""
    match = request.resolver_match
    name = match.url_name if match else None
    return {
        "site_name": settings.SITE_NAME,
        "site_sections": SECTIONS,
        "section": PARENTS.get(name or "", name),
        "alerts_on": settings.ALERTS,
        "hide_header_search": name in ("home", "search"),
    }
