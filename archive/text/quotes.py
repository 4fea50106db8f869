"""Finds quoted words in paragraphs by their letters and digits alone, else the most similar passage. Pure.

Case, accents, punctuation, spaces and hyphens are ignored, as in a search. The cost is bounded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import Literal, NamedTuple

from archive.text.folding import plain
from archive.text.paragraphs import sentence_at

QUOTE_LIMIT = 600  # characters of a quotation
TEXT_LIMIT = 600_000  # characters searched
REACH = 20_000  # letters from one part of a quotation to the next
TRIES = 300  # places compared
PARTS = 8
SAMPLES = 40
NEAR = 0.34  # share of the samples; less is another passage
NEAR_NAMED = 0.2  # the same for the paragraph named in the address
CANDIDATES = 5
AROUND = 3  # punctuation marks included before and after the words
REMEMBERED = 30_000  # characters

STOPS = "。！？"  # full stops without a space after them
OMITTED = re.compile(r"[\[(]?(?:…|\.{3,})[\])]?")
# Scripts in which words are not separated by spaces, or take endings without a boundary.
RUNNING = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
_VOWEL_SIGNS = re.compile("[\u0900-\u18ff]")

Outcome = Literal["exact", "nearest", "none"]


class _Folds(dict[int, str]):
    """The plain letters and digits of each character."""

    def __missing__(self, code: int) -> str:
        if len(self) > REMEMBERED:
            self.clear()
        kept = (char for char in plain(chr(code)) if char.isalnum() or _VOWEL_SIGNS.match(char))
        return self.setdefault(code, "".join(kept))


FOLDS = _Folds()


def letters(text: str) -> str:
    return text.translate(FOLDS)


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """A quotation to find: its words ("first … last" for a long one), and its position as far as known.

    `start` and `end` count characters from the beginning of the paragraph with this number, across the following ones.
    """

    words: str
    paragraph: int | None = None
    start: int = 0
    end: int | None = None


class QuotedPiece(NamedTuple):
    """The quoted part of one paragraph: `paragraphs[place][start:end]`."""

    place: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """The parts of a quotation, or of the most similar passage, in order."""

    outcome: Outcome = "none"
    pieces: tuple[QuotedPiece, ...] = ()


def find_quote(paragraphs: Sequence[str], numbers: Sequence[int | None], asked: QuotedWords) -> FoundQuote:
    """Return where a quotation stands in paragraphs. `numbers` are their permanent numbers."""
    named = numbers.index(asked.paragraph) if asked.paragraph is not None and asked.paragraph in numbers else None
    folded_text = FoldedText(paragraphs, named or 0)
    words = asked.words[:QUOTE_LIMIT]
    span = _exact(folded_text, words, asked, named)
    if span:
        return FoundQuote("exact", tuple(_with_signs(folded_text, words, folded_text.pieces(*span))))
    nearest = _nearest(folded_text, letters(words), named)
    return FoundQuote("nearest", (nearest,)) if nearest else FoundQuote()


class FoldedText:
    """Paragraphs as one string of letters, with the offsets of their characters.

    If a text is too long, paragraphs before `first` are left out as far as necessary, then the last ones.
    """

    def __init__(self, paragraphs: Sequence[str], first: int = 0) -> None:
        sizes = list(accumulate(map(len, paragraphs), initial=0))
        self.first = min(first, bisect_right(sizes, max(0, sizes[-1] - TEXT_LIMIT)) - 1) if sizes[-1] > TEXT_LIMIT else 0
        room = sizes[self.first] + TEXT_LIMIT
        self.paragraphs = [text[: max(0, room - size)] for text, size in zip(paragraphs, sizes, strict=False)][self.first :]
        self.folded = [letters(text) for text in self.paragraphs]
        self.text = "".join(self.folded)
        self.starts = list(accumulate(map(len, self.folded[:-1]), initial=0))
        self._places: dict[int, list[int]] = {}

    def paragraph_at(self, at: int) -> int:
        """Return the index of the paragraph that has this letter."""
        return max(0, bisect_right(self.starts, at) - 1)

    def character(self, at: int) -> tuple[int, int]:
        """Return the paragraph of a letter, and its offset there."""
        index = self.paragraph_at(at)
        if index not in self._places:
            text = self.paragraphs[index]
            self._places[index] = [place for place, char in enumerate(text) for _ in FOLDS[ord(char)]]
        return index, self._places[index][at - self.starts[index]]

    def letter(self, index: int, characters: int) -> int:
        """Return the index of the letter this many characters after the beginning of a paragraph."""
        while index + 1 < len(self.paragraphs) and characters > len(self.paragraphs[index]):
            characters -= len(self.paragraphs[index])
            index += 1
        return self.starts[index] + len(letters(self.paragraphs[index][:characters]))

    def is_whole(self, start: int, end: int) -> bool:
        """Tell whether letters are whole words, as far as their script separates words."""
        (first, before), (last, after) = self.character(start), self.character(end - 1)
        return not _within_word(self.paragraphs[first], before) and not _within_word(self.paragraphs[last], after + 1)

    def pieces(self, start: int, end: int) -> Iterator[QuotedPiece]:
        """Yield the part of each paragraph between two letters, with the paragraph's original index."""
        (first, begin), (last, stop) = self.character(start), self.character(end - 1)
        for index in range(first, last + 1):
            low = begin if index == first else 0
            high = stop + 1 if index == last else len(self.paragraphs[index])
            if low < high:
                yield QuotedPiece(index + self.first, low, high)


