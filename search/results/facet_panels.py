"""Converts counts, labels and the search into what a page shows: facets, chips, bars, page links. Pure but for addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from archive.pages.links import PageLink, numbered_links
from archive.statistics.definitions import leading
from search import facets
from search.display.country_choices import country_choices
from search.display.results_page import Bar, BarUnit, Chip, FacetPanel, FacetValue, Histogram
from search.engines.base import EngineAnswer
from search.index.facet_labels import IndexedNames, labels_of
from search.index.repairing import ask
from search.query.dates import MONTHS, first_day, last_day, one_month, one_year
from search.query.engine_requests import counts_of, request_of
from search.query.facet_table import NOT
from search.query.params import SearchParams
from search.query.syntax import Query, parse
from search.query.tree import filters_of
from search.results import facet_panels

Labels = Mapping[tuple[str, str], str]
YEARS_SHOWN = 120


def shown_values(counts: Mapping[str, int], chosen: tuple[str, ...], length: int) -> list[str]:
    """Return the values shown of a facet: chosen ones, then the most frequent, at most `length` unless more are chosen."""
    ranked = sorted(chosen, key=lambda value: (-counts.get(value, 0), value))
    room = max(0, length - len(ranked))
    others = {value: number for value, number in counts.items() if value not in chosen} if chosen else counts
    frequent = leading(others, room) if room else {}
    return ranked + sorted(frequent, key=lambda value: (-counts[value], value))[:room]


def listed_values(answer: EngineAnswer, params: SearchParams, length: int) -> Mapping[str, list[str]]:
    """Return the values shown of each facet that has a panel."""
    asked = params.named()
    return {key: shown_values(counts_of(answer, key, params), asked.get(key, ()), length) for key in facets.TABLE.panels}


def values_to_name(listed: Mapping[str, list[str]], params: SearchParams, query: Query) -> Mapping[str, set[str]]:
    """Return the values that need names, by facet."""
    wanted = {key: set(values) for key, values in params.named().items()}
    for key, values in listed.items():
        wanted.setdefault(key, set()).update(values)
    for found in filters_of(query.tree):
        wanted.setdefault(found.key, set()).add(found.value)
    return wanted


def panels_of(
    answer: EngineAnswer, params: SearchParams, labels: Labels, listed: Mapping[str, list[str]]
) -> Iterator[FacetPanel]:
    """Yield the facets of a page, each with the values listed."""
    query = params.with_().query_string()
    for key, values in listed.items():
        made = panel(key, values, counts_of(answer, key, params), params, query, labels)
        if facets.TABLE[key].names_from:
            # A value in the index without a public name was withdrawn; the index is not up to date yet.
            named = tuple(value for value in made.values if value.is_asked or (key, value.value) in labels)
            made = replace(made, values=named)
        yield made


def panel(key: str, listed: list[str], counts: Mapping[str, int], params: SearchParams, query: str, labels: Labels) -> FacetPanel:
    """Return one facet as a page shows it."""
    chosen, excluded = params.values(key), params.values(NOT + key)
    values = (
        FacetValue(key, value, labels.get((key, value), value), counts.get(value, 0), value in chosen, params, value in excluded)
        for value in listed
    )
    return FacetPanel(
        key=key,
        label=facets.TABLE[key].label,
        values=tuple(values),
        size=len(counts) + sum(value not in counts for value in {*chosen, *excluded}),
        query=query,
        search=params,
    )


def value_of(key: str, value: str, counts: Mapping[str, int], params: SearchParams, labels: Labels) -> FacetValue:
    """Return one value of a facet."""
    return FacetValue(
        key=key,
        value=value,
        label=labels.get((key, value), value),
        count=counts.get(value, 0),
        selected=value in params.values(key),
        excluded=value in params.values(NOT + key),
        search=params,
    )


def chips(params: SearchParams, labels: Labels) -> tuple[Chip, ...]:
    """Return everything that filters the search besides its words."""
    listed = [
        Chip(key, facets.TABLE[key].label, labels.get((key, value), value), params.toggle(key, value).url())
        for key, values in params.chosen
        for value in values
    ]
    listed += [
        Chip(NOT + key, facets.TABLE[key].label, labels.get((key, value), value), params.toggle(NOT + key, value).url(), True)
        for key, values in params.excluded
        for value in values
    ]
    if params.dates_in_words:
        listed.append(Chip("dates", "Date", params.dates_in_words, params.without("dates").url()))
    listed += [
        Chip(choice.key, choice.label, option.label, params.with_(**{choice.key: ""}).url())
        for choice in country_choices(params)
        for option in choice.options
        if choice.changed and option.selected
    ]
    return tuple(listed)


def bars(answer: EngineAnswer, params: SearchParams) -> tuple[BarUnit, tuple[Bar, ...]]:
    """Return the histogram's bars and unit: days of the month in view, months of the year in view, else years."""
    months, drawn = answer.months, bar_maker(params)
    if month := one_month(params.date_from, params.date_to):
        return "day", tuple(drawn(day, answer.days.get(day, 0)) for day in days_of(month))
    if year := one_year(params.date_from, params.date_to) or only_year(months):
        return "month", tuple(drawn(month, months.get(month, 0)) for month in months_of(year))
    years: dict[str, int] = {}
    for month, count in months.items():
        years[month[:4]] = years.get(month[:4], 0) + count
    return "year", tuple(drawn(one, years.get(one, 0)) for one in years_of(years))


