"""The bars of a chart as HTML, in Python: a page has dozens with ten values each, and a template writes them slowly."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString

from archive.pages.html.charts import Chart, Column, Item
from archive.pages.html.formatting import counted, number


def bars_html(chart: Chart) -> SafeString:
    """Return the bars of a chart, which are links, with their labels: pieces of an SVG."""
    return SafeString("".join(_bar(chart, column) + _label(chart, column) for column in chart.columns))


def _bar(chart: Chart, column: Column) -> str:
    item = column.item
    if not (item.url and item.count):
        return ""
    chosen, said = (" chart__bar--selected", ", chosen") if item.selected else ("", "")
    return (
        f'<a class="chart__bar{chosen}" href="{escape(item.url)}"\n'
        f'aria-label="{escape(item.label)}: {counted(item.count, "record")}{said}">\n'
        f'<rect class="chart__slot" x="{column.slot_left}" width="{column.slot_width}" y="0" height="{chart.height}"/>\n'
        f'<rect class="chart__column" x="{column.left}" width="{column.width}" y="{column.top}" height="{column.height}"/>\n'
        f'<text class="chart__value" x="{column.middle}" y="{column.top}" dy="-6" text-anchor="middle">'
        f"{number(item.count)}</text>\n</a>\n"
    )


def _label(chart: Chart, column: Column) -> str:
    extra = "" if column.labelled else " chart__label--extra"
    return (
        f'<text class="chart__label{extra}" aria-hidden="true"\nx="{column.middle}" y="{chart.label_y}" '
        f'text-anchor="middle">{escape(column.item.label)}</text>\n'
    )


def strip_html(chart: Chart) -> SafeString:
    """Return the bars of the same chart as a strip, which shows its shape only."""
    return SafeString("".join(_strip_bar(column) for column in chart.columns if column.height))


def _strip_bar(column: Column) -> str:
    selected = " strip__bar--selected" if column.item.selected else ""
    size = f'x="{column.left}" width="{column.width}" y="{column.top}" height="{column.height}"'
    return f'<rect class="strip__bar{selected}" {size}/>\n'


def chart_rows_html(chart: Chart) -> SafeString:
    """Return the same numbers as rows of a table."""
    return SafeString("".join(_row(column.item) for column in chart.columns))


def _row(item: Item) -> str:
    label = escape(item.label)
    linked = f'<a href="{escape(item.url)}">{label}</a>' if item.url and item.count else label
    return f'<tr>\n<th scope="row">{linked}</th>\n<td>{number(item.count)}</td>\n</tr>\n'
