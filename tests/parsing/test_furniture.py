"""The rows of the table of lines that nobody said, tried by a line's first letter."""

from __future__ import annotations

import pytest

from archive.parsing.layout_patterns import ANYTHING, first_letters, furniture


@pytest.mark.parametrize(
    ("row", "letters"),
    [
        ("print(?: this)?", {"p"}),
        ("(?:last )?updated?", {"l", "u"}),
        (r"[\[(]?end[\])]?", {"[", "(", "e"}),
        ("(?:a|(?:b|c)?d)x", {"a", "b", "c", "d"}),
        ("[a-z]+", {ANYTHING}),
        (r"\d+", {ANYTHING}),
        ("e{2,}k", {"e"}),
        ("e{0,2}k", {"e", "k"}),
        (".{0,20}x", {ANYTHING}),
    ],
)
def test_it_is_told_with_which_letters_a_match_begins(row, letters):
    assert first_letters(row) == letters


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Share this page", "navigation"),
        ("SHARE THIS PAGE", "navigation"),
        ("Home | News | Speeches", "navigation"),
        ("版权所有 海港外交部", "notice"),
        ("海港出版社版权所有", "notice"),
        ("- 12 -", "page number"),
        ("Page 3 of 9", "page number"),
        ("*****", "junk"),
        ("[End of transcript]", "end mark"),
        ("The page is shared by us all.", None),
        ("", None),
    ],
)
def test_a_line_is_known_whatever_it_begins_with(line, reason):
    assert furniture(line) == reason
