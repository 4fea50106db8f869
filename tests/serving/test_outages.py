"""A full disk, a locked or read-only database, a missing disk: named as such on pages and by commands."""

from __future__ import annotations

import errno
import gc
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from archive.models import Transcript, Upload
from archive.serving import outage_pages, outages
from archive.serving.outages import (
    AWAY,
    DAMAGED,
    FULL,
    LOCKED,
    READ_ONLY,
    TOO_MANY_FILES,
    UNPREPARED,
    UNREACHABLE,
    MissingDatabase,
    outage_of,
)
from archive.serving.sqlite3.base import DatabaseWrapper
from search.exports.export_files import write_xlsx
from tests.admin.conftest import index_dir
from tests.admin.desk import TALK, drop, file, filled_in, make_editor, page_of
from tests.house import ROOT
from tests.world import BRIEFING, INTERVIEW

__all__ = ["index_dir"]


def sqlite(code: int, message: str = "said by SQLite") -> OperationalError:
    """Return an error as Django raises it for one of SQLite's codes."""
    cause = sqlite3.OperationalError(message)
    cause.sqlite_errorcode = code
    error = OperationalError(message)
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), FULL),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), FULL),
        (OSError(errno.EFBIG, "File too large"), FULL),
        (OSError(errno.EROFS, "Read-only file system"), READ_ONLY),
        (OSError(errno.ESTALE, "Stale file handle"), AWAY),
        (OSError(errno.EIO, "Input/output error"), AWAY),
        (OSError(errno.EMFILE, "Too many open files"), TOO_MANY_FILES),
        (FileNotFoundError(errno.ENOENT, "No such file"), None),
        (PermissionError(errno.EACCES, "Permission denied"), None),
        (sqlite(sqlite3.SQLITE_BUSY), LOCKED),
        (sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), LOCKED),
        (sqlite(sqlite3.SQLITE_FULL), FULL),
        (sqlite(sqlite3.SQLITE_READONLY_DBMOVED), READ_ONLY),
        (sqlite(sqlite3.SQLITE_IOERR_WRITE), AWAY),
        (sqlite(sqlite3.SQLITE_CANTOPEN), UNREACHABLE),
        (sqlite(sqlite3.SQLITE_CORRUPT), DAMAGED),
        (sqlite(sqlite3.SQLITE_ERROR, "no such table: archive_transcript"), UNPREPARED),
        (sqlite(sqlite3.SQLITE_ERROR, "no such column: archive_transcript.place"), UNPREPARED),
        (sqlite(sqlite3.SQLITE_ERROR, "no such function: median"), None),
        (OperationalError("of nobody knows what"), None),
        (ValueError("a fault of ours"), None),
        (None, None),
    ],
)
def test_a_fault_of_the_machine_is_known(error, outage):
    assert outage_of(error) is outage


POSTGRESQL = [
    ("53100", FULL),
    ("25006", READ_ONLY),
    ("55P03", LOCKED),
    ("57P01", UNREACHABLE),
    ("42P01", UNPREPARED),
    ("", UNREACHABLE),
]
POSTGRESQL += [("42P01", UNPREPARED), ("42703", UNPREPARED)]


@pytest.mark.parametrize(("state", "outage"), POSTGRESQL)
def test_a_fault_that_postgresql_tells_is_known(state, outage):
    kind = type("OperationalError", (Exception,), {"__module__": "psycopg.errors", "sqlstate": state})
    error = OperationalError("as Django says it")
    error.__cause__ = kind("as PostgreSQL says it")
    assert outage_of(error) is outage


def test_a_fault_behind_another_is_known_and_its_words_are_told():
    try:
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError as fault:
            raise RuntimeError("could not write the page") from fault
    except RuntimeError as error:
        assert outage_of(error) is FULL
        assert outages.for_operators(FULL, error).startswith("The disk is full ([Errno 28] No space left on device). Free")


FAULTS = [(FULL, OSError(errno.ENOSPC, "x")), (LOCKED, sqlite(sqlite3.SQLITE_BUSY)), (AWAY, OSError(errno.ESTALE, "x"))]


