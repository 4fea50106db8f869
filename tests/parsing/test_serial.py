"""A reading written as JSON data comes back whole."""

import json

import pytest

from archive.parsing import parse_transcript
from archive.parsing.serialisation import from_dict, to_dict
from tests.parsing.goldens import pieces


@pytest.mark.parametrize("piece", pieces(), ids=lambda piece: piece.name)
def test_a_reading_survives_being_written_and_read(piece):
    parsed = parse_transcript(piece.read_bytes(), piece.name)
    assert from_dict(json.loads(json.dumps(to_dict(parsed)))) == parsed
