"""DATA_DIR is for the account that Chancery runs under, and for nobody else on the machine."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from archive.serving import private_files
from tests.browser.site import environment, start
from tests.house import ROOT


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def open_to_others(folder: Path) -> list[str]:
    return [str(path) for path in (folder, *folder.rglob("*")) if not path.is_symlink() and mode(path) & 0o077]


def run(folder: Path, *words: str, umask: int = 0o022, **variables: str):
    """Run Python as an account with the usual rights of new files would."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={**environment(folder), **variables},
        capture_output=True,
        text=True,
        umask=umask,
        timeout=120,
    )


def touch(path: Path) -> None:
    path.touch()
    path.chmod(0o644)


@pytest.fixture
def kept_umask():
    before = os.umask(0o077)
    yield
    os.umask(before)


def test_all_that_a_first_start_writes_is_private(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o755)
    site = start(folder)
    try:
        site.manage("export_archive", str(folder / "out.zip"))
        present = {path.relative_to(folder).parts[0] for path in folder.rglob("*")}
        assert {"chancery.sqlite3", "index", "secret_key", "static", "out.zip"} <= present
        assert open_to_others(folder) == []
        assert "was open to other accounts of this machine" in site.log
    finally:
        site.stop()


def test_the_first_command_makes_a_folder_of_its_own(tmp_path):
    folder = tmp_path / "lib" / "chancery"
    done = run(folder, "manage.py", "migrate", "-v0", SECRET_KEY="a-key-that-the-operator-keeps-elsewhere-0123456789")
    assert done.returncode == 0, done.stderr
    assert (folder / "chancery.sqlite3").exists()
    assert open_to_others(folder) == []


def test_where_no_folder_can_be_made_the_command_says_what_it_needs(tmp_path):
    (tmp_path / "file").touch()
    done = run(
        tmp_path / "file" / "lib", "manage.py", "migrate", "-v0", SECRET_KEY="a-key-that-the-operator-keeps-elsewhere-0123456789"
    )
    assert done.returncode == 75
    assert "check DATABASE_URL and DATA_DIR" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_export_anywhere_is_private(tmp_path):
    folder = tmp_path / "data"
    assert run(folder, "manage.py", "migrate", "-v0").returncode == 0
    done = run(folder, "manage.py", "export_archive", str(tmp_path / "out.zip"))
    assert done.returncode == 0, done.stderr
    assert mode(tmp_path / "out.zip") == 0o600


def test_a_folder_left_open_is_closed_with_a_word_once(tmp_path):
    folder = tmp_path / "data"
    (folder / "index").mkdir(parents=True)
    (folder / "index" / "old").write_text("x")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    first = run(folder, "manage.py", "shell", "-c", "0", "-v0")
    assert f"{folder} was open to other accounts of this machine" in first.stderr
    assert open_to_others(folder) == []
    assert "open to other" not in run(folder, "manage.py", "shell", "-c", "0", "-v0").stderr


def test_a_database_elsewhere_is_closed_too(tmp_path, kept_umask):
    for name in ("a.sqlite3", "a.sqlite3-wal", "other.txt"):
        touch(tmp_path / name)
    private_files.keep_private(tmp_path / "data", database=str(tmp_path / "a.sqlite3"))
    assert [mode(tmp_path / name) for name in ("a.sqlite3", "a.sqlite3-wal", "other.txt")] == [0o600, 0o600, 0o644]


def test_a_folder_that_others_use_as_well_is_left_to_them(tmp_path, kept_umask, capsys):
    (tmp_path / "shared").mkdir()
    touch(tmp_path / "shared" / "theirs")
    (tmp_path / "shared").chmod(0o1777)
    private_files.keep_private(tmp_path / "shared")
    assert mode(tmp_path / "shared") == 0o1777
    assert mode(tmp_path / "shared" / "theirs") == 0o644
    assert "Give Chancery a folder of its own" in capsys.readouterr().err


