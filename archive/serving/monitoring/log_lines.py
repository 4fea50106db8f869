"""The format of log lines, gunicorn's own too: text or JSON, with the request's id, and without what readers typed."""

from __future__ import annotations

import json
import logging
import os
import re
from typing import Any

from django.conf import settings
from gunicorn.glogging import Logger

from archive.serving.monitoring.request_log import asked, without_typed

LOGGED_FIELDS = ("method", "path", "status", "milliseconds")  # fields of our records that are written; nothing else is
# C1 controls steer terminals like escape sequences, and marks of direction show a line in another order than it has.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
BELOW = "\n    "  # what begins a further line
LONGEST = 500  # characters of a message
WHEN = "%Y-%m-%dT%H:%M:%S%z"


class TextLines(logging.Formatter):
    """One line a record. Further lines are indented, so that what a visitor sent never begins a line."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} [{request_id}]: {message}", WHEN, style="{")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with any traceback below it."""
        this = asked()
        record.request_id = this.id if this else "-"
        return str(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = visible(message_of(record)).replace("\n", BELOW)
        return str(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:
        """Return the traceback, indented: the message of an error may repeat lines of what was sent."""
        return visible("    " + traceback_of(super().formatException(ei)).replace("\n", BELOW))


class Shortened(logging.Filter):
    """Shortens what any stranger can have written.

    A refused host and a malformed form are no faults with a traceback, and an address may have 32 kB.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten a record of Django's; always true."""
        of_request = record.name == "django.request" and record.levelno < logging.ERROR
        if of_request or record.name.startswith("django.security."):
            record.exc_info = record.exc_text = None
        if record.name.startswith("django.") and len(message := record.getMessage()) > LONGEST:
            record.msg, record.args = f"{message[:LONGEST]}…", ()
        return True


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with any traceback below it."""
        this = asked()
        entry: dict[str, object] = {
            "time": self.formatTime(record, WHEN),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
            "request_id": this.id if this else None,
        }
        entry.update({name: getattr(record, name) for name in LOGGED_FIELDS if hasattr(record, name)})
        if record.exc_info and record.exc_info[0]:
            entry["exception"] = traceback_of(self.formatException(record.exc_info))
        return json.dumps(entry, default=str)


def formatter(name: str) -> logging.Formatter:
    """Return the formatter of this name."""
    return JsonLines() if name == "json" else TextLines()


def message_of(record: logging.LogRecord) -> str:
    """Return a record's message; for archive.requests, only what may be logged."""
    message = record.getMessage()
    return message if record.name == "archive.requests" else without_typed(message)


def traceback_of(text: str) -> str:
    """Return a traceback with indented lines of code; an error's message may repeat what was typed and is redacted."""
    return "\n".join(line if line.startswith("  ") else without_typed(line) for line in text.split("\n"))


def visible(text: str) -> str:
    """Return a text with control characters escaped."""
    return CONTROL.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)


class GunicornLog(Logger):
    """gunicorn's logger, in the format of all others."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        os.environ.setdefault(
            "DJANGO_SETTINGS_MODULE", "archive.settings"
        )  # gunicorn creates its log before it loads the application
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter(settings.LOG_FORMAT))
