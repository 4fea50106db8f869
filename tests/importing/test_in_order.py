"""Equal items in the same order, found without looking through a long list again and again."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.importing import in_order
from archive.importing.in_order import equal_in_order


def pairs(first, second):
    return sorted(equal_in_order(first, second))


@pytest.fixture
def divided(monkeypatch):
    """Let difflib compare almost nothing, so that everything is divided; gives the lengths of the lists it got."""
    asked = []
    by_difflib = in_order._by_difflib

    def noted(first, second, part):
        asked.append(max(part.end - part.start, part.other_end - part.other_start))
        return by_difflib(first, second, part)

    monkeypatch.setattr(in_order, "AFFORDABLE", 8)
    monkeypatch.setattr(in_order, "_by_difflib", noted)
    return asked


def check(first, second):
    found = pairs(first, second)
    assert all(first[place] == second[other] for place, other in found)
    assert all(before[0] < after[0] and before[1] < after[1] for before, after in zip(found, found[1:], strict=False))
    return found


@given(st.lists(st.integers(0, 6), max_size=40), st.lists(st.integers(0, 6), max_size=40))
def test_pairs_are_equal_and_in_order_in_short_lists(first, second):
    check(first, second)


@given(st.lists(st.integers(0, 30), max_size=60), st.lists(st.integers(0, 30), max_size=60))
def test_pairs_are_equal_and_in_order_in_divided_lists(first, second):
    affordable, in_order.AFFORDABLE = in_order.AFFORDABLE, 8
    try:
        check(first, second)
    finally:
        in_order.AFFORDABLE = affordable


def test_a_long_list_with_every_second_item_changed_is_never_left_to_difflib_whole(monkeypatch):
    asked = []
    monkeypatch.setattr(in_order, "_by_difflib", lambda first, second, part: asked.append(part) or iter(()))
    first = list(range(30_000))
    second = [-item if item % 2 else item for item in first]
    assert len(pairs(first, second)) == 15_000
    assert all(part.end - part.start == 1 for part in asked)


def test_items_moved_to_the_front_leave_the_longest_run_in_order(divided):
    first = list(range(100))
    assert [place for place, _ in check(first, [*range(90, 100), *range(90)])] == list(range(90))


def test_items_that_repeat_are_found_at_the_ends_and_beside_what_stands_once(divided):
    first = ["yes", "no", "a", "yes", "no", "b", "yes"]
    second = ["yes", "no", "new", "a", "yes", "b", "yes"]
    assert check(first, second) == [(0, 0), (1, 1), (2, 3), (3, 4), (5, 5), (6, 6)]


def test_thousands_of_two_answers_in_turn_come_to_an_end(monkeypatch):
    chance = random.Random(5)
    first, second = ([chance.choice(("yes", "no", "thanks")) for _ in range(20_000)] for _ in range(2))
    compared = []
    counted = in_order._comparisons
    monkeypatch.setattr(in_order, "_comparisons", lambda *given: compared.append(counted(*given)) or compared[-1])
    check(first, second)
    assert sum(count for count in compared if count <= in_order.AFFORDABLE) <= 2 * in_order.AFFORDABLE
