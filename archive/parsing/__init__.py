"""Bytes of a published transcript in, a ParsedTranscript out; no Django, no database, no network."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from archive.parsing.parsed import ParsedTranscript, TranscriptError

if TYPE_CHECKING:
    from archive.parsing.profile.profile_rules import Profile
    from archive.parsing.speakers.authority import Authority

__all__ = ["ParsedTranscript", "TranscriptError", "parse_transcript"]


def parse_transcript(
    data: bytes,
    name: str = "",
    today: dt.date | None = None,
    authority: Authority | None = None,
    profile: Profile | None = None,
) -> ParsedTranscript:
    """Read a published transcript from the bytes of its file.

    `name` is the file's name, used only where the content leaves the format open. A day after `today`
    (default: that of the clock) is doubted. `authority` says who held which office when (default: the table that comes with
    Chancery). `profile` is what editors' corrections have taught of the source's layout.
    Raises TranscriptError, and nothing else, where the file cannot be read.
    """
    from archive.parsing.pipeline import parse  # the readers are loaded for the first file, so that a start need not wait
    from archive.parsing.speakers.authority import shipped_authority

    return parse(data, name, today or dt.date.today(), authority or shipped_authority(), profile)
