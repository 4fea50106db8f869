"""Names at the head of a page that are no labels: whose page it is, and by whom the only speech is."""

from __future__ import annotations

from collections.abc import Sequence

from archive.parsing import lexicon
from archive.parsing.boilerplate import is_dateline
from archive.parsing.labels.candidates import Hit
from archive.parsing.lines import Line

NEAR = 8  # lines
_TYPE_ALONE = frozenset({"alone", "bold"})


def without_bylines(lines: Sequence[Line], hits: Sequence[Hit]) -> list[Hit]:
    """Return the labels without names set alone at the head: the only one of a speech, and one above the title or the day."""
    if len(hits) == 1 and _is_alone(hits[0]) and lines[hits[0].first].label is None:
        return [] if hits[0].first > 0 or _is_head(lines, hits[0].last + 1, len(lines)) else list(hits)
    kept = list(hits)
    while (
        len(kept) > 1
        and _is_alone(kept[0])
        and kept[0].key not in {hit.key for hit in kept[1:]}
        and _is_head(lines, kept[0].last + 1, kept[1].first)
    ):
        kept.pop(0)
    return kept


def _is_alone(hit: Hit) -> bool:
    return hit.style in _TYPE_ALONE and not hit.rest and hit.key not in lexicon.SPOKEN


def _is_head(lines: Sequence[Line], start: int, stop: int) -> bool:
    """Tell whether a heading or the day stands below the first label before any words do."""
    for line in lines[start : min(stop, start + NEAR)]:
        if line.kind in ("heading", "section") or is_dateline(line.text):
            return True
        if line.text[-1] in ".!?…":
            return False
    return False
