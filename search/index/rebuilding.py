"""How far an index is that is built anew: in its place where there is none to ask, otherwise beside the one that answers."""

from __future__ import annotations

from dataclasses import dataclass

from archive.models import Transcript
from search.engines.base import SearchEngine
from search.index.consumers import consumer_of, is_built, waiting_for
from search.models import IndexConsumer


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """How many transcripts are in an index that is built, of how many."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        """Return it in whole percent; 100 only when all are in."""
        return 100 * self.done // self.total if self.total else 100


def is_rebuilding(index: SearchEngine) -> bool:
    """Tell whether not everything is in the index that answers, so that it cannot say that nothing is found."""
    return not is_built(index)


def progress_of(index: SearchEngine) -> BuildProgress | None:
    """Return how far the index is that is built, beside this one or in its place; None where none is."""
    for one in (index.beside(), index):
        consumer = consumer_of(one) if one.note() else None
        if consumer and consumer.until:
            return _progress(consumer)
    return None


def _progress(consumer: IndexConsumer) -> BuildProgress:
    left = consumer.tasks.filter(pk__lte=consumer.until).count()
    return BuildProgress(max(consumer.total - left, 0), consumer.total)


def behind(index: SearchEngine) -> int:
    """Return how many transcripts the index that answers may not have as they are now."""
    left = waiting_for(index)
    if left is None and index.beside().note():  # it has missed changes, and the one beside will take its place
        left = waiting_for(index.beside())
    return Transcript.objects.published().count() if left is None else left
