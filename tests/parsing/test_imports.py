"""Each part of the parser loads first: a reader's own process starts with any of them."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "module", ["pipeline", "labels.candidates", "labels.missed_labels", "readers.any_format", "speakers.roles"]
)
def test_a_part_loads_before_any_other(module: str) -> None:
    done = subprocess.run([sys.executable, "-c", f"import archive.parsing.{module}"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
