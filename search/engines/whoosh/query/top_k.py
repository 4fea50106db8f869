"""The best of many: only the page is put in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from search.engines.whoosh.storage.arrays import Array

Key: TypeAlias = Callable[[Array], Array]  # places -> what is compared, for these places only


def best(keys: Sequence[Key], size: int, wanted: int) -> Array:
    """Return the `wanted` smallest of `size` places, in order; the first key counts most, the next among equals, and so on.

    A later key is asked only about the places among which the earlier ones leave the choice open.
    """
    among = np.arange(size)
    taken: list[Array] = []
    for key in keys:
        if len(among) <= wanted:
            break
        values = key(among)
        limit = np.partition(values, wanted - 1)[wanted - 1] if wanted else values.min()
        surely = among[values < limit]
        taken.append(surely)
        among, wanted = among[values == limit], wanted - len(surely)
    places = np.concatenate([*taken, among[: max(wanted, 0)]])
    return places[np.lexsort([key(places) for key in reversed(keys)])]


def of(values: Array) -> Key:
    """Return the key that compares given values."""
    return values.__getitem__
