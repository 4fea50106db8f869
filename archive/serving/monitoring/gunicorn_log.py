"""gunicorn's own lines of the log, in the form of all others."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from gunicorn.glogging import Logger

from archive.serving.monitoring.log_lines import formatter


class GunicornLog(Logger):
    """gunicorn's own lines, in the form of all others."""

    def setup(self, cfg: Any) -> None:
        """Set gunicorn's handlers up, then let them write as Chancery does."""
        super().setup(cfg)
        os.environ.setdefault(
            "DJANGO_SETTINGS_MODULE", "archive.settings"
        )  # gunicorn makes its log before it loads the application
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter(settings.LOG_FORMAT))
