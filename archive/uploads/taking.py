"""What a list shows of an upload, under the name by which scripts outside of the project import it: see receiving.py."""

from __future__ import annotations

from archive.uploads.receiving import summary_of

__all__ = ["summary_of"]
