"""Where the bars of a chart stand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.pages.html.charts import BASE, HEIGHT, MOST_GUIDES, Item, chart, round_numbers


def drawn(*counts):
    return chart("k", "Title", "records", "Year", [Item(str(2000 + place), count) for place, count in enumerate(counts)])


def test_the_highest_bar_fills_the_height():
    assert [column.height for column in drawn(5, 10).columns] == [HEIGHT // 2, HEIGHT]


def test_bars_stand_on_the_base():
    assert {column.top + column.height for column in drawn(1, 7, 0).columns} == {BASE}


def test_a_single_record_among_thousands_can_still_be_seen():
    assert drawn(1, 9000).columns[0].height >= 2


def test_nothing_is_no_bar():
    assert drawn(0, 4).columns[0].height == 0


def test_few_bars_do_not_grow_fat():
    assert float(drawn(3, 4).columns[0].width.rstrip("%")) < 10


def test_bars_stand_in_their_slots_from_left_to_right():
    columns = drawn(*range(1, 31)).columns
    lefts = [float(column.slot_left.rstrip("%")) for column in columns]
    assert lefts == sorted(lefts)
    assert all(float(column.left.rstrip("%")) >= left for column, left in zip(columns, lefts, strict=True))


def test_many_bars_are_not_all_labelled():
    assert sum(column.labelled for column in drawn(*range(1, 61)).columns) <= 12


def test_an_empty_chart_has_no_bars():
    assert drawn().columns == ()


@pytest.mark.parametrize("top, numbers", [(1, (1,)), (4, (1, 2, 3, 4)), (12, (5, 10)), (37, (10, 20, 30)), (999, (500,))])
def test_guides_stand_at_round_numbers(top, numbers):
    assert round_numbers(top) == numbers


@settings(deadline=None)  # no timed tests: the machine may be busy
@given(st.integers(min_value=1, max_value=10**12))
def test_there_are_never_too_many_guides_nor_none(top):
    numbers = round_numbers(top)
    assert 1 <= len(numbers) <= MOST_GUIDES
    assert numbers[-1] <= top
