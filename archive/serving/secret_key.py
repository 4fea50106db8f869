"""The key that signs sessions and forms: created once, stored beside the data, replaced if damaged. Needs no settings."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files import locks

from archive.serving.private_files import tell

NAME = "secret_key"
SHORTEST = 32
FEWEST_LETTERS = 5


def secret_key_of(folder: Path) -> str:
    """Return this machine's key. Processes that start at the same time agree on one. Raises OSError."""
    kept = folder / NAME
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
    handle, name = tempfile.mkstemp(dir=kept.parent, prefix=f".{NAME}.")
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
