from __future__ import annotations

import pytest

from search.query.syntax import parse
from search.query.tree import And, Not, Or, Phrase, Word
from search.text.spellings import expand, lines, other_spellings
from search.text.words import folded_words


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("Kiev", "kyiv"),
        ("Türkiye", "turkey"),
        ("Zelenskyy", "zelensky zelenskiy zelenskyi zelenski"),
        ("Sergei", "sergey sergej serguei"),
        ("defence", "defense"),
        ("defences", "defenses"),
        ("organised", "organized"),
        ("Organizations", ""),
        ("organisation", "organization"),
        ("cease-fire", "ceasefire"),
        ("rise", ""),
        ("treaty", ""),
    ],
)
def test_a_word_has_other_spellings(word, others):
    if word != "Organizations":
        assert " ".join(other_spellings(word)) == others
    else:
        assert other_spellings(word) == ("organisations",)


def test_every_spelling_looks_for_every_spelling():
    for line in lines():
        first, *others = line.split()
        if not first.endswith(":"):
            group = {"-".join(folded_words(word)) for word in (first, *others)}
            assert {*other_spellings(first), "-".join(folded_words(first))} >= group, line


def test_a_word_belongs_to_one_group():
    words = [word for line in lines() if not line.startswith("-ise") for word in line.split()]
    assert sorted(words) == sorted(set(words))


def test_a_tree_looks_for_all_spellings_and_says_which():
    tree, also = expand(And((Word("Kiev"), Not(Word("defence")), Word("talks"))))
    assert tree == And(
        (
            Or((Word("Kiev"), Word("kyiv"))),
            Not(Or((Word("defence"), Word("defense")))),
            Word("talks"),
        )
    )
    assert also == ("kyiv", "defense")


@pytest.mark.parametrize("typed", ["Viet Nam", "war viet nam peace", "title:viet title:nam"])
def test_two_words_that_are_one_name_have_its_other_spellings(typed):
    query = parse(typed)
    assert query.also == ("vietnam",)
    pair = next(part for part in (query.tree, *getattr(query.tree, "parts", ())) if isinstance(part, Or))
    assert [part.text for part in pair.parts[0].parts] == typed.replace("title:", "").replace("war", "").replace(
        "peace", ""
    ).split()
    assert pair.parts[1].text == "vietnam"


@pytest.mark.parametrize("typed", ["viet OR nam", "viet -nam", '"viet" nam', "title:viet nam", "viet war nam"])
def test_two_words_apart_are_not_one_name(typed):
    assert parse(typed).also == ()


def test_quotation_marks_switch_it_off():
    assert parse('"Kiev" "in Kiev"').also == ()
    assert parse('"in Kiev"').tree == Phrase(("in", "kiev"), exact=True)


def test_what_is_said_is_what_was_typed():
    assert parse("Kiev").said == Word("Kiev")
