"""The invented pieces and what the parser is to make of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from archive.parsing import parse_transcript
from archive.parsing.parsed import to_dict

PIECES = Path(__file__).with_name("pieces")


def pieces() -> list[Path]:
    """Return the pieces, without their goldens."""
    return sorted(path for path in PIECES.iterdir() if not path.name.endswith(".golden.json"))


def golden_of(piece: Path) -> Path:
    """Return where a piece's golden is kept."""
    return piece.with_name(f"{piece.name}.golden.json")


def reading_of(piece: Path) -> dict[str, Any]:
    """Parse a piece into JSON data."""
    reading = json.loads(json.dumps(to_dict(parse_transcript(piece.read_bytes(), piece.name))))
    for part in (reading, *reading["turns"]):  # learnt anew from time to time, and measured apart
        part.pop("confidence")
    return reading


def written(reading: dict[str, Any]) -> str:
    """Lay a reading out for a golden file."""
    return json.dumps(reading, ensure_ascii=False, indent=1) + "\n"
