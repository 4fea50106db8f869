"""Learns the layout of a source from an editor's corrections, and tries its rules on a file."""

from __future__ import annotations

import logging

from django.db import transaction

from archive.importing.confined_reading import ReaderFault, learn_confined, parse_confined
from archive.importing.importer import Outcome
from archive.models import LearntRule, Revision, Source, SourceProfile, Transcript, Upload
from archive.parsing import TranscriptError
from archive.parsing.parsed import ParsedTranscript, from_dict
from archive.parsing.profile.comparing import agreement, coherence
from archive.parsing.profile.profile_rules import LayoutRule, merged, sameness
from archive.speakers.authority_table import table_text
from archive.uploads.editing.draft import Draft

LARGEST = 1_000_000  # bytes; larger files are neither learnt from nor tested
TRIED = 4  # newest transcripts of the source that are tested
WORSE = 0.02
LOST = 0.8  # share of the letters
log = logging.getLogger(__name__)


def tried(profile: SourceProfile) -> SourceProfile:
    """Read some of the source's transcripts with its layout, and record which would be read worse."""
    rules = profile.as_profile().rules
    newest = Transcript.objects.published().filter(source=profile.source).order_by("-pk")[:TRIED]
    worse = [transcript.title for transcript in newest if rules and _reads_worse(transcript, rules)]
    profile.hindrance = f"It would read worse than now: {'; '.join(f'“{title}”' for title in worse)}."[:2000] if worse else ""
    profile.save(update_fields=["hindrance", "updated_at"])
    return profile


def _reads_worse(transcript: Transcript, rules: tuple[LayoutRule, ...]) -> bool:
    """Tell whether a stored transcript would be read worse with the rules than without, from its original bytes."""
    last: Revision | None = transcript.revisions.select_related("original").order_by("-number").first()
    if last is None or last.original.size > LARGEST:
        return False
    data, table = bytes(last.original.data), table_text()
    try:
        plain, learnt = (parse_confined(data, last.file_name, table, some) for some in ((), rules))
    except (TranscriptError, ReaderFault):
        return False
    return is_worse(learnt, plain, from_dict(last.content))


def is_worse(learnt: ParsedTranscript, plain: ParsedTranscript, stored: ParsedTranscript) -> bool:
    """Tell whether a reading is worse than the plain one: farther from the editor's version, else less coherent."""
    with_it, without = agreement(learnt, stored), agreement(plain, stored)
    if without < agreement(stored, stored):  # an editor corrected it
        return with_it < without - WORSE
    ours, theirs = (sum(len(turn.text) for turn in reading.turns) for reading in (learnt, plain))
    return ours < LOST * theirs or coherence(learnt) < coherence(plain) * (1 - WORSE)


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
