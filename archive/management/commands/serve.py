"""Set up what is missing and serve. This is what `make run` runs."""

from __future__ import annotations

import socket
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from archive.serving.first_start import first_account, prepare


class Command(BaseCommand):
    """Serve this machine with gunicorn, setting everything up the first time."""

    help = "Set up what is missing (tables, static files, samples, index, an account) and serve until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Say where to listen."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="processes (default: 2)")
        parser.add_argument("--threads", type=int, default=32, help="threads in each process (default: 32)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, then hand this process over to gunicorn."""
        host, port = options["host"], options["port"]
        self._refuse_taken(host, port)
        try:
            prepare(self._tell)
            account = first_account()
        except KeyboardInterrupt:
            self._tell("Stopped. The next start continues from here.")
            sys.exit(130)
        if account:
            self._tell(
                "Admin account: {} / password: {}  (shown this once; you choose your own when you sign in at /admin/)".format(
                    *account
                )
            )
        connections.close_all()
        self._serve(host, port, options)

    def _serve(self, host: str, port: int, options: dict[str, Any]) -> None:
        from archive.serving.server import Server  # gunicorn is needed here only

        ready = f"Chancery is at http://{host}:{port}/  (Ctrl-C stops it)"
        Server(f"{host}:{port}", options["workers"], options["threads"], lambda: self._tell(ready)).run()

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _refuse_taken(self, host: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((host, port))
            except (OSError, OverflowError) as fault:
                other = f"PORT={min(port, 65000) + 1} make run"
                raise CommandError(f"Port {port} of {host} cannot be used ({fault}). Choose another: {other}") from fault
