from __future__ import annotations

import pytest

from archive.models import Source
from archive.models.flat_rows import listed, rows

pytestmark = pytest.mark.django_db
OF_COUNTRY = "SELECT slug FROM archive_source WHERE country = %s AND slug IN ([%s]) ORDER BY slug"
NAMED = "SELECT slug FROM archive_source WHERE name = %s AND slug IN ([%s])"


def test_values_stand_where_the_query_has_places_for_them():
    for slug in ("a", "b", "c"):
        Source.objects.create(name=f"Ministry {slug}", slug=slug, country="FR")
    assert rows(OF_COUNTRY, "FR", ["c", "a", "z"]) == [("a",), ("c",)]
    assert rows(OF_COUNTRY, "DE", {"a": 1}) == []


def test_what_is_typed_is_a_value_and_never_part_of_the_query():
    Source.objects.create(name="[%s] %s' OR 1=1 --", slug="odd")
    Source.objects.create(name="Plain", slug="plain")
    assert rows(NAMED, "[%s] %s' OR 1=1 --", ["odd", "plain"]) == [("odd",)]
    assert rows(NAMED, "' OR 1=1 --", ["odd') OR ('1'='1"]) == []


def test_a_column_of_json_is_read_as_a_list():
    assert listed("[]") == [] and listed("[[1, 2], [3, 4]]") == [[1, 2], [3, 4]]
