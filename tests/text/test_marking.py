"""Places marked in HTML: escaped, in order, never one across another."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.marking import TextMark, write_marked

TEXT = "a <b> & c"


@pytest.mark.parametrize(
    ("marks", "part", "cut", "expected"),
    [
        ([], {}, False, "a &lt;b&gt; &amp; c"),
        ([(2, 5)], {}, False, "a <mark>&lt;b&gt;</mark> &amp; c"),
        ([(2, 5), (4, 7)], {}, False, "a <mark>&lt;b&gt;</mark> &amp; c"),
        ([(2, 5), (4, 7)], {}, True, "a <mark>&lt;b&gt;</mark><mark> &amp;</mark> c"),
        ([(0, 3), (4, 5)], {"start": 2, "end": 5}, False, "&lt;b<mark>&gt;</mark>"),
        ([(0, 3), (4, 9)], {"start": 2, "end": 5}, True, "<mark>&lt;</mark>b<mark>&gt;</mark>"),
        ([(3, 3), (7, 99)], {}, False, "a &lt;b&gt; &amp; c"),
        ([(-4, 1)], {}, False, "a &lt;b&gt; &amp; c"),
    ],
)
def test_marks_are_written(marks, part, cut, expected):
    assert write_marked(TEXT, [TextMark(*mark) for mark in marks], **part, cut=cut) == expected


def test_words_within_a_mark_may_hold_marks_of_their_own():
    inner = [TextMark(3, 8, "<i>", "</i>")]
    write = lambda first, last: write_marked(TEXT, inner, first, last, cut=True)  # noqa: E731
    assert write_marked(TEXT, [TextMark(2, 5)], write=write) == "a <mark>&lt;<i>b&gt;</i></mark><i> &amp; </i>c"


@settings(derandomize=True)
@given(st.text("ab<&\"'> ", max_size=20), st.lists(st.tuples(st.integers(-3, 25), st.integers(-3, 25))), st.booleans())
def test_no_word_is_lost_and_every_mark_is_closed(text, places, cut):
    html = write_marked(text, [TextMark(*place) for place in sorted(places)], cut=cut)
    assert unescape(re.sub("</?mark>", "", html)) == text
    assert re.findall("</?mark>", html) == ["<mark>", "</mark>"] * html.count("<mark>")
