"""How good an order is: nDCG after Järvelin and Kekäläinen, Cumulated Gain-Based Evaluation of IR Techniques (2002).

Gain and discount are those of Burges et al., Learning to Rank Using Gradient Descent (2005): 2^grade - 1 and log2(place + 1).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

DEPTH = 10


def ndcg(order: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """Return the gain of the first `depth` of an order as a share of the best order's; what has no grade gains nothing."""
    best = dcg(sorted(grades.values(), reverse=True)[:depth])
    return dcg([grades.get(key, 0) for key in order[:depth]]) / best if best else 0.0


def dcg(grades: Sequence[int]) -> float:
    """Return the discounted cumulated gain: 2^grade - 1, divided by the logarithm to base 2 of the place plus one."""
    return sum((2.0**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))
