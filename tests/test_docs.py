"""The documentation names everything that exists, and nothing else."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib

import pytest
from django.core.management import BaseCommand, get_commands, load_command_class
from packaging.requirements import Requirement

from search import facets
from search.query.query_fields import field_names
from tests.house import ROOT, project_files, said, tree_of

SETTINGS = ROOT / "archive" / "settings.py"
ROW = re.compile(r"^\| `([^`]+)` \|", re.M)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.M)
CODE_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows_of(name: str) -> set[str]:
    """Return the first word of every table row that begins with code."""
    return {row.split()[0] for row in ROW.findall(text_of(name))}


def settings_read() -> dict[str, ast.expr | None]:
    """Return every variable that the settings file reads, with its default."""
    calls = (node for node in ast.walk(tree_of(SETTINGS)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))
    return {
        call.args[0].value: next((word.value for word in call.keywords if word.arg == "default"), None)
        for call in calls
        if isinstance(call.func.value, ast.Name) and call.func.value.id == "env"
    }


def commands() -> set[str]:
    places = (ROOT / app / "management" / "commands" for app in ("archive", "search"))
    return {path.stem for place in places for path in place.glob("*.py") if path.stem != "__init__"}


def plain_default(node: ast.expr | None) -> str | None:
    """Return a default as it would be written into a table, None where it depends on something else."""
    try:
        value = eval(compile(ast.Expression(node), "default", "eval"), {"__builtins__": {}})
    except (NameError, TypeError):
        return None
    return ",".join(value) if isinstance(value, list) else str(value)


def test_every_setting_is_documented_and_no_other():
    assert rows_of("docs/settings.md") == set(settings_read())


def test_the_defaults_documented_are_the_real_ones():
    table = dict(re.findall(r"^\| `(\w+)` \| `?([^`|]*?)`? \|", text_of("docs/settings.md"), re.M))
    real = {name: plain_default(node) for name, node in settings_read().items()}
    differ = {
        name: (table[name], value) for name, value in real.items() if value and name != "SEARCH_ENGINE" and table[name] != value
    }
    assert not differ


def test_every_command_is_documented_and_no_other():
    documented = {row for row in rows_of("docs/commands.md") if row != "make"}
    assert documented == commands()


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_option_is_documented(name):
    row = next(line for line in text_of("docs/commands.md").splitlines() if line.startswith(f"| `{name}"))
    ours = options_of(load_command_class(get_commands()[name], name)) - options_of(BaseCommand())
    assert not [option for option in ours if f"{option}" not in row]


def options_of(command) -> set[str]:
    parser = command.create_parser("manage.py", "any")
    return {option for action in parser._actions for option in action.option_strings if option.startswith("--")}


def test_every_make_target_is_documented_and_no_other():
    real = set(re.findall(r"^([a-z-]+):.*## ", text_of("Makefile"), re.M))
    assert set(re.findall(r"^\| `make ([a-z-]+)`", text_of("docs/commands.md"), re.M)) == real


def wanted() -> list[Requirement]:
    """Return what pyproject.toml names, for running, working and comparing."""
    project = tomllib.loads(text_of("pyproject.toml"))
    return [
        Requirement(line)
        for part in (project["project"]["dependencies"], *project["dependency-groups"].values())
        for line in part
    ]


def test_every_dependency_has_its_reason():
    pinned = [(package.name, str(package.specifier).removeprefix("==")) for package in wanted()]
    explained = dict(re.findall(r"^\| ([A-Za-z0-9_.-]+) \|.*\| (\d[\w.]*)", text_of("docs/decisions/dependencies.md"), re.M))
    assert explained == dict(pinned)


@pytest.mark.parametrize("key", facets.TABLE.filters)
def test_researchers_are_told_about_the_facet(key):
    assert f"`{key}=`" in text_of("docs/researchers.md")


@pytest.mark.parametrize("name", field_names())
def test_researchers_are_told_about_the_word_before_the_colon(name):
    assert f"`{name}:" in text_of("docs/researchers.md")


def test_the_readme_leads_to_every_document():
    linked = {target.split("#")[0] for target in LINK.findall(text_of("README.md"))}
    assert {said(path) for path in (ROOT / "docs").glob("*.md")} <= linked


def test_every_decision_is_listed():
    listed = set(LINK.findall(text_of("docs/decisions/README.md")))
    assert listed == {path.name for path in (ROOT / "docs" / "decisions").glob("*.md")} - {"README.md"}


CHANGES = (
    "file format",
    "facet",
    "country's name",
    "label rule",
    "snippet of a result",
    "file of results (CSV)",
    "search engine",
    "page's chart",
    "warning's text",
    "setting",
)
TO_COME = "(to come)"


def where_changes_go() -> dict[str, str]:
    """Return the place of each kind of change, as architecture.md's table names it."""
    table = text_of("docs/architecture.md").partition("## Where a change goes")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| ([a-z][^|]*?) \| (`[^|]*?) \|", table, re.M))


@pytest.mark.parametrize("change", CHANGES)
def test_a_stranger_is_told_where_a_change_goes(change):
    assert len(re.findall(r"`[^`]+`", where_changes_go()[change])) == 1


def test_changes_go_to_places_that_exist():
    table = where_changes_go()
    places = {change: (place.split("`")[1], place.endswith(TO_COME)) for change, place in table.items()}
    wrong = [f"{change}: {place}" for change, (place, to_come) in places.items() if (ROOT / place).exists() == to_come]
    assert not wrong, f"neither there nor {TO_COME}, or there already: {wrong}"


def test_architecture_names_only_files_that_exist():
    named = re.findall(r"`((?:archive|search|tests|templates)/[\w./]+)`(?! \(to come\))", text_of("docs/architecture.md"))
    assert not [name for name in named if not (ROOT / name).exists()]


def test_the_documents_name_only_files_that_exist():
    """A module or table in code is named by its file's name, or by as much of its path as tells where it is."""
    known = {f"/{said(path)}" for path in project_files()}
    named = {
        (said(page), name)
        for page in (ROOT / "docs").glob("*.md")
        for name in re.findall(r"`([\w./-]+\.(?:py|ini))`", page.read_text(encoding="utf-8"))
    }
    assert len(named) > 20
    assert not [(page, name) for page, name in sorted(named) if not any(path.endswith(f"/{name}") for path in known)]


def test_the_table_of_the_parser_s_modules_names_their_places():
    table = text_of("docs/parsing.md").partition("| module |")[2].partition("\n## ")[0]
    named = re.findall(r"`([\w./]+)`", table)
    assert named
    assert not [name for name in named if not (ROOT / "archive" / "parsing" / name).exists()]


def anchors(text: str) -> set[str]:
    """Return the addresses of a page's headings, as code forges make them."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in HEADING.findall(text)}


def test_no_link_leads_nowhere():
    dead = []
    for page in (path for path in project_files() if path.suffix == ".md" and not path.is_relative_to(ROOT / "tests")):
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            name, _, anchor = target.partition("#")
            goal = (page.parent / name).resolve() if name else page
            if "://" in target or target.startswith("mailto:"):
                continue
            if not goal.exists() or (anchor and anchor not in anchors(goal.read_text(encoding="utf-8"))):
                dead.append(f"{said(page)} -> {target}")
    assert not dead, dead


def production_variables() -> dict[str, str]:
    block = next(body for language, body in CODE_BLOCK.findall(text_of("docs/operators.md")) if language == "sh")
    return dict(line.split("=", 1) for line in block.splitlines() if line and not line.startswith("#"))


def test_the_production_variables_pass_django_s_own_inspection(tmp_path):
    environment = {
        **os.environ,
        **production_variables(),
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "archive.settings",
    }
    for inherited in ("INDEX_DIR", "STATIC_ROOT", "STATIC_STORAGE"):
        environment.pop(inherited, None)
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout, done.stdout
