"""Phrases that a transcript says more than once, counted many at once."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from search.index.phrases import STOP_WORDS, PhraseCounter, kept
from search.text.words import forms

WORDS = st.sampled_from(["nuclear", "power", "plants,", "the", "of", "peace", "2023", "U.S.", "arms-control", "—", ".", "so"])
TEXTS = st.lists(st.lists(WORDS, max_size=30).map(" ".join), max_size=3)


def said(texts: list[str], transcript: int = 1) -> dict[str, int]:
    noted = PhraseCounter()
    noted.add(2, "nuclear power nuclear power")
    for text in texts:
        noted.add(transcript, text)
    return noted.repeated(transcript)


def one_by_one(texts: list[str]) -> dict[str, int]:
    """Count pairs and triples that neither begin nor end with a word that says nothing."""
    counted: Counter[str] = Counter()
    for words in map(forms, texts):
        telling = [len(word) > 2 and not word[0].isdigit() and word not in STOP_WORDS for word in words]
        for first in range(len(words)):
            for last in (first + 1, first + 2):
                if last < len(words) and telling[first] and telling[last]:
                    counted[" ".join(words[first : last + 1])] += 1
    return {phrase: count for phrase, count in counted.items() if count > 1}


@given(TEXTS)
def test_phrases_are_counted_as_if_one_by_one(texts):
    assert said(texts) == one_by_one(texts)


def test_a_phrase_does_not_reach_from_one_text_into_the_next():
    assert said(["clean nuclear", "power", "clean nuclear", "power"]) == {"clean nuclear": 2}


def test_a_transcript_without_words_says_nothing():
    assert said([]) == {}


def test_a_pair_that_only_stands_in_a_triple_is_left_to_it():
    repeated = {"arms control treaty": 3, "arms control": 3, "control treaty": 4}
    assert kept(repeated) == [("control treaty", 4), ("arms control treaty", 3)]
