"""Long lists of names with search, initials, order and paging, and tables sorted by links, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from archive.pages.links import PageLink, page_links, with_parameter
from archive.statistics.overview import CountryFigure, SpeakerFigure
from archive.text.folding import plain
from archive.text.typed_input import printable

Named = TypeVar("Named", CountryFigure, SpeakerFigure)
ORDERS = ("name", "count")
CONTAINS_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another view of the list."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Listing(Generic[Named]):
    """One page of a list, and links to its other views. `found` counts all pages, `size` the whole list."""

    page: Page[Named]
    size: int
    found: int
    contains: str
    letter: str
    letters: tuple[Link, ...]
    orders: tuple[Link, ...]
    order: str
    pages: tuple[PageLink, ...]


def listing(
    request: HttpRequest, figures: Sequence[Named], order: str = "name", sort_key: Callable[[str], str] = plain
) -> Listing[Named]:
    """Return what the address asks for: `contains`, `letter`, `order`, `page`. An unknown order means the default.

    `sort_key` gives the form by which a name is sorted and from which its initial is taken.
    """
    contains = printable(request.GET.get("contains", ""))[:CONTAINS_LIMIT]
    asked = request.GET.get("order", "")
    order = asked if asked in ORDERS else order
    containing = [figure for figure in figures if plain(contains) in plain(figure.name)]
    initials = sorted({initial(sort_key(figure.name)) for figure in containing})
    letter = printable(request.GET.get("letter", ""))[:1].upper()
    chosen = [figure for figure in containing if letter in ("", initial(sort_key(figure.name)))]
    page = Paginator(ordered(chosen, order, sort_key), settings.LIST_PAGE_SIZE).get_page(request.GET.get("page"))
    return Listing(
        page=page,
        size=len(figures),
        found=len(chosen),
        contains=contains,
        letter=letter,
        letters=_letters(request, initials, letter),
        orders=_orders(request, order),
        order=order,
        pages=page_links(request, page),
    )


def ordered(figures: Sequence[Named], order: str, sort_key: Callable[[str], str]) -> list[Named]:
    """Return the figures by name, or with most records first."""
    by_name = sorted(figures, key=lambda figure: sort_key(figure.name))
    return by_name if order == "name" else sorted(by_name, key=lambda figure: -figure.records)


def initial(name: str) -> str:
    """Return the letter under which a name is listed; # if it does not begin with a letter."""
    first = plain(name)[:1].upper()
    return first if first.isalpha() else "#"


def _letters(request: HttpRequest, initials: Sequence[str], chosen: str) -> tuple[Link, ...]:
    every = Link("All", with_parameter(request, "letter", ""), current=not chosen)
    links = (Link(letter, with_parameter(request, "letter", letter), current=letter == chosen) for letter in initials)
    return (every, *links)


def _orders(request: HttpRequest, chosen: str) -> tuple[Link, ...]:
    labels = {"name": "A to Z", "count": "Most records"}
    return tuple(Link(labels[key], with_parameter(request, "order", key), current=key == chosen) for key in ORDERS)


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell: its text, its link (empty for none), and its sort value."""

    text: str
    order: float | str
    url: str = ""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column. `url` sorts by it: numbers from the highest, names from A."""

    label: str
    url: str
    current: bool
    numeric: bool


@dataclass(frozen=True, slots=True)
class SortableTable:
    """A table ready to show. `key` is its parameter and its id on the page."""

    key: str
    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[TableCell, ...], ...]


def table(
    request: HttpRequest,
    key: str,
    title: str,
    labels: Sequence[tuple[str, str]],
    rows: Sequence[tuple[TableCell, ...]],
    usual: str,
) -> SortableTable:
    """Sort rows as the address asks. `labels` are the columns' names in the address and on the page."""
    names = [name for name, _ in labels]
    asked = request.GET.get(key, "")
    at = names.index(asked if asked in names else usual)
    numeric = [
        bool(rows) and isinstance(cell.order, int | float) for cell in (rows[0] if rows else [TableCell("", "")] * len(names))
    ]
    columns = (
        TableColumn(label, with_parameter(request, key, "" if name == usual else name) + f"#{key}", place == at, numeric[place])
        for place, (name, label) in enumerate(labels)
    )
    first = sorted(rows, key=lambda row: row[at].order, reverse=numeric[at])
    return SortableTable(key, title, tuple(columns), tuple(first))
