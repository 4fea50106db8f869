"""What a record counts for."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.countries import COUNTED_LAYERS
from archive.statistics.counters import difference, packed, unpacked
from archive.statistics.definitions import (
    Counts,
    Figure,
    SpokenTurnFacts,
    StandingMention,
    companions,
    count,
    day_of,
    place,
    transcript_of,
)

codes = st.sampled_from(["FR", "RS", "UA", "crimea"])
layers = st.sampled_from(["named", "seat", "place", "disputed"])
mentions = st.builds(StandingMention, st.just(1), st.integers(1, 2), st.integers(0, 2), codes, layers, st.just("words"))
keys = st.tuples(st.sampled_from(list(Figure)), st.text(max_size=2), st.text(max_size=2))
counts = st.dictionaries(keys, st.integers(1, 3)).map(Counts)


def mentioned(code, start=0, layer="named", record=1):
    return StandingMention(record, 1, start, code, layer, code)


def counted(*found, said=()):
    return count(7, dt.date(2021, 3, 3), {1, 2}, said, found)


def test_a_record_counts_once_however_often_it_says_so():
    assert counted(mentioned("FR"), mentioned("FR", 9))[Figure.COUNTRY_YEARS, "FR", "2021"] == 1


def test_two_records_that_say_so_count_twice():
    assert counted(mentioned("FR"), mentioned("FR", record=2))[Figure.COUNTRY_YEARS, "FR", "2021"] == 2


def test_who_speaks_goes_with_what_the_whole_record_mentions():
    found = counted(mentioned("FR"), mentioned("DE", record=2), said=[SpokenTurnFacts(1, 5, "Minister")])
    assert (found[Figure.COUNTRY_SPEAKERS, "FR", "5"], found[Figure.COUNTRY_SPEAKERS, "DE", "5"]) == (1, 0)


def test_words_that_say_two_at_once_do_not_go_together():
    found = counted(mentioned("IN"), mentioned("PK"))
    assert (found[Figure.TOGETHER, "IN", "PK"], found[Figure.TOGETHER, "PK", "IN"]) == (0, 0)


@pytest.mark.parametrize("places", [(0, 9), (9, 0)])
def test_words_of_its_own_elsewhere_make_it_go_together(places):
    found = counted(mentioned("IN", 0), *(mentioned("PK", start) for start in places))
    assert (found[Figure.TOGETHER, "IN", "PK"], found[Figure.TOGETHER, "PK", "IN"]) == (1, 0)


def test_a_place_does_not_count_for_its_country_but_is_told_apart():
    found = counted(mentioned("CH", layer="place"), said=[SpokenTurnFacts(1, 5, "")])
    assert found[Figure.PLACES_ONLY, "", "CH"] == 1
    assert found[Figure.COUNTRY_WORDS, "CH", "place CH"] == 1
    other = {figure for (figure, of, by) in found if "CH" in (of, by)} - {Figure.PLACES_ONLY, Figure.COUNTRY_WORDS}
    assert (other, found[Figure.WITH_COUNTRY, "", ""]) == (set(), 0)


def test_a_place_beside_the_country_s_name_changes_nothing():
    found = counted(mentioned("CH"), mentioned("CH", 9, layer="place"))
    assert (found[Figure.COUNTRIES, "", "CH"], found[Figure.PLACES_ONLY, "", "CH"]) == (1, 0)


def test_a_seat_counts_like_a_name():
    assert counted(mentioned("RS", layer="seat"))[Figure.COUNTRIES, "", "RS"] == 1


@given(st.lists(mentions))
def test_companions_are_those_that_begin_wherever_it_does(found):
    for code in {mention.code for mention in found if mention.layer in COUNTED_LAYERS}:
        places = [(one.turn, one.start) for one in found if one.code == code and one.layer in COUNTED_LAYERS]
        here = [{one.code for one in found if (one.turn, one.start) == where} for where in places]
        assert companions(found)[code] == set.intersection(*here)


def test_places_sort_as_lists_do():
    day = dt.date(2020, 1, 1)
    some = [place(day, 10), place(day, 9), place(None, 30), place(dt.date(999, 1, 1), 20)]
    assert [transcript_of(one) for one in sorted(some)] == [30, 20, 9, 10]
    assert [day_of(one) for one in some] == [day, day, None, dt.date(999, 1, 1)]


@given(counts)
def test_counts_are_kept_without_loss(found):
    assert unpacked(packed(found)) == found


@given(counts, counts)
def test_what_was_and_what_has_changed_make_what_is(before, now):
    changed = difference(now, before)
    assert all(changed.values())
    assert {key: before[key] + changed[key] for key in before.keys() | changed.keys() if before[key] + changed[key]} == now
