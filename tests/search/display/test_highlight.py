from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.display.highlight import Marker, mark, merged
from search.query.syntax import parse

TEXT = "Strategic stability: our strategies & <b>stabilising</b> talks. Stability is not strategic; the U.S. and Türkiye’s view."


def marks(query, text=TEXT, field="text"):
    return [text[start:end] for start, end in merged(Marker(parse(query).tree, field).found(text))]


def test_html_in_a_text_is_escaped():
    assert mark("<b>talks</b> & more", parse("talks").tree) == "&lt;b&gt;<mark>talks</mark>&lt;/b&gt; &amp; more"


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("stability", ["stability", "Stability"]),
        ("talk", ["talks"]),
        ('"strategic stability"', ["Strategic stability"]),
        ('"talk"', []),
        ('"is not"', ["is not"]),
        ("-talks view", ["view"]),
        ("talks NOT (stability OR view)", ["talks"]),
        ("US turkiye", ["U.S.", "Türkiye’s"]),
        ("strateg*", ["Strategic", "strategies", "strategic"]),
        ("ta?ks", ["talks"]),
        ("stabilty~", ["stability", "Stability"]),
        ('"stability strategic"~3', ["Stability", "strategic"]),
        ("question:talks", ["talks"]),
        ("", []),
    ],
)
def test_what_is_wanted_is_marked(query, marked):
    assert marks(query) == marked


def test_a_word_of_another_field_is_not_marked():
    assert marks("question:talks", field="answer") == []
    assert marks("question:talks", field="question") == ["talks"]
    assert marks("talks", field="answer") == ["talks"]


def test_names_of_fields_are_not_marked():
    assert marks("question:talks", "question and talks") == ["talks"]


def test_places_that_overlap_become_one():
    assert marks('"strategic stability" stability', "strategic stability") == ["strategic stability"]


@given(st.text(max_size=80), st.text(max_size=40))
def test_marking_changes_nothing_but_marks(text, query):
    from html import unescape

    html = mark(text, parse(query).tree)
    assert unescape(html.replace("<mark>", "").replace("</mark>", "")) == text


PIECES = "water Waters, pre-water “water’s” prewar pre-war l'eau U.S. F16 1,000 10⁶ — of étés x.y".split()
GAPS = [" ", " ", "  ", "\n", "\u00a0", "/", ""]
TYPED = ["water", '"pre water"', '"of water"~3', "prewar OR war", "us 1000 10", "eau été", '"water of"', "f16"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS)), max_size=12))
@pytest.mark.parametrize("typed", TYPED)
def test_cutting_a_text_at_its_blanks_finds_what_the_pattern_of_a_word_finds(typed: str, written: list[tuple[str, str]]):
    text = "".join(piece + gap for piece, gap in written)
    tree = parse(typed).tree
    quickly = Marker(tree).found(text)
    with patch("search.display.highlight.has_rare", return_value=True):
        assert Marker(tree).found(text) == quickly
