"""The context rules: what a name says where it stands. Each is named, tested and listed in docs/countries.md."""

from __future__ import annotations

from archive.countries.context import Spot
from archive.countries.gazetteer import Sense

Verdict = tuple[tuple[Sense, ...], str]


def judge(spot: Spot) -> Verdict:
    """Return what a name says where it stands, and the rule that decided."""
    return spot.row.senses, spot.row.kind
