"""The project's own files, as the tests about the project itself see them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@cache
def project_files() -> tuple[Path, ...]:
    """Return the files that are in the project or about to be: tracked or untracked, never what .gitignore names."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def modules(*folders: str) -> Iterator[Path]:
    """Yield the Python modules under these folders, migrations left out."""
    for path in project_files():
        relative = path.relative_to(ROOT)
        if path.suffix == ".py" and relative.parts[0] in folders and "migrations" not in relative.parts:
            yield path


def templates() -> Iterator[Path]:
    """Yield every template."""
    return (path for path in project_files() if path.is_relative_to(ROOT / "templates"))


def tree_of(path: Path) -> ast.Module:
    """Parse one module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a module, methods and inner ones too."""
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def imports(path: Path) -> Iterator[str]:
    """Yield the full name of every module that this one imports, wherever in it."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = absolute(path, node)
            yield base
            yield from (f"{base}.{name.name}" for name in node.names)


def imported_modules(path: Path, known: Collection[str]) -> set[str]:
    """Return which of the known modules this one imports, wherever in it; `from package import module` is of the module only."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found.update(name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = absolute(path, node)
            names = (f"{base}.{name.name}" for name in node.names)
            found.update(name if name in known else base for name in names)
    return found & set(known)


def absolute(path: Path, node: ast.ImportFrom) -> str:
    """Return the full name of the module in `from X import ...`, also where X is relative."""
    if not node.level:
        return node.module or ""
    package = path.relative_to(ROOT).parts[: -node.level]
    return ".".join([*package, *([node.module] if node.module else [])])


def module_name(path: Path) -> str:
    """Return the full name under which a module is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def circles(imported: Mapping[str, Collection[str]]) -> list[list[str]]:
    """Return the groups of modules that import each other; `imported` are those that each names."""
    left = {name: {other for other in others if other in imported and other != name} for name, others in imported.items()}
    while loose := {name for name, others in left.items() if not others}:
        left = {name: others - loose for name, others in left.items() if name not in loose}
    return sorted(circle for name in left if (circle := shortest_way(left, name)))


def shortest_way(left: Mapping[str, Collection[str]], start: str) -> list[str]:
    """Return the modules on the shortest way from one back to itself, that one first; empty where it is only on others' way."""
    ways = [[start]]
    seen: set[str] = set()
    for way in ways:
        for other in sorted(left[way[-1]]):
            if other == start:
                return way if start == min(way) else []
            if other not in seen:
                seen.add(other)
                ways.append([*way, other])
    return []


def said(path: Path, line: int | None = None) -> str:
    """Name a place as a reader would look it up."""
    name = str(path.relative_to(ROOT))
    return name if line is None else f"{name}:{line}"