def _within_word(text: str, at: int) -> bool:
    around = text[max(0, at - 1) : at + 1] if at else ""
    return len(around) == 2 and around.isalnum() and not RUNNING.search(around)


def _exact(folded_text: FoldedText, words: str, asked: QuotedWords, named: int | None) -> tuple[int, int] | None:
    """Return start and end of the exact words, else from the first to the last of their parts.

    If their end is known, the match that ends closest wins: a repetitive text may have several.
    """
    place = None if named is None else named - folded_text.first
    expected = folded_text.letter(place, asked.start) if place is not None else 0
    until = folded_text.letter(place, asked.end) if place is not None and asked.end is not None else None
    whole = letters(words)
    at = next(_places(folded_text, whole, expected), None) if whole else None
    spans = [] if at is None else [(at, at + len(whole))]
    if not spans or until is not None:
        spans += filter(None, [_from_parts(folded_text, words, expected, until)])
    return min(spans, key=lambda span: abs(span[1] - (until or 0)), default=None)


def _from_parts(folded_text: FoldedText, words: str, expected: int, until: int | None) -> tuple[int, int] | None:
    parts = [folded for part in OMITTED.split(words) if (folded := letters(part))][:PARTS]
    for start in islice(_places(folded_text, parts[0], expected), PARTS) if len(parts) > 1 else ():
        if end := _end_of(folded_text, parts[1:], start + len(parts[0]), until):
            return start, end
    return None


def _end_of(folded_text: FoldedText, parts: Sequence[str], at: int, until: int | None) -> int | None:
    """Return the end of consecutive parts, close to `until` if that is known."""
    for number, part in enumerate(parts, 1):
        is_last = number == len(parts)
        expected = until - len(part) if is_last and until is not None else at
        found = next(_places(folded_text, part, max(expected, at), at, at + REACH), None)
        if found is None:
            return None
        at = found + len(part)
    return at


def _places(folded_text: FoldedText, part: str, expected: int, low: int = 0, high: int | None = None) -> Iterator[int]:
    """Yield whole-word matches, closest to the expected position first."""
    text, high = folded_text.text, len(folded_text.text) if high is None else high
    after, before = text.find(part, expected, high), text.rfind(part, low, expected + len(part) - 1)
    for _ in range(TRIES):
        if after < 0 and before < 0:
            return
        if after >= 0 and (before < 0 or after - expected <= expected - before):
            start, after = after, text.find(part, after + 1, high)
        else:
            start, before = before, text.rfind(part, low, before + len(part) - 1)
        if folded_text.is_whole(start, start + len(part)):
            yield start


