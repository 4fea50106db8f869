"""Reads a published transcript: bytes in, a ParsedTranscript out; no Django, no database, no network."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from archive.parsing.parsed import ParsedTranscript, TranscriptError

if TYPE_CHECKING:
    from archive.parsing.profile.profile_rules import Profile
    from archive.parsing.speakers.offices.authority import Authority

__all__ = ["ParsedTranscript", "TranscriptError", "parse_transcript"]


def parse_transcript(
    data: bytes,
    name: str = "",
    today: dt.date | None = None,
    authority: Authority | None = None,
    profile: Profile | None = None,
) -> ParsedTranscript:
    """Read a published transcript from the bytes of its file.

    `name` is the file's name, used only if the content leaves the format open. A date after `today` (default: the clock's) gets a
    warning. `authority` says who held which office when (default: the built-in table). `profile` is the learnt layout of the
    source. Raises TranscriptError, and nothing else, if the file cannot be read.
    """
    from archive.parsing.pipeline import parse  # the readers are loaded with the first file, to keep the start fast
    from archive.parsing.speakers.offices.authority import shipped_authority

    return parse(data, name, today or dt.date.today(), authority or shipped_authority(), profile)
