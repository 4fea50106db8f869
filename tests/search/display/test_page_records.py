from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Record, Transcript
from search.display.page_records import found_records
from tests import world

pytestmark = pytest.mark.django_db


def test_records_of_withdrawn_transcripts_are_not_shown():
    archive = world.archive()
    keys = [archive.stability.pk, archive.harbour.pk]
    assert set(found_records(keys)) == set(keys)
    Transcript.objects.filter(pk=archive.interview.pk).update(state="withdrawn")
    assert set(found_records(keys)) == {archive.stability.pk}


def test_they_are_looked_up_by_their_keys_and_not_by_going_through_the_archive():
    world.archive()
    with CaptureQueriesContext(connection) as queries:
        found_records(list(Record.objects.values_list("pk", flat=True)[:3]))
    assert len(queries) == 4  # the keys, and three
    for query in queries.captured_queries[1:]:
        assert is_by_key(query["sql"]), query["sql"]


def is_by_key(sql: str) -> bool:
    """Tell whether the database finds what a query asks for by an index."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # tables as small as this one it reads whole otherwise
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            return "Index" in plan and not re.search(r"Seq Scan on archive_(?!transcript)", plan)
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        first = cursor.fetchall()[0][-1]
    return first.startswith("SEARCH archive_") and ("USING INTEGER PRIMARY KEY" in first or "record_id" in first)
