"""A few hundred mutations on every run; ten thousand with python -m tests.parsing.fuzz."""

import random

import pytest

from archive.parsing import TranscriptError, parse_transcript
from tests.parsing.fuzz import mutate
from tests.parsing.fuzz_containers import containers
from tests.parsing.goldens import pieces


@pytest.mark.parametrize("piece", pieces(), ids=lambda piece: piece.name)
def test_a_mutated_piece_is_read_or_refused(piece):
    for number in range(12):
        mutated = mutate(piece.read_bytes(), random.Random(f"{piece.name} {number}"))
        try:
            parse_transcript(mutated, piece.name)
        except TranscriptError as refusal:
            assert refusal.message


@pytest.mark.parametrize("name", containers())
def test_a_mutated_container_is_read_or_refused(name):
    data, pack = containers()[name]
    for number in range(12):
        mutated = pack(mutate(data, random.Random(f"{name} {number}")))
        try:
            parse_transcript(mutated, name)
        except TranscriptError as refusal:
            assert refusal.message


@pytest.mark.parametrize("name", containers())
def test_a_container_as_it_was_made_is_read(name):
    data, pack = containers()[name]
    assert any("Varga" in (turn.label or "") or "Yes." in turn.text for turn in parse_transcript(pack(data), name).turns)
