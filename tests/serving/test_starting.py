"""What a first start sets up, and what a second one leaves alone."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from archive.models import Transcript
from archive.serving import first_start
from tests.importing.test_importing import take
from tests.world import news_conference


@pytest.fixture
def home(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


@pytest.fixture
def commands(monkeypatch):
    """The commands that a start runs; none of them does anything."""
    run: list[str] = []
    monkeypatch.setattr(first_start, "call_command", lambda name, *args, **options: run.append(name))
    return run


@pytest.mark.django_db
class TestPreparing:
    """One step after the other, each looking for itself whether it is to be done."""

    def test_a_first_start_does_all_that_is_missing(self, home, commands):
        told: list[str] = []
        first_start.prepare(told.append)
        assert commands == ["collectstatic", "load_samples", "index_pending"]
        assert told == ["Collecting style sheets and scripts ...", "Loading the sample transcripts ..."]

    def test_a_second_start_only_asks_for_what_waits(self, home, commands):
        first_start.prepare(lambda line: None)
        (home / "static").mkdir()
        (home / "static" / "staticfiles.json").touch()
        commands.clear()
        told: list[str] = []
        first_start.prepare(told.append)
        assert (commands, told) == (["index_pending"], [])

    def test_tables_are_made_where_a_migration_waits(self, home, commands, monkeypatch):
        monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", lambda self, targets: ["one"])
        first_start.prepare(lambda line: None)
        assert commands[0] == "migrate"

    def test_samples_are_not_put_into_an_archive_that_has_something(self, home, commands):
        take(news_conference())
        first_start.prepare(lambda line: None)
        assert "load_samples" not in commands

    def test_samples_that_were_deleted_do_not_come_back(self, home, commands):
        first_start.prepare(lambda line: None)
        commands.clear()
        first_start.prepare(lambda line: None)
        assert "load_samples" not in commands

    def test_a_load_of_samples_that_was_interrupted_is_taken_up(self, home, commands, monkeypatch):
        first_start.Prepared(home).note("samples", "begun")
        take(news_conference())
        first_start.prepare(lambda line: None)
        assert "load_samples" in commands

    def test_a_changed_file_is_collected_again(self, home, commands, monkeypatch):
        first_start.prepare(lambda line: None)
        (home / "static").mkdir()
        (home / "static" / "staticfiles.json").touch()
        commands.clear()
        monkeypatch.setattr(first_start, "static_fingerprint", lambda: "another")
        first_start.prepare(lambda line: None)
        assert "collectstatic" in commands

    def test_a_first_account_is_made_once(self):
        name, password = first_start.first_account()
        assert User.objects.get().check_password(password)
        assert (name, User.objects.get().is_superuser, len(password) >= 16) == ("admin", True, True)
        assert first_start.first_account() is None

    def test_samples_load_as_any_other_folder(self, home):
        call_command("load_samples", verbosity=0)
        samples = len(list((Path(first_start.settings.BASE_DIR) / "fixtures" / "samples").iterdir()))
        assert Transcript.objects.published().count() == samples


def test_a_port_that_is_taken_is_said_before_anything_is_done():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=rf"Port {port} of 127.0.0.1 cannot be used .*PORT={port + 1} make run"):
            call_command("serve", port=port)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def answers(port: int, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code
    except OSError:
        return 0


def test_it_serves_from_nothing_and_stops_at_ctrl_c(tmp_path):
    environment = {
        name: value for name, value in os.environ.items() if name not in ("INDEX_DIR", "STATIC_ROOT", "STATIC_STORAGE")
    }
    environment |= {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "archive.settings"}
    port = free_port()
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        end = time.monotonic() + 120
        while not answers(port, "/healthz") and server.poll() is None and time.monotonic() < end:
            time.sleep(0.2)
        pages = [answers(port, "/"), answers(port, "/t/"), answers(port, "/nothing-here/")]
        server.send_signal(signal.SIGINT)
        said = server.communicate(timeout=30)[0]
    assert pages == [200, 200, 404], said
    assert server.returncode in (0, 130)
    assert "Traceback" not in said
    assert re.search(r"Admin account: admin / password: \S{16}", said)
    assert f"Chancery is at http://127.0.0.1:{port}/" in said
