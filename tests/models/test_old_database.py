"""A database made before the modules were moved (November 2026) is migrated without loss, and its pages are read.

`before_the_move.sql.xz` is what that version wrote: four of the samples, published, draft and withdrawn; one of them in two
revisions, with a mention taken away and one added by an editor; one upload that waits; figures as they were counted then.
"""

from __future__ import annotations

import lzma
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.test import Client

from archive.models import Mention, Record, Revision, Speaker, Tally, Transcript, Turn, Upload
from archive.parsing.parsed import from_dict, to_dict
from archive.statistics import counters
from search.index.queue import drain, queue
from tests.search.conftest import index_dir

__all__ = ["index_dir"]

DUMP = Path(__file__).with_name("before_the_move.sql.xz")
GROWS = {"django_migrations", "django_content_type", "auth_permission", "auth_group_permissions", "sqlite_sequence"}
COUNTED_ANEW = {"archive_counted", "archive_tally"}


def rows_of(path: Path) -> dict[str, list[dict[str, object]]]:
    """Return what every table holds, by the names of its columns: a migration may change their order."""
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: [dict(row) for row in database.execute(f'SELECT * FROM "{table}" ORDER BY 1')] for table in tables}


def unpacked(path: Path) -> Path:
    """Make the database of before the move at a path."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript(lzma.decompress(DUMP.read_bytes()).decode())
    return path


@pytest.fixture
def migrated(tmp_path, db, index_dir, monkeypatch):
    """The old database in place of the test's own, migrated."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # a browser of other tests in this process runs a loop
    old = unpacked(tmp_path / "old.sqlite3")
    own = connections["default"]
    place = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(old), "TIME_ZONE": own.settings_dict["TIME_ZONE"]}
    other = DatabaseWrapper(connections.configure_settings({"default": place})["default"], "default")
    connections["default"] = other  # SQLite, whatever the suite runs on
    try:
        call_command("migrate", verbosity=0)
        yield old
    finally:
        other.close()
        connections["default"] = own


def test_no_row_is_lost_or_changed(migrated, tmp_path):
    before, after = rows_of(unpacked(tmp_path / "before.sqlite3")), rows_of(migrated)
    assert before.keys() <= after.keys()
    for table in before.keys() - GROWS - COUNTED_ANEW:
        assert len(after[table]) == len(before[table]), table
        assert all(now.items() >= then.items() for now, then in zip(after[table], before[table], strict=True)), table
    done, now_done = ({(row["app"], row["name"]) for row in rows["django_migrations"]} for rows in (before, after))
    assert done < now_done


def holds(now, before) -> bool:
    """Tell whether everything said before is said now, where more may be said."""
    if isinstance(before, dict):
        return before.keys() <= now.keys() and all(holds(now[key], value) for key, value in before.items())
    if isinstance(before, list):
        return len(now) == len(before) and all(map(holds, now, before))
    return now == before


def test_what_was_stored_is_understood(migrated):
    states = dict.fromkeys(Transcript.objects.values_list("state", flat=True))
    counts = [model.objects.count() for model in (Transcript, Record, Turn, Mention, Revision, Speaker, Upload)]
    assert (set(states), counts) == ({"published", "draft", "withdrawn"}, [4, 28, 50, 44, 5, 6, 1])
    for revision in Revision.objects.all():
        assert holds(to_dict(from_dict(revision.content)), revision.content)
    assert [(said.code, said.surface) for said in Mention.objects.filter(by_editor=True)] == [("IS", "lighthouse")]
    assert Mention.objects.filter(rejected=True).count() == 1


def test_figures_are_those_of_a_new_count(migrated):
    counters.catch_up()
    kept = set(Tally.objects.values_list())
    counters.count_anew()
    assert {row[1:] for row in kept} == {row[1:] for row in Tally.objects.values_list()}
    assert kept


def test_its_pages_are_read_and_searched(migrated, client):
    queue(Transcript.objects.values_list("pk", flat=True))
    assert drain()
    for transcript in Transcript.objects.all():
        answer = client.get(transcript.get_absolute_url())
        assert (answer.status_code == 200) == (transcript.state == Transcript.State.PUBLISHED), transcript
        if answer.status_code == 200:
            assert all(client.get(one.get_absolute_url()).status_code == 200 for one in transcript.records.all())
    for path in ("/", "/t/", "/speakers/", "/countries/", "/countries/PT/", "/feeds/transcripts.atom", "/sitemap.xml"):
        assert client.get(path).status_code == 200, path
    assert "lighthouse" in client.get("/search/", {"q": "lighthouse"}).content.decode()
    assert "Tomas Arvidal" in client.get("/search/", {"country": "PT"}).content.decode()


def test_its_upload_is_opened_and_published(migrated):
    upload = Upload.objects.get()
    desk = Client()
    desk.force_login(User.objects.get(username="vera"))
    answer = desk.get(f"/admin/archive/upload/{upload.pk}/change/")
    assert (answer.status_code, "marchetti_doorstop" in answer.content.decode()) == (200, True)
