"""Phrases of the collection, for suggestions: what a transcript says more than once, counted when it is indexed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Sum

from search.models import PhraseCount
from search.request import Document
from search.words import tokens

LONGEST = 3
KEPT = 20  # phrases a transcript
LENGTH = 80
STOP_WORDS = frozenset(
    """a about after again all also am an and any are as at be because been before being but by can cannot could did do does
    doing dont down during each even every few first for from further get go going good had has have having he her here him
    his how however i if im in into is it its just know last let like made make many may me might more most much must my new
    no nor not now of off on once one only or other our out over own said same say see she should so some still such take
    than that the their them then there these they think this those through time to today too two under until up us very want
    was we well were weve what when where which while who whom why will with would yes yet you your""".split()
)


def counting(documents: Iterable[Document], into: dict[int, Counter[str]]) -> Iterator[Document]:
    """Pass documents on, counting the phrases of each transcript on the way."""
    for document in documents:
        counts = into.setdefault(int(document["transcript"]), Counter())
        for part in (document["question"], document["answer"]):
            counts.update(phrases_of([token.text for token in tokens(part)]))
        yield document


def phrases_of(words: list[str]) -> Iterator[str]:
    """Yield pairs and triples of words that neither begin nor end with a word that says nothing."""
    telling = [len(word) > 2 and not word[0].isdigit() and word not in STOP_WORDS for word in words]
    for start, begins in enumerate(telling):
        if begins:
            for end in range(start + 2, min(start + LONGEST, len(words)) + 1):
                if telling[end - 1]:
                    yield " ".join(words[start:end])


def kept(counts: Counter[str]) -> list[tuple[str, int]]:
    """Return what is said more than once, most often first; a pair that only stands in a triple is left to it."""
    often = {phrase: count for phrase, count in counts.items() if count > 1 and len(phrase) <= LENGTH}
    inside = {
        part
        for phrase, count in often.items()
        for part in (phrase.rpartition(" ")[0], phrase.partition(" ")[2])
        if often.get(part) == count
    }
    ranked = sorted(often.items(), key=lambda found: (-found[1], found[0]))
    return [(phrase, count) for phrase, count in ranked if phrase not in inside][:KEPT]


def keep(transcripts: Iterable[int], counted: dict[int, Counter[str]]) -> None:
    """Replace what is kept of these transcripts."""
    rows = [
        PhraseCount(transcript_id=transcript, phrase=phrase, count=count)
        for transcript, counts in counted.items()
        for phrase, count in kept(counts)
    ]
    with transaction.atomic():
        PhraseCount.objects.filter(transcript_id__in=list(transcripts)).delete()
        PhraseCount.objects.bulk_create(rows, batch_size=1000)


def beginning_with(typed: str, limit: int) -> list[str]:
    """Return phrases that begin with what was typed (folded), the most frequent first. One query, by an index."""
    found = PhraseCount.objects.filter(phrase__gte=typed, phrase__lt=typed + "\uffff").values("phrase")
    return [row["phrase"] for row in found.annotate(times=Sum("count")).order_by("-times", "phrase")[:limit]]
