from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
import whoosh

from search.engines.whoosh.haystack import internals

ENGINE = Path(internals.__file__).parent
PRIVATE = re.compile(r"\b(?:TOC|FileIndex|reader|query|index|segment|searcher|writer)\._[a-z]\w*")


def test_whoosh_is_the_version_that_was_read():
    assert whoosh.__version__ == (2, 7, 4)


@pytest.mark.parametrize("name", [name for name in internals.TOUCHED if ".SegmentReader." not in name])
def test_whoosh_has_what_we_touch(name):
    module, owner, member = name.rsplit(".", 2)
    assert hasattr(getattr(import_module(module), owner), member) or member == "_btexts"


def test_a_segment_reader_has_what_we_touch():
    source = Path(import_module("whoosh.reading").__file__).read_text(encoding="utf-8")
    assert "self._perdoc = self._codec." in source


def test_private_members_of_whoosh_are_touched_in_one_module_only():
    found = [path.name for path in sorted(ENGINE.glob("*.py")) if PRIVATE.search(path.read_text(encoding="utf-8"))]
    assert found == ["internals.py"]


def test_every_private_member_touched_is_named():
    source = (ENGINE / "internals.py").read_text(encoding="utf-8").split("def latest_generation")[1]
    touched = {match.split("._")[1] for match in PRIVATE.findall(source)}
    assert touched == {name.split("._")[1] for name in internals.TOUCHED}
