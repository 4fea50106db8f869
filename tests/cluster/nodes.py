"""Nodes of a cluster on this machine: started, waited for, killed. OpenSearch refuses to run as root; it runs as nobody then."""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.cluster.building import java_for, server

HEAP = os.environ.get("CLUSTER_HEAP", "256m")
PATIENCE = 240.0  # seconds: two cores may have much else to do
LOG = """status = warn
appender.file.type = File
appender.file.name = file
appender.file.fileName = {logs}/node.log
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %d %p %c{{1.}} %m%n
rootLogger.level = info
rootLogger.appenderRef.file.ref = file
"""


def free_ports(number: int) -> list[int]:
    """Return ports that nobody listens on."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(number)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


class Cluster:
    """So many nodes of one version. What lies in a folder that was given stays there when they are stopped."""

    def __init__(self, version: str, nodes: int, folder: Path | None = None, heap: str = HEAP, **settings: Any) -> None:
        self.version, self.numbers, self.heap, self.more = version, range(nodes), heap, settings
        self.server, java = server(version), java_for(version)
        assert java, f"no JDK for OpenSearch {version}"
        self.java = java / "bin/java"
        self.folder, self.passing = folder or Path(tempfile.mkdtemp(prefix="chancery-cluster-")), folder is None
        self.folder.mkdir(exist_ok=True)
        self.folder.chmod(0o755)
        ports = free_ports(2 * nodes)
        self.ports, self.talk = ports[:nodes], ports[nodes:]
        self.running: dict[int, subprocess.Popen[bytes]] = {}

    @property
    def hosts(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self.ports]

    def start(self, number: int) -> None:
        """Start one node, with what it had on its disk."""
        home = self.folder / f"node{number}"
        for name in ("config", "data", "logs", "tmp"):
            (home / name).mkdir(parents=True, exist_ok=True)
        (home / "config/opensearch.yml").write_text(json.dumps(self._settings(number, home)), encoding="utf-8")
        (home / "config/log4j2.properties").write_text(LOG.format(logs=home / "logs"), encoding="utf-8")
        account: dict[str, Any] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            for path in (home, *home.rglob("*")):
                os.chown(path, nobody.pw_uid, nobody.pw_gid)
            account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        with open(home / "out", "ab") as out:
            streams: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": out, "stderr": out}
            command = self._command(home)
            self.running[number] = subprocess.Popen(command, env={}, cwd=home, start_new_session=True, **streams, **account)

    def _settings(self, number: int, home: Path) -> dict[str, Any]:
        return {
            "cluster.name": "chancery-tests",
            "node.name": f"node{number}",
            "path.data": str(home / "data"),
            "path.logs": str(home / "logs"),
            "network.host": "127.0.0.1",
            "http.port": self.ports[number],
            "transport.port": self.talk[number],
            "discovery.seed_hosts": [f"127.0.0.1:{port}" for port in self.talk],
            "cluster.initial_cluster_manager_nodes": [f"node{each}" for each in self.numbers],
            "cluster.routing.allocation.disk.threshold_enabled": False,
            **self.more,
        }

    def _command(self, home: Path) -> list[str]:
        options = [f"-Xms{self.heap}", f"-Xmx{self.heap}", "-XX:+UseSerialGC", f"-Djava.io.tmpdir={home / 'tmp'}"]
        options += ["--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Dio.netty.noUnsafe=true"]
        options += [
            "-Dlog4j2.disable.jmx=true",
            f"-Dopensearch.path.home={self.server}",
            f"-Dopensearch.path.conf={home / 'config'}",
        ]
        options += ["-Dopensearch.distribution.type=tar", "-Dopensearch.bundled_jdk=false"]
        return [str(self.java), *options, "-cp", f"{self.server}/lib/*", "org.opensearch.bootstrap.OpenSearch"]

    def kill(self, number: int, how: int = signal.SIGKILL) -> None:
        """Kill one node; it has no time to say so to anybody."""
        process = self.running.pop(number)
        process.send_signal(how)
        process.wait(PATIENCE)

    def ask(self, path: str, number: int | None = None, timeout: float = 10.0) -> Any:
        """Return what a node that runs answers."""
        port = self.ports[next(iter(self.running)) if number is None else number]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=timeout) as answer:
            return json.loads(answer.read())

    def delete(self, index: str) -> None:
        """Delete an index behind everybody's back."""
        port = self.ports[next(iter(self.running))]
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/{index}", method="DELETE")
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            assert answer.status == 200

    def manager(self) -> int:
        """Return the number of the elected manager."""
        return int(self.ask("/_cat/cluster_manager?format=json")[0]["node"].removeprefix("node"))

    def wait(self, status: str = "green", patience: float = PATIENCE) -> None:
        """Wait until all nodes that run know each other and the indexes are well."""

        def well() -> bool:
            ended = [number for number, process in self.running.items() if process.poll() is not None]
            if ended:
                raise AssertionError(f"node {ended[0]} ended: {(self.folder / f'node{ended[0]}' / 'out').read_text()[-2000:]}")
            health = self.ask("/_cluster/health")
            return health["number_of_nodes"] == len(self.running) and health["status"] in (status, "green")

        wait_for(well, f"{len(self.running)} nodes, {status}; see {self.folder}", patience)

    def resident(self) -> list[int]:
        """Return how many megabytes each node takes."""
        found = []
        for process in self.running.values():
            lines = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii").splitlines()
            found += [int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")]
        return found

    def stop(self) -> None:
        """Stop all nodes, and throw their data away unless they are in a folder that was given."""
        for number in list(self.running):
            self.kill(number, signal.SIGKILL if self.passing else signal.SIGTERM)
        if self.passing:
            shutil.rmtree(self.folder, ignore_errors=True)


def wait_for(test: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Wait until a test passes; what cannot be asked yet does not pass."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        with contextlib.suppress(OSError, KeyError, IndexError, StopIteration):
            if test():
                return
        time.sleep(0.2)
    raise AssertionError(f"not within {patience:.0f} seconds: {what}")


@contextlib.contextmanager
def cluster_of(version: str, nodes: int, patience: float = PATIENCE) -> Iterator[Cluster]:
    """Run a cluster for as long as it is needed."""
    cluster = Cluster(version, nodes)
    try:
        for number in cluster.numbers:
            cluster.start(number)
        cluster.wait(patience=patience)
        yield cluster
    finally:
        cluster.stop()
