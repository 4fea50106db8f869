"""The attack scripts beside the project find what they import, and name what can be reached."""

from __future__ import annotations

import ast
import importlib.util

import pytest

from archive.intake import open_upload
from archive.uploads.reading import read
from archive.uploads.taking import summary_of
from tests.house import ROOT

ATTACKS = ROOT.parent / "shared" / "attacks"
SPEECH = "Foreign Minister Alda Brundal: The lake is calm.\n\nQuestion: And the river?\n\nAlda Brundal: It is calm too.\n"


def imported(text: str) -> set[tuple[str, str]]:
    """Return what a script imports of ours, as (module, name)."""
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)]
    return {
        (node.module or "", alias.name) for node in nodes for alias in node.names if (node.module or "").startswith("archive")
    }


def is_there(module: str, name: str) -> bool:
    if hasattr(importlib.import_module(module), name):
        return True
    return importlib.util.find_spec(f"{module}.{name}") is not None


@pytest.mark.shared
def test_what_the_attack_scripts_import_is_there():
    if not ATTACKS.is_dir():
        pytest.skip(f"{ATTACKS} is not there")
    wanted = {one for path in ATTACKS.glob("*.py") for one in imported(path.read_text(encoding="utf-8"))}
    assert wanted
    assert {one for one in wanted if not is_there(*one)} == set()


def test_a_file_is_opened_and_read_without_a_database():
    (file,) = open_upload("remarks.txt", SPEECH.encode())
    told = summary_of(read(file.data, file.name))
    assert (told["pairs"], told["statements"]) == (1, 1)
