"""Whether the cluster's tests run, and the cluster that they share."""

from __future__ import annotations

import os
import warnings

import pytest

from search.engines.opensearch.opensearch_engine import OpenSearchEngine
from tests.cluster.building import VERSIONS, java_for, missing_tools
from tests.cluster.nodes import cluster_of

WANTED = bool(os.environ.get("CLUSTER_TESTS"))  # `make cluster-tests` sets it; `make test` leaves all of this out
MISSING = missing_tools() if WANTED else ""
if not WANTED:
    collect_ignore_glob = ["test_*.py"]
elif MISSING:
    warnings.warn(f"NO CLUSTER TESTS ARE RUN: {MISSING}", stacklevel=1)
HOSTS = os.environ.get("CLUSTER_HOSTS", "").split()
POSSIBLE = [version for version in os.environ.get("CLUSTER_VERSIONS", " ".join(VERSIONS)).split() if WANTED and java_for(version)]


def pytest_collection_modifyitems(items):
    if MISSING:
        for item in items:
            item.add_marker(pytest.mark.skip(reason=f"not run: {MISSING}"))


class RunningCluster:
    """A cluster that runs already, and that these tests may write to: `CLUSTER_HOSTS`."""

    def __init__(self, hosts):
        self.hosts = hosts


@pytest.fixture(scope="session", params=["running"] if HOSTS else POSSIBLE or ["none"])
def node(request):
    """Return a cluster of one node, of each version that this machine can run."""
    if HOSTS:
        yield RunningCluster(HOSTS)
        return
    with cluster_of(request.param, 1) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def three():
    """Return a cluster of three nodes, of the newest version that this machine can run."""
    if HOSTS:
        pytest.skip("not run: nodes of a cluster that runs already are not killed (CLUSTER_HOSTS)")
    with cluster_of(POSSIBLE[-1], 3) as cluster:
        yield cluster


def options_of(cluster, prefix, **more):
    """Return what the settings would tell the engine."""
    return {"hosts": cluster.hosts, "prefix": prefix, "search_seconds": 30.0, **more}


@pytest.fixture
def engine(node):
    """Return an engine with an empty index, and nothing beside."""
    engine = OpenSearchEngine()
    engine.options = options_of(node, "contract")
    engine.beside().reset("thrown away")
    engine.swap()
    engine.reset("stamp")
    return engine
