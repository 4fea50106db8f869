"""A search enters `search.results` once and goes through its five steps in order; nothing else of the package is used."""

from __future__ import annotations

import ast
import sys
import typing
from contextlib import contextmanager
from pathlib import Path

import pytest

from search import results
from search.results import search_steps as steps
from tests.house import ROOT, imports, module_name, modules, said, tree_of
from tests.world import archive

PACKAGE = str(Path(results.__file__).parent)
STEPS = (steps.parse_search, steps.ask_engine, steps.load, steps.decorate, steps.assemble)


@pytest.fixture
def world(indexed):
    made = archive()
    indexed(made.conference, made.interview, made.undated)
    return made


@contextmanager
def watched():
    """Yield two lists that are filled meanwhile: the functions by which control enters the package, and the steps taken."""
    entered, taken, known = [], [], {step.__code__: step.__name__ for step in STEPS}

    def watch(frame, event, _):
        if event != "call" or not frame.f_code.co_filename.startswith(PACKAGE):
            return
        if frame.f_code in known:
            taken.append(known[frame.f_code])
        if not any(outer.f_code.co_filename.startswith(PACKAGE) for outer in outside(frame)):
            entered.append(frame.f_code.co_name)

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        yield entered, taken
    finally:
        sys.setprofile(before)


def outside(frame):
    while frame := frame.f_back:
        yield frame


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=strategic+stability&country=RS&view=compact",
        "q=stability&from=2023&to=2023&page=7",
        "q=%22harbour+stability+of+grain%22&layer=named",
        "q=stabilty+nobodysword+OR&speaker=nobody",
    ],
)
@pytest.mark.parametrize("page", ["/search/", "/search.json"])
def test_a_search_enters_once_and_takes_each_step_once(world, client, page, query):
    with watched() as (entered, taken):
        answer = client.get(f"{page}?{query}")
    assert answer.status_code == 200
    assert entered == ["run_search"]
    assert taken == [step.__name__ for step in STEPS]


@pytest.mark.parametrize(
    ("address", "entry"),
    [
        ("/search/values/speaker/?q=stability", "all_values"),
        ("/search/feed.atom?q=stability", "problems_of"),
        ("/api/search?q=stability", "unread_parts"),
        ("/search/result/?q=stability&result=1", None),
        ("/search/list/", None),
    ],
)
def test_other_pages_enter_once_or_not_at_all(world, client, address, entry):
    with watched() as (entered, taken):
        assert client.get(address).status_code in (200, 302)
    assert set(entered) == ({entry} if entry else set())
    assert not taken


def test_others_import_the_public_names_only():
    own = {module_name(path) for path in modules("search") if str(path).startswith(PACKAGE)} - {"search.results"}
    inner = [
        f"{said(path)} imports {name}"
        for path in modules("archive", "search", "benchmarks")
        if not str(path).startswith(PACKAGE)
        for name in imports(path)
        if any(f"{name}.".startswith(f"{module}.") for module in own)
    ]
    assert inner == []
    named = {alias.name for path in outsiders() for alias in named_from_results(path)}
    assert named == set(results.__all__)


def outsiders():
    return (path for path in modules("archive", "search") if not path.is_relative_to(ROOT / "search/results"))


def named_from_results(path):
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and node.module == "search.results":
            yield from node.names


def test_each_step_takes_what_the_one_before_returns():
    for before, after in zip(STEPS, STEPS[1:], strict=False):
        made = typing.get_type_hints(before)["return"]
        taken = typing.get_type_hints(after)
        taken.pop("return")
        assert list(taken.values()) == [made]
