"""Connections to a database in a file, which must be there.

SQLite makes a missing file silently. Where a disk is not mounted, every command would begin an empty archive beside the real one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.sqlite3 import base, features

from archive.serving.outages import MissingDatabase

IN_MEMORY = ("file:", ":memory:")  # the databases of tests


class DatabaseFeatures(features.DatabaseFeatures):
    """What SQLite can do. Django tries JSON out, and takes a locked database for one without it."""

    supports_json_field = True


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection."""

    features_class = DatabaseFeatures
    may_make = is_new = False

    def prepare_database(self) -> None:
        """Let the file be made. `migrate` calls this, and nothing else does."""
        self.may_make = self.is_new = is_missing(str(self.settings_dict["NAME"]))

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the database. Raises MissingDatabase."""
        path = str(conn_params["database"])
        if is_missing(path) and not self.may_make:
            raise MissingDatabase(path)
        self.may_make = False
        return super().get_new_connection(conn_params)


def is_missing(path: str) -> bool:
    """Tell whether a database should be in a file that is not there."""
    return not path.startswith(IN_MEMORY) and not Path(path).exists()


def is_to_be_made() -> bool:
    """Tell whether this archive's database is a file that is missing."""
    return connection.vendor == "sqlite" and is_missing(str(connection.settings_dict["NAME"]))


def word_of_a_new_one() -> str:
    """Return what to tell when a new archive is made where the operator has named a folder; nothing in the usual one."""
    if settings.DATA_DIR == settings.BASE_DIR / "var":
        return ""
    path = connection.settings_dict["NAME"]
    return f"{path} is missing: a new, empty archive is made. If there should be one, stop, and check DATA_DIR and its disk."
