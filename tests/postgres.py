"""Run tests on a PostgreSQL of their own: python -m tests.postgres [what pytest takes]. Skipped with a word where there is none.

The server lives in a folder of its own, listens on this machine alone under a password made for it, and goes when the tests end.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.serving.fronts import free_port

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin")
ACCOUNTS = ("postgres", "nobody")  # PostgreSQL refuses to run as root
NAME = "chancery"
PATIENCE = 120
HASTE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB"
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


def main(arguments: list[str]) -> int:
    """Run pytest on a new server; return its exit status."""
    if programs() is None:
        sys.stdout.write(f"{MISSING}\n")
        return 0
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        with server(folder) as address:
            command = [sys.executable, "-m", "pytest", *arguments]
            return subprocess.run(command, env=os.environ | {"DATABASE_URL": address}, check=False).returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
