"""The form that writes queries is filled from a query, and writes one that means the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.builder import Builder, filled_from
from search.query.syntax import parse
from search.query.tree import And


@pytest.mark.parametrize(
    ("query", "filled"),
    [
        ("", {}),
        ("gas transit", {"all": "gas transit"}),
        ('gas "grain corridor" -coal NOT oil', {"all": "gas", "exact": "grain corridor", "none": "coal oil"}),
        ("gas (oil OR coal)", {"all": "gas", "any": "oil coal"}),
        ("oil OR coal", {"any": "oil coal"}),
        ('"gas price"~10', {"near": "gas price", "distance": "10"}),
        ('question:gas question:"the price"', {"all": "gas", "exact": "the price", "where": "question"}),
        ("question:gas answer:oil", {"more": "question:gas answer:oil"}),
        ("gas harvest* wom?n corridr~", {"all": "gas", "more": "harvest* wom?n corridr~"}),
        ('"one two" "three four"', {"exact": "one two", "more": '"three four"'}),
        ("(gas (oil OR coal)) ice", {"all": "ice", "more": "(gas (oil OR coal))"}),
        ("gas AND oil", {"more": "gas AND oil"}),
        ('gas "never closed', {"all": "gas", "more": '"never closed'}),
        ("date:2023 speaker:farro -country:kenya", {"more": "date:2023 speaker:farro -country:kenya"}),
    ],
)
def test_what_a_field_says_goes_into_it(query, filled):
    assert filled_from(query) == Builder(**filled)


def parts(query):
    tree = parse(query).said
    return set(tree.parts) if isinstance(tree, And) else {tree}


UNIT = st.sampled_from(
    ["gas", "-coal", '"grain corridor"', "(oil OR ice)", "oil OR ice", "wom?n", '"a price"~5', '"a b"~7', "question:gas",
     'answer:"the end"', "date:2023", "-(gas oil)", "title:(gas OR oil)", "gas AND oil", "last 90 days", "co-operation"]
)  # fmt: skip


@given(st.lists(UNIT, max_size=6))
def test_it_writes_a_query_that_means_the_same(units):
    query = " ".join(units)
    assert parts(filled_from(query).query()) == parts(query)


@given(st.text(alphabet='ab"()-: ~*ORNT', max_size=30))
def test_no_query_is_a_fault(query):
    assert isinstance(filled_from(query).query(), str)
