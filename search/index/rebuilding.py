"""That the index is being built anew, noted beside it from before its first file goes until all that was queued for it is in.

Without that note an index that has only just begun would be taken for one of an archive in which nothing is found.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from django.conf import settings

from search.models import IndexTask


def note() -> Path:
    folder = Path(settings.INDEX_DIR)
    return folder.with_name(folder.name + ".rebuilding")


def is_rebuilding() -> bool:
    """Tell whether the index is being built anew and not everything is in it."""
    return note().exists()


def begin() -> None:
    """Note that the index is about to be thrown away."""
    note().parent.mkdir(parents=True, exist_ok=True)
    note().touch()


def note_queued(last: int) -> None:
    """Note the last task of those that are the whole archive."""
    note().write_text(str(last), encoding="ascii")


def end_if_done() -> None:
    """Take the note away where all that was queued is in; a note that cannot be read counts for all that waits."""
    if not note().exists():
        return
    try:
        waiting = IndexTask.objects.filter(pk__lte=int(note().read_text(encoding="ascii")))
    except (OSError, ValueError):
        waiting = IndexTask.objects.all()
    if not waiting.exists():
        with contextlib.suppress(OSError):
            note().rmdir() if note().is_dir() else note().unlink(missing_ok=True)
