"""Run tests on a PostgreSQL of their own: python -m tests.postgres [--seconds N] [what pytest takes].

The server lives in a folder of its own, listens on this machine alone under a password made for it, and goes when the tests end.
Where none is installed, root on Debian and the like has it installed; elsewhere, and where none starts, it is said that nothing
was run. `--seconds` ends tests that take longer, which is said and no failure: those that ran have told of theirs.
"""

from __future__ import annotations

import argparse
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.serving.fronts import free_port

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin")
ACCOUNTS = ("postgres", "nobody")  # PostgreSQL refuses to run as root
NAME = "chancery"
PATIENCE = 120
HASTE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB"
INSTALL = ["apt-get", "install", "--yes", "--no-install-recommends", "postgresql"]
MISSING = "SKIPPED: no PostgreSQL server is installed here, so nothing was tried on it. Install one: apt-get install postgresql"


def programs() -> Path | None:
    """Return the folder with the server's programs, the newest there is; None where there is no server."""
    found = [folder for place in PLACES for folder in Path("/").glob(place.lstrip("/")) if (folder / "initdb").exists()]
    if found:
        return max(
            found, key=lambda folder: [int(part) for part in folder.parent.name.split("-")[-1].split(".") if part.isdigit()]
        )
    there = shutil.which("initdb")
    return Path(there).resolve().parent if there else None


def account() -> str | None:
    """Return the account to run the server under where this one may not, None where it may."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ACCOUNTS if name in known)


@contextmanager
def server(folder: Path, durable: bool = False) -> Iterator[str]:
    """Run a server in an empty folder until the block ends; gives the address of its database. In haste unless `durable`."""
    bin_, user, port, password = programs(), account(), free_port(), secrets.token_hex(16)
    assert bin_ is not None, MISSING
    data, word = folder / "data", folder / "password"
    word.write_text(password, encoding="ascii")
    if user:
        shutil.chown(folder, user)
        shutil.chown(word, user)

    def run(program: str, *words: str) -> None:
        done = subprocess.run([bin_ / program, *words], capture_output=True, text=True, timeout=PATIENCE, user=user, cwd=folder)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")

    run("initdb", "-D", str(data), "-U", NAME, "-E", "UTF8", "--locale=C", "-A", "scram-sha-256", f"--pwfile={word}")
    listen = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {'' if durable else HASTE}"
    run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", listen, "start")
    try:
        yield f"postgres://{NAME}:{password}@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")


def install() -> None:
    """Install a server where that takes nothing but a command; whether it worked, `programs` tells."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], INSTALL):
        with suppress(subprocess.SubprocessError, OSError):
            subprocess.run(command, env=environment, timeout=PATIENCE, check=False, **quiet)


def run_for(command: list[str], folder: Path, address: str, seconds: float) -> int:
    """Run tests in a session of their own, so that all of their processes end with them; return the exit status."""
    report = folder / "report.xml"
    command = [*command, f"--junitxml={report}"]
    env = os.environ | {"DATABASE_URL": address}
    running = subprocess.Popen(command, env=env, start_new_session=True, preexec_fn=heed_interrupts)
    try:
        return running.wait(seconds)
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGINT)  # it stops, and tells what has failed so far
        with suppress(subprocess.TimeoutExpired):
            running.wait(PATIENCE / 2)
        sys.stdout.write(f"\nCUT OFF after {seconds:.0f} seconds: what had not run by then was not tried on PostgreSQL.\n")
        return int(has_failures(report))
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def heed_interrupts() -> None:
    """Let a process be interrupted, also where this one was started in the background and may not be."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def has_failures(report: Path) -> bool:
    """Tell whether a report names a test that failed; nothing is said of one that was not written."""
    if not report.exists():
        return False
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    return any(int(suite.get(what, 0)) for suite in suites for what in ("failures", "errors"))


def main(arguments: list[str]) -> int:
    """Run pytest on a new server; return its exit status."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--seconds", type=float, default=24 * 60 * 60)
    asked, others = parser.parse_known_args(arguments)
    if programs() is None:
        install()
    if programs() is None:
        sys.stdout.write(f"{MISSING}\n")
        return 0
    if asked.seconds <= 0:
        sys.stdout.write("NOT RUN on PostgreSQL: no time is left for it.\n")
        return 0
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        with ExitStack() as held:
            try:
                address = held.enter_context(server(folder))
            except (RuntimeError, OSError, subprocess.SubprocessError) as error:  # no fault of what would be tested
                sys.stdout.write(f"NOT RUN on PostgreSQL: its server does not start here: {error}\n")
                return 0
            return run_for([sys.executable, "-m", "pytest", *others], folder, address, asked.seconds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database_address(kind: str) -> Iterator[str]:
    """Give the address of an empty database of one's own."""
    folder = Path(tempfile.mkdtemp(prefix="database-"))
    try:
        if kind == "sqlite":
            yield f"sqlite:///{folder / 'shared.sqlite3'}"
        elif programs() is None:
            pytest.skip(MISSING)
        else:
            with server(folder) as address:
                yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
