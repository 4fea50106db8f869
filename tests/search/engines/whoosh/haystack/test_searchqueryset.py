"""SearchQuerySet over the records' own index, which keeps no text and no value twice."""

from __future__ import annotations

import datetime as dt

import pytest
from haystack.query import SQ, SearchQuerySet

from archive.models import Record
from search.index.queue import drain, queue
from tests.search.conftest import index_dir  # noqa: F401
from tests.world import MARCHETTI, person, said, talk


@pytest.fixture
def talks(db, index_dir):  # noqa: F811
    words = ("The harbour treaty is signed, and grain moves again.", "No treaty was ever signed in silence.")
    made = talk(*(said(text, MARCHETTI) for text in words), date="2024-03-05", source_url=None)
    queue([made.pk])
    assert drain()
    return tuple(made.records.order_by("position"))


def pks(found):
    return sorted(int(result.pk) for result in found)


def test_words_are_looked_for_in_title_question_and_answer(talks):
    one, other = talks
    assert pks(SearchQuerySet().auto_query("grain")) == [one.pk]
    assert pks(SearchQuerySet().auto_query("conference")) == [one.pk, other.pk]


def test_filters_exclusions_and_alternatives_work(talks):
    one, other = talks
    assert pks(SearchQuerySet().filter(content="treaty").exclude(content="grain")) == [other.pk]
    assert pks(SearchQuerySet().filter(SQ(answer="grain") | SQ(answer="silence"))) == [one.pk, other.pk]
    assert pks(SearchQuerySet().filter(date__gte=dt.date(2024, 3, 6))) == []


def test_a_result_has_its_fields_and_its_object(talks):
    one, _ = talks
    result = SearchQuerySet().auto_query("grain").load_all()[0]
    assert result.object == Record.objects.get(pk=one.pk)
    assert (result.kind, result.source) == (["statement"], [one.transcript.source.slug])
    assert result.text == "The harbour treaty is signed, and grain moves again."


def test_whole_values_and_months_are_counted(talks):
    found = (
        SearchQuerySet().facet("speaker").facet("kind").date_facet("date", dt.date(2024, 1, 1), dt.date(2024, 12, 31), "month")
    )
    counts = found.facet_counts()
    assert counts["fields"]["kind"] == [("statement", 2)]
    assert counts["fields"]["speaker"] == [(person().slug, 2)]
    assert counts["dates"]["date"][0][1] == 2


def test_narrowing_takes_whole_values(talks):
    assert len(SearchQuerySet().narrow(f"speaker:{person().slug}")) == 2
    assert len(SearchQuerySet().narrow("speaker:nobody")) == 0


def test_only_wanted_words_are_highlighted(talks):
    result = SearchQuerySet().filter(content="signed").exclude(content="grain").highlight()[0]
    assert result.highlighted["text"][0].count("<em>") == 1
    assert "<em>signed</em>" in result.highlighted["text"][0]


def test_more_like_this_finds_the_others(talks):
    one, other = talks
    assert pks(SearchQuerySet().more_like_this(one)) == [other.pk]


def test_order_is_by_any_field(talks):
    one, other = talks
    assert [int(result.pk) for result in SearchQuerySet().all().order_by("-django_id")] == [other.pk, one.pk]


def test_two_ways_into_the_index_agree_after_an_update(talks):
    one, other = talks
    SearchQuerySet().query.backend.remove(f"archive.record.{one.pk}")
    assert pks(SearchQuerySet().all()) == [other.pk]
