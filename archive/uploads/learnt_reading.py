"""Reads files with the learnt layout of their source (archive/parsing/profile)."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from django.db.models import Q

from archive.importing.confined_reading import ReaderFault, parse_confined
from archive.importing.identity.identity import source_name
from archive.models import SourceProfile
from archive.parsing.parsed import ParsedTranscript, TranscriptError
from archive.speakers.authority_table import table_text
from archive.text.folding import slug_of

# The key that notes that a reading was made with a profile.
BY_PROFILE = "layout"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KnownLayout:
    """The learnt layout of a reading's source, and whether the reading used it."""

    profile: SourceProfile
    is_used: bool


def read_learnt(data: bytes, name: str, by_profile: bool = True, anyhow: bool = False) -> ParsedTranscript:
    """Read a file, using its source's profile if that is enabled and finds a talk at least as well.

    `anyhow` uses it even if it is switched off or blocked. Raises TranscriptError if the file cannot be read.
    """
    table = table_text()
    plain = parse_confined(data, name, table)
    known = profile_of(plain) if by_profile else None
    if known is None or not (anyhow or (known.is_used and not known.hindrance)):
        return plain
    profile = known.as_profile()
    if not profile:
        return plain
    try:
        learnt = parse_confined(data, name, table, profile.rules)
    except (TranscriptError, ReaderFault):
        log.warning("%s could not be read with the layout of %s", name, known.source, exc_info=True)
        return plain
    if plain.turns and not learnt.turns:
        return plain
    return replace(learnt, found={**learnt.found, BY_PROFILE: f"learnt from {known.said}"})


def profile_of(reading: ParsedTranscript) -> SourceProfile | None:
    """Return the layout of a reading's source, which is looked up like known_source. One query."""
    name = source_name(reading)
    here = Q(source__name__iexact=name) | Q(source__slug=slug_of(name, 110) or None)
    found = SourceProfile.objects.select_related("source").filter(here)[:2]
    return min(found, key=lambda profile: profile.source.name.casefold() != name.casefold(), default=None)


def layout_of(reading: ParsedTranscript) -> KnownLayout | None:
    """Return the layout of a reading's source, and whether the reading used it."""
    known = profile_of(reading)
    return KnownLayout(known, BY_PROFILE in reading.found) if known is not None else None
