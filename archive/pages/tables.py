"""Tables sorted by links, without JavaScript: the column is in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from archive.pages.links import with_parameter


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
