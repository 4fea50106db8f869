"""A process that sends alerts is killed (-9) at chosen and random moments, with a real mail server.

Every record arrives in exactly one mail of its alert. A mail arrives twice only if the process was killed between the server's
answer and its own note of it, at most once more for each kill, with the same Message-ID.
"""

from __future__ import annotations

import os
import random
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import suppress

import pytest

from tests.house import ROOT
from tests.search.alerts.killed_run import ALERTS, RECORDS
from tests.search.alerts.mail_server import TAKEN, Letters, mail_server

RANDOM_ROUNDS = int(os.environ.get("KILLING_ROUNDS", "2"))
MAILS_KILLED = 2  # times that the sender is killed while the server has a mail and has not said so


class Killing(Letters):
    """A server in whose hands the sender is killed: at the n-th recipient, or once it has the n-th mail and before it says so."""

    def __init__(self) -> None:
        super().__init__(of_recipient=self.at_recipient, of_mail=lambda address: TAKEN)
        self.process: subprocess.Popen | None = None
        self.recipient_left = self.mail_left = -1
        self.killed = 0

    def kill(self) -> None:
        self.killed += 1
        self.process.kill()
        self.process.wait()

    def at_recipient(self, address: str) -> str:
        self.recipient_left -= 1
        if self.recipient_left == 0:
            self.kill()
        return TAKEN

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        self.mail_left -= 1
        if self.mail_left == 0:
            self.kill()
        return answer


@pytest.fixture
def server():
    letters = Killing()
    with mail_server(letters) as port:
        letters.port = port
        yield letters


@pytest.fixture
def run(tmp_path, server):
    """Return a function that starts a process on a data folder of this test's own."""
    env = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "INDEX_DIR": str(tmp_path / "index"),
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        "ALERT_MAILS_PER_MINUTE": "1000000",
        "SITE_URL": "https://archive.example",
    }
    env.pop("DATABASE_URL", None)

    def start(word):
        command = [sys.executable, "-W", "ignore", "-m", "tests.search.alerts.killed_run", word]
        server.process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return server.process

    yield start
    if server.process.poll() is None:
        server.process.kill()
        server.process.wait()


def finish(process) -> str:
    told, _ = process.communicate(timeout=300)
    assert process.returncode == 0, told
    return told


def test_every_record_comes_in_one_mail_wherever_the_sender_is_killed(run, server, tmp_path):
    assert finish(run("make")).split() == [str(RECORDS), str(ALERTS)]
    for recipient, mail in ((1, -1), (-1, 1), (-1, 2)):
        server.recipient_left, server.mail_left = recipient, mail
        sender = run("send")
        told, _ = sender.communicate(timeout=300)
        assert sender.returncode == -9, told
    server.recipient_left = server.mail_left = -1
    chance = random.Random(14)
    for _ in range(RANDOM_ROUNDS):
        sender = run("send")
        assert sender.stdout.readline() == "ready\n", sender.stdout.read()
        with suppress(subprocess.TimeoutExpired):
            sender.wait(timeout=chance.uniform(0.0, 0.4))
        server.kill()
        sender.stdout.close()
    finish(run("send"))
    before = len(server.taken)
    assert "0 mails with 0 records sent" in finish(run("send"))
    assert len(server.taken) == before
    check(server)
    with sqlite3.connect(tmp_path / "chancery.sqlite3") as connection:
        assert connection.execute("SELECT count(*) FROM search_alertmail WHERE sent_at IS NULL").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM search_mailedrecord").fetchone() == (ALERTS * RECORDS,)


def check(server) -> None:
    """Every record in one mail of each alert, and no more copies of a mail than the sender was killed."""
    where: dict[tuple[str, str], set[str]] = {}
    for message in server.messages():
        for link in re.findall(r"Record: (\S+)", message.get_body(("plain",)).get_content()):
            where.setdefault((message["To"], link), set()).add(message["Message-ID"])
    assert len(where) == ALERTS * RECORDS
    assert {len(names) for names in where.values()} == {1}
    copies = Counter(message["Message-ID"] for message in server.messages())
    assert MAILS_KILLED <= sum(copies.values()) - len(copies) <= server.killed
