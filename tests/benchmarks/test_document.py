"""Tables of figures are put into the document about speed."""

from __future__ import annotations

import pytest

from benchmarks.document import filled
from benchmarks.search import SIZES
from tests.house import ROOT

DOCUMENT = "# Speed\n\n<!-- search-5 -->\nold\n<!-- /search-5 -->\n\nMore.\n"


def test_what_is_between_the_marks_is_replaced():
    assert filled(DOCUMENT, "search-5", "| new |") == DOCUMENT.replace("old", "\n| new |\n")


def test_filling_twice_changes_nothing():
    once = filled(DOCUMENT, "search-5", "| new |")
    assert filled(once, "search-5", "| new |") == once


def test_a_document_without_marks_is_left_alone():
    with pytest.raises(ValueError, match="search-7"):
        filled(DOCUMENT, "search-7", "| new |")


def test_the_document_about_speed_has_marks_for_every_size():
    document = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    for size in SIZES:
        assert filled(document, f"search-{size}", "| new |")
