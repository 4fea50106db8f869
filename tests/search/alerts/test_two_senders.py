"""Two machines that share a database send alerts at the same time: one does, the other says so, and no mail goes out twice."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import postgres
from tests.house import ROOT
from tests.search.alerts.killed_run import ALERTS, RECORDS
from tests.search.alerts.mail_server import Letters, mail_server

PATIENCE = 300


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    """The address of an empty database."""
    if request.param == "postgresql" and postgres.programs() is None:
        pytest.skip(postgres.MISSING)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="senders-")))
        shared = request.param == "sqlite"
        yield f"sqlite:///{folder / 'shared.sqlite3'}" if shared else stack.enter_context(postgres.server(folder))


@pytest.fixture
def process(database, tmp_path):
    """Return a function that starts a process on one of two machines."""
    started = []
    letters = Letters()
    with mail_server(letters) as port:

        def start(word, machine):
            folder = tmp_path / machine
            folder.mkdir(mode=0o700, exist_ok=True)
            env = {
                **os.environ,
                "DATABASE_URL": database,
                "DATA_DIR": str(folder),
                "INDEX_DIR": str(folder / "index"),
                "EMAIL_URL": f"smtp://127.0.0.1:{port}",
                "ALERT_MAILS_PER_MINUTE": "1000000",
                "SITE_URL": "https://archive.example",
            }
            command = [sys.executable, "-W", "ignore", "-m", "tests.search.alerts.killed_run", word]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
            started.append(subprocess.Popen(command, cwd=ROOT, env=env, text=True, **pipes))
            return started[-1]

        start.letters = letters
        yield start
        for one in started:
            one.kill()
            one.communicate()


def told(process):
    return process.communicate("go on\n", timeout=PATIENCE)[0]


def test_of_two_machines_that_send_at_once_one_does(process):
    made = told(process("make", "here"))
    assert made.split()[-2:] == [str(RECORDS), str(ALERTS)], made
    sender = process("wait", "here")
    while (line := sender.stdout.readline()) != "waiting\n":
        assert line, "it ended before its first mail"
    other = process("send", "there")
    assert "Another process is sending alerts" in told(other)
    assert other.returncode != 0
    said = told(sender)
    assert sender.returncode == 0, said
    assert f"{ALERTS * 4} mails with {ALERTS * RECORDS} records sent" in said
    assert "0 mails with 0 records sent" in told(process("send", "here"))
    came = Counter()
    for message in process.letters.messages():
        came.update((message["To"], link) for link in re.findall(r"Record: (\S+)", message.get_body(("plain",)).get_content()))
    assert len(came) == ALERTS * RECORDS
    assert set(came.values()) == {1}
