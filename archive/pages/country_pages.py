"""What pages show of a country: why a record counts for it, its tables, and the newest records that mention it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.countries import COUNTED_LAYERS, country_name
from archive.mentions.evidence import reason, sentences
from archive.models import Mention, Record, Turn
from archive.pages import presenters
from archive.pages.links import search_url
from archive.pages.listing import SortableTable, TableCell, table
from archive.pages.public_pages import public_record
from archive.statistics.definitions import NOT_COUNTED
from archive.statistics.overview import Figures
from archive.statistics.queries import Association, associations

SHORT_COUNT = 2  # sentences
SHORT_LENGTH = 220  # characters of a sentence


@require_safe
def why(request: HttpRequest, slug: str, number: int, code: str) -> HttpResponse:
    """Show the sentences in which a record mentions a country, with the words, the layer and the rule."""
    found = public_record(request, slug, number)
    if isinstance(found, HttpResponse):
        return found
    explained = [
        (sentence, map(reason, sentence.mentions)) for sentence in sentences(found.turns.all(), mentions_of(found, code))
    ]
    item = presenters.read([found])[0]
    context = {"transcript": found.transcript, "item": item, "code": code, "name": country_name(code), "sentences": explained}
    context["counted"] = any(mention.layer not in NOT_COUNTED for mention in mentions_of(found, code))
    return render(request, "why.html", context)


@require_safe
def why_in_short(request: HttpRequest, slug: str, number: int, code: str) -> HttpResponse:
    """Show the first of these sentences, shortened, as a fragment that a script inserts under a country."""
    found = public_record(request, slug, number)
    if isinstance(found, HttpResponse):
        return found
    mentions = mentions_of(found, code)
    first_sentences = list(islice(sentences(found.turns.all(), mentions, SHORT_LENGTH), SHORT_COUNT))
    more = len(mentions) - sum(len(sentence.mentions) for sentence in first_sentences)
    return render(request, "_why_in_short.html", {"transcript": found.transcript, "sentences": first_sentences, "more": more})


def mentions_of(record: Record, code: str) -> list[Mention]:
    """Return a record's mentions of a country. Raises Http404 if it has none."""
    if found := [mention for mention in record.mentions.all() if mention.code == code]:
        return found
    raise Http404("This record does not mention it.")


SHOWN = 20


def year_table(request: HttpRequest, figures: Figures, code: str, key: str) -> SortableTable:
    """Count a country's records by year, and their share of the year's records. `key` is its filter."""
    every = dict(figures.years())
    rows = [
        (
            TableCell(str(year), year, search_url(**{key: code, "from": year, "to": year}) if number else ""),
            TableCell(f"{number:,}".replace(",", "\u202f"), number),
            TableCell(percent(number, every.get(year, 0)), number / (every.get(year) or 1)),
        )
        for year, number in figures.country_years(code)
    ]
    return table(request, "years", "Year by year", (("year", "Year"), ("records", "Records"), ("share", "Share")), rows, "year")


def percent(part: int, whole: int) -> str:
    """Return `part` of `whole` in per cent, with one decimal below ten."""
    share = 100 * part / whole if whole else 0.0
    return f"{share:.1f} %" if 0 < share < 10 else f"{share:.0f} %"


def together_table(request: HttpRequest, figures: Figures, code: str, key: str) -> SortableTable:
    """List the countries mentioned together with this one more often than expected. `key` is its filter."""
    found = find_together(figures, code)[:SHOWN]
    rows = [
        (
            TableCell(country_name(one.code), country_name(one.code).casefold(), together_url(key, code, one.code)),
            TableCell(str(one.records), one.records),
            TableCell(f"{one.expected:.1f}", one.expected),
            TableCell(f"{one.ratio:.1f} ×", one.ratio),
        )
        for one in found
    ]
    labels = (("name", "Country"), ("records", "Together"), ("expected", "Expected"), ("ratio", "Ratio"))
    return table(request, "together", "Often mentioned together", labels, rows, "ratio")


def together_url(key: str, code: str, other: str) -> str:
    """Return the search for records that mention both."""
    if key == "country":
        return search_url(country=[code, other], country_mode="all")
    return search_url(**{key: code, "country": other})


def find_together(figures: Figures, code: str) -> tuple[Association, ...]:
    """Return the countries mentioned together with this one, among records that mention any country."""
    others = {figure.code: figure.records for figure in figures.countries()}
    total = figures.records_with_country()
    return associations(total, others.get(code, 0), others, figures.country_together(code)) if total else ()


SENTENCE_LENGTH = 280  # characters


@dataclass(frozen=True, slots=True)
class ListedRecord:
    """A record in a list: the speaker, and the words as safe HTML with <mark> or as plain text; empty if there are none."""

    item: presenters.ReadRecord
    who: str
    words: str


def mentioning(keys: Sequence[int], code: str) -> tuple[ListedRecord, ...]:
    """Return these records, each with the first sentence that mentions a country."""
    return _listed(keys, lambda turn: True, lambda mention: mention.code == code and mention.layer not in NOT_COUNTED)


def said_by(keys: Sequence[int], speaker: int) -> tuple[ListedRecord, ...]:
    """Return these records, each with the person's first sentence that mentions a country, else the person's first words."""
    return _listed(
        keys, lambda turn: turn.speaker_id == speaker and turn.role != "question", lambda mention: mention.layer in COUNTED_LAYERS
    )


def _listed(keys: Sequence[int], says: Callable[[Turn], bool], counts: Callable[[Mention], bool]) -> tuple[ListedRecord, ...]:
    found = presenters.whole(Record.objects.published().filter(pk__in=keys).select_related("transcript__source"))
    in_order = sorted(found, key=lambda record: keys.index(record.pk))
    read = presenters.read(in_order, mark_countries=False)
    return tuple(
        _one(item, list(filter(says, record.turns.all())), filter(counts, record.mentions.all()))
        for item, record in zip(read, in_order, strict=True)
    )


def _one(item: presenters.ReadRecord, turns: Sequence[Turn], mentions: Iterable[Mention]) -> ListedRecord:
    """Return one record with a sentence of the relevant turns, else with the beginning of the first one."""
    who = {spoken.turn.pk: spoken.who for spoken in item.turns}
    for sentence in sentences(turns, mentions, SENTENCE_LENGTH):
        return ListedRecord(item, who[sentence.turn.pk], sentence.html)
    non_questions = [turn for turn in turns if turn.role != "question"]
    return (
        ListedRecord(item, who[non_questions[0].pk], presenters.opening_of(non_questions[0].text))
        if non_questions
        else ListedRecord(item, "", "")
    )
