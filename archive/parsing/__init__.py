"""Bytes of a published transcript in, a ParsedTranscript out; no Django, no database, no network."""

from archive.parsing.types import ParsedTranscript, TranscriptError

__all__ = ["ParsedTranscript", "TranscriptError"]
