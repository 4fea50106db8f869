"""The project's own files, as the tests about the project itself see them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
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


def absolute(path: Path, node: ast.ImportFrom) -> str:
    """Return the full name of the module in `from X import ...`, also where X is relative."""
    if not node.level:
        return node.module or ""
    package = path.relative_to(ROOT).parts[: -node.level]
    return ".".join([*package, *([node.module] if node.module else [])])


def said(path: Path, line: int | None = None) -> str:
    """Name a place as a reader would look it up."""
    name = str(path.relative_to(ROOT))
    return name if line is None else f"{name}:{line}"
