"""The rules of the code base, as listed in docs/architecture.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.house import (
    ROOT,
    circles,
    functions,
    imported_modules,
    imports,
    module_name,
    modules,
    project_files,
    said,
    templates,
    tree_of,
)

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

TOP_LIMIT = 45
SHARED_NAMES = {"__init__", "base", "models", "urls", "views", "apps"}
DJANGOS_CLASSES = {"Command"}  # what Django looks for in every module of a management command
FEW, MANY = 3, 16
# Folders with fewer or more files than that, and why.
FOLDERS = {
    "archive/management": "Django looks for commands/ there",
    "archive/serving/sqlite3": "Django looks for base.py of a database's kind there",
    "archive/templatetags": "Django looks for tags of the admin's templates there",
    "search/management": "Django looks for commands/ there",
    "archive/parsing": "the pipeline's own modules and one folder a part of the work",
    "search/query": "one module a part of reading an address and its query",
    "archive": "Django's own files beside one folder a part of the work",
    "search": "Django's own files beside one folder a part of the work",
}

# Folders of tests that no folder of the code answers to, and what they hold.
FLOWS = {
    "tests/addresses": "every address, with odd parameters",
    "tests/browser": "whole ways through a browser",
    "tests/cluster": "an engine over a real cluster, with nodes that are killed",
    "tests/parsing/calibration": "how confidence is learnt from files of known outcome",
    "tests/parsing/layouts": "the grammar from which files are drawn",
    "tests/parsing/layouts/containers": "the formats that the grammar writes",
    "tests/search/judged": "searches judged by reading",
    "tests/security": "what holds for the whole site and the machine it runs on",
}

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
VAGUE = {"found", "given", "said", "seen", "shown", "taken", "told", "way"}


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


LONG_ENOUGH = 5  # statements; a shorter function is read as quickly as what would be said of it


def test_what_others_call_says_what_it_does():
    """A public function of some length has a docstring; a short one needs none. (Ruff requires them for classes.)"""
    mute = [
        f"{said(path)}: {node.name}"
        for path in modules("archive", "search")
        if "migrations" not in path.parts
        for around in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(around, ast.Module | ast.ClassDef)
        for node in around.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if not ast.get_docstring(node) and len(node.body) >= LONG_ENOUGH
    ]
    assert mute == []


def is_vague(node: ast.stmt, in_class: bool) -> bool:
    """Public methods are read with their object and may be called so: `marker.found(text)`."""
    if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.strip("_").lower() not in VAGUE:
        return False
    return not in_class or node.name.startswith("_")


def test_no_function_is_called_found_or_told():
    """Such a name leaves out what was found or told."""
    vague = [
        f"{said(path)}: {node.name}"
        for path in modules("archive", "search")
        for around in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(around, ast.Module | ast.ClassDef)
        for node in around.body
        if is_vague(node, isinstance(around, ast.ClassDef))
    ]
    assert vague == []


@pytest.mark.parametrize(
    ("code", "in_class", "vague"),
    [
        ("def _said(): ...", False, True),
        ("class Told: ...", False, True),
        ("def _shown(self): ...", True, True),
        ("def found(self): ...", True, False),
        ("def found_records(): ...", False, False),
    ],
)
def test_a_vague_name_is_noticed(code, in_class, vague):
    assert is_vague(ast.parse(code).body[0], in_class) is vague


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


def test_few_files_and_folders_stand_at_the_top():
    top = {path.relative_to(ROOT).parts[:2] for path in project_files() if under(path, "archive/", "search/")}
    assert len(top) <= TOP_LIMIT, sorted(top)


def test_a_file_name_means_one_thing():
    places: dict[str, list[str]] = {}
    for path in modules("archive", "search"):
        if path.stem not in SHARED_NAMES:
            places.setdefault(path.name, []).append(said(path))
    twice = {name: found for name, found in places.items() if len(found) > 1}
    assert not twice, twice


def test_a_class_name_means_one_thing():
    places: dict[str, list[str]] = {}
    for path in modules("archive", "search"):
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and node.name not in DJANGOS_CLASSES:
                places.setdefault(node.name, []).append(said(path, node.lineno))
    twice = {name: found for name, found in places.items() if len(found) > 1}
    assert not twice, twice


def test_no_modules_import_each_other():
    """Imports inside functions count too. That a package is loaded before its modules is not looked at."""
    paths = {module_name(path): path for path in modules("archive", "search")}
    found = circles({name: imported_modules(path, paths) for name, path in paths.items()})
    assert not found, found


def test_a_circle_of_imports_is_found():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": set()}) == [["a", "b", "c"]]
    assert circles({"a": {"b", "c"}, "b": {"c"}, "c": {"outside"}}) == []


def test_folders_have_a_fair_number_of_files():
    entries: dict[str, set[str]] = {}
    for path in modules("archive", "search"):
        *folders, name = path.relative_to(ROOT).parts
        for depth, entry in enumerate([*folders[1:], name], 1):
            if entry != "__init__.py":
                entries.setdefault("/".join(folders[:depth]), set()).add(entry)
    odd = {folder for folder, found in entries.items() if not FEW <= len(found) <= MANY}
    assert odd - FOLDERS.keys() == set(), "split or join it, or give the reason in FOLDERS"
    assert FOLDERS.keys() - odd == {"archive", "search"} - odd, "no longer odd"


def test_tests_stand_where_the_code_stands():
    """`tests/search/query` tests `search/query`, `tests/parsing` tests `archive/parsing`."""
    folders = {str(path.parent.relative_to(ROOT)) for path in modules("tests")} - {"tests"}
    astray = {folder for folder in folders if not any((ROOT / place).is_dir() for place in places_for(folder))}
    assert astray - FLOWS.keys() == set(), "name the folder after the one that it tests, or list it in FLOWS"
    assert FLOWS.keys() - astray == set(), "no longer there, or no longer without code of that name"


def places_for(folder: str) -> tuple[str, str]:
    inside = folder.removeprefix("tests/")
    return f"archive/{inside}", inside


# What tests of anything use to bring about what they look at.
TOOLS = ("archive.countries", "archive.importing.importer", "archive.mentions.decisions", "archive.models", "archive.parsing")
TOOLS += ("archive.signals", "archive.speakers.registry", "search.index.queue", "search.models", "search.query")
TOOLS += ("search.results.run_search",)
# Tests that use more of elsewhere to look at what their folder does.
LOOKING_THROUGH = {
    "tests/serving/test_clock_set_back.py": "the machine's clock is used everywhere, and set back once",
    "tests/search/engines/whoosh/query/test_equivalence.py": "its neighbour twins.py asks both engines",
    "tests/signin/test_signing_in_again.py": "what was typed into a draft is still there after signing in again",
}


def test_a_test_looks_at_the_folder_it_stands_in():
    """It is named after a module there, or what it imports of the code, tools apart, is of there or of what is around it."""
    astray = {said(path) for path in modules("tests") if path.name.startswith("test_") and looks_elsewhere(path)}
    assert astray - LOOKING_THROUGH.keys() == set(), "move it to the folder of what it looks at, or list it in LOOKING_THROUGH"
    assert LOOKING_THROUGH.keys() - astray == set(), "no longer there, or looks at its own folder now"


def looks_elsewhere(path: Path) -> bool:
    folders = [ROOT / place for place in places_for(said(path.parent)) if path.parent != ROOT / "tests"]
    places = [module_name(folder) for folder in folders if folder.is_dir()]
    if not places or any((folder / path.name.removeprefix("test_")).exists() for folder in folders):
        return False
    used = {name for name in imports(path) if name.startswith(("archive.", "search."))}
    used -= {name.rpartition(".")[0] for name in used}  # `from archive import mentions` names both
    seen = {name for name in used if not within(name, TOOLS)}
    return bool(seen) and not any(within(name, places) or within(places[0], [name]) for name in used)


def within(name: str, packages: Iterable[str]) -> bool:
    return any(f"{name}.".startswith(f"{package}.") for package in packages)


# Modules of tests that write rows by hand, and why.
ROWS_BY_HAND = {
    "tests/rows.py": "the one place of what no import makes, each with its reason",
    "tests/models/test_constraints.py": "the database must refuse what no import would write",
}
CONTENT = {"Transcript", "Revision", "Record", "Turn", "Speaker"}
OF_TRANSCRIPTS = {"revisions", "records", "turns"}
WRITING = {"create", "bulk_create", "get_or_create", "update_or_create"}


def test_transcripts_of_tests_are_imported():
    """Rows written by hand may be such as the archive never holds; `tests/world.py` has what tests need of it."""
    found = {said(path) for path in modules("tests") if any(writes_content(node) for node in ast.walk(tree_of(path)))}
    assert found - ROWS_BY_HAND.keys() == set(), "import it: see tests/world.py"
    assert ROWS_BY_HAND.keys() - found == set(), "no longer writes rows"


def writes_content(node: ast.AST) -> bool:
    """Tell whether it makes a row of what an import writes: `Record(...)`, `Record.objects.create(...)`, `of.turns.create()`."""
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id in CONTENT
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in WRITING:
        return False
    manager = node.func.value
    if not isinstance(manager, ast.Attribute):
        return False
    return manager.attr in OF_TRANSCRIPTS or (manager.attr == "objects" and getattr(manager.value, "id", "") in CONTENT)


def test_codes_of_warnings_are_spelt_in_one_way():
    """Lower-case words with hyphens, since stored codes are compared."""
    code = re.compile(r"""ParseWarning\(\s*"([^"]+)"|"code": "([^"]+)"|\b_warning\("([^"]+)\"""")
    found = [
        f"{said(path)}: {match.group(match.lastindex)}"
        for path in modules("archive")
        for match in code.finditer(path.read_text(encoding="utf-8"))
        if not re.fullmatch(r"[a-z]+(-[a-z]+)*", match.group(match.lastindex))
    ]
    assert not found, found


def test_the_state_of_a_transcript_is_compared_with_the_name_of_a_state():
    """A literal would be missed when states change."""
    literal = re.compile(r"""state(?:__in)?\s*(?:==|!=|=)\s*[\["']*["'](?:draft|published|withdrawn)""")
    found = [said(path) for path in modules("archive", "search") if literal.search(path.read_text(encoding="utf-8"))]
    in_templates = re.compile(r"""state (?:==|!=) "|name="state" value="\w""")
    found += [said(path) for path in templates() if in_templates.search(path.read_text(encoding="utf-8"))]
    assert found == ["archive/models/collection.py"], found  # its constraint; the class State is not at hand there


# Patterns that say no more than a character of Python's `re` does are as well written out.
SHORT_PATTERN = 12


def test_a_regular_expression_stands_in_one_module():
    """A pattern used by two modules gets a name in one of them."""
    places: dict[str, set[str]] = {}
    for path in modules("archive", "search"):
        for node in ast.walk(tree_of(path)):
            if is_pattern(node) and len(node.args[0].value) > SHORT_PATTERN:
                places.setdefault(node.args[0].value, set()).add(said(path))
    twice = {pattern: sorted(found) for pattern, found in places.items() if len(found) > 1}
    assert not twice, twice


def is_pattern(node: ast.AST) -> bool:
    """Tell whether this calls a function of `re` with a pattern written out."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and getattr(node.func.value, "id", "") == "re"
        and bool(node.args)
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    )


def test_no_code_reaches_into_the_compiler_of_templates():
    """What escapes untrusted text must not rest on methods that the next version of Jinja2 may change."""
    found = [
        said(path) for path in modules("archive", "search") if any(name.startswith("jinja2.compiler") for name in imports(path))
    ]
    assert not found, found
