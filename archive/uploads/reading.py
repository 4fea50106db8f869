"""Reading a file without a database, for scripts outside of the project; the site itself reads by draft_reading.py."""

from __future__ import annotations

from archive.importing.confined_reading import parse_confined
from archive.importing.grouping import spoken
from archive.parsing.parsed import ParsedTranscript
from archive.uploads.draft_reading import with_usable_details


def read(data: bytes, name: str) -> ParsedTranscript:
    """Read a file as an upload is read, with the table of office holders that comes with Chancery."""
    return with_usable_details(spoken(parse_confined(data, name, None)))
