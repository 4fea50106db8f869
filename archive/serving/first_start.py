"""Sets up what is missing at a start.

Each step checks for itself whether it is still to be done, so that an interrupted start is resumed.
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from archive.mentions import refreshing
from archive.models import GivenPassword, Transcript
from archive.serving.outages import for_operators, outage_of
from archive.serving.sqlite3.base import is_to_be_made, word_of_a_new_one
from archive.statistics import counters

Tell = Callable[[str], None]
log = logging.getLogger(__name__)
STATIC, SAMPLES, BEGUN, DONE = "static", "samples", "begun", "done"


class Prepared:
    """What earlier starts have done, stored in a small file beside the data."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "prepared.json"
        try:
            self.steps: dict[str, str] = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self.steps = {}

    def note(self, step: str, value: str) -> None:
        """Record that a step was done."""
        self.steps[step] = value
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.steps), encoding="utf-8")


def prepare(tell: Tell) -> None:
    """Set up what is missing: tables, static files, samples, index. Quick if nothing is."""
    prepared = Prepared(settings.DATA_DIR)
    _migrate(tell)
    _collect_static(prepared, tell)
    if refreshing.is_due():
        tell(refreshing.DUE)
    _load_samples(prepared, tell)
    if "index_pending" in get_commands():
        _index(tell)


def _index(tell: Tell) -> None:
    """Index what waits. If that fails, the site starts anyway and goes on indexing while it serves."""
    try:
        call_command("index_pending", verbosity=0)
    except Exception as error:
        outage = outage_of(error)
        log.warning("Indexing at the start failed", exc_info=None if outage else error)
        reason = for_operators(outage, error) if outage else f"{type(error).__name__}: {error}"
        tell(f"Waiting transcripts could not be indexed: {reason} The site starts and tries again by itself.")


def first_account() -> tuple[str, str] | None:
    """Create the account `admin` if there are no accounts; return its name and password, which is stored nowhere."""
    if User.objects.exists():
        return None
    password = secrets.token_urlsafe(12)
    GivenPassword.objects.create(user=User.objects.create_superuser("admin", password=password))
    return "admin", password


def is_migrated() -> bool:
    """Tell whether all migrations are applied."""
    if is_to_be_made():
        return False
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _migrate(tell: Tell) -> None:
    if not is_migrated():
        if is_to_be_made() and (word := word_of_a_new_one()):
            tell(word)
        tell("Preparing the database ...")
        call_command("migrate", interactive=False, verbosity=0)
    counters.catch_up()


def _collect_static(prepared: Prepared, tell: Tell) -> None:
    found = static_fingerprint()
    if prepared.steps.get(STATIC) == found and any(settings.STATIC_ROOT.glob("*")):
        return
    tell("Collecting style sheets and scripts ...")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    prepared.note(STATIC, found)


def static_fingerprint() -> str:
    """Return a fingerprint of the static files (names, sizes, times), their storage and Django's version."""
    digest = hashlib.sha256(f"{django.__version__} {settings.STORAGES['staticfiles']['BACKEND']}".encode())
    for finder in get_finders():
        for path, storage in finder.list(None):
            about = Path(storage.path(path)).stat()
            digest.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _load_samples(prepared: Prepared, tell: Tell) -> None:
    state = prepared.steps.get(SAMPLES)
    if state == DONE:
        return
    if state == BEGUN or not Transcript.objects.exists():
        tell("Loading the sample transcripts ...")
        prepared.note(SAMPLES, BEGUN)
        try:
            call_command("load_samples", verbosity=0)
        except CommandError as report:
            tell(str(report))
    prepared.note(SAMPLES, DONE)
