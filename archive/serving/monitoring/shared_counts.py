"""A folder in which all processes of a server count together. Needs no application."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from django.conf import settings

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # where prometheus_client looks


def is_on() -> bool:
    """Tell whether anybody may request figures."""
    return bool(settings.METRICS_TOKEN or settings.METRICS_ADDRESSES)


def count_together(server: int) -> None:
    """Let all processes of a server count in one folder, and delete folders of servers that have ended.

    Call it before anything is counted. `server` is the parent process.
    """
    if not is_on():
        return
    folder = Path(settings.DATA_DIR) / "metrics"
    for left in folder.glob("*"):
        if not is_running(left.name):
            shutil.rmtree(left, ignore_errors=True)
    own = folder / str(server)
    own.mkdir(parents=True, exist_ok=True)
    os.environ[FOLDER] = str(own)


def is_running(process: str) -> bool:
    """Tell whether a process with this number runs."""
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
