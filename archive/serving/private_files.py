"""Keeps Chancery's files private to its account (folders 0700, files 0600), its secret key among them. Needs no Django."""

from __future__ import annotations

import os
import secrets
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.core.files import locks

UMASK = 0o077
OTHERS = stat.S_IRWXG | stat.S_IRWXO
BESIDE_A_DATABASE = ("", "-wal", "-shm", "-journal")
KEY_FILE = "secret_key"
SHORTEST = 32
FEWEST_LETTERS = 5


def tell(line: str) -> None:
    """Print a line on the console. Settings are read before logging is set up."""
    sys.stderr.write(f"{line}\n")


def keep_private(*folders: Path, database: str = "") -> None:
    """Make this process write private files, and close files that an older Chancery or a copy left open to others.

    A folder shared with others (a home, /tmp) is left as it is, with a message; of a database, only its own files are closed. The
    first folder is made if it is missing: what is written there first, such as a database, does not make it.
    """
    os.umask(UMASK)
    with suppress(OSError):  # whatever needs it says so
        folders[0].mkdir(parents=True, exist_ok=True)
    paths = [path for folder in folders if _is_ours_alone(folder) for path in everything_in(folder)]
    paths += [Path(f"{database}{ending}") for ending in BESIDE_A_DATABASE] if database else []
    if closed := close(paths):
        tell(f"{folders[0]} was open to other accounts of this machine. Now only yours can read it ({closed} files and folders).")


def everything_in(folder: Path) -> Iterator[Path]:
    """Yield a folder and everything in it, without following links."""
    yield folder
    for place, folders, files in os.walk(folder):
        yield from (Path(place, name) for name in (*folders, *files))


def close(paths: Iterable[Path]) -> int:
    """Remove others' permissions from our files; return how many changed. Files that vanish are skipped."""
    return sum(_close(path) for path in paths)


def _close(path: Path) -> bool:
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode) or not status.st_mode & OTHERS or status.st_uid != os.geteuid():
            return False
        path.chmod(stat.S_IMODE(status.st_mode) & ~OTHERS)
    except OSError:
        return False
    return True


def _is_ours_alone(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    if folder.stat().st_mode & stat.S_ISVTX or folder.resolve() in (Path.home().resolve(), Path("/")):
        if folder.stat().st_mode & OTHERS:  # a system account's home is its DATA_DIR, and closed already
            tell(f"{folder} is shared with others. Give Chancery a folder of its own (DATA_DIR), which it can close to them.")
        return False
    return True


def secret_key_of(folder: Path) -> str:
    """Return this machine's key. Processes that start at the same time agree on one. Raises OSError."""
    kept = folder / KEY_FILE
    if (key := _read(kept)) is not None:
        return key
    folder.mkdir(parents=True, exist_ok=True)
    with _alone_in(folder):
        if (key := _read(kept)) is not None:
            return key
        if kept.exists():
            tell(f"{kept} was empty or damaged. A new key is in its place; everybody has to sign in again.")
        return _write(kept, secrets.token_urlsafe(50))


def _read(kept: Path) -> str | None:
    """Return the key, None if there is none or it is incomplete."""
    try:
        key = kept.read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return key if _is_sound(key) else None


def _is_sound(key: str) -> bool:
    return len(key) >= SHORTEST and len(set(key)) >= FEWEST_LETTERS and key.isprintable() and " " not in key


def _write(kept: Path, key: str) -> str:
    """Store the key atomically: a concurrent reader finds the whole key or the old one."""
    handle, name = tempfile.mkstemp(dir=kept.parent, prefix=f".{KEY_FILE}.")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, kept)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return key


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        locks.lock(handle, locks.LOCK_EX)
        yield
    finally:
        os.close(handle)
