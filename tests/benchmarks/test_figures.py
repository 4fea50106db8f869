"""From what was measured to medians, shares, tables and aims."""

from __future__ import annotations

import pytest

from benchmarks.aims import aims
from benchmarks.figures import Figures, difference, markdown, ratio, report

KINDS = ["word", "no query", "word", "filter only"]


def figures(name="chancery", times=(4.0, 1.0, 6.0, 2.0), totals=(100, 1000, 300, 50), places=(0, 1, 2, 3), **more) -> Figures:
    built = {"records": 100_000, "seconds": 25.0, "cpu_seconds": 40.0, "bytes": 5_000_000, "load": 0.5}
    memory = {"own": 120.0, "mapped": 300.0}
    raw = {"kinds": [KINDS[place] for place in places], "times": list(times), "totals": list(totals), "built": built}
    raw |= {"places": list(places), "first": 90.0, "cpu_mean": 3.0, "memory": memory, "memory_before": memory, "load": 0.5}
    return Figures(name, raw | more)


def judged(*measured: Figures, records: int = 100_000) -> dict[str, bool]:
    return {aim.wanted: aim.met for aim in aims(records, {found.name: found for found in measured})}


def test_a_median_is_of_the_answered_searches():
    assert figures(times=(4.0, None, 6.0, 2.0)).median() == 4.0


def test_a_median_can_be_of_one_kind_of_search():
    assert figures().median("word") == 5.0


def test_a_kind_that_was_not_answered_has_no_median():
    assert figures(times=(4.0, None, 6.0, 2.0)).median("no query") is None


def test_the_95th_percentile_is_one_of_the_times():
    times = [float(number) for number in range(1, 101)]
    assert figures(times=times, kinds=["word"] * 100).p95() == 96.0


def test_two_engines_are_compared_over_what_both_answered():
    theirs = figures("xapian", times=(40.0, None, 60.0, None))
    assert ratio(figures(), theirs) == (5.0, 50.0)


def test_a_sampled_engine_is_compared_over_its_sample():
    theirs = figures("stock", times=(400.0, 600.0), totals=(90, 330), places=(0, 2))
    assert ratio(figures(), theirs) == (5.0, 500.0)


def test_hits_that_differ_are_told_as_a_share_of_ours():
    theirs = figures("stock", times=(400.0, 600.0), totals=(90, 330), places=(0, 2))
    assert difference(figures(), theirs, "word") == pytest.approx(0.05)


def test_engines_that_share_no_search_are_not_compared():
    theirs = figures("xapian", times=(None, None, None, None))
    assert ratio(figures(), theirs) is None


def test_a_table_has_its_numbers_to_the_right():
    assert markdown(["a", "b"], [["x", "-1"]]) == "| a | b |\n|--|--:|\n| x | -1 |"


def test_the_report_shows_a_dash_for_what_an_engine_cannot_search():
    told = report([figures(), figures("xapian", times=(40.0, None, 60.0, 5.0), totals=(100, None, 300, 50))])
    assert "| no query | 1.0 | – |" in told


def test_the_report_says_where_another_engine_found_more():
    told = report([figures(), figures("xapian", totals=(100, 10, 315, 50))])
    assert "| no query | 1.0 | 1.0 (-99%) |" in told
    assert "| filter only | 2.0 | 2.0 |" in told


def test_our_median_is_held_against_the_aim_of_its_size():
    assert judged(figures(times=(9.0, 9.0, 9.0, 9.0)))["median at 100,000 records, ms, at most 8"] is False


def test_memory_is_held_against_the_aim_at_a_million_only():
    heavy = figures(memory={"own": 500.0, "mapped": 0.0})
    assert judged(heavy, records=1_000_000)["memory of its own, MB, at most 400"] is False
    assert "memory of its own, MB, at most 400" not in judged(heavy)


def test_tantivy_may_be_ahead_by_a_little():
    assert judged(figures(), figures("tantivy", times=(4.0, 1.5, 5.0, 2.5)))["within 1.3 times tantivy's median"]


def test_tantivy_may_not_be_ahead_by_more():
    assert not judged(figures(), figures("tantivy", times=(2.0, 1.5, 2.0, 2.5)))["within 1.3 times tantivy's median"]


def test_tantivy_may_not_be_ahead_where_facets_are_all_the_work():
    told = judged(figures(), figures("tantivy", times=(4.0, 0.5, 6.0, 2.5)))
    assert (told["ahead of tantivy, no query"], told["ahead of tantivy, filter only"]) == (False, True)


def test_every_other_engine_is_to_be_behind():
    told = judged(figures(), figures("fts5", times=(3.0, 0.5, 5.0, 1.0)), figures("xapian", times=(40.0, 9.0, 60.0, 9.0)))
    assert (told["ahead of fts5"], told["ahead of xapian"]) == (False, True)


def test_without_our_engine_nothing_is_judged():
    assert judged(figures("tantivy")) == {}
