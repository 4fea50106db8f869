from __future__ import annotations

import pytest

from search.query.describe import search_in_words
from search.query.request import Choice
from search.query.syntax import parse

LABELS = {
    ("country", "RS"): "Serbia",
    ("group", "eu"): "European Union",
    ("country", "DE"): "Germany",
    ("event", "speech"): "Speech",
    ("speaker", "jane"): "Jane",
}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ""),
        ("gas", "with gas"),
        ("gas oil", "with gas and oil"),
        ("gas OR oil", "with (gas or oil)"),
        ('"gas oil" -"old field"', "with “gas oil”, without “old field”"),
        ("-gas", "without gas"),
        ("-gas -oil", "without gas or oil"),
        ('"gas oil"~3', "with “gas oil” (at most 3 words apart)"),
        ("strateg* wom?n treaty~", "with words beginning with strateg and words like wom?n and words spelt like treaty"),
        ("question:gas title:oil", "with gas in the question and oil in the title"),
        ("gas country:RS", "with gas, mentioning Serbia"),
        ("country:(RS OR DE)", "mentioning Serbia or Germany"),
        ("gas (country:RS OR oil)", "with gas and (mentioning Serbia or oil)"),
        ("gas -country:RS", "with gas, not mentioning Serbia"),
        ("gas -(oil coal)", "with gas, without (oil and coal)"),
        ("event:speech", "from speeches"),
        ("gas -group:eu", "with gas, not mentioning a member of European Union"),
        ("date:2023-03..2024-01", "March 2023 to January 2024"),
    ],
)
def test_a_query_is_said_in_words(typed, words):
    assert search_in_words(parse(typed).said, (), "", LABELS) == words


def test_choices_and_dates_follow_the_words():
    choices = (Choice("speaker", ("jane",)), Choice("country", ("DE", "RS"), any_of=False), Choice("kind", ("qa_pair",)))
    said = search_in_words(parse("gas").said, choices, "2023–2024", LABELS)
    assert said == "with gas, by Jane, mentioning Germany and Serbia, only questions and answers, 2023–2024"