def histogram(answer: EngineAnswer, params: SearchParams) -> Histogram:
    """Return the number of records in each period and without a day, and the link to the longer period."""
    unit, drawn = bars(answer, params)
    around = one_year(params.date_from, params.date_to) if unit == "day" else ""
    wider = params.with_(date_from=around, date_to=around)
    undated = params.without("dates").with_(dated=("no",))
    return Histogram(
        unit=unit,
        bars=drawn,
        undated=answer.undated,
        undated_url=undated.url() if answer.undated else "",
        wider=f"all of {around}" if around else "all years",
        wider_url=wider.url() if params.dates_in_words and unit != "year" else "",
    )


def only_year(months: Mapping[str, int]) -> str:
    """Return the year of all months, empty if there are several or none."""
    years = {month[:4] for month in months}
    return years.pop() if len(years) == 1 else ""


def days_of(month: str) -> Iterator[str]:
    return (f"{month}-{day:02d}" for day in range(1, int(last_day(month)[8:]) + 1))


def months_of(year: str) -> Iterator[str]:
    return (f"{year}-{month:02d}" for month in range(1, 13))


def years_of(years: Mapping[str, int]) -> list[str]:
    """Return the years to show: all from first to last, or only those with records if there are too many."""
    if not years or int(max(years)) - int(min(years)) >= YEARS_SHOWN:
        return sorted(years)
    return [f"{year:04d}" for year in range(int(min(years)), int(max(years)) + 1)]


def bar_maker(params: SearchParams) -> Callable[[str, int], Bar]:
    """Return a function that makes one bar. Its link narrows to it, or removes the dates if they are exactly this."""
    address, first, last = params.dated_urls(), params.first_day, params.last_day
    chosen = bool(first or last)

    def bar(part: str, count: int) -> Bar:
        begins, ends = (first_day(part), last_day(part)) if chosen else ("", "")
        inside = chosen and (first or "") <= begins and ends <= (last or "9999-12-31")
        url = params.without("dates").url() if chosen and (first, last) == (begins, ends) else address(part)
        label = {4: part, 7: MONTHS[int(part[5:7] or 0)][:3], 10: part[8:].lstrip("0")}[len(part)]
        return Bar(label, part, count, inside, url)

    return bar


def page_links(params: SearchParams, pages: int) -> tuple[PageLink, ...]:
    """Return links to the first, the last and neighbouring pages; none for a single page."""
    return numbered_links(params.page, pages, lambda number: params.with_(page=number).url())


@dataclass(frozen=True, slots=True)
class AllValues:
    """The values of a facet in a search, and the search in words."""

    values: tuple[FacetValue, ...]
    in_words: str


def all_values(params: SearchParams, key: str, order: Literal["count", "name"] = "count", contains: str = "") -> AllValues:
    """Return the values whose name contains the given text, by frequency or by name. Raises BeingRepaired."""
    request = request_of(params, parse(params.q, IndexedNames()))
    answer = ask(replace(request, limit=0, facets=(params.indexed_key(key),), histogram=False, spelling=False))
    counts = counts_of(answer, key, params)
    names = labels_of({key: {*counts, *params.named().get(key, ())}})
    values = [facet_panels.value_of(key, value, counts, params, names) for _, value in names]
    wanted = [value for value in values if contains.casefold() in value.label.casefold()]
    by_name = sorted(wanted, key=lambda value: value.label.casefold())
    ordered = by_name if order == "name" else sorted(by_name, key=lambda value: -value.count)
    return AllValues(tuple(ordered), params.in_words(labels_of(params.named())))
