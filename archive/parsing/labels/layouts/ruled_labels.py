"""Labels between rules, or with one below them: "Ilsa Varga, Minister" above "--------" above what she says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.parsing.labels.candidates import ends_sentence
from archive.parsing.lines import Line

FEWEST, LONGEST = 3, 140
_RULE = re.compile(r"([-–—=_*~.·•#+<>^\u2500-\u257f])(?:\s?\1){2,}")


def without_rules_below(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines without rules right below short lines, if several stand so and words follow them."""
    ruled = {index for index in range(1, len(lines) - 1) if _is_ruled(lines, index)}
    if len(ruled) < FEWEST:
        return lines
    kept: list[Line] = []
    for index, line in enumerate(lines):
        if index in ruled or (index + 2 in ruled and _RULE.fullmatch(line.text)):
            continue
        above = index - 1 in ruled
        opens = index + 1 in ruled
        kept.append(replace(line, gap=False) if above else replace(line, gap=True) if opens else line)
    return kept


def _is_ruled(lines: Sequence[Line], index: int) -> bool:
    above = lines[index - 1]
    named = above.kind == "text" and len(above.text) <= LONGEST and above.label is None and not _RULE.fullmatch(above.text)
    stands = (
        named
        and not ends_sentence(above.text.rstrip(")]"))
        and (index == 1 or above.gap or _RULE.fullmatch(lines[index - 2].text))
    )
    return bool(stands) and _RULE.fullmatch(lines[index].text) is not None and lines[index + 1].kind == "text"
