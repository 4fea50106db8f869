"""Prepares a large new segment for searches in the background, after a merge or a rebuild."""

from __future__ import annotations

import logging
from threading import Thread

from search.engines.whoosh.storage.snapshot import SegmentView, Snapshot

LARGE = 5_000  # records; smaller segments need no preparation
log = logging.getLogger(__name__)


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