@pytest.mark.parametrize(("permissions", "told"), [(0o755, True), (0o700, False)])
def test_a_home_is_left_as_it_is_and_said_to_be_shared_only_where_others_get_in(
    tmp_path, kept_umask, monkeypatch, capsys, permissions, told
):
    """The account of docs/deploy/chancery.service has its DATA_DIR for a home."""
    monkeypatch.setenv("HOME", str(tmp_path))
    touch(tmp_path / "notes")
    tmp_path.chmod(permissions)
    private_files.keep_private(tmp_path)
    assert (mode(tmp_path), mode(tmp_path / "notes")) == (permissions, 0o644)
    assert ("is shared with others" in capsys.readouterr().err) is told


def test_what_a_link_leads_to_is_not_touched(tmp_path, kept_umask):
    (tmp_path / "data").mkdir(mode=0o700)
    touch(tmp_path / "outside")
    (tmp_path / "data" / "link").symlink_to(tmp_path / "outside")
    private_files.keep_private(tmp_path / "data")
    assert mode(tmp_path / "outside") == 0o644


def test_the_systemd_unit_gives_the_same_rights():
    unit = (ROOT / "docs" / "deploy" / "chancery.service").read_text(encoding="utf-8")
    assert "UMask=0077" in unit
    assert "StateDirectoryMode=0700" in unit


def test_the_compose_file_needs_no_more_than_the_settings_do():
    """Any way of starting reads the settings, and they set the rights: a container, gunicorn by hand, a command."""
    code = "import archive.settings, os; print(oct(os.umask(0)))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "SECRET_KEY": "k" * 50},
        capture_output=True,
        text=True,
        umask=0,
    )
    assert done.stdout.strip() == "0o77", done.stderr


class TestSecretKey:
    """The key is whole or made anew."""

    def test_it_is_made_once(self, tmp_path):
        first = private_files.secret_key_of(tmp_path / "new")
        assert private_files.secret_key_of(tmp_path / "new") == first
        assert len(first) >= 50
        assert mode(tmp_path / "new" / "secret_key") == 0o600

    @pytest.mark.parametrize(
        "damaged",
        [b"", b"\n", b"short", b"\0" * 70, b"a" * 70, b"\xff\xfe" * 40, b"key with spaces " * 5, "schlüssel".encode() * 9],
        ids=["empty", "a line", "cut", "zeros", "one letter", "no text", "spaces", "not ASCII"],
    )
    def test_a_damaged_one_is_made_anew_with_a_word(self, tmp_path, damaged, capsys):
        (tmp_path / "secret_key").write_bytes(damaged)
        made = private_files.secret_key_of(tmp_path)
        assert len(made) >= 50
        assert (tmp_path / "secret_key").read_text() == made
        assert "was empty or damaged" in capsys.readouterr().err

    def test_one_of_the_operator_s_own_is_used(self, tmp_path):
        (tmp_path / "secret_key").write_text("my-own-key-of-the-year-2026-with-no-meaning!\n")
        assert private_files.secret_key_of(tmp_path) == "my-own-key-of-the-year-2026-with-no-meaning!"

    @pytest.mark.parametrize("before", [None, b""])
    def test_processes_that_start_at_once_agree(self, tmp_path, before):
        if before is not None:
            (tmp_path / "secret_key").write_bytes(before)
        code = "import pathlib, sys, archive.serving.private_files as s; print(s.secret_key_of(pathlib.Path(sys.argv[1])))"
        command = [sys.executable, "-c", code, str(tmp_path)]
        started = [
            subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) for _ in range(6)
        ]
        keys = {process.communicate(timeout=60)[0] for process in started}
        assert len(keys) == 1
        assert keys.pop().strip() == (tmp_path / "secret_key").read_text()

    def test_threads_that_start_at_once_agree(self, tmp_path):
        keys: set[str] = set()
        threads = [threading.Thread(target=lambda: keys.add(private_files.secret_key_of(tmp_path))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(keys) == 1

    def test_nothing_is_left_beside_it(self, tmp_path):
        private_files.secret_key_of(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]

    def test_a_site_with_an_empty_key_answers(self, tmp_path):
        (tmp_path / "secret_key").touch()
        done = run(tmp_path, "manage.py", "check")
        assert done.returncode == 0, done.stderr
        assert "A new key is in its place" in done.stderr
