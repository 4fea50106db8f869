from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.syntax import parse
from search.query.tree import And, Everything, Fuzzy, Not, Nothing, Or, Phrase, Prefix, Wildcard, Word

A, B, C = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("", Everything()),
        ("a", A),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a OR b", Or((A, B))),
        ("a || b && c", Or((A, And((B, C))))),
        ("a b OR c", And((A, Or((B, C))))),
        ("a AND b OR c", Or((And((A, B)), C))),
        ("(a b) OR c", Or((And((A, B)), C))),
        ("-a", Not(A)),
        ("b NOT a", And((B, Not(A)))),
        ("b -(a c)", And((B, Not(And((A, C)))))),
        ("+a b", And((A, B))),
        ("a or b", And((A, Word("or"), B))),
        ('"a b"', Phrase(("a", "b"), exact=True)),
        ("“a b”", Phrase(("a", "b"), exact=True)),
        ('"a"', Word("a", exact=True)),
        ('"a b"~5', Phrase(("a", "b"), slop=5)),
        ('-"a b"', Not(Phrase(("a", "b"), exact=True))),
        ("strateg*", Prefix("strateg")),
        ("wom?n", Wildcard("wom?n")),
        ("Zelenski~1", Fuzzy("zelenski", distance=1)),
        ("question:a", Word("a", "question")),
        ("answer:(a OR b)", Or((Word("a", "answer"), Word("b", "answer")))),
        ('title:"a b" c', And((Phrase(("a", "b"), "title", exact=True), C))),
        ("US-led", Word("US-led")),
        ("who?", Word("who?")),
        ("a a", A),
    ],
)
def test_it_reads(typed, tree):
    query = parse(typed)
    assert query.tree == tree
    assert query.problems == ()


@pytest.mark.parametrize(
    ("typed", "tree", "marked", "instead"),
    [
        ('"a b', And((A, B)), '"', '"a b"'),
        ("(a b", And((A, B)), "(", "(a b)"),
        ("a) b", And((A, B)), ")", "a b"),
        ("a AND", A, "AND", "a"),
        ("OR a", A, "OR", "a"),
        ("NOT NOT a", Not(A), "NOT", "NOT a"),
        ("a -", A, "-", "a"),
        ("a ()", A, "", ""),
        ("*a*", Nothing(), "*a*", "a"),
        ("a ?b", A, "?b", "a b"),
        ("a *", A, "*", "a"),
        ("fied:a", And((Word("fied"), A)), "fied:", "fied a"),
        ("ab~", Word("ab"), "ab~", "ab"),
    ],
)
def test_what_cannot_be_read_is_marked_and_the_rest_counts(typed, tree, marked, instead):
    query = parse(typed)
    assert query.tree == tree
    if marked:
        (problem,) = query.problems
        assert typed[problem.start : problem.end] == marked
        assert problem.suggestion == instead


def test_what_is_suggested_can_be_read():
    for typed in ('"a b', "(a (b", "a) b)", "NOT NOT a", "a AND OR b", "*a* b"):
        problems = parse(typed).problems
        while problems:
            assert problems[0].suggestion != typed
            typed = problems[0].suggestion
            problems = parse(typed).problems
        assert not problems


@pytest.mark.parametrize("piece", ["(", "+-", "NOT ", "-", "title:", "(a ", '"', "a OR ", "*a*", "a)", "~", "!!", "a:"])
def test_a_thousand_of_anything_is_read(piece):
    query = parse(piece * (1000 // len(piece)))
    assert len(query.problems) <= 10


@given(st.text('ab "()*?~:-+|&!“”ANDORNOTquestion5\n', max_size=60) | st.text(max_size=60))
def test_nothing_typed_is_an_error(typed):
    query = parse(typed)
    for problem in query.problems:
        assert 0 <= problem.start <= problem.end <= len(typed)
