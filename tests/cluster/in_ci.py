"""The part of the cluster's tests that CI runs: python -m tests.cluster.in_ci. Three minutes at the most, then it is cut off.

The engine's contract on one node of the newest version. Where Maven or a JDK is missing, where Maven cannot fetch the server, and
where the time is over, a line in capitals says so, and that is no failure; a test that fails is. All of it: `make cluster-tests`.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time

from tests.cluster.building import VERSIONS, java_for, missing_tools, server
from tests.cluster.nodes import cluster_of

SECONDS = float(os.environ.get("CLUSTER_SECONDS", "180"))
TESTS = ("tests/cluster/test_contract_on_cluster.py", "-k", "TestOpenSearchEngine")
NOT_ALL_RAN = "THE CLUSTER'S TESTS WERE CUT OFF"
NONE_RAN = "NO CLUSTER TESTS WERE RUN"


def main() -> int:
    """Run them; return 1 where one fails."""
    if why := missing_tools():
        return say(f"{NONE_RAN}: {why}")
    until = time.monotonic() + SECONDS
    version = next(each for each in reversed(VERSIONS) if java_for(each))
    with contextlib.ExitStack() as held:
        try:
            server(version, SECONDS)
            cluster = held.enter_context(cluster_of(version, 1, max(1.0, until - time.monotonic())))
        except (AssertionError, subprocess.SubprocessError, OSError) as error:
            return say(f"{NONE_RAN}: OpenSearch {version} could not be fetched or started: {error}")
        return run(cluster.hosts, max(1.0, until - time.monotonic()))


def run(hosts: list[str], seconds: float) -> int:
    """Run the tests on a node for so long; return 1 where one fails."""
    env = {**os.environ, "CLUSTER_TESTS": "1", "CLUSTER_HOSTS": " ".join(hosts)}
    try:
        done = subprocess.run([sys.executable, "-m", "pytest", "-q", "-n", "0", *TESTS], env=env, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return say(f"{NOT_ALL_RAN} after {SECONDS:.0f} seconds: this machine has too much to do (CLUSTER_SECONDS allows more)")
    return 1 if done.returncode else 0


def say(line: str) -> int:
    """Say what did not happen, so that nobody takes it for passed."""
    sys.stdout.write(f"\n*** {line}\n\n")
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
