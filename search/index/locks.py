"""Files that processes lock."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def clear_way(path: Path) -> None:
    """Take away what stands where the file of a lock should be: a folder, or a file that this process may not open."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif path.exists() and not os.access(path, os.R_OK | os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        path.unlink()
