"""Learns the layout of a source from what an editor corrected in a draft."""

from __future__ import annotations

import logging

from django.db import transaction

from archive.importing.confined_reading import ReaderFault, learn_confined
from archive.importing.importer import Outcome
from archive.models import LearntRule, Source, SourceProfile, Upload
from archive.parsing import TranscriptError
from archive.parsing.profile.profile_rules import LayoutRule, merged, sameness
from archive.speakers.authority_table import table_text
from archive.uploads.editing.draft import Draft
from archive.uploads.layouts.trying import LARGEST, tried

log = logging.getLogger(__name__)


def teach(upload: Upload, draft: Draft, outcome: Outcome) -> SourceProfile | None:
    """Learn from a draft just published as corrected; None if it teaches nothing. Never raises for the file."""
    if not draft.edits or len(upload.data) > LARGEST:
        return None
    try:
        rules = learn_confined(bytes(upload.data), upload.file_name, draft.reading, table_text())
    except (TranscriptError, ReaderFault):
        log.info("nothing learnt from %s", upload.file_name, exc_info=True)
        return None
    return remember(outcome.transcript.source, rules) if rules else None


def remember(source: Source, rules: list[LayoutRule]) -> SourceProfile:
    """Add the rules of one correction to a source's layout. Disabled rules stay disabled."""
    with transaction.atomic():
        profile, _ = SourceProfile.objects.select_for_update().get_or_create(source=source)
        rows = {sameness(row.as_rule()): row for row in profile.rules.all()}
        for rule in merged([row.as_rule() for row in rows.values()], rules):
            row = rows.get(sameness(rule)) or LearntRule(profile=profile, kind=rule.kind)
            row.text, row.seen = rule.text, rule.seen
            row.save()
        profile.corrections += 1
        profile.save()
    return tried(profile)
