"""Helpers of the kill benchmark: what a process was doing when it was killed, and what a failure reports."""

from __future__ import annotations

import mmap
import time
from types import SimpleNamespace

import pytest

from benchmarks.killing import COMMITTING, MERGED, MERGING, Child, Disagreement, marked


def commit_for_ever(mouth, marks):
    owner = SimpleNamespace(commit=lambda: mouth.send("in it") or time.sleep(60))
    marked(owner, "commit", marks, COMMITTING)
    owner.commit()


def end_at_once(mouth, marks):
    mouth.close()


def test_a_killed_process_leaves_word_of_what_it_was_at():
    child = Child(commit_for_ever)
    child.told()
    assert child.kill() == "commit"


def test_a_process_that_ends_by_itself_is_a_failure():
    child = Child(end_at_once)
    with pytest.raises(Disagreement, match="ended by itself"):
        child.told()
    child.process.join()


def test_merges_that_end_are_counted():
    marks = mmap.mmap(-1, 8)
    owner = SimpleNamespace(merge=lambda: marks[MERGING])
    marked(owner, "merge", marks, MERGING)
    assert (owner.merge(), owner.merge()) == (1, 1)
    assert (marks[MERGING], int.from_bytes(marks[MERGED], "little")) == (0, 2)
