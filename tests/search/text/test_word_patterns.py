from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.text.words import WORD, word_pattern

LETTERS = st.sampled_from("aZé1 9.,'’_-ßЖ\u0301\n😀中")


@given(st.text(LETTERS, max_size=40))
def test_the_quick_way_finds_the_same_words(text):
    assert word_pattern(text).findall(text) == WORD.findall(text)


@given(st.text(max_size=40))
def test_the_quick_way_finds_the_same_words_in_any_text(text):
    assert word_pattern(text).findall(text) == WORD.findall(text)
