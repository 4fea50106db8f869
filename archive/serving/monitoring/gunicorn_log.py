"""gunicorn's own log lines in the format of all others."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from gunicorn.glogging import Logger

from archive.serving.monitoring.log_lines import formatter


class GunicornLog(Logger):
    """gunicorn's logger, in the format of all others."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        os.environ.setdefault(
            "DJANGO_SETTINGS_MODULE", "archive.settings"
        )  # gunicorn creates its log before it loads the application
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter(settings.LOG_FORMAT))
