from __future__ import annotations

import shutil

import pytest
from django.core.management import call_command
from django.db import transaction

from archive.models import Transcript
from archive.signals import bulk, transcript_changed, transcript_removed
from search.engines.base import IndexUnreadable
from search.index import following
from search.index import queue as indexing
from search.index.checking import compare
from search.index.queue import drain, engine, fed, queue, stamp, waiting, writing
from search.index.writer_lock import WriterTurn
from search.models import IndexState, IndexTask
from search.query.request import SearchRequest
from search.query.tree import Word
from tests.world import MARCHETTI, answered, asked, crowd, said, talk

pytestmark = pytest.mark.usefixtures("no_index_of_others")


def total() -> int:
    return engine().search(SearchRequest()).total


def changed(of: Transcript) -> None:
    transcript_changed.send(sender=Transcript, transcript_id=of.pk)


@pytest.fixture
def talks(db, index_dir):
    return talk(said("Welcome.", MARCHETTI), asked("Why?"), answered("Because.", MARCHETTI))


def test_a_change_is_queued_with_it_and_forgotten_with_it(talks):
    drain()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        changed(talks)
        assert waiting() == 1
        raise ZeroDivisionError
    assert waiting() == 0


def test_a_change_is_found_as_soon_as_it_is_committed(talks, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        changed(talks)
    assert (total(), waiting()) == (2, 0)


def test_a_removed_transcript_leaves_the_index(talks, django_capture_on_commit_callbacks):
    queue([talks.pk])
    drain()
    with django_capture_on_commit_callbacks(execute=True):
        transcript_removed.send(sender=Transcript, transcript_id=talks.pk, record_ids=[])
        talks.turns.all().delete()
        talks.records.all().delete()
        talks.delete()
    assert total() == 0


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_only_what_is_published_is_indexed(talks, state):
    queue([talks.pk])
    drain()
    Transcript.objects.update(state=state)
    queue([talks.pk])
    drain()
    assert total() == 0


def test_what_is_indexed_twice_is_there_once(talks):
    for _ in range(3):
        queue([talks.pk, talks.pk])
        drain()
    assert total() == 2
    assert compare().agrees


def test_a_bulk_is_indexed_in_one_commit(talks, django_capture_on_commit_callbacks, monkeypatch):
    crowd(5)
    commits = []
    replace = engine().replace
    monkeypatch.setattr(engine(), "replace", lambda *args: (commits.append(args), replace(*args)))
    with django_capture_on_commit_callbacks(execute=True), bulk():
        for one in Transcript.objects.all():
            changed(one)
    assert (len(commits), total(), waiting()) == (1, 42, 0)


def test_a_change_waits_for_another_writer_without_failing_or_blocking(talks, django_capture_on_commit_callbacks):
    with writing(wait=False) as mine, django_capture_on_commit_callbacks(execute=True):
        assert mine
        changed(talks)
    assert waiting() == 1
    assert drain()
    assert total() == 2


def test_a_failing_engine_fails_no_request_and_keeps_the_task(talks, django_capture_on_commit_callbacks, monkeypatch, caplog):
    def fail(*args):
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(engine(), "replace", fail)
        with django_capture_on_commit_callbacks(execute=True):
            changed(talks)
    assert "disk full" in caplog.text
    assert waiting() == 1
    assert drain()
    assert total() == 2


def test_a_task_written_while_indexing_is_not_forgotten(talks, monkeypatch):
    replace = engine().replace

    def change_meanwhile(transcripts, documents, fence):
        replace(transcripts, documents, fence)
        if IndexTask.objects.count() == 1:
            queue([talks.pk])

    monkeypatch.setattr(engine(), "replace", change_meanwhile)
    first = IndexTask.objects.get()
    indexing.index_batch(fed()[0], [(first.pk, talks.pk)], WriterTurn(0))
    assert waiting() == 1


def test_many_waiting_transcripts_are_left_to_a_thread(talks, django_capture_on_commit_callbacks, monkeypatch):
    started = []
    monkeypatch.setattr(following, "drain_in_background", lambda: started.append(True))
    monkeypatch.setattr(following, "INDEXED_WITHIN_REQUEST", 0)
    with django_capture_on_commit_callbacks(execute=True):
        changed(talks)
    assert started
    assert waiting() == 1


def remove(path):
    shutil.rmtree(path)


def empty(path):
    for file in path.iterdir():
        file.unlink()


def cut_short(path):
    for file in path.glob("MAIN_*"):
        file.write_bytes(file.read_bytes()[:10])


def lose_segments(path):
    for file in path.glob("MAIN_*"):
        file.unlink()


def scribble(path):
    for file in path.glob("_MAIN_*.toc"):
        file.write_bytes(b"this is no table of contents")


def of_another_database(path):
    (path / "chancery.stamp").write_text("another")


# Whoosh leaves a file that it cannot read open until it is collected.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("spoil", [remove, empty, cut_short, lose_segments, scribble, of_another_database])
def test_an_unusable_index_is_built_anew_without_a_human(talks, index_dir, spoil):
    queue([talks.pk])
    drain()
    total()
    spoil(index_dir)
    call_command("index_pending", verbosity=0)
    assert total() == 2
    assert compare().agrees


def test_what_waits_already_is_not_queued_twice_for_an_index_built_anew(talks, index_dir):
    queue([talks.pk, talks.pk])
    assert [one.beside for one in fed()] == [False]
    assert list(IndexTask.objects.values_list("transcript_id", flat=True)) == [talks.pk]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("begin, end", [(0.0, 0.5), (0.2, 0.8), (0.0, 1.0)])
def test_damage_deep_in_the_index_is_found_by_searching_and_mended(talks, index_dir, begin, end):
    queue([talks.pk])
    drain()
    for file in index_dir.glob("MAIN_*.*"):
        data = file.read_bytes()
        first, last = int(begin * len(data)), int(end * len(data))
        file.write_bytes(data[:first] + b"\xff" * (last - first) + data[last:])
    with pytest.raises(IndexUnreadable):
        engine().search(SearchRequest(tree=Word("because")))
    drain()
    assert total() == 2


def test_files_of_others_in_the_folder_of_the_index_stay(talks, index_dir):
    index_dir.mkdir()
    (index_dir / "letter.txt").write_text("dear archive")
    queue([talks.pk])
    drain()
    engine().reset(stamp())
    assert (index_dir / "letter.txt").read_text() == "dear archive"


def test_another_database_is_told_by_its_name(talks):
    before = stamp()
    IndexState.objects.all().delete()
    assert stamp() != before


def test_index_pending_says_how_much_it_did(talks, capsys):
    queue([talks.pk])
    call_command("index_pending")
    assert capsys.readouterr().out == "1 transcript indexed\n"
    call_command("index_pending")
    assert capsys.readouterr().out == ""
