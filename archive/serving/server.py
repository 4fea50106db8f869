"""gunicorn, with the application loaded before the workers are forked."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from gunicorn.app.base import BaseApplication

from archive.serving.monitoring.shared_counts import count_together
from archive.serving.visitors import Application
from archive.signals import loaded

WORKER = "archive.serving.gunicorn_worker.BufferingWorker"
POOL_PATIENCE = 5.0  # seconds that a request waits for a connection, and that the server of the database is tried


class Server(BaseApplication):
    """Serve in a few processes with some threads each, until a signal ends it."""

    def __init__(self, bind: str, workers: int, threads: int, when_ready: Callable[[], None]) -> None:
        self.chosen: dict[str, Any] = {
            "bind": bind,
            "workers": workers,
            "threads": threads,
            "worker_class": WORKER,
            "worker_connections": 4000,
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": 10,
            "loglevel": "warning",
            "control_socket_disable": True,
            "logger_class": "archive.serving.monitoring.log_lines.GunicornLog",
            "when_ready": lambda arbiter: when_ready(),
        }
        super().__init__()

    def load_config(self) -> None:
        """Use only the settings chosen here, none from files or the environment."""
        for name, value in self.chosen.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        """Return the application. gunicorn calls this once, before it forks the workers."""
        return load()


def load() -> WSGIHandler:
    """Return the application, loaded but not yet serving, for servers that fork this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    count_together(os.getpid())
    django.setup(set_prefix=False)
    share_connections()
    application = Application()
    loaded.send(sender=None)
    return application


def share_connections() -> None:
    """Let the threads of each process share a few connections to PostgreSQL, which otherwise would soon have one for each.

    Of that many, 32 threads of six processes are more than PostgreSQL takes by default. Call it before processes are forked.
    """
    database = connections.settings["default"]
    if not database["ENGINE"].endswith("postgresql") or not settings.CONN_MAX_AGE:
        return
    connections.close_all()  # those that stand are not of the pool
    pool = {"min_size": 0, "max_size": settings.DATABASE_CONNECTIONS, "max_idle": settings.CONN_MAX_AGE}
    pool |= {"timeout": POOL_PATIENCE, "reconnect_timeout": POOL_PATIENCE}
    database.update(CONN_MAX_AGE=0, CONN_HEALTH_CHECKS=True, OPTIONS={**database["OPTIONS"], "pool": pool})
