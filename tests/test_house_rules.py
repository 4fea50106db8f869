"""The rules that keep the house liveable, as docs/architecture.md gives them."""

from __future__ import annotations

import re

import pytest

from tests.house import ROOT, functions, imports, modules, project_files, said, templates

CODE = ("archive", "search", "benchmarks", "manage.py")
FUNCTION_LIMIT = 50
MODULE_LIMIT = 300
TEMPLATE_LIMIT = 120

GIVEN = {"manage.py", "requirements.txt", "archive", "search", "templates", "static", "fixtures", "tests"}
USUAL = {
    "README.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "LICENSE",
    "pyproject.toml",
    "requirements-dev.txt",
    "Makefile",
    ".ci",
    "docs",
    "benchmarks",
}
GIT = {".gitignore", ".gitattributes"}

ENGINES = ("whoosh", "haystack")
ENGINE_ROOM = ("search/engines/", "search/search_indexes.py", "search/index/queue.py")

DATA_BLOCK = re.compile(r"""type\s*=\s*["']application/(?:ld\+)?json["']""", re.I)
INLINE = {
    "a <script> without src": re.compile(r"<script\b(?![^>]*\bsrc\s*=)([^>]*)>", re.I),
    "a <style> element": re.compile(r"<style\b([^>]*)>", re.I),
    "a style attribute": re.compile(r"<[^!/][^>]*?\sstyle\s*=([^>]*)>", re.I),
    "an event handler": re.compile(r"<[^!/][^>]*?\son[a-z]+\s*=\s*[\"']([^>]*)>", re.I),
    "a javascript: address": re.compile(r"""["']\s*javascript:([^"']*)""", re.I),
}
# Written in pieces, so that this file keeps its own rule.
MACHINE_PATHS = re.compile(
    "(?<![\\w.-])/" + "(?:" + "|".join(["wor" + "k/", "roo" + "t/", "hom" + "e/[a-z]", "User" + "s/[A-Za-z]", "mn" + "t/"]) + ")"
)
TEXT_LIMIT = 2_000_000
READ_NUMBERS = ("archive/parsing/",)


def line_count(path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def under(path, *places: str) -> bool:
    return said(path).startswith(places)


def test_every_function_fits_on_a_screen():
    long = [
        f"{said(path, node.lineno)} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path in modules(*CODE, "tests")
        for node in functions(path)
        if node.end_lineno - node.lineno + 1 > FUNCTION_LIMIT
    ]
    assert not long, long


def test_every_module_can_be_read_at_a_sitting():
    long = [f"{said(path)}: {line_count(path)} lines" for path in modules(*CODE) if line_count(path) > MODULE_LIMIT]
    assert not long, long


def test_every_template_stays_short():
    long = [f"{said(path)}: {line_count(path)} lines" for path in templates() if line_count(path) > TEMPLATE_LIMIT]
    assert not long, long


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what):
    found = [
        said(path, text.count("\n", 0, match.start()) + 1)
        for path in templates()
        if path.suffix in {".html", ".svg", ".xml"}
        for text in [path.read_text(encoding="utf-8")]
        for match in INLINE[what].finditer(text)
        if not DATA_BLOCK.search(match.group(1))
    ]
    assert not found, f"{what}: {found}"


def test_the_archive_never_imports_search():
    found = [said(path) for path in modules("archive") for name in imports(path) if name.split(".")[0] == "search"]
    assert not found, found


@pytest.mark.parametrize("package", ["archive/parsing/", "archive/countries/"])
def test_reading_a_text_needs_no_django(package):
    own = package.rstrip("/").replace("/", ".")
    found = [
        f"{said(path)} imports {name}"
        for path in modules("archive")
        if under(path, package)
        for name in imports(path)
        if name.split(".")[0] in {"django", "haystack"} or (name.split(".")[0] == "archive" and not is_pure(name, own))
    ]
    assert not found, found


def is_pure(name: str, own: str) -> bool:
    """Parsing and countries may use themselves, each other and the reader of numbers, nothing else of the archive."""
    return name == "archive" or any(
        f"{name}.".startswith(f"{package}.") for package in (own, "archive.parsing", "archive.countries", "archive.text.numbers")
    )


def test_digits_of_others_are_read_in_one_place():
    """`str.isdigit()` takes "²", which `int()` refuses with an error; archive/text/numbers.py reads what both agree on."""
    found = [
        said(path, number)
        for path in modules("archive")
        if under(path, *READ_NUMBERS)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ".isdigit(" in line or ".isnumeric(" in line
    ]
    assert not found, f"use archive.text.numbers.read_int instead: {found}"


def test_only_the_engine_room_knows_the_engine():
    found = [
        f"{said(path)} imports {name}"
        for path in modules("archive", "search")
        if not under(path, *ENGINE_ROOM)
        for name in imports(path)
        if name.split(".")[0] in ENGINES
    ]
    assert not found, found


def test_the_parts_that_think_touch_no_database():
    pure = [
        path
        for path in modules("search")
        if said(path) in {"search/query/tree.py", "search/query/syntax.py", "search/query/params.py"}
    ]
    found = [
        f"{said(path)} imports {name}"
        for path in pure
        for name in imports(path)
        if name.startswith(("django.db", "archive.models"))
    ]
    assert not found, found


def test_the_top_level_is_the_one_given():
    present = {path.relative_to(ROOT).parts[0] for path in project_files()}
    assert present <= GIVEN | USUAL | GIT, sorted(present - GIVEN - USUAL - GIT)


def test_no_text_names_a_place_on_somebodys_machine():
    found = []
    for path in project_files():
        if path.stat().st_size > TEXT_LIMIT:
            continue
        data = path.read_bytes()
        text = "" if b"\0" in data else data.decode("utf-8", errors="replace")
        found += [said(path, text.count("\n", 0, match.start()) + 1) for match in MACHINE_PATHS.finditer(text)]
    assert not found, found
