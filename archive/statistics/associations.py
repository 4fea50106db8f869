"""Which countries are mentioned together with one more often than expected. Pure.

The measure is observed over expected: the number of records that mention both, divided by the number if mentions were
independent. It is the association ratio of Church and Hanks ("Word Association Norms, Mutual Information, and Lexicography",
Computational Linguistics 16(1), 1990) without its logarithm.

Small numbers make large ratios by accident, so a pair needs LEAST_RECORDS and a log-likelihood ratio of at least SIGNIFICANT
(Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence", Computational Linguistics 19(1), 1993): chi-squared
with one degree of freedom exceeds it by chance in one of a hundred pairs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

LEAST_RECORDS = 3
SIGNIFICANT = 6.63


@dataclass(frozen=True, slots=True)
class Association:
    """A country mentioned with another: the observed and the expected number of records."""

    code: str
    records: int
    expected: float

    @property
    def ratio(self) -> float:
        return self.records / self.expected


def associations(total: int, of: int, others: Mapping[str, int], together: Mapping[str, int]) -> tuple[Association, ...]:
    """Return what is mentioned together with a country that `of` records mention, highest ratio first.

    `total` counts the records that mention any country, `others` those of each, `together` those that mention both.
    """
    found = [Association(code, both, of * others[code] / total) for code, both in together.items() if both >= LEAST_RECORDS]
    telling = [one for one in found if one.ratio > 1 and log_likelihood(total, of, others[one.code], one.records) >= SIGNIFICANT]
    return tuple(sorted(telling, key=lambda one: (-one.ratio, one.code)))


def log_likelihood(total: int, one: int, other: int, both: int) -> float:
    """Return Dunning's G² of two things, given how many records have one, the other, and both."""
    observed = (both, one - both, other - both, total - one - other + both)
    rows, columns = (one, one, total - one, total - one), (other, total - other, other, total - other)
    cells = zip(observed, rows, columns, strict=True)
    return 2 * sum(seen * log(seen * total / (row * column)) for seen, row, column in cells if seen > 0)
