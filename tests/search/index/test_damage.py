"""Any file of the index may be damaged anywhere: nothing stops, no answer is wrong, and the index is rebuilt."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.core.management import call_command
from haystack import connections

from search.engines.base import IndexUnreadable
from search.engines.whoosh.haystack import haystack_engine
from search.engines.whoosh.storage import mapped
from search.index import rebuilding
from search.index.checking import compare
from search.index.following import drain_or_log
from search.index.queue import drain, engine, fed, queue, waiting
from search.models import IndexTask
from search.query.request import SearchRequest
from search.query.tree import Word
from tests.house import ROOT
from tests.world import MARCHETTI, answered, asked, said, talk

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
SAMPLED = 30  # positions of a large file
WANTED = SearchRequest(tree=Word("because"))


@pytest.fixture
def talks(db, index_dir):
    made = talk(said("Welcome.", MARCHETTI), asked("Why?"), answered("Because.", MARCHETTI))
    queue([made.pk])
    drain()
    return made


def as_a_new_process() -> None:
    """Forget all that this process knows of the index."""
    haystack_engine._engines.clear()
    mapped._open_files.clear()


def files(index_dir) -> list[str]:
    return sorted(path.name for path in index_dir.iterdir() if path.is_file() and path.stat().st_size)


def check_that_it_mends_itself(what: object) -> None:
    as_a_new_process()
    with contextlib.suppress(IndexUnreadable):
        assert engine().search(WANTED).total == 1, what
    drain()
    assert engine().search(WANTED).total == 1, what
    assert engine().search(SearchRequest()).total == 2, what


def test_a_byte_written_over_anywhere_is_never_answered_from(talks, index_dir):
    chance, tried = random.Random(3), 0
    for number in range(len(files(index_dir))):
        size = (index_dir / files(index_dir)[number]).stat().st_size
        places = range(size) if size <= 60 else sorted(chance.sample(range(size), SAMPLED))
        for place in places:
            path = index_dir / files(index_dir)[number]
            data = bytearray(path.read_bytes())
            data[place % len(data)] ^= chance.choice((0x01, 0x80, 0xFF))
            path.write_bytes(bytes(data))
            check_that_it_mends_itself((path.name, place))
            tried += 1
    assert tried > 100


def test_a_file_cut_short_anywhere_is_never_answered_from(talks, index_dir):
    for number in range(len(files(index_dir))):
        for share in (0.0, 0.3, 0.6, 0.95):
            path = index_dir / files(index_dir)[number]
            data = path.read_bytes()
            path.write_bytes(data[: int(share * len(data))])
            check_that_it_mends_itself((path.name, share))


def test_a_folder_in_place_of_any_file_is_cleared_away(talks, index_dir):
    for number in range(len(list(index_dir.iterdir()))):
        path = sorted(index_dir.iterdir())[number]
        path.unlink()
        (path / "inside").mkdir(parents=True)
        check_that_it_mends_itself(path.name)
    path = index_dir.with_name(f"{index_dir.name}.lock")
    path.unlink(missing_ok=True)
    path.mkdir()
    check_that_it_mends_itself(path.name)


@pytest.mark.parametrize("below", ["", "below"])
def test_a_file_in_place_of_the_folder_stays_and_is_named(talks, settings, tmp_path, monkeypatch, caplog, below):
    taken = tmp_path / "somebodys"
    taken.write_text("notes")
    settings.INDEX_DIR = taken / below
    monkeypatch.setitem(connections["default"].options, "PATH", str(settings.INDEX_DIR))
    with pytest.raises(IndexUnreadable):
        engine().search(WANTED)
    queue([talks.pk])
    drain_or_log()
    assert "A file stands where a folder belongs" in caplog.text
    assert str(taken) in caplog.text
    assert IndexTask.objects.exists()
    assert taken.read_text() == "notes"


def test_what_cannot_be_decoded_in_the_stamp_stops_no_command(talks, index_dir, capsys):
    for content in (b"\xff\xfe\x00", b"", b"\x80" * 5000):
        (index_dir / "chancery.stamp").write_bytes(content)
        as_a_new_process()
        call_command("index_pending", verbosity=0)
        assert compare().agrees
        (index_dir / "chancery.stamp").write_bytes(content)
        call_command("check_index", repair=True)
    assert "agree" in capsys.readouterr().out


AS_NOBODY = """
import contextlib, importlib, os, pkgutil, threading
from pathlib import Path
import django; django.setup()
from django.core.management import call_command
from haystack import connections
call_command("migrate", verbosity=0)
call_command("index_pending", verbosity=0)
call_command("check_index")
import archive, search
for package in (archive, search):  # modules may lie where nobody may read, and some are imported only when needed
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith(("wsgi", "build_gazetteer")):
            with contextlib.suppress(ImportError):
                importlib.import_module(module.name)
for thread in threading.enumerate():
    if thread is not threading.current_thread():
        thread.join(30)  # what works in the background must not do so under two accounts
data = Path(os.environ["DATA_DIR"])
for path in (data, *data.rglob("*")):
    with contextlib.suppress(FileNotFoundError):  # a journal of the database comes and goes
        os.chown(path, 65534, 65534)
for path in (data / "index").iterdir():
    os.chown(path, 0, 0)
    path.chmod(0o000)
os.setegid(65534); os.seteuid(65534)
call_command("index_pending", verbosity=0)
call_command("check_index")
"""


@pytest.fixture
def open_folder():
    """A folder that others may enter: pytest closes its own to them again with every run."""
    folder = Path(tempfile.mkdtemp(prefix="chancery-open-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make files that another may not read")
def test_files_that_may_not_be_read_are_made_anew(open_folder):
    data = open_folder / "data"
    data.mkdir()
    env = {**os.environ, "DATA_DIR": str(data), "INDEX_DIR": str(data / "index"), "DJANGO_SETTINGS_MODULE": "archive.settings"}
    env.pop("DATABASE_URL", None)
    command = [sys.executable, "-W", "ignore", "-c", AS_NOBODY]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("agree") == 2


def test_an_index_on_its_way_is_known_as_such_until_all_is_in(talks):
    engine().reset("another")
    assert rebuilding.is_rebuilding(engine())
    fed()
    assert (rebuilding.is_rebuilding(engine()), waiting()) == (True, 1)
    drain()
    assert (rebuilding.is_rebuilding(engine()), IndexTask.objects.exists()) == (False, False)
