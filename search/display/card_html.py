"""A record's card as HTML, in Python: what every search shows of it, cut where the search comes in.

As templates results took half of a page's time. Every value is escaped once, where it is read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape

from archive.formats.cited import Cited, PersonName
from archive.formats.cited_names import asker_name, author_name
from archive.formats.page_metadata import coins
from archive.models import EventKind
from archive.pages.html.formatting import day, number, truncatewords
from search.display.record_cards import CardHtml, CountryChip, MentionedCountries, RecordCard, RowSpeaker

TITLE_WORDS, MARKED_WORDS, TOPIC_WORDS = 28, 24, 12
BEGINNING_WORDS = 6
ADDRESS = "rft.identifier="  # is the last key of a record's COinS


def html_of(card: RecordCard) -> CardHtml:
    """Return a card as HTML, written once."""
    if card.html is None:
        card.html = _written(card)
    return card.html


def countries_html(card: RecordCard, mentioned: MentionedCountries) -> str:
    """Return the countries shown of a record, written once for those usually shown."""
    if mentioned.shown and not mentioned.html:
        chips = "".join(map(_country, mentioned.chips))
        more = _more_countries(card, len(mentioned.codes) - len(mentioned.shown))
        mentioned.html = f'<ul class="tags" aria-label="Countries mentioned">\n{chips}{more}</ul>\n'
    return mentioned.html


def _written(card: RecordCard) -> CardHtml:
    record, question, begun, people = card.record, card.headline, card.question, card.speakers
    answer = card.answer
    reference, _, address = coins_of(card, people).rpartition(ADDRESS)
    article = f'<article class="result result--{escape(record.kind)}">'
    key, words = escape(card.key), escape(truncatewords(begun or answer or record.title, MARKED_WORDS))
    title, source = escape(record.title), escape(record.source)
    marked, topic = (escape(truncatewords(text or record.title, TOPIC_WORDS)) for text in (begun, question))
    place = f'<a class="result__from" href="{escape(card.transcript_url)}">{title}</a>\n' if question else ""
    facts = f"{_speakers(people)}{_facts(record.date, card.event_label, record.place, card.kind_label)}"
    return CardHtml(
        to_site=f'{article}\n<span class="Z3988" title="{escape(reference)}{ADDRESS}',
        to_address=f'{address}"></span>\n<h3 class="result__title">\n<a href="',
        title=escape(truncatewords(question, TITLE_WORDS)) if question else title,
        to_words=f'</a>\n</h3>\n<div class="result__facts">\n{facts}</div>\n',
        answer=escape(answer) if question else "",
        to_number=f'<p class="entry__foot">\n{place}<span>{source}</span>\n<label class="markbox" for="mark-',
        to_permalink=f'" form="marked" name="record" value="{key}~{card.fingerprint}" data-mark="{key}" '
        f'data-words="{words}"> Mark<span class="hidden"> {marked}</span></label>\n<a href="',
        to_end=f'">Permalink<span class="hidden">: {topic}</span></a>\n</p>\n</div>\n</article>\n',
        question_begins=question.split(maxsplit=BEGINNING_WORDS)[:BEGINNING_WORDS],
    )


@lru_cache(maxsize=2000)
def _facts(date: dt.date | None, event: str, place: str, kind: str) -> str:
    where = f" · {escape(place)}" if place else ""
    return f'<p class="entry__meta">{day(date)} · {escape(event)}{where} · {escape(kind)}</p>\n'


def _speakers(speakers: Sequence[RowSpeaker]) -> str:
    people = "".join(map(_person, speakers))
    return f'<p class="result__speakers">\n{people}</p>\n' if people else ""


@lru_cache(maxsize=2000)
def _person(person: RowSpeaker) -> str:
    name = escape(person.name)
    linked = f'<a href="{escape(person.url)}">{name}</a>' if person.url else name
    return f'<span class="result__person">{linked}{f", {escape(person.office)}" if person.office else ""}</span>\n'


def _country(country: CountryChip) -> str:
    """Return a country with the link to the sentences that mention it; a script shows the first on hover or focus."""
    name = escape(country.name)
    return (
        f'<li class="tag"> <a class="tag__name" href="{escape(country.url)}">{name}</a>\n'
        f'<a class="tag__why" href="{escape(country.why_url)}">why<span class="hidden"> {name}</span></a>\n</li>\n'
    )


def _more_countries(card: RecordCard, more: int) -> str:
    if not more:
        return ""
    noun = "country" if more == 1 else "countries"
    return (
        f'<li class="tags__more"><a href="{escape(card.url)}#evidence-title"><span class="hidden">and </span>'
        f'<span aria-hidden="true">+</span>{number(more)}<span class="hidden"> {noun} more</span></a></li>\n'
    )


def coins_of(card: RecordCard, speakers: Iterable[RowSpeaker]) -> str:
    """Return a record's COinS title, without the site in its address, which comes last."""
    record = card.record
    cited = Cited(
        key="",
        title=record.title,
        event=card.event_label,
        publisher=record.source,
        archive="",
        url=card.url,
        accessed=dt.date.min,
        authors=tuple(map(_creator, speakers)),
        date=record.date,
        place=record.place,
        is_interview=record.kind == "qa_pair" or card.event_label == EventKind.INTERVIEW.label,
    )
    return coins(cited)


def _creator(person: RowSpeaker) -> PersonName:
    """Return the name as the record's own page gives it. Who is known only by label or office stays as shown."""
    if not person.url:
        return PersonName(literal=person.name)
    return asker_name(person.name, person.country) if person.asks else author_name(person.name, person.country)
