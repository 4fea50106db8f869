"""Bytes of a published transcript in, a ParsedTranscript out; no Django, no database, no network."""

import datetime as dt

from archive.parsing.parsed import ParsedTranscript, TranscriptError

__all__ = ["ParsedTranscript", "TranscriptError", "parse_transcript"]


def parse_transcript(data: bytes, name: str = "", today: dt.date | None = None) -> ParsedTranscript:
    """Read a published transcript from the bytes of its file.

    `name` is the file's name, used only where the content leaves the format open. A day after `today`
    (default: that of the clock) is doubted. Raises TranscriptError, and nothing
    else, where the file cannot be read.
    """
    from archive.parsing.pipeline import parse  # the readers are loaded for the first file, so that a start need not wait

    return parse(data, name, today or dt.date.today())
