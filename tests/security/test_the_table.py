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


def test_every_chapter_is_in_the_table():
    rows = re.findall(r"^\| ([\d., ]+) \|", (ROOT / "docs" / "security.md").read_text(encoding="utf-8"), re.M)
    numbers = [number for row in rows for number in row.split(", ")]
    assert {int(number.split(".")[0]) for number in numbers} == set(range(1, 18))
    assert len(numbers) == len(set(numbers)), [number for number in numbers if numbers.count(number) > 1]


def test_every_row_says_what_is_kept_and_what_tests_it():
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8").partition("| number | requirement |")[2]
    cells = [row.strip("| ").split(" | ") for row in text.splitlines()[2:] if row]
    assert [row for row in cells if len(row) != 4 or not all(row)] == []
    assert [row for row in cells if not re.fullmatch(r"none|(`[^`]+`(, )?)+", row[3])] == []
