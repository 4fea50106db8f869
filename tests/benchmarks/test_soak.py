"""The soak's replay must detect what is lost, duplicated or different from what was acknowledged."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from benchmarks.soak import Replay


def told(replay: Replay, at: str, **what: object) -> None:
    replay.hear(json.dumps({"at": at, **what}))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with sqlite3.connect(tmp_path / "chancery.sqlite3") as database:
        database.executescript(
            """CREATE TABLE archive_transcript (id INTEGER, state TEXT);
            CREATE TABLE archive_revision (transcript_id INTEGER, number INTEGER, original_id TEXT);
            CREATE TABLE archive_speaker (slug TEXT); CREATE TABLE archive_formerspeakerslug (slug TEXT);
            INSERT INTO archive_transcript VALUES (1, 'published'), (2, 'withdrawn');
            INSERT INTO archive_revision VALUES (1, 1, 'a'), (1, 2, 'b'), (2, 1, 'c');
            INSERT INTO archive_speaker VALUES ('ilka'); INSERT INTO archive_formerspeakerslug VALUES ('oda');"""
        )
    return tmp_path


@pytest.fixture
def replay() -> Replay:
    replay = Replay()
    told(replay, "done", what="import", id=1, sha256="a", state="published")
    told(replay, "done", what="edit", id=1, sha256="b")
    told(replay, "done", what="import", id=2, sha256="c", state="published")
    told(replay, "done", what="state", id=2, state="withdrawn")
    told(replay, "done", what="merge", kept="ilka", gone="oda")
    return replay


def test_what_is_as_acknowledged_has_no_faults(replay, folder):
    assert replay.faults(folder, set()) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("DELETE FROM archive_transcript WHERE id = 1", "transcript 1 is lost"),
        ("DELETE FROM archive_revision WHERE number = 2", "transcript 1 is ('a', 'published')"),
        ("UPDATE archive_transcript SET state = 'published'", "transcript 2 is ('c', 'published')"),
        ("INSERT INTO archive_transcript VALUES (3, 'published')", "transcript 3 was never imported"),
        ("INSERT INTO archive_speaker VALUES ('oda')", "oda was merged and is there"),
    ],
)
def test_what_is_not_as_acknowledged_is_told(replay, folder, change, fault):
    with sqlite3.connect(folder / "chancery.sqlite3") as database:
        database.execute(change)
    assert [line for line in replay.faults(folder, set()) if line.startswith(fault)]


def test_what_was_under_way_at_a_kill_may_have_come_or_not(replay, folder):
    told(replay, "begin", what="state", id=2, state="published")
    replay.killed()
    assert replay.faults(folder, set()) == []
    with sqlite3.connect(folder / "chancery.sqlite3") as database:
        database.execute("UPDATE archive_transcript SET state = 'published' WHERE id = 2")
    assert replay.faults(folder, set()) == []


def test_what_was_under_way_on_a_transcript_never_told_of_may_have_come_or_not(folder):
    with sqlite3.connect(folder / "chancery.sqlite3") as database:
        database.execute("INSERT INTO archive_transcript VALUES (9, 'published')")
        database.execute("INSERT INTO archive_revision VALUES (9, 1, 'sample')")
    replay = Replay()
    told(replay, "done", what="state", id=9, state="published")
    told(replay, "begin", what="edit", id=9, sha256="edited")
    replay.killed()
    assert replay.faults(folder, {1, 2, 9}) == []
