"""Documents are made of records without Haystack's way of asking every field; what it would find is in them."""

from __future__ import annotations

import pytest
from haystack import connections, indexes

from archive.models import Record
from search.search_indexes import whole_records
from tests.world import harbour_talks

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(index_dir):
    return connections["default"].get_unified_index().get_index(Record)


@pytest.fixture
def published(index_dir):
    return harbour_talks()


def test_every_field_is_in_a_document(index, published):
    for record in whole_records(Record.objects.all()):
        assert set(index.prepare(record)) == {"id", "django_ct", "django_id", *index.fields}


def test_what_haystack_takes_from_a_record_is_the_same(index, published):
    for record in whole_records(Record.objects.all()):
        told = {name: value for name, value in indexes.SearchIndex.prepare(index, record).items() if value is not None}
        assert told.items() <= index.prepare(record).items()


def test_a_record_without_a_day_has_none_in_its_document(index, published):
    published.date = None
    published.save()
    record = whole_records(Record.objects.all()).first()
    assert "date" not in index.full_prepare(record)
