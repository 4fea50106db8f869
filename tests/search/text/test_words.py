from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.words import edits_between, fold, folded_words, stem, tokens
from tests.search.text.brute import edits


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The U.S.-led talks, e.g. in Washington, D.C.", "the us led talks eg in washington dc"),
        ("Türkiye’s and O'Brien's N’Djamena", "turkiye and obrien ndjamena"),
        ("Łódź, Ærø, Straße, İstanbul, Đà", "lodz aero strasse istanbul da"),
        ("1,000 troops, 3.5 per cent in 2014, 2015", "1000 troops 3.5 per cent in 2014 2015"),
        ("end.Next mid.ru x_y", "end next mid ru x y"),
        ("Лавров и Зеленський", "lavrov i zelenskiy"),
        ("e\u0301tat café", "etat cafe"),
        ("… — “” -", ""),
    ],
)
def test_a_text_is_cut_and_folded(text, words):
    assert " ".join(folded_words(text)) == words


def test_tokens_say_where_they_stand():
    text = "“Iran’s oil”"
    assert [text[token.start : token.end] for token in tokens(text)] == ["Iran’s", "oil"]


def test_endings_do_not_matter():
    assert {stem(word) for word in ("talk", "talks", "talked", "talking")} == {"talk"}
    assert stem("news") != stem("new")


@given(st.text(max_size=12))
def test_folding_is_final(word):
    for folded in folded_words(word):
        assert "".join(folded_words(folded)) == folded or fold(folded) == folded


@given(st.text("abc", max_size=6), st.text("abc", max_size=6), st.integers(0, 3))
def test_edits_are_counted_up_to_a_limit(one, other, most):
    assert edits_between(one, other, most) == min(edits(one, other), most + 1)
