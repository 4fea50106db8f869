"""What comes in, under the name by which scripts outside of the project import it: see archive/importing/files.py."""

from __future__ import annotations

from archive.importing.files import members as open_upload

__all__ = ["open_upload"]
