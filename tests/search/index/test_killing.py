"""Processes that change and index are killed at random moments: nothing may be lost or duplicated."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time

import pytest

from tests.house import ROOT

ROUNDS = int(os.environ.get("KILLING_ROUNDS", "3"))


@pytest.fixture
def run(tmp_path):
    """Return a function that runs Python on a data folder of this test's own, with what it prints."""
    env = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "INDEX_DIR": str(tmp_path / "index"),
        "DJANGO_SETTINGS_MODULE": "archive.settings",
    }
    env.pop("DATABASE_URL", None)
    command = [sys.executable, "-W", "ignore"]

    def start(*words):
        return subprocess.Popen(
            [*command, *words], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    return start


def finish(process):
    told, _ = process.communicate(timeout=120)
    return process.returncode, told


def test_nothing_is_lost_or_doubled_when_writers_are_killed(run):
    assert finish(run("manage.py", "migrate", "-v0")) == (0, "")
    chance = random.Random(7)
    for number in range(ROUNDS):
        writers = [run("-m", "tests.search.index.killing", str(number * 10 + writer)) for writer in range(2)]
        for writer in writers:
            for _ in range(chance.randint(1, 4)):
                assert writer.stdout.readline() == "changed\n", writer.stdout.read()
        time.sleep(chance.uniform(0.0, 0.3))
        for writer in writers:
            writer.kill()
            writer.communicate()
        status, told = finish(run("-m", "tests.search.index.killing"))
        assert status == 0, told
        assert told.startswith("Index and database agree"), told
