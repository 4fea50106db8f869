"""Plain text: hard-wrapped or one paragraph a line, indented or not."""

from __future__ import annotations

from archive.parsing.cleaning import tidy
from archive.parsing.lines import Line, Reading

TAB = 4


def read(text: str) -> Reading:
    """Read plain text. Every source line becomes a line, blank ones become gaps."""
    return Reading(lines=tuple(physical_lines(text)), format="text", flowing=False, fields={})


def physical_lines(text: str, first: int = 1) -> list[Line]:
    """Split text into its non-blank lines, with gaps, indents and source line numbers from `first`."""
    lines: list[Line] = []
    gap = True
    for number, raw in enumerate(tidy(text).split("\n"), first):
        body = raw.strip()
        if not body:
            gap = True
            continue
        before = raw[: len(raw) - len(raw.lstrip())].expandtabs(TAB)
        lines.append(Line(text=body, number=number, gap=gap, indent=len(before)))
        gap = False
    return lines
