"""What CI makes of the cluster's tests: a test that fails is a failure, and nothing else is."""

from __future__ import annotations

import contextlib
import subprocess
from types import SimpleNamespace

import pytest

from tests.cluster import building, in_ci


@pytest.fixture
def ready(monkeypatch):
    """Have tools, a server and a node that runs; return that node's process."""
    node = SimpleNamespace(poll=lambda: None)
    monkeypatch.setattr(in_ci, "missing_tools", lambda: "")
    monkeypatch.setattr(in_ci, "java_for", lambda version: version)
    monkeypatch.setattr(in_ci, "server", lambda version, patience: None)
    cluster = contextlib.nullcontext(SimpleNamespace(hosts=["http://127.0.0.1:9"], running={0: node}))
    monkeypatch.setattr(in_ci, "cluster_of", lambda version, nodes, patience: cluster)
    return node


def ended(status):
    return lambda command, **more: subprocess.CompletedProcess(command, status)


def raising(error):
    def raised(*given, **more):
        raise error

    return raised


def test_without_tools_it_is_said_that_nothing_ran(monkeypatch, capsys):
    monkeypatch.setattr(in_ci, "missing_tools", lambda: "Maven (mvn) is not installed")
    assert in_ci.main() == 0
    assert "NO CLUSTER TESTS WERE RUN: Maven" in capsys.readouterr().out


@pytest.mark.parametrize(
    "error",
    [subprocess.CalledProcessError(1, "mvn"), subprocess.TimeoutExpired("mvn", 180), AssertionError("ended"), StopIteration()],
)
@pytest.mark.parametrize("step", ["server", "cluster_of"])
def test_a_server_that_cannot_be_had_is_no_failure(ready, monkeypatch, capsys, step, error):
    monkeypatch.setattr(in_ci, step, raising(error))
    assert in_ci.main() == 0
    assert "NO CLUSTER TESTS WERE RUN" in capsys.readouterr().out


def test_a_run_that_takes_too_long_is_cut_off_and_is_no_failure(ready, monkeypatch, capsys):
    monkeypatch.setattr(in_ci.subprocess, "run", raising(subprocess.TimeoutExpired("pytest", 1)))
    assert in_ci.main() == 0
    assert "CUT OFF" in capsys.readouterr().out


@pytest.mark.parametrize(("pytest_status", "node_status", "status"), [(0, None, 0), (1, None, 1), (5, None, 1), (1, 1, 1)])
def test_a_test_that_fails_is_a_failure(ready, monkeypatch, pytest_status, node_status, status):
    ready.poll = lambda: node_status
    monkeypatch.setattr(in_ci.subprocess, "run", ended(pytest_status))
    assert in_ci.main() == status


def test_a_node_that_the_system_kills_is_no_failure(ready, monkeypatch, capsys):
    ready.poll = lambda: -9
    monkeypatch.setattr(in_ci.subprocess, "run", ended(1))
    assert in_ci.main() == 0
    assert "the system killed the node" in capsys.readouterr().out


def test_all_steps_of_a_download_share_one_limit(monkeypatch):
    given = []
    monkeypatch.setattr(building, "time", SimpleNamespace(monotonic=lambda: 100.0))
    monkeypatch.setattr(building.subprocess, "run", lambda command, **more: given.append(more["timeout"]))
    building._maven(130.0, "-f", "some.pom")
    building._maven(90.0, "-f", "some.pom")
    assert given == [30.0, 0.0]
