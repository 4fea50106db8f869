from __future__ import annotations

import pytest
from django.core.management import call_command

from archive.models import Mention, Transcript, Turn
from search.index.queue import documents, drain, engine, queue
from search.models import IndexTask
from tests.world import harbour_talks


@pytest.fixture
def talks(db, index_dir):
    made = harbour_talks()
    queue([made.pk])
    drain()
    return made


def check(capsys, *options):
    try:
        call_command("check_index", *options)
    except SystemExit as ended:
        return ended.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


def test_agreement_is_said(talks, capsys):
    assert check(capsys) == (0, "Index and database agree: 3 records\n")


def test_an_administrator_can_see_how_much_is_kept_in_memory(talks, capsys, settings):
    status, told = check(capsys, "--verbosity", "2")
    assert status == 0
    assert f"of mapped files; at most {settings.SEARCH_MEMORY_MB}.0 MB (SEARCH_MEMORY_MB)" in told


def lose_a_record(talks):
    found = [made for made in documents() if made["django_id"] != str(talks.records.first().pk)]
    engine().replace([talks.pk], found)


def change_a_text(talks):
    turn = talks.turns.last()
    Turn.objects.filter(pk=turn.pk).update(text="Changed behind the index's back.")


def reject_a_mention(talks):
    Mention.objects.filter(code="RS").update(rejected=True)


def double_a_record(talks):
    engine().replace([], list(documents()))


def keep_what_is_withdrawn(talks):
    Transcript.objects.update(state="withdrawn")


def delete_behind_its_back(talks):
    Turn.objects.all().delete()
    talks.records.all().delete()
    talks.delete()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lose_a_record, "1 record missing"),
        (change_a_text, "1 record outdated"),
        (reject_a_mention, "2 records outdated"),
        (double_a_record, "3 records doubled"),
        (keep_what_is_withdrawn, "3 records stray"),
        (delete_behind_its_back, "3 records stray"),
    ],
)
def test_a_difference_is_told_and_repaired(talks, capsys, spoil, said):
    spoil(talks)
    status, told = check(capsys)
    assert status == 1
    assert said in told
    status, told = check(capsys, "--repair")
    assert status == 0
    assert "agree" in told.splitlines()[-1]


def test_what_waits_is_told(talks, capsys):
    IndexTask.objects.create(transcript_id=talks.pk)
    status, told = check(capsys)
    assert (status, told) == (1, "1 transcript waits to be indexed (manage.py index_pending)\n")


def test_a_missing_index_is_told_and_repaired(talks, capsys, index_dir):
    for file in index_dir.iterdir():
        file.unlink()
    status, told = check(capsys)
    assert status == 1
    assert "There is no index of this database" in told
    assert check(capsys, "--repair")[0] == 0
