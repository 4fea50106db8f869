"""Rows read by SQL that is written out, for the few queries that every results page makes.

Django takes ten times as long to put such a query together as the database takes to answer it. Values are always parameters.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from django.db import connection


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Return what a query finds; each `%s` stands for a value, `[%s]` for as many as there are in a collection of some."""
    parameters: list[Any] = []
    for value in values:
        several = isinstance(value, Collection) and not isinstance(value, str)
        if several:
            sql = sql.replace("[%s]", ", ".join(["%s"] * len(value)), 1)
        parameters += value if several else [value]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def listed(column: str) -> list[Any]:
    """Return what a column of JSON holds, which is a list."""
    found: list[Any] = json.loads(column) if column != "[]" else []
    return found
