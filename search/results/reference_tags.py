"""COinS of a results page: the metadata that reference managers offer to save for each result."""

from __future__ import annotations

import datetime as dt

from archive.formats.cited import Cited, PersonName
from archive.formats.cited_names import asker_name, author_name
from archive.formats.page_metadata import coins
from archive.models import EventKind
from search.results.results_page import ResultRow, RowSpeaker


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
        authors=tuple(map(_creator, hit.speakers)),
        date=hit.date,
        place=hit.place,
        is_interview=hit.kind == "qa_pair" or hit.event_label == EventKind.INTERVIEW.label,
    )
    return coins(cited)


def _creator(person: RowSpeaker) -> PersonName:
    """Return the name as the record's own page gives it. Who is known only by label or office stays as shown."""
    if not person.url:
        return PersonName(literal=person.name)
    return asker_name(person.name, person.country) if person.asks else author_name(person.name, person.country)
