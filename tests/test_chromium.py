"""Where no browser can be had, the suite says so and why."""

from __future__ import annotations

import pytest

from tests import chromium


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch, tmp_path):
    """A machine on which no program is installed; what is found out about it is not kept for the others."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    chromium.reason_for_none.cache_clear()
    yield tmp_path
    chromium.reason_for_none.cache_clear()


def put(folder, name, script="exit 0"):
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


def test_it_finds_debian_s_chromium(bare_machine):
    installed = put(bare_machine, "chromium")
    assert chromium.find() == installed


def test_a_browser_named_in_the_environment_comes_first(bare_machine, monkeypatch):
    put(bare_machine, "chromium")
    monkeypatch.setenv("CHROMIUM", put(bare_machine, "another"))
    assert chromium.find() == str(bare_machine / "another")


def test_a_browser_named_but_missing_is_said_to_be_missing(bare_machine, monkeypatch):
    put(bare_machine, "chromium")
    monkeypatch.setenv("CHROMIUM", "/nowhere/browser")
    assert "/nowhere/browser" in chromium.reason_for_none()


def test_without_apt_it_says_how_to_get_one(bare_machine):
    with pytest.raises(chromium.NoChromium, match="apt-get install chromium"):
        chromium.install()


def test_only_root_may_install(bare_machine, monkeypatch):
    put(bare_machine, "apt-get")
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 1000)
    with pytest.raises(chromium.NoChromium, match="only root"):
        chromium.install()


def test_apt_s_own_reason_is_passed_on(bare_machine, monkeypatch):
    put(bare_machine, "apt-get", "echo 'E: Could not resolve deb.example' >&2; exit 100")
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 0)
    with pytest.raises(chromium.NoChromium, match="Could not resolve deb.example"):
        chromium.install()


def test_the_command_ends_with_the_reason(bare_machine, capsys):
    assert chromium.main() == 1
    assert "will be skipped: no chromium here" in capsys.readouterr().out
