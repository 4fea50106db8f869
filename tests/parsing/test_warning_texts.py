"""Every warning's text is in one table, and every text of the table is used."""

import ast
import re

import pytest

from archive.parsing.parsed import ParseWarning
from archive.parsing.warning_texts import TEXTS, stored_warning, warning, warning_text
from archive.parsing.warnings import COSTS
from tests.house import ROOT, modules, said, tree_of

TABLE = ROOT / "archive" / "parsing" / "warning_texts.py"
# What the import adds does not count against the reading.
OF_THE_IMPORT = {
    "speaker-by-surname",
    "title-from-file-name",
    "title-cut",
    "place-cut",
    "source-url",
    "same-title",
    "nearly-same-words",
    "detail-left-out",
}


def warned_in_words() -> list[str]:
    """Return the places outside the table that make a warning with its words written out."""
    return [
        f"{said(path)}:{node.lineno}"
        for path in modules("archive", "search")
        if path != TABLE
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and name_of(node.func) in {"ParseWarning", "warn", "name"} and len(node.args) > 1
        if name_of(node.func) == "ParseWarning" or isinstance(node.args[0], ast.Constant)
        if is_written(node.args[1])
    ]


def name_of(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""


def is_written(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def test_no_warning_has_its_words_elsewhere():
    assert warned_in_words() == []


def test_every_text_is_used():
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules("archive") if path != TABLE)
    unused = {key for key in TEXTS if f'"{key}"' not in code}
    assert unused == {"title-cut", "place-cut"}, "the keys of these two are made from the field's name"


def test_the_codes_are_those_that_cost_and_those_of_the_import():
    assert {key.partition("/")[0] for key in TEXTS} == set(COSTS) | OF_THE_IMPORT


@pytest.mark.parametrize("key", TEXTS)
def test_every_text_takes_its_fields(key):
    names = set(re.findall(r"\{(\w+)", TEXTS[key]))
    filled = warning_text(key, **dict.fromkeys(names, 7000)) if "%A" not in TEXTS[key] else ""
    assert "{" not in filled


def test_a_warning_has_its_code_text_and_line():
    expected = ParseWarning("not-read", "the mail also holds a picture of {braces}", 7)
    assert warning("not-read/mail-part", 7, name="a picture of {braces}") == expected
    assert stored_warning("title-cut", length=1000) == {
        "code": "title-cut",
        "message": "The title has more than 1,000 characters; its end is in the original only.",
        "line": None,
    }
