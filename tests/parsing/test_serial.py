"""Readings as JSON: written once, read for ever."""

from __future__ import annotations

import pytest

from archive.parsing.serial import from_dict, to_dict
from archive.parsing.types import ParsedTranscript

READING = ParsedTranscript("Lakes", None, None, "en", "document", None, None, None, (), (), body="The lakes are full.")


def test_a_reading_that_was_stored_before_a_field_was_thought_of_has_its_default():
    stored = {name: value for name, value in to_dict(READING).items() if name != "body"}
    assert from_dict(stored).body == ""


def test_a_reading_without_what_every_reading_has_is_refused():
    stored = {name: value for name, value in to_dict(READING).items() if name != "kind"}
    with pytest.raises(TypeError):
        from_dict(stored)
