"""Bar charts as plain data with finished geometry, so that a template only writes SVG attributes.

Widths are percentages and heights pixels: a chart fills any width while its type keeps its size.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from archive.pages.links import search_url
from archive.statistics.overview import YearCounts

HEIGHT = 150
HEADROOM = 22
FOOT = 24
BASE = HEADROOM + HEIGHT
COLUMN_SHARE = 0.72
WIDEST_SLOT = 9.0
MOST_LABELS = 12
MOST_GUIDES = 4


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a chart: its label, its count, and the link of its bar (empty for none)."""

    label: str
    count: int
    url: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One bar: `left`, `width`, `middle`, `slot` in percent of the chart's width; `top` and `height` in pixels."""

    item: Item
    left: str
    width: str
    middle: str
    slot_left: str
    slot_width: str
    top: int
    height: int
    labelled: bool


@dataclass(frozen=True, slots=True)
class Guide:
    """A horizontal line at a round number."""

    value: int
    y: int


@dataclass(frozen=True, slots=True)
class ChartLink:
    """A link beside a chart: to what its bars do not show, or to a longer period."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart. `few` tells whether there is room for a number on every bar."""

    key: str
    title: str
    unit: str
    slot_name: str
    columns: tuple[Column, ...]
    guides: tuple[Guide, ...]
    beside: tuple[ChartLink, ...] = ()

    @property
    def height(self) -> int:
        return BASE + FOOT

    @property
    def base(self) -> int:
        return BASE

    @property
    def label_y(self) -> int:
        """Return the baseline of the labels under the bars."""
        return self.height - 6

    @property
    def few(self) -> bool:
        """Tell whether there is room for a number on every bar."""
        return len(self.columns) <= 16

    @property
    def total(self) -> int:
        return sum(column.item.count for column in self.columns)


def without_a_date(number: int, url: str) -> tuple[ChartLink, ...]:
    """Return the link to records without a date, which a time chart cannot show; empty if there are none."""
    return (ChartLink(f"{number:,} without a date".replace(",", "\u202f"), url),) if number > 0 else ()


def chart(key: str, title: str, unit: str, slot_name: str, items: Iterable[Item], beside: tuple[ChartLink, ...] = ()) -> Chart:
    """Lay out one bar an item, left to right. `unit` is what is counted, in the plural; `slot_name` is what a bar stands for."""
    drawn = tuple(items)
    top = max((item.count for item in drawn), default=0) or 1
    every = math.ceil(len(drawn) / MOST_LABELS) if drawn else 1
    columns = tuple(_column(item, place, len(drawn), top, every) for place, item in enumerate(drawn))
    return Chart(key, title, unit, slot_name, columns, _guides(top), beside)


def year_chart(years: YearCounts, records: int, **filters: str) -> Chart:
    """Lay out records per year. Each bar links to the search for its year; the rest of `records` has no date."""
    items = (Item(str(year), number, search_url(**filters, **{"from": year, "to": year})) for year, number in years)
    undated = without_a_date(records - sum(number for _, number in years), search_url(**filters, dated="no"))
    return chart("years", "Records per year", "records", "Year", items, undated)


def round_numbers(top: int) -> tuple[int, ...]:
    """Return two to four round numbers up to `top`, in steps of 1, 2 or 5 times a power of ten."""
    steps = (factor * 10**power for power in range(len(str(top)) + 1) for factor in (1, 2, 5))
    step = next(step for step in steps if top / step <= MOST_GUIDES)
    return tuple(range(step, top + 1, step))


def _guides(top: int) -> tuple[Guide, ...]:
    return tuple(Guide(value, BASE - round(HEIGHT * value / top)) for value in round_numbers(top))


def _column(item: Item, place: int, of: int, top: int, every: int) -> Column:
    slot = min(100 / of, WIDEST_SLOT)
    width = slot * COLUMN_SHARE
    middle = slot * (place + 0.5)
    height = max(round(HEIGHT * item.count / top), 2) if item.count else 0
    return Column(
        item=item,
        left=_percent(middle - width / 2),
        width=_percent(width),
        middle=_percent(middle),
        slot_left=_percent(slot * place),
        slot_width=_percent(slot),
        top=BASE - height,
        height=height,
        labelled=place % every == 0,
    )


def _percent(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"
