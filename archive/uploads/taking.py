"""Alias of receiving.py for scripts outside the project."""

from __future__ import annotations

from archive.uploads.receiving import summary_of

__all__ = ["summary_of"]