@pytest.mark.parametrize(("outage", "fault"), FAULTS)
@pytest.mark.parametrize("path", ["/", "/t/", "/speakers/", "/countries/", "/search/", "/about/", "/admin/", "/admin/login/"])
def test_every_page_says_what_is_wrong(client, db, monkeypatch, path, outage, fault):
    def fail(*args, **kwargs):
        raise fault

    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", fail)
    client.raise_request_exception = False
    if path.startswith("/admin"):
        client.cookies["sessionid"] = "something"
    answer = client.get(path)
    if path == "/admin/login/" and answer.status_code == 200:
        return  # a form that asks the database nothing
    assert answer.status_code == 503
    assert answer["Retry-After"] == str(outage.retry_after)
    page = answer.content.decode()
    assert f"<h1>{outage.what}</h1>" in page
    assert "Nothing is lost" in page
    assert "masthead" in page


def test_programs_are_told_in_json(client, db, monkeypatch):
    def fail(*args, **kwargs):
        raise sqlite(sqlite3.SQLITE_BUSY)

    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", fail)
    answer = client.get("/search.json?q=ferry")
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert answer.json()["error"].startswith("The database is locked by another process; nothing was saved")


def test_every_other_error_is_a_500_as_before(client, db, monkeypatch):
    def fail(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("archive.pages.views.Figures", fail)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()


def test_programs_are_told_of_every_other_error_as_a_problem(client, db, monkeypatch):
    def fail(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("search.api.kept.Figures", fail)
    client.raise_request_exception = False
    answer = client.get("/api/countries")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert answer.json()["title"] == "Internal Server Error"
    assert answer.json()["instance"] == "/api/countries"


@pytest.fixture
def signed_in(client, db, index_dir):
    client.force_login(make_editor())
    return client


def test_what_an_editor_typed_is_kept_on_the_page_and_can_be_sent_again(signed_in, monkeypatch):
    drop(signed_in, file())
    upload = Upload.objects.get()
    fields = {**filled_in(signed_in.get(page_of(upload))), "title": "Typed “with” <care>\r\non two lines", "do": "save"}
    with monkeypatch.context() as broken:

        def fail(*args, **kwargs):
            raise sqlite(sqlite3.SQLITE_FULL)

        broken.setattr("archive.uploads.editing.editor.save", fail)
        answer = signed_in.post(page_of(upload), fields)
    assert answer.status_code == 503
    from bs4 import BeautifulSoup

    form = BeautifulSoup(answer.content, "lxml").select_one("main form")
    kept = {one["name"]: one["value"] for one in form.select("input[name]")}
    assert form["action"] == page_of(upload)
    del fields["csrfmiddlewaretoken"]
    wanted = {name: str(value).replace("\r\n", "\n") for name, value in fields.items()}
    assert {name: kept[name].replace("\r\n", "\n") for name in fields} == wanted
    assert signed_in.post(form["action"], kept).status_code == 302


def test_a_password_or_a_file_is_never_written_back(signed_in, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("archive.admin.uploads.take", fail)
        answer = signed_in.post("/admin/archive/upload/add/", {"files": [file()]})
    assert answer.status_code == 503
    assert "You will have to choose files again" in answer.content.decode()
    signed_in.logout()
    with monkeypatch.context() as broken:
        broken.setattr("archive.signin.sign_in.authenticate", fail)
        answer = signed_in.post("/admin/login/", {"username": "vera", "password": "s3cret-words"})
    assert answer.status_code == 503
    assert "s3cret-words" not in answer.content.decode()


def test_a_file_that_meets_a_full_disk_stops_the_import_and_says_so(db, index_dir, tmp_path, monkeypatch, capsys):
    for number, text in enumerate((BRIEFING, INTERVIEW, TALK)):
        (tmp_path / f"{number}.txt").write_text(text)
    from archive.importing import batch

    taken, real = [], batch.import_transcript

    def fill_up(*args, **kwargs):
        taken.append(args)
        if len(taken) == 2:
            raise sqlite(sqlite3.SQLITE_FULL, "database or disk is full")
        return real(*args, **kwargs)

    monkeypatch.setattr(batch, "import_transcript", fill_up)
    with pytest.raises(CommandError) as refusal:
        call_command("import_transcripts", str(tmp_path))
    assert refusal.value.returncode == 75
    assert str(refusal.value).startswith("The disk is full (database or disk is full).")
    assert "is kept; run the same command again to continue" in str(refusal.value)
    assert "fault in Chancery" not in str(refusal.value)
    assert (len(taken), Transcript.objects.count()) == (2, 1)


def run(data: Path, *words: str, **more: str) -> tuple[int, str]:
    """Run a command on a data folder; return its exit status and what it says."""
    env = {**os.environ, "DATA_DIR": str(data), "INDEX_DIR": str(data / "index"), "DJANGO_SETTINGS_MODULE": "archive.settings"}
    env = {name: value for name, value in env.items() if name not in ("DATABASE_URL", "STATIC_ROOT")} | more
    command = [sys.executable, "-W", "ignore", "manage.py", *words]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=200)
    return done.returncode, done.stdout + done.stderr


def test_commands_say_that_the_database_is_locked(tmp_path):
    assert run(tmp_path, "migrate", "-v0")[0] == 0
    holder = sqlite3.connect(tmp_path / "chancery.sqlite3", isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    (tmp_path / "b.txt").write_text(BRIEFING)
    commands = (("import_transcripts", str(tmp_path / "b.txt")), ("count_figures",))
    told: dict[tuple[str, ...], tuple[int, str]] = {}
    threads = [
        threading.Thread(target=lambda words=words: told.__setitem__(words, run(tmp_path, *words, SQLITE_PATIENCE="1")))
        for words in commands
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    holder.execute("ROLLBACK")
    for words in commands:
        status, said = told[words]
        assert status == 75, said
        assert "The database is locked by another process (database is locked)." in said
        assert "Traceback" not in said
        assert "fault in Chancery" not in said
    assert run(tmp_path, *commands[0])[0] == 0


def test_an_import_waits_for_a_lock_that_is_released(tmp_path):
    assert run(tmp_path, "migrate", "-v0")[0] == 0
    (tmp_path / "b.txt").write_text(BRIEFING)
    holder = sqlite3.connect(tmp_path / "chancery.sqlite3", isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    threading.Timer(4, lambda: holder.execute("ROLLBACK")).start()
    status, said = run(tmp_path, "import_transcripts", str(tmp_path / "b.txt"))
    assert (status, "created" in said) == (0, True), said


@pytest.fixture
def small_disk(tmp_path):
    """A disk of a few megabytes of its own, where this may be had."""
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "none", str(folder)], capture_output=True)
    if done.returncode:
        pytest.skip("a small disk can be mounted by root only")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_is_really_full_is_said_and_work_goes_on_when_there_is_room(small_disk, tmp_path):
    assert run(small_disk, "migrate", "-v0")[0] == 0
    (tmp_path / "b.txt").write_text(BRIEFING)
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(b"x" * 4096)
        except OSError:
            pass
    status, said = run(small_disk, "import_transcripts", str(tmp_path / "b.txt"))
    assert status == 75, said
    assert "The disk is full" in said
    assert "fault in Chancery" not in said
    assert "Traceback" not in said
    status, said = run(small_disk, "export_archive", str(small_disk / "all.zip"))
    assert (status, "The disk is full" in said) == (75, True), said
    filler.unlink()
    status, said = run(small_disk, "import_transcripts", str(tmp_path / "b.txt"))
    assert (status, "created" in said) == (0, True), said
    assert run(small_disk, "check_index")[0] == 0


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_workbook_that_meets_a_full_disk_leaves_nothing_there(small_disk, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    rows = (random.randbytes(15_000).hex() for _ in range(2000))
    with tempfile.TemporaryFile() as file, pytest.raises(Exception, match="No space left") as refusal:
        write_xlsx(file, rows, [SimpleNamespace(label="Text", value=str)], [])
    assert outage_of(refusal.value) is FULL
    assert list(small_disk.iterdir()) == []
    del refusal
    gc.collect()  # xlsxwriter forgets its ZipFile, which would complain in another test


def test_a_database_that_can_only_be_read_is_said_and_pages_go_on(small_disk, tmp_path):
    assert run(small_disk, "migrate", "-v0")[0] == 0
    (tmp_path / "b.txt").write_text(BRIEFING)
    assert run(small_disk, "import_transcripts", str(tmp_path / "b.txt"))[0] == 0
    (tmp_path / "i.txt").write_text(INTERVIEW)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    try:
        status, said = run(small_disk, "import_transcripts", str(tmp_path / "i.txt"))
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert status == 75, said
    assert "Traceback" not in said
    assert run(small_disk, "import_transcripts", str(tmp_path / "i.txt"))[0] == 0


@pytest.mark.django_db
def test_a_clock_set_back_changes_no_order_and_loses_nothing(signed_in, monkeypatch, tmp_path):
    from django.utils import timezone

    from archive.importing.importer import import_transcript
    from search.index.checking import compare
    from search.index.queue import drain

    first = import_transcript(BRIEFING.encode(), "b.txt").transcript
    drain()
    real, real_now = time.time, timezone.now
    back = 400 * 24 * 3600
    monkeypatch.setattr(time, "time", lambda: real() - back)
    monkeypatch.setattr(timezone, "now", lambda: real_now() - timezone.timedelta(seconds=back))
    import_transcript(BRIEFING.replace("midnight", "noon").encode(), "b.txt", transcript=first)
    import_transcript(INTERVIEW.encode(), "i.txt")
    drain()
    assert list(first.revisions.values_list("number", flat=True)) == [1, 2]
    assert compare().agrees
    page = signed_in.get(first.get_absolute_url())
    assert "noon" in page.content.decode()
    assert signed_in.get("/admin/").status_code == 200
    assert signed_in.get("/search.json?q=noon").json()["total"] == 1
    assert connection.is_usable()


def test_only_migrate_makes_a_database_where_a_disk_is_not_mounted(tmp_path):
    path = tmp_path / "chancery.sqlite3"
    (tmp_path / "b.txt").write_text(BRIEFING)
    for words in (("import_transcripts", str(tmp_path / "b.txt")), ("export_archive", str(tmp_path / "all.zip"))):
        status, said = run(tmp_path, *words)
        assert (status, path.exists()) == (75, False), said
        assert f"The database file is missing ({path}). Check DATA_DIR" in said
    status, said = run(tmp_path, "migrate")
    assert (status, f"{path} is missing: a new, empty archive is made." in said) == (0, True), said
    assert run(tmp_path / "other", "migrate", "-v0") == (0, "")


def test_migrating_a_database_lets_nothing_be_made_in_its_place_afterwards(tmp_path):
    path = tmp_path / "chancery.sqlite3"
    path.touch()
    here = DatabaseWrapper({**connection.settings_dict, "NAME": path})
    here.prepare_database()
    path.unlink()
    with pytest.raises(MissingDatabase):
        here.get_new_connection({"database": path})


def test_what_was_sent_and_cannot_be_read_keeps_nobody_from_the_word_of_an_outage(rf, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    sent = rf.post("/oai/", b"no form", content_type="multipart/form-data")
    answer = outage_pages.answer(sent, LOCKED, OSError())
    assert (answer.status_code, LOCKED.what in answer.text) == (503, True)


def test_migrating_says_that_the_database_is_locked(tmp_path):
    with closing(sqlite3.connect(tmp_path / "chancery.sqlite3", isolation_level=None)) as holder:
        holder.execute("PRAGMA journal_mode=WAL")
        holder.execute("BEGIN IMMEDIATE")
        status, said = run(tmp_path, "migrate", SQLITE_PATIENCE="1")
    assert (status, "The database is locked by another process" in said) == (75, True), said
