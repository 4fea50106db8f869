"""A reading written as JSON data comes back whole."""

import json

import pytest

from archive.parsing import parse_transcript
from archive.parsing.parsed import ParsedTurn, from_dict, to_dict, turn_from_dict, turn_to_dict
from tests.parsing.goldens import pieces


@pytest.mark.parametrize("piece", pieces(), ids=lambda piece: piece.name)
def test_a_reading_survives_being_written_and_read(piece):
    parsed = parse_transcript(piece.read_bytes(), piece.name)
    assert from_dict(json.loads(json.dumps(to_dict(parsed)))) == parsed


def test_the_full_name_beside_a_surname_is_kept_and_an_older_reading_has_none():
    turn = ParsedTurn("PRESIDENT VARGA", "PRESIDENT VARGA", "answer", "It will open.", known_as="Ilse Varga")
    assert turn_from_dict(turn_to_dict(turn)) == turn
    plain = turn_to_dict(ParsedTurn("Ilse Varga", "Ilse Varga", "answer", "It will open."))
    assert "known_as" not in plain
    assert turn_from_dict(plain).known_as is None
