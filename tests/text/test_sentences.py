"""Where a sentence begins and ends."""

from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.paragraphs import edges, sentence_at


def sentence(text, words):
    start = text.index(words)
    first, last = sentence_at(text, start, start + len(words))
    return text[first:last]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("We met. Serbia agreed. We left.", "Serbia", "Serbia agreed."),
        ("Serbia agreed", "Serbia", "Serbia agreed"),
        ("We met Mr. Farro of Chad. We left.", "Chad", "We met Mr. Farro of Chad."),
        ("The U.S. Senate spoke of Chad. We left.", "Chad", "The U.S. Senate spoke of Chad."),
        ("It cost 3.5 million in Chad! What now?", "Chad", "It cost 3.5 million in Chad!"),
        ("“We left Chad.” “And then?”", "Chad", "“We left Chad.”"),
        ("Was it e.g. in Chad? No.", "Chad", "Was it e.g. in Chad?"),
        ("We met… in Chad. No.", "Chad", "We met… in Chad."),
        ("Chad. It is far.", "It", "It is far."),
    ],
)
def test_a_sentence_is_found_around_words(text, words, found):
    assert sentence(text, words) == found


@given(st.text(alphabet="ab. !?\n“A", max_size=60), st.data())
def test_the_words_asked_for_are_always_inside(text, data):
    text = text.strip() or "a"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = sentence_at(text, start, end)
    assert first <= start
    assert end <= last or not text[last:end].strip()


def by_all_edges(text, start, end):
    begins = list(edges(text))
    last = next((edge for edge in begins if edge >= end), len(text))
    return max((edge for edge in begins if edge <= start), default=0), len(text[:last].rstrip())


@given(st.text(alphabet="ab. !?\n“”)A", max_size=80), st.data())
def test_looking_around_the_words_finds_what_reading_the_whole_text_does(text, data):
    text = text.strip() or "a"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    with mock.patch("archive.text.paragraphs.REACH", 4):
        assert sentence_at(text, start, end) == by_all_edges(text, start, end)
