"""Receivers of the archive's signals: tasks are written in the same transaction and done after its commit."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from django.dispatch import receiver

from archive.countries.country_names import known_words
from archive.countries.gazetteer import gazetteer
from archive.signals import Gauge, bulk_ended, in_bulk, loaded, measuring, serving, transcript_changed, transcript_removed
from search.index.following import drain_after_commit, drain_or_log, follow_in_background
from search.index.queue import engine, is_of_this_archive, queue, waiting, waiting_for
from search.index.rebuilding import is_rebuilding
from search.index.warming import warm_in_background
from search.text.spellings import table as spelling_table


@receiver((transcript_changed, transcript_removed))
def note_change(sender: Any, transcript_id: int, **kwargs: Any) -> None:
    """Queue the transcript; index it after the commit, or with others at the end of a bulk."""
    queue([transcript_id])
    if not in_bulk():
        transaction.on_commit(drain_after_commit, robust=True)


@receiver(bulk_ended)
def index_bulk(sender: Any, **kwargs: Any) -> None:
    """Index everything a bulk changed, before its command ends."""
    transaction.on_commit(partial(drain_or_log, wait=True), robust=True)


@receiver(loaded)
def read_tables(sender: Any, **kwargs: Any) -> None:
    """Load the tables of names and spellings, which are the same in every process."""
    known_words(gazetteer())
    spelling_table()


@receiver(serving)
def warm_up(sender: Any, application: WSGIHandler, **kwargs: Any) -> None:
    """Request pages in the background, so that the first visitor does not wait for caches."""
    warm_in_background(application)


@receiver(serving)
def follow_changes(sender: Any, **kwargs: Any) -> None:
    """Index what other machines and commands change."""
    follow_in_background()


@receiver(measuring)
def tell_of_the_index(sender: Any, **kwargs: Any) -> list[Gauge]:
    """Report how far the index is behind, and whether it can be searched."""
    usable = is_of_this_archive(engine().stamp())
    return [
        Gauge("chancery_index_queue", "Transcripts that wait to be indexed", waiting()),
        Gauge("chancery_index_queue_age_seconds", "How long the oldest of them has waited", waiting_for()),
        Gauge("chancery_index_usable", "1 if the index exists, is complete and belongs to this database", usable),
        Gauge("chancery_index_rebuilding", "1 while the index is rebuilt", is_rebuilding(engine())),
    ]
