"""Alignment of old and new texts, so that what stays keeps its number. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.importing.identity.substance import units
from archive.importing.in_order import equal_in_order

SAME = 0.5  # two texts match if this share of the shorter one's shingles occurs in both
LIKE = 0.2  # share of shingles from which a text counts as the replacement of another
COMMON = 12  # a shingle in more texts than this does not tell them apart

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which text continues which.

    `kept` maps the index of a new text to that of the old one it continues; each old text is used at most once. `replaced` maps
    an old text that nothing continues to the new one with most of its words, if there is one.
    """

    kept: dict[int, int]
    replaced: dict[int, int]


@dataclass(frozen=True, slots=True)
class Overlap:
    """How far an old and a new text overlap: the `shared` shingles, and their `share` of the shorter text."""

    share: float
    shared: int
    old: int
    new: int


def align(old: Sequence[str], new: Sequence[str]) -> Alignment:
    """Return which new texts continue which old ones.

    Texts equal but for case and punctuation are matched in order first, then anywhere. The rest is matched by shared word
    shingles, greatest overlap first. The work grows with the number of changed texts, not its square.
    """
    words = {text: units(text) for text in {*old, *new}} if old else {}
    return align_words([words[text] for text in old], [words[text] for text in new] if old else [])


def align_words(old_words: Sequence[Words], new_words: Sequence[Words]) -> Alignment:
    """Align texts that are already split into words."""
    if not old_words:
        return Alignment({}, {})
    kept = dict(_same_in_order(old_words, new_words))
    _add_moved(kept, old_words, new_words)
    used = set(kept.values())
    changed = [index for index in range(len(old_words)) if index not in used]
    overlaps = sorted(_overlaps(old_words, new_words, changed), key=lambda lap: (-lap.shared, -lap.share, abs(lap.old - lap.new)))
    _add_changed(kept, overlaps)
    return Alignment(kept, _replacements(overlaps, set(kept.values())))


def _same_in_order(old: Sequence[Words], new: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """Yield the indexes of equal texts, new and old.

    Texts are compared as integers, since hashing tuples of words again is slow.
    """
    numbers: dict[Words, int] = {}
    first, second = ([numbers.setdefault(text, len(numbers)) for text in texts] for texts in (old, new))
    for before, after in equal_in_order(first, second):
        yield after, before


def _add_moved(kept: dict[int, int], old: Sequence[Words], new: Sequence[Words]) -> None:
    used = set(kept.values())
    free: dict[Words, list[int]] = defaultdict(list)
    for index in reversed(range(len(old))):
        if index not in used:
            free[old[index]].append(index)
    for index, text in enumerate(new):
        if index not in kept and free[text]:
            kept[index] = free[text].pop()


def _add_changed(kept: dict[int, int], overlaps: Iterable[Overlap]) -> None:
    used = set(kept.values())
    for lap in overlaps:
        if lap.share >= SAME and lap.new not in kept and lap.old not in used:
            kept[lap.new] = lap.old
            used.add(lap.old)


def _replacements(overlaps: Iterable[Overlap], used: set[int]) -> dict[int, int]:
    replaced: dict[int, int] = {}
    for lap in overlaps:
        if lap.old not in used and lap.share >= LIKE:
            replaced.setdefault(lap.old, lap.new)
    return replaced


def _overlaps(old: Sequence[Words], new: Sequence[Words], changed: Sequence[int]) -> Iterator[Overlap]:
    if not changed:
        return
    new_shingles = [_shingles(text) for text in new]
    where: dict[Words, list[int]] = defaultdict(list)
    for index, shingles in enumerate(new_shingles):
        for shingle in shingles:
            where[shingle].append(index)
    for index in changed:
        shingles = _shingles(old[index])
        places = [where[shingle] for shingle in shingles if shingle in where]
        found = Counter(place for some in places if len(some) <= COMMON for place in some)
        for place, shared in found.items():
            yield Overlap(shared / min(len(shingles), len(new_shingles[place])), shared, index, place)


def _shingles(text: Words) -> frozenset[Words]:
    """Return the three-word shingles of a text.

    A text under five words is one shingle, since shared shingles would mean little.
    """
    width = 3 if len(text) >= 5 else max(1, len(text))
    return frozenset(text[start : start + width] for start in range(len(text) - width + 1))
