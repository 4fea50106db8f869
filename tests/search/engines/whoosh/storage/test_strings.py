from __future__ import annotations

from bisect import bisect_left

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engines.whoosh.storage.arrayfile import MARK_EVERY, Strings
from search.engines.whoosh.storage.arrays import bounds

word = st.text("abc\x1f", max_size=6).map(str.encode)


@given(st.sets(word, max_size=3 * MARK_EVERY), word)
def test_a_string_is_found_as_in_a_sorted_list(words: set[bytes], wanted: bytes):
    ordered = sorted(words)
    strings = Strings(np.frombuffer(b"".join(ordered), np.uint8), bounds(np.array([*map(len, ordered)], np.int64)))
    assert strings.position(wanted) == bisect_left(ordered, wanted)
    assert strings.find(wanted) == (ordered.index(wanted) if wanted in words else -1)
    assert [ordered[place] for place in strings.with_prefix(wanted)] == [one for one in ordered if one.startswith(wanted)]
