"""Files read by what editors' corrections have taught of their source's layout (archive/parsing/profile)."""

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

# Where a reading notes that it was made by a profile.
BY_PROFILE = "layout"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KnownLayout:
    """What is known of the layout of a reading's source, and whether the reading was made by it."""

    profile: SourceProfile
    is_used: bool


def read_learnt(data: bytes, name: str, by_profile: bool = True, anyhow: bool = False) -> ParsedTranscript:
    """Read a file, by its source's profile where there is one in use and it finds a talk at least as well.

    `anyhow` uses it also where it is switched off or hindered. Raises TranscriptError where the file cannot be read.
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
        log.warning("%s could not be read by the layout of %s", name, known.source, exc_info=True)
        return plain
    if plain.turns and not learnt.turns:
        return plain
    return replace(learnt, found={**learnt.found, BY_PROFILE: f"learnt from {known.said}"})


def profile_of(reading: ParsedTranscript) -> SourceProfile | None:
    """Return what is known of the layout of a reading's source, which is found as known_source finds it. One query."""
    name = source_name(reading)
    here = Q(source__name__iexact=name) | Q(source__slug=slug_of(name, 110) or None)
    found = SourceProfile.objects.select_related("source").filter(here)[:2]
    return min(found, key=lambda profile: profile.source.name.casefold() != name.casefold(), default=None)


def layout_of(reading: ParsedTranscript) -> KnownLayout | None:
    """Return what is known of the layout of a reading's source, and whether the reading was made by it."""
    known = profile_of(reading)
    return KnownLayout(known, BY_PROFILE in reading.found) if known is not None else None
