"""An export through a pipe, so that it can be encrypted without ever lying unencrypted on a disk of backups."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.management.base import CommandError

PIPE = Path("-")


class Out:
    """Standard output, for writing only: `>>` would move what a zip goes back to."""

    def write(self, data: bytes) -> int:
        return sys.stdout.buffer.write(data)

    def flush(self) -> None:
        """Hand it over to whoever reads."""
        sys.stdout.buffer.flush()


def standard_output() -> IO[bytes]:
    """Return standard output for bytes. Raises CommandError where a person would see them."""
    if sys.stdout.isatty():
        raise CommandError("A zip cannot be shown on the screen: pipe it (| gpg …) or redirect it to a file (> PATH.zip).")
    return cast("IO[bytes]", Out())


@contextmanager
def readable(path: Path) -> Iterator[Path | IO[bytes]]:
    """Give the file at a path; for `-`, what comes by standard input, kept until the end in a nameless file of DATA_DIR."""
    if path != PIPE:
        yield path
        return
    if sys.stdin.isatty():
        raise CommandError("Standard input is empty: pipe an export to it (gpg --decrypt … |).")
    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as kept:
        shutil.copyfileobj(cast("Any", sys.stdin).buffer, kept, 1 << 20)
        kept.seek(0)
        yield kept
