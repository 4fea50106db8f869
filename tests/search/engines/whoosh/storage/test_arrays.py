from __future__ import annotations

import numpy as np
import pytest

from search.engines.whoosh.storage.arrays import SEVERAL, bounds, merged, shared, sums_before


@pytest.mark.parametrize("size", [1, 7, 100, 1000])
def test_sums_before_a_few_places_are_the_running_sums_there(size):
    chance = np.random.default_rng(size)
    counts = chance.integers(1, 255, size).astype(np.uint8)
    for few in {0, 1, size // 20, size // 2, size}:
        for _ in range(20):
            places = np.sort(chance.choice(size, few, replace=False))
            assert sums_before(counts, places).tolist() == bounds(counts)[places].tolist()


def test_sums_before_know_the_first_and_the_last_place():
    counts = np.arange(1, 101, dtype=np.uint8)
    assert sums_before(counts, np.array([0, 1, 99])).tolist() == [0, 1, 4950]


@pytest.mark.parametrize("sizes", [(0,), (5,), (0, 0), (1, 40), (300, 7, 0, 90)])
@pytest.mark.parametrize("kind", [np.int64, np.uint32])
def test_sorted_numbers_are_merged_each_once(sizes, kind):
    chance = np.random.default_rng(3)
    parts = [np.sort(chance.choice(400, size, replace=False)).astype(kind) for size in sizes]
    together = merged(parts)
    assert together.tolist() == sorted({number for part in parts for number in part.tolist()})
    assert together.dtype == kind


@pytest.mark.parametrize("some", [0, 1, 9, 300])
@pytest.mark.parametrize("others", [0, 1, 9, 300])
def test_numbers_in_both_of_two_lists_are_found_whether_one_is_much_longer_or_not(some, others):
    assert 9 * SEVERAL < 300  # both ways are tried
    chance = np.random.default_rng(some * 1000 + others)
    first, second = (np.sort(chance.choice(400, size, replace=False)) for size in (some, others))
    assert shared(first, second).tolist() == sorted({*first.tolist()} & {*second.tolist()})
