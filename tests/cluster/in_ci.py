"""The part of the cluster's tests that CI runs: python -m tests.cluster.in_ci. Three minutes at the most, then it is cut off.

The engine's contract on one node of the newest version. Where Maven or a JDK is missing, where Maven cannot fetch the server, and
where the time is over, a line in capitals says so, and that is no failure; a test that fails is. All of it: `make cluster-tests`.
"""

from __future__ import annotations

import contextlib
import os
import signal
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
        except Exception as error:  # whatever it is, it is no fault of what would be tested
            return say(f"{NONE_RAN}: OpenSearch {version} could not be fetched or started: {error!r}")
        failed = run(cluster.hosts, max(1.0, until - time.monotonic()))
        if failed and cluster.running[0].poll() == -signal.SIGKILL:
            return say(f"{NOT_ALL_RAN}: the system killed the node; is there too little memory?")
        return failed


def run(hosts: list[str], seconds: float) -> int:
    """Run the tests on a node for so long; return 1 where one fails."""
    began = time.monotonic()
    env = {**os.environ, "CLUSTER_TESTS": "1", "CLUSTER_HOSTS": " ".join(hosts)}
    try:
        done = subprocess.run([sys.executable, "-m", "pytest", "-q", "-n", "0", *TESTS], env=env, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return say(f"{NOT_ALL_RAN} after {SECONDS:.0f} seconds: this machine has too much to do (CLUSTER_SECONDS allows more)")
    if not done.returncode:
        sys.stdout.write(f"The engine's contract holds on OpenSearch: {time.monotonic() - began:.0f} seconds\n")
    return 1 if done.returncode else 0


def say(line: str) -> int:
    """Say what did not happen, so that nobody takes it for passed."""
    sys.stdout.write(f"\n*** {line}\n\n")
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
