"""Cuts the rows of a PDF table into cells: by rules, by spaces, or by where labels stand beside their words."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.labels.candidates import key_of
from archive.parsing.readers.pdf.pdf_words import PdfWord

Row = list[PdfWord]
# A line step this much wider than the smallest is a space between paragraphs.
WIDER = 1.25
# Points by which the baselines of two words on one line may differ.
NEAR = 2.5
_SENTENCE_ENDS = (".", "?", "!", ":", "…", "”", '"', "。", "？", "！", ")", "]", "؟")


@dataclass(frozen=True, slots=True)
class Cut:
    """The heights at which a table is cut, and whether the cut is ambiguous."""

    edges: list[float]
    doubtful: bool = False


def middle(row: Row) -> float:
    """Return the height of a row's middle from the top of the page."""
    return (row[0].top + row[0].bottom) / 2


def rows_of(words: Sequence[PdfWord]) -> list[list[PdfWord]]:
    """Group words by line, top to bottom, left to right."""
    rows: list[list[PdfWord]] = []
    for word in sorted(words, key=lambda w: (w.bottom, w.x0)):
        if rows and word.bottom - rows[-1][0].bottom < 0.45 * (word.bottom - word.top):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.x0) for row in rows]


def by_both(parts: Sequence[tuple[Row, Row]]) -> Cut:
    """Cut a table with words in both columns: at spaces that run through both, else where sentences begin in both."""
    rows = [left + right for left, right in parts]
    gaps = _gaps(rows)
    if not gaps:
        gaps = [
            index
            for index, (before, after) in enumerate(pairwise(parts), 1)
            if all(after) and all(not row or row[-1].text.endswith(_SENTENCE_ENDS) for row in before)
        ]
    return Cut([_between(rows, index) for index in gaps])


def by_gaps(lefts: Sequence[Row], rights: Sequence[Row]) -> Cut | None:
    """Cut at the spaces in the text, if there is one label between every two."""
    edges = [_between(rights, index) for index in _gaps(rights)]
    groups = [0] * (len(edges) + 1)
    for label in label_blocks(lefts, rights):
        groups[bisect(edges, middle(label[0]))] += 1
    return Cut(edges) if edges and all(count == 1 for count in groups) else None


def by_place(lefts: Sequence[Row], rights: Sequence[Row]) -> Cut:
    """Cut by the labels' positions: on the first line of their words, on the last, or in the middle, whichever breaks least."""
    labels = label_blocks(lefts, rights)
    gaps = set(_gaps(rights))
    ways = [_top(labels, rights), _bottom(labels, rights), _middle(labels, rights)]
    costs = [_cost(cuts, labels, rights, gaps) for cuts in ways]
    best = min(range(len(ways)), key=lambda way: costs[way])
    rivals = [way for way in range(2) if costs[way] == costs[best] and ways[way] != ways[best]]
    return Cut([_between(rights, cut) for cut in ways[best] if 0 < cut < len(rights)], bool(rivals))


def label_blocks(lefts: Sequence[Row], rights: Sequence[Row]) -> list[list[Row]]:
    """Join the lines of labels that stand close together and form one."""
    blocks: list[list[Row]] = []
    for row in lefts:
        close = bool(blocks) and row[0].bottom - blocks[-1][-1][0].bottom < 1.5 * row[0].size
        if close and not _begins_label(blocks[-1][-1], row, rights):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _begins_label(above: Row, row: Row, rights: Sequence[Row]) -> bool:
    """Tell whether a line begins a label of its own: either one names a speaker, or the words beside each stand alone."""
    texts = [" ".join(word.text for word in line) for line in (above, row)]
    if texts[0].endswith((":", "：")) or any(key_of(text.strip(" :：")) in lexicon.SPOKEN for text in texts):
        return True
    if texts[0].endswith(",") or texts[1][:1].islower() or fold(texts[0].split()[-1]) in lexicon.PARTICLES:
        return False
    upper, lower = _beside(above, rights), _beside(row, rights)
    return bool(upper and lower) and upper[-1].text.endswith(_SENTENCE_ENDS)


def _beside(row: Row, rights: Sequence[Row]) -> Row:
    return next((right for right in rights if abs(right[0].bottom - row[0].bottom) < NEAR), [])


def _gaps(rights: Sequence[Row]) -> list[int]:
    """Return the lines of words with more space above them than usual."""
    steps = [below[0].bottom - above[0].bottom for above, below in pairwise(rights)]
    return [index for index, step in enumerate(steps, 1) if step > min(steps) * WIDER]


def _between(rights: Sequence[Row], index: int) -> float:
    return (rights[index - 1][0].bottom + rights[index][0].top) / 2


def _top(labels: Sequence[list[Row]], rights: Sequence[Row]) -> list[int]:
    return [_first_below(rights, label[0][0].top) for label in labels[1:]]


def _bottom(labels: Sequence[list[Row]], rights: Sequence[Row]) -> list[int]:
    return [_first_below(rights, label[-1][0].bottom) for label in labels[:-1]]


def _middle(labels: Sequence[list[Row]], rights: Sequence[Row]) -> list[int]:
    cuts: list[int] = []
    start = rights[0][0].top
    for label in labels[:-1]:
        centre = (label[0][0].top + label[-1][0].bottom) / 2
        cut = _first_below(rights, 2 * centre - start)
        cuts.append(cut)
        start = rights[cut][0].top if cut < len(rights) else start
    return cuts


def _first_below(rights: Sequence[Row], height: float) -> int:
    return next((index for index, row in enumerate(rights) if middle(row) > height), len(rights))


def _cost(cuts: Sequence[int], labels: Sequence[list[Row]], rights: Sequence[Row], gaps: set[int]) -> int:
    """Return the cost of a cut: broken sentences, separated close lines, labels without a line of their own."""
    cost = 0
    for cut in cuts:
        if not 0 < cut < len(rights):
            cost += 3
            continue
        cost += 1 if gaps and cut not in gaps else 0
        cost += 0 if rights[cut - 1][-1].text.endswith(_SENTENCE_ENDS) else 1
        cost += 1 if rights[cut][0].text[:1].islower() else 0
    if len(set(cuts)) < len(cuts):
        cost += 3
    return cost + _misplaced(cuts, labels, rights)


def _misplaced(cuts: Sequence[int], labels: Sequence[list[Row]], rights: Sequence[Row]) -> int:
    """Count the labels placed neither like the first nor like the others beside their words."""
    starts, stops = [0, *cuts], [*cuts, len(rights)]
    places: list[tuple[bool, bool, bool]] = []
    for label, start, stop in zip(labels, starts, stops, strict=True):
        if not start < stop <= len(rights):
            continue
        first, last = rights[start][0], rights[stop - 1][0]
        near = 0.6 * first.size
        places.append(
            (
                abs(label[0][0].top - first.top) < near,
                abs(label[-1][0].bottom - last.bottom) < near,
                abs(label[0][0].top + label[-1][0].bottom - first.top - last.bottom) < 2 * near,
            )
        )
    return min(sum(not place[way] for place in places) for way in range(3))
