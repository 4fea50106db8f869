"""How a line of the log looks, as text or as JSON: with the id of its request, and without what its reader has typed."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

from archive.serving.monitoring.request_log import asked, without_typed

TOLD = ("method", "path", "status", "milliseconds")  # what else a record of ours may carry; nothing else goes out
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")
WHEN = "%Y-%m-%dT%H:%M:%S%z"


class TextLines(logging.Formatter):
    """A line a record. What a visitor sent begins no line: further lines are set in."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} [{request_id}]: {message}", WHEN, style="{")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with a traceback below it."""
        this = asked()
        record.request_id = this.id if this else "-"
        return str(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the line alone."""
        record.message = visible(message_of(record)).replace("\n", "\n    ")
        return str(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:
        """Return a traceback."""
        return visible(traceback_of(super().formatException(ei)))


class JsonLines(logging.Formatter):
    """An object a record, on one line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return time, level, logger, message and the id of the request; a traceback as `exception`."""
        this = asked()
        entry: dict[str, object] = {
            "time": self.formatTime(record, WHEN),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
            "request_id": this.id if this else None,
        }
        entry.update({name: getattr(record, name) for name in TOLD if hasattr(record, name)})
        if record.exc_info and record.exc_info[0]:
            entry["exception"] = traceback_of(self.formatException(record.exc_info))
        return json.dumps(entry, default=str)


def formatter(name: str) -> logging.Formatter:
    """Return what writes lines in a form."""
    return JsonLines() if name == "json" else TextLines()


def message_of(record: logging.LogRecord) -> str:
    """Return what a record says; a line of archive.requests says only what it may."""
    said = record.getMessage()
    return said if record.name == "archive.requests" else without_typed(said)


def traceback_of(text: str) -> str:
    """Return a traceback: lines of code are set in, and what an error says may repeat what was typed."""
    return "\n".join(line if line.startswith("  ") else without_typed(line) for line in text.split("\n"))


def visible(text: str) -> str:
    """Return a text with its control characters spelt out."""
    return CONTROL.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)
