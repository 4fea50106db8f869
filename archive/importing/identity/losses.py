"""What an import would remove from a stored transcript: words, paragraphs and records. No query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

from archive.importing.alignment import align, align_words
from archive.importing.identity.substance import RUN, Words, found_in, runs_of, units
from archive.importing.numbering import paragraph_texts, record_texts
from archive.importing.storing import Stored
from archive.parsing.parsed import ParsedTranscript

LITTLE = 0.1  # share of the stored words that a revision may remove without confirmation
FEW_WORDS = 3  # this many words never count: typing errors in a text of one sentence
HALF = 0.5  # share of its words from which a paragraph counts as lost
NAMED = 12  # records listed in a message
FIRST_WORDS = 14


@dataclass(frozen=True, slots=True)
class LostParagraph:
    """A paragraph that would lose half of its words or more: its number, its record's number, and the number of words."""

    number: int
    record: int
    lost: int
    words: int
    text: str


@dataclass(frozen=True, slots=True)
class LostRecord:
    """A record that would be retired, with its first words."""

    number: int
    first_words: str


@dataclass(frozen=True, slots=True)
class Losses:
    """How many of the stored words would be lost, and the paragraphs and records that can be named."""

    words: int
    lost: int
    paragraphs: tuple[LostParagraph, ...] = ()
    records: tuple[LostRecord, ...] = ()

    @property
    def is_much(self) -> bool:
        """Tell whether a person has to decide: more than a tenth of the words, and more than three."""
        return self.lost > FEW_WORDS and self.lost > LITTLE * self.words

    @property
    def percent(self) -> int:
        """Return the share of words in whole per cent, at least 1 if any is lost."""
        return max(round(100 * self.lost / self.words), 1) if self.lost else 0

    def in_words(self) -> str:
        """Return a clause: how many words, from which records, and which addresses would be retired."""
        touched = list(dict.fromkeys(part.record for part in self.paragraphs))
        text = f"{self.lost:,} of {self.words:,} words ({self.percent} %)"
        if touched:
            text += f", paragraph{'s' * (len(self.paragraphs) != 1)} {listed([part.number for part in self.paragraphs])}"
            text += f" of record{'s' * (len(touched) != 1)} {listed(touched)}"
        if self.records:
            text += f"; the address{'es' * (len(self.records) != 1)} of record{'s' * (len(self.records) != 1)} "
            text += f"{listed([record.number for record in self.records])} would be gone"
        return text


def losses(before: Stored, reading: ParsedTranscript) -> Losses:
    """Return what a reading would remove from the stored text."""
    kept = set(align(before.texts, record_texts(reading)).kept.values())
    return losses_by_number(before, reading, {before.records[index].number for index in kept})


def losses_by_number(before: Stored, reading: ParsedTranscript, kept: Collection[int]) -> Losses:
    """Return what a reading would remove from the stored text, given which records keep their numbers."""
    old = [
        (part.number, record.number, part.text)
        for record, turns in zip(before.records, before.turns, strict=True)
        for turn in turns
        for part in turn.numbered_paragraphs()
    ]
    texts, after = [text for *_, text in old], paragraph_texts(reading)
    known = {text: units(text) for text in {*texts, *after}}
    stored = [known[text] for text in texts]
    lost = _lost_words(stored, [known[text] for text in after])
    sizes = [len(words) for words in stored]
    gone = [
        LostParagraph(number, record, less, size, text)
        for (number, record, text), less, size in zip(old, lost, sizes, strict=True)
        if less and less >= HALF * size
    ]
    pairs = zip(before.records, before.texts, strict=True)
    records = [LostRecord(record.number, _first_words(text)) for record, text in pairs if record.number not in kept]
    return Losses(sum(sizes), sum(lost), tuple(gone), tuple(records))


def _lost_words(old: Sequence[Words], new: Sequence[Words]) -> list[int]:
    """Return for each old paragraph how many of its words are missing from the new text."""
    continued = {before: index for index, before in align_words(old, new).kept.items()}
    there = set(new)
    runs = _Runs(new)
    lost = []
    for index, words in enumerate(old):
        less = 0 if len(words) > 1 and words in there else runs.unfound(words)
        if less and index in continued:
            less = min(less, (Counter(words) - Counter(new[continued[index]])).total())
        lost.append(less)
    return lost


class _Runs:
    """The word n-grams of a text, built on first use: a text of a million words takes a second."""

    def __init__(self, paragraphs: Sequence[Words]) -> None:
        self.paragraphs = paragraphs
        self._known: dict[int, frozenset[int]] = {}

    def unfound(self, words: Words) -> int:
        """Return how many words are in no n-gram of the text. A single word is found only as part of a longer match."""
        width = min(len(words), RUN)
        return len(words) - sum(found_in(words, self._of(width), width)) if width > 1 else len(words)

    def _of(self, width: int) -> frozenset[int]:
        if width not in self._known:
            self._known[width] = runs_of(tuple(chain.from_iterable(self.paragraphs)), width)
        return self._known[width]


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:FIRST_WORDS]) + (" …" if len(words) > FIRST_WORDS else "")


def listed(numbers: Sequence[int]) -> str:
    """Return the first few numbers as a list in words."""
    texts = [str(number) for number in numbers[:NAMED]]
    if len(numbers) > NAMED:
        return f"{', '.join(texts)} and {len(numbers) - NAMED} more"
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)
