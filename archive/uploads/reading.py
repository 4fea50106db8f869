"""Reading a file without a database, for scripts outside the project. The site itself uses draft_reading.py."""

from __future__ import annotations

from archive.importing.confined_reading import parse_confined
from archive.importing.numbering import spoken
from archive.parsing.parsed import ParsedTranscript
from archive.uploads.draft_reading import with_usable_details


def read(data: bytes, name: str) -> ParsedTranscript:
    """Read a file like an upload, with the built-in table of office holders."""
    return with_usable_details(spoken(parse_confined(data, name, None)))
