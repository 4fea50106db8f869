"""The samples as they are loaded: what facets count is what the database counts."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db.models import Count, Q

from archive.models import Mention, Record, Turn
from search.index.queue import drain
from search.query.params import SearchParams
from search.results import all_values, run_search


@pytest.fixture
def samples(db, index_dir):
    call_command("load_samples", verbosity=0)
    drain()


def counted(key: str, params: SearchParams) -> dict[str, int]:
    return {value.value: value.count for value in all_values(params, key).values}


def in_database(key: str, found: list[int]) -> dict[str, int]:
    """Count one facet of some records by the database."""
    records = Record.objects.filter(pk__in=found)
    mentions = Mention.objects.filter(record__in=found, layer__in=("named", "seat"), rejected=False)
    said = Turn.objects.filter(~Q(role="question"), record__in=found, speaker__isnull=False)
    rows = {
        "speaker": said.values_list("speaker__slug").annotate(n=Count("record", distinct=True)),
        "country": mentions.values_list("code").annotate(n=Count("record", distinct=True)),
        "kind": records.values_list("kind").annotate(n=Count("pk")),
        "event": records.values_list("transcript__kind").annotate(n=Count("pk")),
        "source": records.values_list("transcript__source__slug").annotate(n=Count("pk")),
        "place": records.exclude(transcript__place_slug="").values_list("transcript__place_slug").annotate(n=Count("pk")),
    }
    return dict(rows[key].order_by())


@pytest.mark.django_db
def test_facets_count_what_the_database_counts(samples):
    for query in ("", "water", "security OR stability", "-security"):
        params = SearchParams(q=query, size=1000)
        found = [hit.record_id for hit in run_search(params).hits]
        assert len(found) > 3, query
        for key in ("speaker", "country", "kind", "event", "source", "place"):
            assert counted(key, params) == in_database(key, found), (query, key)


@pytest.mark.django_db
def test_strategic_stability_finds_who_speaks_of_it(samples):
    results = run_search(SearchParams(q='"strategic stability"'))
    assert results.total > 3
    assert all("<mark>" in hit.passage for hit in results.hits)
