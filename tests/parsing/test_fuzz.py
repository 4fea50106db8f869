"""A few hundred mutations on every run; ten thousand with python -m tests.parsing.fuzz."""

import random

import pytest

from archive.parsing import TranscriptError, parse_transcript
from tests.parsing.fuzz import mutate
from tests.parsing.goldens import pieces


@pytest.mark.parametrize("piece", pieces(), ids=lambda piece: piece.name)
def test_a_mutated_piece_is_read_or_refused(piece):
    for number in range(12):
        mutated = mutate(piece.read_bytes(), random.Random(f"{piece.name} {number}"))
        try:
            parse_transcript(mutated, piece.name)
        except TranscriptError as refusal:
            assert refusal.message
