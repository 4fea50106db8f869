from __future__ import annotations

import numpy as np
import pytest

from search.engines.whoosh.storage.arrays import DENSE, is_among, places_of


@pytest.mark.parametrize("listed", [0, 1, 5, 400])
@pytest.mark.parametrize("wanted", [0, 1, 3, 200])
def test_records_are_found_in_a_list_whether_few_or_many_are_wanted(listed: int, wanted: int):
    assert DENSE < 400  # both ways are tried
    drawn = np.random.default_rng(listed * 1000 + wanted)
    among = np.sort(drawn.choice(1000, listed, replace=False)).astype(np.uint32)
    records = np.sort(drawn.choice(1000, wanted, replace=False)).astype(np.uint32)
    assert places_of(among, records).tolist() == [place for place, one in enumerate(among.tolist()) if one in records.tolist()]
    assert is_among(among, records).tolist() == [one in among.tolist() for one in records.tolist()]
