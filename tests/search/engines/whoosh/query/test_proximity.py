from __future__ import annotations

import random

import pytest

from search.engines.whoosh.query import proximity
from search.query.request import Choice
from tests.search.engines.contract import document
from tests.search.engines.whoosh.small_engines import filled, hits, opened, ranked

FILLER = "the ferry sails at noon and the customs house stays open until dusk".split()


def apart(*between):
    """Return a text of always the same words in which grain and quota have this many words between them."""
    return [" ".join(["grain", *FILLER[:gap], "quota", *FILLER[gap:]]) for gap in between]


def test_the_nearer_two_words_stand_the_better(engine):
    assert ranked(filled(engine, *apart(9, 3, 0, 6)), "grain quota") == [3, 2, 4, 1]


def test_words_in_the_order_typed_are_better_than_the_other_way_round(engine):
    filled(engine, "the quota grain of noon", "the grain quota of noon")
    assert ranked(engine, "grain quota") == [2, 1]
    assert ranked(engine, "quota grain") == [1, 2]


def test_words_of_different_fields_are_not_near(engine):
    first = document(1, question="ferry grain", answer="quota ferry", transcript=1)
    second = document(2, question="dusk noon", answer="grain quota", transcript=2)
    engine.replace([], [first, second])
    without = {hit.record_id: hit.score for hit in switched_off(hits, engine, "grain quota")}
    with_it = {hit.record_id: hit.score for hit in hits(engine, "grain quota")}
    assert with_it[1] == without[1] and with_it[2] > without[2]


def switched_off(ask, *arguments, **given):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proximity, "RERANKED", 0)
        return ask(*arguments, **given)


def test_it_can_be_switched_off(engine):
    filled(engine, *apart(9, 3, 0, 6))
    off = switched_off(hits, engine, "grain quota")
    assert len({hit.score for hit in off}) == 1 and [hit.record_id for hit in off] == [1, 2, 3, 4]


@pytest.mark.parametrize("typed", ["grain", '"grain quota"', "grain -quota", "grain OR quota", "country:serbia grain"])
def test_what_is_not_several_words_wanted_together_is_ranked_as_without(engine, typed):
    filled(engine, *apart(9, 3, 0, 6), "grain alone", country="RS")
    assert hits(engine, typed) == switched_off(hits, engine, typed)


@pytest.mark.parametrize(
    "typed", ["grain country:serbia quota", "(grain) (quota) -harbour", "grain quota after:2020", "gra* quota~"]
)
def test_filters_and_exclusions_and_patterns_leave_words_neighbours(engine, typed):
    filled(engine, *apart(9, 3, 0, 6), country="RS", date="2023-01-01")
    assert ranked(engine, typed) == [3, 2, 4, 1]


def test_a_phrase_stands_near_a_word(engine):
    filled(engine, "grain quota until noon dusk harbour", "grain quota harbour until noon dusk")
    assert ranked(engine, '"grain quota" harbour') == [2, 1]


def test_the_spellings_of_a_word_are_one_word(engine):
    filled(engine, "kyiv noon dusk until talks", "noon dusk until kyiv talks", "talks kiev until noon dusk")
    assert ranked(engine, "Kiev talks") == [2, 3, 1]


def test_sorting_by_date_does_not_look_at_it(engine, monkeypatch):
    filled(engine, *apart(9, 3, 0, 6))
    monkeypatch.setattr("search.engines.whoosh.query.answering.nearest_first", None)
    assert ranked(engine, "grain quota", sort="newest") == [1, 2, 3, 4]


def world(chance, count):
    """Return answers in which two words stand near each other or not, and often or seldom."""
    for _ in range(count):
        words = chance.choices([*FILLER, "grain", "quota"], k=chance.randint(5, 40))
        yield " ".join(words)


@pytest.mark.parametrize("reranked", [1, 7, 1000])
def test_pages_follow_each_other_without_gap_or_repetition(engine, monkeypatch, reranked):
    monkeypatch.setattr(proximity, "RERANKED", reranked)
    filled(engine, *world(random.Random(3), 120))
    whole = hits(engine, "grain quota", limit=200)
    paged = [hit for offset in range(0, len(whole), 5) for hit in hits(engine, "grain quota", offset=offset, limit=5)]
    assert paged == list(whole) and len(whole) > 40
    assert [hit.score for hit in whole] == sorted((hit.score for hit in whole), reverse=True)


def test_what_comes_after_the_first_keeps_its_order(engine, monkeypatch):
    filled(engine, *world(random.Random(4), 120))
    monkeypatch.setattr(proximity, "RERANKED", 10)
    without = switched_off(ranked, engine, "grain quota", limit=200)
    with_it = ranked(engine, "grain quota", limit=200)
    assert with_it[10:] == without[10:]
    assert with_it[:10] != without[:10] and sorted(with_it[:10]) == sorted(without[:10])


def test_several_segments_and_deleted_records_change_nothing(engine, tmp_path, monkeypatch):
    """As many records without the words are deleted as would change no figure of what is left: the same in both."""
    monkeypatch.setattr(proximity, "RERANKED", 20)
    answers = list(enumerate(world(random.Random(5), 90), 1))
    gone = [(pk, "harbour") for pk in range(1001, 1031)]
    for part in (answers[:40] + gone[:10], gone[10:20] + answers[40:41], answers[41:] + gone[20:]):
        engine.replace([], [document(pk, answer=text, transcript=pk) for pk, text in part])
    once = opened(tmp_path / "once")
    once.replace([], [document(pk, answer=text, transcript=pk) for pk, text in answers + gone])
    expected = hits(once, "grain quota -harbour", limit=200)
    engine.replace([pk for pk, _ in gone], [])
    assert len(engine.snapshot().leaves) == 3 and any(leaf.live is not None for leaf in engine.snapshot().leaves)
    found = hits(engine, "grain quota", limit=200)
    assert [hit.record_id for hit in found] == [hit.record_id for hit in expected]
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], rel=1e-5)


def test_narrowing_comes_before_the_best_are_chosen(engine, monkeypatch):
    """Records that a filter takes away do not take the places of those that are looked at."""
    monkeypatch.setattr(proximity, "RERANKED", 4)
    texts = [*["grain quota " * 5] * 10, *apart(9, 3, 0, 6)]
    engine.replace(
        [], [document(pk, answer=text, transcript=pk, source="a" if pk < 11 else "b") for pk, text in enumerate(texts, 1)]
    )
    assert ranked(engine, "grain quota", choices=(Choice("source", ("b",)),)) == [13, 12, 14, 11]
