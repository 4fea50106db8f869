"""docs/security.md names tests that are there."""

from __future__ import annotations

import re

from tests.house import ROOT, modules


def test_every_test_that_the_table_names_is_there():
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "security.md").read_text(encoding="utf-8")))
    there = {name for path in modules("tests") for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))}
    assert named
    assert named <= there, named - there


def test_every_file_that_the_table_names_is_there():
    named = re.findall(r"`(tests/[\w/]+\.py)`", (ROOT / "docs" / "security.md").read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []
