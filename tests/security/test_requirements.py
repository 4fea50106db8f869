"""What is installed is what was locked, byte for byte; what is known of its weaknesses is told, and what is not known too."""

from __future__ import annotations

import json
import re
import tomllib

import pytest
from packaging.requirements import Requirement

from tests import audit
from tests.house import ROOT

LOCKED = re.compile(r"^([a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==([^\s;\\]+)([^\n]*(?:\n    --hash=sha256:[0-9a-f]{64}[^\n]*)*)", re.M)
GROUPS = {
    "requirements.txt": None,
    "requirements-dev.txt": "dev",
    "docs/deploy/requirements-store.txt": "store",
    "benchmarks/requirements.txt": "bench",
}


def lock(name: str) -> dict[str, tuple[str, str]]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return {package: (version, rest) for package, version, rest in LOCKED.findall(text)}


def wanted(group: str | None) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = project["project"]["dependencies"] + (project["dependency-groups"][group] if group else [])
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("name", GROUPS)
def test_every_package_locked_has_its_hashes(name):
    packages = lock(name)
    assert packages
    assert [package for package, (_, rest) in packages.items() if "--hash=sha256:" not in rest] == []


@pytest.mark.parametrize(("name", "group"), GROUPS.items())
def test_the_lock_holds_what_the_project_asks_for(name, group):
    """Where this fails: `make lock`."""
    packages = lock(name)
    asked = {package.name.lower().replace("_", "-").replace(".", "-"): str(package.specifier)[2:] for package in wanted(group)}
    assert {package: version for package, (version, _) in packages.items() if package in asked} == asked


def test_the_make_targets_install_nothing_without_a_hash():
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "install" in line and "-r " in line and "--require-hashes" not in line] == []


def answer(*packages) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


FINE = {"name": "lamp", "version": "1.0", "vulns": []}
SKIPPED = {"name": "buoy", "skip_reason": "Dependency not found on PyPI and could not be audited: buoy (2.0)"}
WEAK = {
    "name": "rope",
    "version": "3.0",
    "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["3.1"], "aliases": [], "description": ""}],
}


def test_an_audit_that_finds_nothing_says_so():
    assert audit.read([answer(FINE), answer(FINE)]).told() == (0, ["No known weakness in 1 packages."])


def test_an_audit_names_what_is_weak_and_where_it_is_mended():
    assert audit.read([answer(FINE, WEAK)]).told() == (1, ["WEAK: rope 3.0: PYSEC-2026-1, mended in 3.1"])


def test_a_package_that_could_not_be_asked_about_is_not_called_fine():
    status, lines = audit.read([answer(FINE, SKIPPED)]).told()
    assert status == audit.UNKNOWN
    assert lines == ["NOT KNOWN: the advisories could not be had for 1 of 2 packages:", "  buoy"]


def test_advisories_that_cannot_be_reached_are_told_as_such(monkeypatch, capsys):
    def unreachable(lock):
        raise OSError("Could not connect to PyPI")

    monkeypatch.setattr(audit, "ask", unreachable)
    assert audit.main() == audit.UNKNOWN
    assert "NOT KNOWN: the advisories could not be had (Could not connect to PyPI)" in capsys.readouterr().out


def test_security_md_says_how_to_report():
    assert "Reporting a weakness" in (ROOT / "SECURITY.md").read_text(encoding="utf-8")
