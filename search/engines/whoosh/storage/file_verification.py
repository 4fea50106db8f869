"""Background verification of large segment files when a serving process first opens them."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Thread

from search.engines.whoosh.storage.arrayfile import ArrayFile, DamagedFile
from search.engines.whoosh.storage.directory import give_up
from search.engines.whoosh.storage.mapped import READ_AT_ONCE
from search.engines.whoosh.storage.snapshot import Snapshot

log = logging.getLogger(__name__)
_known: set[tuple[str, str]] = set()


def verify_in_background(folder: Path, opened: Snapshot) -> None:
    """Check the large files that this process has not checked. An index with a damaged file is marked for rebuilding."""
    names = [leaf.segment.file_name for leaf in opened.leaves if leaf.view.file.size > READ_AT_ONCE]
    new = [name for name in names if (str(folder), name) not in _known]
    if new:
        _known.update((str(folder), name) for name in new)
        Thread(target=verify, args=(folder, new), name="verifying", daemon=True).start()


def verify(folder: Path, names: list[str]) -> None:
    """Read files through, and mark the index for rebuilding if one is damaged."""
    for name in names:
        try:
            ArrayFile.map(folder / name).verify(let_go=True)
        except FileNotFoundError:  # merged into another in the meantime
            continue
        except (DamagedFile, OSError) as fault:
            log.error("The index is damaged (%s: %s); it is rebuilt", name, fault)
            give_up(folder)
            return
