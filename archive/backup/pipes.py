"""An export through a pipe, so that it can be encrypted without being stored unencrypted on the way."""

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
    """Write-only standard output. With `>>`, seeking back in the zip would fail."""

    def write(self, data: bytes) -> int:
        return sys.stdout.buffer.write(data)

    def flush(self) -> None:
        sys.stdout.buffer.flush()


def standard_output() -> IO[bytes]:
    """Return binary standard output. Raises CommandError if it is a terminal."""
    if sys.stdout.isatty():
        raise CommandError("A zip cannot be shown on the screen: pipe it (| gpg …) or redirect it to a file (> PATH.zip).")
    return cast("IO[bytes]", Out())


@contextmanager
def readable(path: Path) -> Iterator[Path | IO[bytes]]:
    """Open the file at a path. For `-`, spool standard input to an unnamed file in DATA_DIR."""
    if path != PIPE:
        yield path
        return
    if sys.stdin.isatty():
        raise CommandError("Standard input is empty: pipe an export to it (gpg --decrypt … |).")
    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as kept:
        shutil.copyfileobj(cast("Any", sys.stdin).buffer, kept, 1 << 20)
        kept.seek(0)
        yield kept
