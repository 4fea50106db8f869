"""Each machine's index takes in every change, whoever makes it, and knows when it has missed one."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from archive.models import Transcript
from search.alerts import watching
from search.engines.whoosh.haystack import haystack_engine
from search.engines.whoosh.haystack.schema import schema_of
from search.index import consumers, queue
from search.index.checking import compare
from search.index.consumers import LostStep, consumer_of
from search.index.queue import drain, drain_once, engine, fed, is_due, waiting
from search.index.repairing import BeingRepaired
from search.index.writer_lock import WriterTurn
from search.models import ChangedTranscript, IndexConsumer, IndexState, IndexTask
from search.query.params import SearchParams
from search.query.request import SearchRequest
from search.search_indexes import RecordIndex
from tests.search.index.machines import Machine
from tests.world import MARCHETTI, said, talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def machines(tmp_path, settings, monkeypatch):
    return [Machine(tmp_path / name, settings, monkeypatch) for name in ("a", "b")]


@pytest.fixture
def talks():
    return published("harbour-talks")


def published(slug):
    return talk(said("Welcome to the harbour.", MARCHETTI), title=slug)


def total():
    return engine().search(SearchRequest()).total


def on_each(machines):
    found = []
    for machine in machines:
        with machine:
            drain()
            found.append((total(), waiting()))
    return found


def test_what_one_machine_indexes_the_other_indexes_too(machines, talks):
    assert on_each(machines) == [(1, 0), (1, 0)]
    queue.queue([published("more-talks").pk])
    assert on_each(machines) == [(2, 0), (2, 0)]
    Transcript.objects.filter(pk=talks.pk).update(state="withdrawn")
    queue.queue([talks.pk])
    assert on_each(machines) == [(1, 0), (1, 0)]
    assert not IndexTask.objects.exists()


def test_each_machine_says_how_far_it_is_behind_itself(machines, talks):
    a, b = machines
    with a:
        drain()
        assert waiting() == 0
    with b:
        assert waiting() == 1, "nothing is in its index yet"
    on_each(machines)
    for number in range(3):
        queue.queue([published(f"talks-{number}").pk])
    with a:
        assert drain()
        assert waiting() == 0
    with b:
        assert waiting() == 3
        drain()
        assert waiting() == 0


def test_a_machine_is_not_ready_while_it_is_far_behind(machines, talks, client, settings):
    settings.READY_BEHIND = 0
    on_each(machines)
    queue.queue([talks.pk])
    with machines[0]:
        drain()
        assert client.get("/readyz").status_code == 200
    with machines[1]:
        assert "1 transcripts behind" in client.get("/readyz").json()["reasons"][0]


def test_a_change_that_comes_while_a_machine_is_registered_reaches_it(machines, talks, monkeypatch):
    on_each(machines[:1])
    reset = engine().whoosh.__class__.reset
    late = []

    def change_meanwhile(self, stamp):
        reset(self, stamp)
        if not late:
            late.append(published("late-talks"))
            queue.queue([late[0].pk])

    monkeypatch.setattr(engine().whoosh.__class__, "reset", change_meanwhile)
    assert on_each(machines[1:] + machines) == [(2, 0), (2, 0), (2, 0)]


def test_a_task_of_before_there_were_consumers_is_done_without_building_anew(machines, talks, monkeypatch):
    """As after the update: an index without a note, tasks of nobody."""
    with machines[0]:
        drain()
        engine().keep_note("")
        IndexConsumer.objects.all().delete()
        queue.queue([published("more-talks").pk])
        monkeypatch.setattr(consumers, "register", lambda *given: pytest.fail("it was built anew"))
        assert drain()
        assert (total(), waiting(), IndexConsumer.objects.count()) == (2, 0, 1)


def test_an_index_without_a_note_is_not_taken_for_the_only_one_where_there_is_another(machines, talks):
    on_each(machines)
    with machines[1]:
        engine().keep_note("")
        engine().replace([talks.pk], [])  # it has missed something
        assert waiting() == 1
        drain()
        assert total() == 1
        assert compare().agrees


def test_a_machine_that_was_away_for_long_holds_nothing_up_and_is_built_anew(machines, talks, settings):
    a, b = machines
    on_each(machines)
    queue.queue([talks.pk])
    long_ago = timezone.now() - dt.timedelta(hours=settings.INDEX_FORGET_HOURS + 1)
    with a:
        drain()
    with b:
        away = consumer_of(engine())
    IndexConsumer.objects.filter(pk=away.pk).update(seen_at=long_ago)
    IndexTask.objects.filter(consumer=away).update(created_at=long_ago)
    queue.queue([published("more-talks").pk])
    with a:
        drain()
    assert not IndexTask.objects.exists()
    assert not IndexConsumer.objects.filter(pk=away.pk).exists()
    with b:
        assert (total(), waiting()) == (1, 2)
        drain()
        assert (total(), waiting()) == (2, 0)
        assert compare().agrees


def test_a_machine_for_which_nothing_waits_is_not_forgotten_however_long_it_was_away(machines, talks, settings):
    on_each(machines)
    IndexConsumer.objects.update(seen_at=timezone.now() - dt.timedelta(days=400))
    queue.queue([talks.pk])
    assert on_each(machines) == [(1, 0), (1, 0)]
    assert IndexConsumer.objects.count() == 2


def test_a_copied_index_is_known_as_a_copy(machines, talks):
    a, b = machines
    on_each(machines[:1])
    shutil.copytree(a.folder, b.folder)
    queue.queue([published("more-talks").pk])
    with a:
        drain()
    with b:
        assert waiting() == 2
        assert is_due()
    assert on_each(machines) == [(2, 0), (2, 0)]
    assert IndexConsumer.objects.count() == 2
    queue.queue([published("most-talks").pk])
    assert on_each(machines) == [(3, 0), (3, 0)]


def test_an_index_brought_back_from_a_backup_is_known_as_old(machines, talks, tmp_path):
    with machines[0] as machine:
        drain()
        shutil.copytree(machine.folder, tmp_path / "backup")
        queue.queue([published("more-talks").pk])
        drain()
        shutil.rmtree(machine.folder)
        shutil.copytree(tmp_path / "backup", machine.folder)
        assert waiting() == 2
        drain()
        assert (total(), waiting()) == (2, 0)


def test_two_that_go_by_one_note_never_both_take_a_task(machines, talks):
    with machines[0]:
        drain()
        one = fed()[0]
        queue.queue([talks.pk])
        consumers.give_out(one.consumer)
        batch = list(one.tasks().values_list("pk", "transcript_id"))
        queue.index_batch(one, batch, WriterTurn(0))
        with pytest.raises(LostStep):
            queue.index_batch(one, batch, WriterTurn(0))


KILLED_AT = ("keep", "PhraseCounter", "consumers.new_mark", "consumers.written", "consumers.lock_consumers")


@pytest.mark.parametrize("place", KILLED_AT)
def test_a_kill_in_a_batch_loses_nothing_and_builds_nothing_anew(machines, talks, monkeypatch, place):
    on_each(machines)
    queue.queue([published("more-talks").pk])
    with machines[0], monkeypatch.context() as during:
        consumers.give_out(consumer_of(engine()))
        during.setattr(f"search.index.queue.{place}", lambda *given: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            drain_once()
    monkeypatch.setattr(consumers, "register", lambda *given: pytest.fail("it was built anew"))
    assert on_each(machines) == [(2, 0), (2, 0)]


def test_the_old_one_answers_while_another_version_is_built_beside(machines, talks, monkeypatch, client):
    for number in range(3):
        published(f"talks-{number}")
    monkeypatch.setattr(queue, "BATCH_BESIDE", 1)
    with machines[0]:
        drain()
        monkeypatch.setattr(queue, "SCHEMA_VERSION", queue.SCHEMA_VERSION + 1)
        for done in range(1, 4):
            assert drain_once()
            assert total() == 4
            assert engine().stamp() != queue.stamp()
            assert engine().beside().search(SearchRequest()).total == done
            assert client.get("/readyz").status_code == 200
        assert drain()
        assert (engine().stamp(), total(), IndexConsumer.objects.count()) == (queue.stamp(), 4, 1)
        assert compare().agrees


def test_changes_reach_both_while_one_is_built_beside(machines, talks, monkeypatch):
    for number in range(3):
        published(f"talks-{number}")
    monkeypatch.setattr(queue, "BATCH_BESIDE", 1)
    with machines[0]:
        drain()
        queue.begin_beside()
        drain_once()
        queue.queue([published("more-talks").pk])
        drain_once()
        assert (total(), waiting()) == (5, 0)
        drain()
        assert (total(), waiting(), engine().beside().stamp()) == (5, 0, None)
        assert compare().agrees


def test_what_is_built_beside_is_gone_on_with_after_a_kill(machines, talks, monkeypatch):
    for number in range(3):
        published(f"talks-{number}")
    monkeypatch.setattr(queue, "BATCH_BESIDE", 1)
    with machines[0]:
        drain()
        queue.begin_beside()
        drain_once()
        with monkeypatch.context() as during:
            during.setattr(queue, "keep", lambda *given: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                drain_once()
        monkeypatch.setattr(consumers, "register", lambda *given: pytest.fail("it was begun anew"))
        drain()
        assert (total(), engine().beside().stamp()) == (4, None)
        assert compare().agrees


def test_a_command_builds_it_anew_and_says_how_far_it_is(machines, talks, capsys, monkeypatch):
    for number in range(3):
        published(f"talks-{number}")
    monkeypatch.setattr(queue, "BATCH_BESIDE", 1)
    monkeypatch.setattr("search.management.commands.rebuild_index.REPORT_EVERY", 0.0)
    with machines[0]:
        drain()
        before = consumer_of(engine()).pk
        call_command("rebuild_index")
        told = capsys.readouterr().out
        assert "2 of 4 transcripts (50%)" in told
        assert "a second" in told
        assert told.splitlines()[-1].startswith("The index is new: 4 transcripts in")
        assert consumer_of(engine()).pk != before
        assert (total(), waiting(), IndexConsumer.objects.count()) == (4, 0, 1)


def test_pages_say_how_far_it_is_while_an_index_is_built_in_its_place(machines, talks, client, monkeypatch):
    monkeypatch.setattr("search.index.repairing.drain_in_background", lambda: None)
    for number in range(3):
        published(f"talks-{number}")
    monkeypatch.setattr(queue, "BATCH", 1)
    with machines[0]:
        drain_once()
        answer = client.get("/search/?q=nowhere")
        assert answer.status_code == 503
        assert "1 of 4 transcripts" in answer.content.decode()
        drain()
        assert client.get("/search/?q=nowhere").status_code == 200


def test_the_lock_s_row_is_made_where_it_is_missing(machines, talks):
    IndexState.objects.all().delete()
    assert on_each(machines) == [(1, 0), (1, 0)]


def without_a_facet():
    name, schema = schema_of(RecordIndex().fields)
    schema.remove("country")
    return name, schema


def test_an_index_with_the_fields_of_an_earlier_version_answers_meanwhile(machines, talks, client, monkeypatch):
    monkeypatch.setattr(queue, "BATCH_BESIDE", 1)
    queue.queue([published("more-talks").pk])
    with machines[0]:
        with monkeypatch.context() as earlier:
            earlier.setattr(haystack_engine, "schema_of", lambda fields: without_a_facet())
            drain()
        haystack_engine._engines.clear()
        assert engine().stamp() == f"{queue.stamp()} other-fields"
        drain_once()
        assert client.get("/search.json?q=harbour").json()["total"] == 2
        assert client.get("/search.json?q=harbour&country=FR").json()["total"] == 0
        assert client.get("/search/?q=harbour").status_code == 200
        drain()
        assert (engine().stamp(), total()) == (queue.stamp(), 2)
        assert compare().agrees


def test_an_administrator_can_see_all_machines_and_what_waits_for_each(machines, talks, capsys):
    on_each(machines)
    queue.queue([talks.pk])
    with machines[0]:
        drain()
        call_command("check_index")
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "Index and database agree: 1 record"
    waits = {line.partition(": seen")[0].rpartition("/")[2]: line.rpartition("; ")[2] for line in told[1:]}
    assert waits == {"a": "0 transcripts wait", "b": "1 transcript waits"}


def test_where_there_is_one_machine_it_is_not_listed(machines, talks, capsys):
    with machines[0]:
        drain()
        call_command("check_index")
    assert capsys.readouterr().out == "Index and database agree: 1 record\n"


def test_a_machine_that_lags_holds_no_news_of_another_back(machines, talks, client):
    a, b = machines
    on_each(machines)
    late = published("more-talks")
    queue.queue([late.pk])
    with a:
        drain()
        assert news_since(client, talks) == {"position": late.records.get().pk, "most": 2000, "counts": [1]}
    with b:
        assert news_since(client, talks) == {"position": talks.records.get().pk, "most": 2000, "counts": [0]}
        drain()
        assert news_since(client, talks) == {"position": late.records.get().pk, "most": 2000, "counts": [1]}


def news_since(client, of):
    return client.post("/search/new.json", {"s": [f"{of.records.get().pk}:q=harbour"]}).json()


@pytest.mark.parametrize(("where", "looked_at_later"), [(0, []), (1, ["more-talks"])])
def test_an_alert_that_begins_looks_later_only_at_what_its_machine_has_not(machines, talks, where, looked_at_later):
    on_each(machines)
    queue.queue([published("more-talks").pk])
    with machines[0]:
        drain()
    with machines[where], transaction.atomic():
        search = watching.search_of(SearchParams(q="harbour"))
        watching.watch(search)
    later = ChangedTranscript.objects.values_list("transcript_id", flat=True)
    assert list(Transcript.objects.filter(pk__in=later).values_list("title", flat=True)) == looked_at_later
    with machines[1]:
        assert watching.collect(drain) == len(looked_at_later)


def test_a_machine_that_was_forgotten_begins_no_alert_and_counts_no_news(machines, talks, client):
    a, b = machines
    on_each(machines)
    with b:
        consumer_of(engine()).delete()
        assert client.post("/search/new.json", {"s": ["0:q=harbour"]}).status_code == 503
        with pytest.raises(BeingRepaired), transaction.atomic():
            watching.watch(watching.search_of(SearchParams(q="harbour")))
        drain()
        assert news_since(client, talks)["position"] == talks.records.get().pk
