"""The best of many: only the page is put in order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.engine.arrays import Array


def best(keys: Sequence[Array], wanted: int) -> Array:
    """Return the places of the `wanted` smallest, in order; the first key counts most, the next among equals, and so on."""
    among = np.arange(len(keys[0]))
    taken: list[Array] = []
    for key in keys:
        if len(among) <= wanted:
            break
        values = key[among]
        limit = np.partition(values, wanted - 1)[wanted - 1]
        surely = among[values < limit]
        taken.append(surely)
        among, wanted = among[values == limit], wanted - len(surely)
    places = np.concatenate([*taken, among[: max(wanted, 0)] if len(among) > wanted else among])
    return places[np.lexsort([key[places] for key in reversed(keys)])]
