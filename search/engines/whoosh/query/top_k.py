"""Partial sorting: only the page is put in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from search.engines.whoosh.storage.arrays import Array

Key: TypeAlias = Callable[[Array], Array]  # places -> sort values for these places only


def best(keys: Sequence[Key], size: int, wanted: int) -> Array:
    """Return the `wanted` smallest of `size` places in order. The first key counts most; later keys break ties.

    A later key is computed only for places that earlier keys leave undecided.
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
    """Return a key over given values."""
    return values.__getitem__
