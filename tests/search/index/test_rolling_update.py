"""Machines of two versions at one index: neither undoes what the other builds, and nothing is missed meanwhile."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from search.index import queue
from search.index.checking import compare
from search.index.queue import SCHEMA_VERSION, drain, drain_once, engine, is_due, waiting
from search.models import IndexConsumer, IndexTask
from search.query.request import SearchRequest
from tests.search.index.machines import share
from tests.world import MARCHETTI, said, talk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_index_of_others")]


@pytest.fixture
def version(index_dir, monkeypatch):
    """Return a function that lets this process be a machine of another version, so many after the one in use."""
    share(monkeypatch)
    monkeypatch.setattr(queue, "BATCH_BESIDE", 1)
    return lambda later: monkeypatch.setattr(queue, "SCHEMA_VERSION", SCHEMA_VERSION + later)


def publish():
    made = talk(said("Welcome to the harbour.", MARCHETTI))
    queue.queue([made.pk])


def total():
    return engine().search(SearchRequest()).total


def schema(index):
    return int((index.stamp() or "0").split()[-1]) - SCHEMA_VERSION


@pytest.fixture
def half_updated(version):
    """Three transcripts in an index of the old version, and one of them in an index of the new one, which is built beside."""
    for _ in range(3):
        publish()
    assert drain()
    version(1)
    assert drain_once()
    version(0)
    assert (schema(engine()), schema(engine().beside()), total()) == (0, 1, 3)


def test_an_old_machine_goes_on_beside_what_a_new_one_builds(half_updated):
    note = engine().beside().note()
    publish()
    assert is_due()
    assert drain()
    assert (total(), waiting(), is_due()) == (4, 0, False)
    assert (schema(engine().beside()), engine().beside().note()) == (1, note)


def test_what_an_old_machine_publishes_is_in_the_new_index(half_updated, version):
    publish()
    assert drain()
    version(1)
    assert drain()
    assert (schema(engine()), total(), waiting(), is_due()) == (1, 4, 0, False)
    assert engine().beside().note() == ""
    assert compare().agrees


def test_after_the_swap_an_old_machine_finds_and_leaves_writing_to_the_new_ones(half_updated, version):
    version(1)
    assert drain()
    version(0)
    publish()
    assert not drain()
    assert (total(), waiting(), schema(engine()), engine().beside().note()) == (3, 1, 1, "")
    version(1)
    assert drain()
    assert (total(), waiting()) == (4, 0)


def test_an_update_that_is_taken_back_half_way_is_ended_by_rebuilding(half_updated, version):
    call_command("rebuild_index", verbosity=0)
    assert (schema(engine()), total(), engine().beside().note()) == (0, 3, "")
    assert compare().agrees


def test_an_update_that_is_taken_back_afterwards_is_ended_by_rebuilding(half_updated, version):
    version(1)
    assert drain()
    version(0)
    publish()
    call_command("rebuild_index", verbosity=0)
    assert (schema(engine()), total(), waiting()) == (0, 4, 0)
    assert compare().agrees


def test_nothing_is_kept_for_an_index_that_was_begun_and_given_up(half_updated, version):
    version(1)
    call_command("rebuild_index", restart=True, verbosity=0)
    assert (schema(engine()), total()) == (1, 3)
    assert IndexConsumer.objects.count() == 1
    assert not IndexTask.objects.exists()


def test_nothing_is_kept_for_an_index_that_somebody_has_deleted(version):
    publish()
    assert drain()
    engine().reset(queue.stamp())  # as empty as a deleted one, and nobody's
    publish()
    assert drain()
    assert (total(), IndexConsumer.objects.count(), IndexTask.objects.count()) == (2, 1, 0)


@pytest.mark.parametrize("published", [1, 5])
def test_rebuilding_ends_while_others_publish_on_and_on(version, monkeypatch, published):
    for _ in range(3):
        publish()
    assert drain()
    whole, steps = queue._step, []

    def step_with_another_at_work(turn):
        steps.append(turn)
        assert len(steps) < 40, "it waits for a moment in which nobody publishes"
        done = whole(turn)
        for _ in range(published):
            publish()
        return done

    monkeypatch.setattr(queue, "BATCH_BESIDE", 2)
    monkeypatch.setattr(queue, "_step", step_with_another_at_work)
    call_command("rebuild_index", verbosity=0)
    monkeypatch.setattr(queue, "_step", whole)
    assert engine().beside().note() == ""
    assert drain()
    assert compare().agrees
