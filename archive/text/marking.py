"""Marks parts of a text in HTML: hits, evidence, drafts and transcripts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import NamedTuple


class TextMark(NamedTuple):
    """A span to mark, `text[start:end]`, and the HTML tags around it."""

    start: int
    end: int
    opening: str = "<mark>"
    closing: str = "</mark>"


def write_marked(
    text: str,
    marks: Iterable[TextMark],
    start: int = 0,
    end: int | None = None,
    *,
    cut: bool = False,
    write: Callable[[int, int], str] | None = None,
) -> str:
    """Return `text[start:end]` as HTML with marks, which must be sorted. Of overlapping marks only the first is written.

    A mark that reaches beyond either end is left out, or cut off with `cut`. `write` writes spans that hold marks of their own;
    by default they are escaped.
    """
    write = write or (lambda first, last: escape(text[first:last]))
    return "".join(_pieces(marks, start, len(text) if end is None else end, cut, write))


def _pieces(marks: Iterable[TextMark], start: int, end: int, cut: bool, write: Callable[[int, int], str]) -> Iterator[str]:
    at = start
    for mark in marks:
        first, last = (max(mark.start, at), min(mark.end, end)) if cut else (mark.start, mark.end)
        if at <= first < last <= end:
            yield write(at, first)
            yield f"{mark.opening}{write(first, last)}{mark.closing}"
            at = last
    yield write(at, end)