def _with_signs(folded_text: FoldedText, words: str, pieces: Iterator[QuotedPiece]) -> Iterator[QuotedPiece]:
    """Yield the parts with the punctuation that surrounds the quoted words, and combining accents."""
    found = list(pieces)
    head = re.match(r"\W*", words).group().strip()[-AROUND:]  # type: ignore[union-attr]  # matches anything
    tail = re.search(r"\W*$", words).group().strip()[:AROUND]  # type: ignore[union-attr]
    for number, piece in enumerate(found):
        text, (index, start, end) = folded_text.paragraphs[piece.place - folded_text.first], piece
        if head and not number and text.endswith(head, 0, start):
            start -= len(head)
        while end < len(text) and not FOLDS[ord(text[end])] and text[end].isprintable() and not text[end].isspace():
            if not _is_mark(text[end]) and not (number == len(found) - 1 and tail.startswith(text[end])):
                break
            tail, end = tail if _is_mark(text[end]) else tail[1:], end + 1
        yield QuotedPiece(index, start, end)


def _is_mark(char: str) -> bool:
    return not char.isalnum() and plain(f"a{char}") == "a"


def _nearest(folded_text: FoldedText, wanted: str, named: int | None) -> QuotedPiece | None:
    """Return the sentences with most of the wanted letters close together."""
    samples = _samples(wanted)
    scores = [sum(sample in folded for sample in samples) for folded in folded_text.folded]
    ranked = sorted(range(len(scores)), key=lambda index: (-scores[index], abs(index - (named or 0))))[:CANDIDATES]
    mine = named - folded_text.first if named is not None else None
    if mine is not None and mine not in ranked:
        ranked.append(mine)
    best: tuple[float, int, int, int] | None = None
    for index in ranked if samples else ():
        share, start, end = _densest(folded_text.folded[index], samples, len(wanted))
        if share >= (NEAR_NAMED if index == mine else NEAR) and (best is None or share > best[0]):
            best = share, index, start, end
    return _sentences(folded_text, *best[1:]) if best else None


def _sentences(folded_text: FoldedText, index: int, start: int, end: int) -> QuotedPiece:
    (_, first), (_, last) = (
        folded_text.character(folded_text.starts[index] + start),
        folded_text.character(folded_text.starts[index] + end - 1),
    )
    text = folded_text.paragraphs[index]
    low, high = sentence_at(text, first, last + 1)
    low = max(low, *(text.rfind(stop, low, first) + 1 for stop in STOPS))
    ends = [at + 1 for stop in STOPS if (at := text.find(stop, last, high)) >= 0]
    return QuotedPiece(index + folded_text.first, low, min(ends, default=high))


def _samples(wanted: str) -> list[str]:
    """Return samples from all over the wanted letters: of two characters where characters are words, else of about five."""
    running = len(RUNNING.findall(wanted)) * 2 > len(wanted)
    size = 2 if running else min(5, max(3, len(wanted) // 3))
    count = len(wanted) - size + 1
    step = max(1.0, count / SAMPLES)
    return list(dict.fromkeys(wanted[int(number * step) :][:size] for number in range(int(count / step))))


def _densest(folded: str, samples: Sequence[str], length: int) -> tuple[float, int, int]:
    """Return the largest share of the samples within about `length` letters, and its position."""
    room = length + length // 2
    places = sorted((at, number) for number, sample in enumerate(samples) for at in _first_places(folded, sample))
    best = 0.0, 0, 0
    low = 0
    inside: dict[int, int] = {}
    for at, number in places:
        inside[number] = inside.get(number, 0) + 1
        while at - places[low][0] > room:
            gone = places[low][1]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            low += 1
        share = len(inside) / len(samples)
        if share > best[0]:
            best = share, places[low][0], at + len(samples[number])
    return best


def _first_places(folded: str, sample: str) -> Iterator[int]:
    at = folded.find(sample)
    for _ in range(20):
        if at < 0:
            return
        yield at
        at = folded.find(sample, at + 1)
