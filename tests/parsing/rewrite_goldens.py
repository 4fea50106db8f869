"""Write every golden anew: python -m tests.parsing.rewrite_goldens, then read the difference before committing it."""

from __future__ import annotations

import sys

from tests.parsing.goldens import golden_of, pieces, reading_of, written


def main() -> None:
    """Rewrite the goldens and name those that changed."""
    for piece in pieces():
        golden, text = golden_of(piece), written(reading_of(piece))
        if not golden.exists() or golden.read_text(encoding="utf-8") != text:
            golden.write_text(text, encoding="utf-8")
            sys.stdout.write(f"changed: {golden.name}\n")


if __name__ == "__main__":
    main()
