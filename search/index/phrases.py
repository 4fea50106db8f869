"""Phrases of the collection for suggestions: what a transcript says more than once, counted during indexing."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import transaction
from django.db.models import Exists, OuterRef, Sum

from archive.models import Transcript
from search.engines.base import Document
from search.models import PhraseCount
from search.text.chunking import CutText, Pieces
from search.text.stemming import form_of

Array = npt.NDArray[Any]

PHRASES_PER_TRANSCRIPT = 20  # phrases a transcript
LENGTH = 80
STOP_WORDS = frozenset(
    """a about after again all also am an and any are as at be because been before being but by can cannot could did do does
    doing dont down during each even every few first for from further get go going good had has have having he her here him
    his how however i if im in into is it its just know last let like made make many may me might more most much must my new
    no nor not now of off on once one only or other our out over own said same say see she should so some still such take
    than that the their them then there these they think this those through time to today too two under until up us very want
    was we well were weve what when where which while who whom why will with would yes yet you your""".split()
)


BETWEEN = ""  # not a piece of any text, and without words: separates texts


class PhraseCounter:
    """The words of some transcripts, and how often each repeats a phrase."""

    def __init__(self) -> None:
        self._numbers = Pieces()
        self._pieces: dict[int, array[int]] = {}

    def add(self, transcript: int, text: str) -> None:
        """Take in a text of a transcript."""
        pieces = self._pieces.setdefault(transcript, array("I"))
        pieces.extend(self._numbers.of(text))
        pieces.append(self._numbers.numbers()[BETWEEN])

    def repeated(self, transcript: int) -> dict[str, int]:
        """Count the phrases a transcript repeats: pairs and triples that begin and end with significant words."""
        words, size = self._words(transcript), len(self._cut.forms) + 1
        telling = self._telling[words]
        pairs = words[:-1] * size + words[1:]
        triples = (pairs[:-1] * size + words[2:])[telling[:-2] & telling[2:] & (words[1:-1] > 0)]
        found: dict[str, int] = {}
        for keys, length in ((pairs[telling[:-1] & telling[1:]], 2), (triples, 3)):
            phrases, counts = np.unique(keys, return_counts=True)
            often = counts > 1
            for phrase, count in zip(phrases[often].tolist(), counts[often].tolist(), strict=True):
                found[self._text(phrase, length)] = count
        return found

    def _words(self, transcript: int) -> Array:
        """Return a transcript's words by number, from 1; 0 separates texts."""
        pieces = np.frombuffer(self._pieces.get(transcript, array("I")), np.uint32)
        words, before = self._cut.words_of(pieces)
        between = before[:-1][pieces == self._numbers.numbers()[BETWEEN]]
        return np.insert(words.astype(np.int64) + 1, between, 0)

    def _text(self, phrase: int, length: int) -> str:
        size, forms = len(self._forms) + 1, self._forms
        return " ".join(forms[phrase // size**place % size - 1] for place in range(length - 1, -1, -1))

    @cached_property
    def _cut(self) -> CutText:
        """Return all pieces cut into words. Nothing may be added afterwards."""
        return self._numbers.cut()

    @cached_property
    def _forms(self) -> list[str]:
        return list(map(form_of, self._cut.forms))

    @cached_property
    def _telling(self) -> Array:
        """Return by number which words are significant."""
        forms = self._forms
        return np.array([False, *(len(word) > 2 and not word[0].isdigit() and word not in STOP_WORDS for word in forms)])


def counting(documents: Iterable[Document], counter: PhraseCounter) -> Iterator[Document]:
    """Pass documents through, recording each transcript's texts."""
    for document in documents:
        for part in (document["question"], document["answer"]):
            counter.add(int(document["transcript"]), part)
        yield document


def kept(repeated: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the most frequent phrases. A pair that only occurs in a triple is left out."""
    often = {phrase: count for phrase, count in repeated.items() if len(phrase) <= LENGTH}
    inside = {
        part
        for phrase, count in often.items()
        for part in (phrase.rpartition(" ")[0], phrase.partition(" ")[2])
        if often.get(part) == count
    }
    ranked = sorted(often.items(), key=lambda found: (-found[1], found[0]))
    return [(phrase, count) for phrase, count in ranked if phrase not in inside][:PHRASES_PER_TRANSCRIPT]


def keep(transcripts: Collection[int], counter: PhraseCounter) -> None:
    """Replace the stored phrases of these transcripts."""
    rows = [
        PhraseCount(transcript_id=transcript, phrase=phrase, count=count)
        for transcript in transcripts
        for phrase, count in kept(counter.repeated(transcript))
    ]
    with transaction.atomic():
        PhraseCount.objects.filter(transcript_id__in=list(transcripts)).delete()
        PhraseCount.objects.bulk_create(rows, batch_size=1000)


def beginning_with(typed: str, limit: int) -> list[str]:
    """Return phrases that begin with the typed text (folded), most frequent first. One indexed query."""
    public = Transcript.objects.published().filter(pk=OuterRef("transcript_id"))  # the index may be behind a withdrawal
    found = PhraseCount.objects.filter(Exists(public), phrase__gte=typed, phrase__lt=typed + "\uffff").values("phrase")
    return [row["phrase"] for row in found.annotate(times=Sum("count")).order_by("-times", "phrase")[:limit]]
