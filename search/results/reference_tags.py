"""COinS of a results page: the metadata that reference managers offer to save for each result."""

from __future__ import annotations

import datetime as dt

from archive.formats.cited import Cited, name_parts
from archive.formats.page_metadata import coins
from search.results.results_page import ResultRow


def coins_of(hit: ResultRow, site: str) -> str:
    """Return a result's COinS title. `site` is the site's address without a final slash."""
    cited = Cited(
        key="",
        title=hit.title,
        event=hit.event_label,
        publisher=hit.source,
        archive="",
        url=site + hit.record_url,
        accessed=dt.date.min,
        authors=tuple(name_parts(person.name) for person in hit.speakers if person.url),
        date=hit.date,
        place=hit.place,
        is_interview=hit.kind == "qa_pair",
    )
    return coins(cited)
