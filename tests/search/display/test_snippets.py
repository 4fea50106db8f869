from __future__ import annotations

import pytest

from search.display.page_records import found_records
from search.display.snippets import Passages
from search.engines.base import PassagePlace
from search.query.syntax import parse
from tests import world

pytestmark = pytest.mark.django_db

FOUND = "<mark>Strategic stability</mark> is the end of all our talks with Serbia."


@pytest.fixture
def record():
    stability = world.archive().stability
    return found_records([stability.pk])[stability.pk]


def best(record, query, place=None):
    return Passages(parse(query).tree, {}).best(record, place)


def test_the_paragraph_that_the_engine_names_is_shown_though_another_says_more(record):
    passage = best(record, "weather OR strategic OR stability", PassagePlace("answer", 0))
    assert passage.html == "We spoke about the <mark>weather</mark> at length."


def test_its_address_is_that_of_the_named_paragraph(record):
    numbers = [number for turn in record.turns for number in turn.paragraphs]
    assert best(record, "strategic", PassagePlace("question", 0)).number == numbers[0]
    assert best(record, "strategic", PassagePlace("answer", 1)).number == numbers[2]


@pytest.mark.parametrize("place", [PassagePlace("answer", 0), PassagePlace("answer", 7), PassagePlace("title", 0)])
def test_where_the_named_paragraph_has_changed_since_the_record_is_read(record, place):
    assert best(record, '"strategic stability" AND talks', place).html.startswith("<mark>Strategic stability</mark>")


def test_without_a_named_paragraph_the_record_is_read(record):
    assert best(record, '"strategic stability" serbia').html == FOUND.replace("Serbia", "<mark>Serbia</mark>")
