"""Counts, labels and the search at hand become what a page shows: facets, chips, bars, page links. Pure but for addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from archive.statistics.definitions import leading
from search.query.dates import MONTHS, first_day, last_day, one_year
from search.query.params import SearchParams
from search.results.facet_labels import FACET_LABELS
from search.results.results_page import Bar, Chip, Facet, PageLink, Value

Labels = Mapping[tuple[str, str], str]
YEARS_SHOWN = 120


def shown_values(counts: Mapping[str, int], chosen: tuple[str, ...], length: int) -> list[str]:
    """Return the values a facet shows: those chosen, then the most frequent, at most `length` unless more are chosen."""
    ranked = sorted(chosen, key=lambda value: (-counts.get(value, 0), value))
    room = max(0, length - len(ranked))
    frequent = leading({value: number for value, number in counts.items() if value not in chosen}, room) if room else {}
    return ranked + sorted(frequent, key=lambda value: (-counts[value], value))[:room]


def facet(key: str, counts: Mapping[str, int], params: SearchParams, labels: Labels, length: int) -> Facet:
    """Return one facet as a page shows it."""
    shown = shown_values(counts, params.values(key), length)
    return Facet(
        key=key,
        label=FACET_LABELS[key],
        values=tuple(value_of(key, value, counts, params, labels) for value in shown),
        size=len(counts.keys() | set(params.values(key))),
        search=params,
    )


def value_of(key: str, value: str, counts: Mapping[str, int], params: SearchParams, labels: Labels) -> Value:
    """Return one value of a facet."""
    return Value(
        key=key,
        value=value,
        label=labels.get((key, value), value),
        count=counts.get(value, 0),
        selected=value in params.values(key),
        search=params,
    )


def chips(params: SearchParams, labels: Labels) -> tuple[Chip, ...]:
    """Return everything that narrows the search besides its words."""
    found = [
        Chip(key, FACET_LABELS.get(key, key), labels.get((key, value), value), params.toggle(key, value).url())
        for key, values in params.chosen
        for value in values
    ]
    if params.dates_in_words:
        found.append(Chip("dates", "Date", params.dates_in_words, params.without("dates").url()))
    return tuple(found)


def bars(months: Mapping[str, int], params: SearchParams) -> tuple[str, tuple[Bar, ...]]:
    """Return the histogram and its unit: months where one year is in view, else years; empty ones in between are shown."""
    address = dated_address(params)
    year = one_year(params.date_from, params.date_to) or only_year(months)
    if year:
        return "month", tuple(bar(month, months.get(month, 0), params, address(month)) for month in months_of(year))
    years: dict[str, int] = {}
    for month, count in months.items():
        years[month[:4]] = years.get(month[:4], 0) + count
    return "year", tuple(bar(one, years.get(one, 0), params, address(one)) for one in years_of(years))


def dated_address(params: SearchParams) -> Callable[[str], str]:
    """Return a function from a year or month to the address that narrows to it; all else in it is written once."""
    anyone = "0001"
    before, after = params.with_(date_from=anyone, date_to=anyone).url().split(f"from={anyone}&to={anyone}")
    return lambda part: f"{before}from={part}&to={part}{after}"


def only_year(months: Mapping[str, int]) -> str:
    """Return the one year that all months lie in, empty where there are more or none."""
    years = {month[:4] for month in months}
    return years.pop() if len(years) == 1 else ""


def months_of(year: str) -> Iterator[str]:
    """Yield the months of a year."""
    return (f"{year}-{month:02d}" for month in range(1, 13))


def years_of(years: Mapping[str, int]) -> list[str]:
    """Return the years to show: all from the first to the last, or only those with records where that is too long."""
    if not years or int(max(years)) - int(min(years)) >= YEARS_SHOWN:
        return sorted(years)
    return [f"{year:04d}" for year in range(int(min(years)), int(max(years)) + 1)]


def bar(part: str, count: int, params: SearchParams, narrowed: str) -> Bar:
    """Return one bar; its address narrows to it, or drops the dates where they say just this."""
    chosen = bool(params.date_from or params.date_to)
    inside = (params.first_day or "") <= first_day(part) and last_day(part) <= (params.last_day or "9999-12-31")
    alone = (params.first_day, params.last_day) == (first_day(part), last_day(part))
    label = part if len(part) == 4 else MONTHS[int(part[5:])][:3]
    return Bar(label, part, count, chosen and inside, params.without("dates").url() if alone else narrowed)


def page_links(page: int, pages: int, params: SearchParams) -> tuple[PageLink, ...]:
    """Return links to the first, the last and the pages near this one; 0 stands for a gap. None for a single page."""
    if pages < 2:
        return ()
    near = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    links: list[PageLink] = []
    for number in near:
        if links and number - links[-1].number == 2:
            links.append(page_link(number - 1, page, params))
        elif links and number - links[-1].number > 2:
            links.append(PageLink(0, "", False))
        links.append(page_link(number, page, params))
    return tuple(links)


def page_link(number: int, page: int, params: SearchParams) -> PageLink:
    """Return the link to one page."""
    return PageLink(number, params.with_(page=number).url(), number == page)
