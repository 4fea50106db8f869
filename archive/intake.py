"""Alias of archive/importing/files.py for scripts outside the project."""

from __future__ import annotations

from archive.importing.files import members as open_upload

__all__ = ["open_upload"]
