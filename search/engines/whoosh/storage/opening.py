"""In the background, when a process opens a generation: large files are verified, and new ones prepared for searches."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Thread

from search.engines.whoosh.storage.arrayfile import ArrayFile, DamagedFile
from search.engines.whoosh.storage.directory import give_up
from search.engines.whoosh.storage.mapped import READ_AT_ONCE
from search.engines.whoosh.storage.snapshot import SegmentView, Snapshot

log = logging.getLogger(__name__)
_known: set[tuple[str, str]] = set()
LARGE = 5_000  # records; smaller segments need no preparation
log = logging.getLogger(__name__)


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


def read_ahead_in_background(opened: Snapshot, before: Snapshot | None) -> None:
    """Prepare the large segments that are new in a generation."""
    known = {leaf.view for leaf in before.leaves} if before else set()
    new = [leaf.view for leaf in opened.leaves if leaf.view.count >= LARGE and leaf.view not in known]
    if new:
        Thread(target=read_ahead, args=(new,), name="reading ahead", daemon=True).start()


def read_ahead(views: list[SegmentView]) -> None:
    """Build the tables for word look-up and fuzzy matching. Errors are only logged."""
    try:
        for view in views:
            for name in view.file.meta["weights"]:
                field = view.field(name)
                field.terms.position(b"")
                if len(field.forms):
                    field.forms.position(b"")
                    field.forms_per_term, field.form_shapes  # noqa: B018 (made when asked for)
    except Exception:
        log.exception("Warming up failed; the first searches take a little longer")
