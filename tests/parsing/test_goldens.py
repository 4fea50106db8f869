"""Every layout and trap, on invented pieces: see pieces/ and rewrite_goldens.py."""

import json

import pytest

from tests.parsing.goldens import golden_of, pieces, reading_of


@pytest.mark.parametrize("piece", pieces(), ids=lambda piece: piece.name)
def test_it_reads_the_piece_as_its_golden_says(piece):
    assert reading_of(piece) == json.loads(golden_of(piece).read_text(encoding="utf-8"))


def test_every_golden_has_its_piece():
    kept = {golden_of(piece).name for piece in pieces()}
    assert {path.name for path in golden_of(pieces()[0]).parent.glob("*.golden.json")} == kept
