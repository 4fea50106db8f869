"""Results and filter values as HTML, in Python: a page has twenty of the one and a hundred of the other.

As templates they took half of a page's time. Every value is escaped once, where it is read.
"""

from __future__ import annotations

import datetime as dt
from html import escape, unescape
from itertools import starmap

from django.utils.safestring import SafeString

from archive.formats.cited import Cited, PersonName
from archive.formats.cited_names import asker_name, author_name
from archive.formats.page_metadata import coins
from archive.models import EventKind
from archive.pages.html.formatting import day, number, truncatewords
from search.display.results_page import CountryChip, FacetPanel, FacetValue, ResultRow, RowSpeaker

TITLE_WORDS, MARKED_WORDS, TOPIC_WORDS = 28, 24, 12


def is_beginning(passage: str, question: str) -> bool:
    """Tell whether a passage is the beginning of the question, which need not be shown twice."""
    if not question:
        return False
    begins = unescape(passage.replace("<mark>", "").replace("</mark>", ""))
    return begins.split(maxsplit=6)[:6] == question.split(maxsplit=6)[:6]


def result_html(hit: ResultRow, site: str) -> SafeString:
    """Return one record found. `site` is the site's address without a final slash."""
    question, again = hit.headline, is_beginning(hit.passage, hit.headline)
    title = hit.passage if again else escape(truncatewords(question, TITLE_WORDS) if question else hit.title)
    words = escape(hit.answer) if again else hit.passage
    return SafeString(
        f'<article class="result result--{escape(hit.kind)}">\n'
        f'<span class="Z3988" title="{escape(coins_of(hit, site))}"></span>\n'
        f'<h3 class="result__title">\n<a href="{escape(hit.read_url)}">{title}</a>\n</h3>\n'
        f'<div class="result__facts">\n{_speakers(hit)}<p class="entry__meta">{_facts(hit)}</p>\n</div>\n'
        f"{_words(words, again)}"
        f'<div class="result__foot">\n{_countries(hit)}{_foot(hit, question)}</div>\n'
        "</article>\n"
    )


def _words(words: str, again: bool) -> str:
    return f'<p class="result__passage">{words}</p>\n' if words or not again else ""


def _facts(hit: ResultRow) -> str:
    place = f" · {escape(hit.place)}" if hit.place else ""
    return f"{day(hit.date)} · {escape(hit.event_label)}{place} · {escape(hit.kind_label)}"


def _speakers(hit: ResultRow) -> str:
    people = "".join(map(_person, hit.speakers))
    return f'<p class="result__speakers">\n{people}</p>\n' if people else ""


def _person(person: RowSpeaker) -> str:
    name = escape(person.name)
    linked = f'<a href="{escape(person.url)}">{name}</a>' if person.url else name
    return f'<span class="result__person">{linked}{f", {escape(person.office)}" if person.office else ""}</span>\n'


def _countries(hit: ResultRow) -> str:
    if not hit.countries:
        return ""
    chips = "".join(map(_country, hit.countries))
    return f'<ul class="tags" aria-label="Countries mentioned">\n{chips}{_more_countries(hit)}</ul>\n'


def _country(country: CountryChip) -> str:
    """Return a country with the link to the sentences that mention it; a script shows the first on hover or focus."""
    name = escape(country.name)
    return (
        f'<li class="tag"> <a class="tag__name" href="{escape(country.url)}">{name}</a>\n'
        f'<a class="tag__why" href="{escape(country.why_url)}">why<span class="hidden"> {name}</span></a>\n</li>\n'
    )


def _more_countries(hit: ResultRow) -> str:
    more = hit.more_countries
    if not more:
        return ""
    noun = "country" if more == 1 else "countries"
    return (
        f'<li class="tags__more"><a href="{escape(hit.record_url)}#evidence-title"><span class="hidden">and </span>'
        f'<span aria-hidden="true">+</span>{number(more)}<span class="hidden"> {noun} more</span></a></li>\n'
    )


def _foot(hit: ResultRow, question: str) -> str:
    """Return where a record is from, the box that marks it, and its permanent address."""
    source = f'<a class="result__from" href="{escape(hit.transcript_url)}">{escape(hit.title)}</a>\n' if question else ""
    topic = escape(truncatewords(question or hit.title, TOPIC_WORDS))
    return (
        f'<p class="entry__foot">\n{source}<span>{escape(hit.source)}</span>\n{_mark_box(hit)}'
        f'<a href="{escape(hit.read_alone_url)}">Permalink<span class="hidden">: {topic}</span></a>\n</p>\n'
    )


def _mark_box(hit: ResultRow) -> str:
    """Return the box that marks a result for the reader's list; without scripts it is sent with the form "marked"."""
    key, words = escape(hit.record_key), escape(truncatewords(hit.question or hit.answer or hit.title, MARKED_WORDS))
    topic = escape(truncatewords(hit.question or hit.title, TOPIC_WORDS))
    return (
        f'<label class="markbox" for="mark-{hit.number}"><input type="checkbox" id="mark-{hit.number}" form="marked" '
        f'name="record" value="{key}~{escape(hit.fingerprint)}" data-mark="{key}" data-words="{words}"> '
        f'Mark<span class="hidden"> {topic}</span></label>\n'
    )


def values_html(facet: FacetPanel) -> SafeString:
    """Return the values of a filter, each with a box that chooses it and one that excludes it."""
    return SafeString("".join(starmap(_value, enumerate(facet.values, 1))))


def _value(place: int, value: FacetValue) -> str:
    key, code, label = value.key, escape(value.value), escape(value.label)
    box = f'<input type="checkbox" form="search-form" id="{key}-{place}" name="{key}" value="{code}"{_checked(value.selected)}>'
    no_box = (
        f'<input type="checkbox" form="search-form" id="not-{key}-{place}" name="not_{key}" value="{code}"'
        f"{_checked(value.excluded)}>"
    )
    return (
        f'<div class="facet__value">\n{box}\n<label for="{key}-{place}">{_label(value, label)}</label>\n'
        f'<label class="facet__not" for="not-{key}-{place}" title="Not this one">{no_box}'
        f'<span>not<span class="hidden"> {label}</span></span></label>\n</div>\n'
    )


def _checked(is_checked: bool) -> str:
    return " checked" if is_checked else ""


def _label(value: FacetValue, label: str) -> str:
    if value.excluded:
        return f"<s>{label}</s>"
    noun = "record" if value.count == 1 else "records"
    return f'{label} <span class="facet__count">{number(value.count)}<span class="hidden"> {noun}</span></span>'


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
