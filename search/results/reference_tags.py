"""COinS of a results page: what reference managers offer to save of each result."""

from __future__ import annotations

import datetime as dt

from archive.formats.cited import Cited, name_parts
from archive.formats.page_metadata import coins
from search.results.results_page import ResultRow


def coins_of(hit: ResultRow, site: str) -> str:
    """Return the title of a result's COinS span; `site` is the address of the site, without a slash at its end."""
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
