from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.builder import Builder
from search.query.syntax import parse


@pytest.mark.parametrize(
    ("filled", "query"),
    [
        ({}, ""),
        ({"all": "gas transit"}, "gas transit"),
        ({"any": "gas oil coal"}, "(gas OR oil OR coal)"),
        ({"any": "gas"}, "gas"),
        ({"exact": "strategic stability"}, '"strategic stability"'),
        ({"none": "gas oil"}, "-gas -oil"),
        ({"near": "gas transit", "distance": "10"}, '"gas transit"~10'),
        ({"near": "gas"}, '"gas"'),
        ({"all": "gas", "any": "x y", "where": "question"}, "question:gas question:(x OR y)"),
        ({"who": "Jane Doe", "country": "Serbia"}, 'speaker:"Jane Doe" country:Serbia'),
        ({"since": "2023", "until": "2024-03"}, "date:2023..2024-03"),
        ({"since": "2023"}, "date:2023.."),
        ({"since": "soon"}, 'date:"soon.."'),
        ({"since": "2023", "until": 'next "May"'}, 'date:"2023..next May"'),
        ({"who": "☺", "country": "???"}, 'speaker:"☺" country:"???"'),
        ({"who": '"'}, ""),
        ({"all": 'co-operation AND "x:y"*'}, "co-operation and x y"),
        ({"all": "the U.S. budget."}, "the U.S. budget"),
        ({"where": "elsewhere", "distance": "7", "near": "a b"}, '"a b"~5'),
    ],
)
def test_it_writes_the_query(filled, query):
    assert Builder.from_mapping(filled).query() == query


FIELDS = st.sampled_from(["all", "any", "exact", "none", "near", "who", "country", "since", "until"])


@given(st.dictionaries(FIELDS, st.text(max_size=30)))
def test_what_it_writes_is_read_without_doubt_but_for_names_and_dates(filled):
    builder = Builder.from_mapping(filled)
    query = parse(builder.query())
    doubts = [problem for problem in query.problems if not problem.message.startswith("No ") and "date" not in problem.message]
    assert not [problem for problem in doubts if "after" not in problem.message], builder.query()
