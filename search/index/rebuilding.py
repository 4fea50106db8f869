"""Progress of an index being rebuilt: in its place if there is none to search, otherwise beside the live one."""

from __future__ import annotations

from dataclasses import dataclass

from archive.models import Transcript
from search.engines.base import SearchEngine
from search.index.consumers import consumer_of, is_built, waiting_for
from search.models import IndexConsumer


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """How many of the transcripts an unfinished index has."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        """Return it in whole percent; 100 only when all are in."""
        return 100 * self.done // self.total if self.total else 100


def is_rebuilding(index: SearchEngine) -> bool:
    """Tell whether the live index is incomplete, so that it cannot say that nothing is found."""
    return not is_built(index)


def progress_of(index: SearchEngine) -> BuildProgress | None:
    """Return the progress of the index being built, beside this one or in its place; None if there is none."""
    for one in (index.beside(), index):
        consumer = consumer_of(one) if one.note() else None
        if consumer and consumer.until:
            return _progress(consumer)
    return None


def _progress(consumer: IndexConsumer) -> BuildProgress:
    left = consumer.tasks.filter(pk__lte=consumer.until).count()
    return BuildProgress(max(consumer.total - left, 0), consumer.total)


def behind(index: SearchEngine) -> int:
    """Return how many transcripts in the live index may be out of date."""
    left = waiting_for(index)
    if left is None and index.beside().note():  # it has missed changes, and will be replaced by the one beside
        left = waiting_for(index.beside())
    return Transcript.objects.published().count() if left is None else left
