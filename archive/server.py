"""gunicorn, with the application loaded before the workers are made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from gunicorn.app.base import BaseApplication

from archive.signals import begin_serving, loaded
from archive.visitors import Application


class Server(BaseApplication):
    """Serve the pages in a few processes of a few threads each, until a signal ends it."""

    def __init__(self, bind: str, workers: int, threads: int, when_ready: Callable[[], None]) -> None:
        self.chosen: dict[str, Any] = {
            "bind": bind,
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "preload_app": True,
            "limit_request_line": 8190,  # bytes of an address, the most gunicorn knows: a long search is refused by its page
            "timeout": 60,
            "graceful_timeout": 10,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda arbiter: when_ready(),
            "post_worker_init": lambda worker: begin_serving(worker.wsgi),
        }
        super().__init__()

    def load_config(self) -> None:
        """Take the settings chosen here and nothing from files or the environment."""
        for name, value in self.chosen.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        """Return the application; gunicorn loads it once, before the workers are made."""
        application = Application()
        loaded.send(sender=None)
        return application
