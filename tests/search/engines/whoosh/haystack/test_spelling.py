from __future__ import annotations

import pytest

from tests.search.engines.contract import document
from tests.search.engines.whoosh.small_engines import filled, hits, opened, ranked


def test_the_word_itself_comes_before_words_much_like_it(engine):
    filled(engine, "grain and grain and grain", "the train and the noon", "rain and grain and rain")
    assert ranked(engine, "train~")[0] == 2


def test_other_forms_of_the_word_are_the_word_itself(engine):
    filled(engine, "grain and grain and grain", "the trains and the noon")
    assert ranked(engine, "train~") == [2, 1]


def test_fewer_edits_come_before_more(engine):
    filled(engine, "karabax at noon", "karabakh at noon", "karabox at noon")
    assert ranked(engine, "Karabagh~") == [2, 1]


def test_a_rare_word_much_like_it_does_not_come_before_the_word(engine):
    filled(engine, *["train noon"] * 20, "strain noon")
    assert ranked(engine, "train~", limit=30)[-1] == 21


def test_of_a_misspelt_word_the_closest_counts_as_much_as_if_it_were_typed_well(engine, tmp_path):
    texts = ("karabakh is named by ferry", "noon noon noon noon ferry karabakh", "ferry at noon")
    filled(engine, *texts)
    assert scores(engine, "Karabach~ ferry") == pytest.approx(
        scores(filled(opened(tmp_path / "other"), *texts), "karabakh ferry")
    )


def scores(engine, typed):
    return {hit.record_id: hit.score for hit in hits(engine, typed)}


def test_the_closest_is_the_closest_of_all_segments(engine):
    """A segment that has only a word one edit away does not take it for the closest."""
    filled(engine, "grain and noon", "rain and noon")
    engine.replace([], [document(3, answer="train and noon", transcript=3)])
    assert ranked(engine, "train~")[0] == 3


def test_a_prefix_counts_all_its_words_alike(engine):
    filled(engine, "fisheries and noon", "fish and noon", "fishermen fishing fish")
    assert ranked(engine, "fish*") == [3, 1, 2]
