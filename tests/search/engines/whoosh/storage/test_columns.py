from __future__ import annotations

import io
from collections import Counter
from itertools import chain

import numpy as np
import pytest

from search.engines.whoosh.query.facet_counts import count_codes
from search.engines.whoosh.storage.arrayfile import ArrayFile, ArrayFileWriter
from search.engines.whoosh.storage.columns import CodeColumn, write_codes

NAMES = [b"a", b"b", b"c", b"d", b"e"]


def column(codes):
    """Write a column of codes, a list of them for each record, and read it again."""
    target = io.BytesIO()
    target.close = lambda: None
    file = ArrayFileWriter(target)
    file.meta = {}
    counts = np.array([len(each) for each in codes], np.int64)
    write_codes(file, "f#", counts, np.array(list(chain.from_iterable(codes)), np.int64), len(NAMES))
    file.add_strings("f.terms", NAMES)
    file.close()
    return CodeColumn.read(ArrayFile(target.getvalue()), "f#", "f.terms")


def chance_codes(seed, records, most):
    chance = np.random.default_rng(seed)
    return [sorted(chance.choice(5, chance.integers(0, most + 1), replace=False).tolist()) for _ in range(records)]


@pytest.mark.parametrize(("records", "most", "in_sets"), [(2000, 5, True), (2000, 1, False), (40, 5, False)])
def test_codes_are_counted_alike_however_they_are_kept(records, most, in_sets):
    codes = chance_codes(records + most, records, most)
    read = column(codes)
    assert (read.sets is not None) == in_sets
    for ids in (np.arange(0), np.array([3]), np.arange(0, records, 3), np.arange(records)):
        expected = Counter(chain.from_iterable(codes[i] for i in ids))
        assert count_codes(read, ids).tolist() == [expected[code] for code in range(len(NAMES))]


def test_the_codes_of_each_record_stay_known_beside_their_sets():
    codes = chance_codes(1, 2000, 4)
    counts, in_a_row = column(codes).per_record(len(codes))
    assert counts.tolist() == [len(each) for each in codes]
    assert in_a_row.tolist() == list(chain.from_iterable(codes))


def test_records_with_the_same_codes_in_another_order_are_not_taken_for_one_set():
    codes = [[0, 1]] * 50 + [[1, 0]] * 50
    read = column(codes)
    assert read.sets is None
    assert count_codes(read, np.arange(100)).tolist() == [100, 100, 0, 0, 0]
