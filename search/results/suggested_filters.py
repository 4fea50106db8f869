"""Filters that a query typed as words may mean: a name or a date typed alone."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from archive.countries import all_countries, code_of, country_name
from archive.models import Speaker
from archive.pages.public_names import public_turns
from search.query.dates import date_in_words, read_date
from search.query.params import SearchParams
from search.query.tree import And, Node, Word
from search.results.results_page import Offer
from search.text.words import folded_words

WORDS = 4  # a longer query is no name
SPEAKERS = 3


def offers(params: SearchParams, said: Node) -> tuple[Offer, ...]:
    """Return what a query of a few plain words may mean besides. At most one query."""
    parts = said.parts if isinstance(said, And) else (said,)
    if not params.q or len(parts) > WORDS or not all(isinstance(part, Word) and part.field == "text" for part in parts):
        return ()
    return tuple(_offers(params, params.q.strip('" ')))


def _offers(params: SearchParams, typed: str) -> Iterator[Offer]:
    bare = params.without("q")
    date = read_date(typed)
    if date and not (params.date_from or params.date_to):
        yield Offer(f"Records of {date_in_words(date)}", bare.with_(date_from=date, date_to=date).url())
        return
    code = code_of(typed) or ""
    if code in all_countries() and code not in params.values("country"):
        yield Offer(f"Records that mention {country_name(code)}", bare.toggle("country", code).url())
    for speaker in speakers_called(typed):
        if speaker.slug not in params.values("speaker"):
            yield Offer(f"Records by {speaker.name}", bare.toggle("speaker", speaker.slug).url())


def speakers_called(typed: str) -> list[Speaker]:
    """Return a few speakers with all these words in a name of theirs who make a statement or answer."""
    words = folded_words(typed)
    if not words or min(map(len, words)) < 2:
        return []
    said = public_turns().filter(speaker=OuterRef("pk"), role__in=("statement", "answer"))
    found = Speaker.objects.filter(Exists(said))
    for word in words:
        found = found.filter(slug__contains=word)
    return [who for who in found[: SPEAKERS * 3] if set(words) <= set(who.slug.split("-"))][:SPEAKERS]
