"""The keys of a search's records in a few bytes each: sorted, delta-encoded, compressed. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]


def packed(keys: Keys) -> bytes:
    """Return sorted keys in their stored form."""
    return zlib.compress(np.diff(keys, prepend=0).astype("<i8").tobytes(), 6)


def unpacked(data: bytes) -> Keys:
    """Return stored keys, sorted."""
    return np.cumsum(np.frombuffer(zlib.decompress(data), "<i8"), dtype=np.int64)


def keys_of(records: Iterable[int]) -> Keys:
    """Return keys sorted, without repetitions."""
    return np.unique(np.fromiter(records, np.int64))
