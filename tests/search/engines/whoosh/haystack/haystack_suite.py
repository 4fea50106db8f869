"""Run django-haystack's own Whoosh tests against our engine: `python -m tests.search.engines.whoosh.haystack.haystack_suite`.

Its source package is fetched from the package index into var/ and is no part of this project.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[5]
KEPT = ROOT / "var" / "haystack"
STOCK = "haystack.backends.whoosh_backend.WhooshEngine"
OURS = "search.engines.whoosh.haystack.haystack_engine.ChanceryEngine"


def source() -> Path:
    """Return the folder of Haystack's source package, fetched and unpacked once."""
    name = f"django_haystack-{version('django-haystack')}"
    if not (KEPT / name).is_dir():
        KEPT.mkdir(parents=True, exist_ok=True)
        wanted = f"django-haystack=={version('django-haystack')}"
        fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "-d", str(KEPT), wanted]
        subprocess.run(fetch, check=True)
        with tarfile.open(KEPT / f"{name}.tar.gz") as package:
            package.extractall(KEPT, filter="data")
    return KEPT / name


def main(arguments: list[str]) -> None:
    """Run the tests named, or all of Whoosh's, with every Whoosh connection of Haystack's settings exchanged for ours."""
    sys.path[:0] = [str(source()), str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "test_haystack.settings"
    import django
    from test_haystack import settings  # type: ignore[import-not-found]

    for alias in ("solr", "elasticsearch"):
        settings.HAYSTACK_CONNECTIONS.pop(alias, None)
    for connection in settings.HAYSTACK_CONNECTIONS.values():
        connection["ENGINE"] = OURS if connection["ENGINE"] == STOCK else connection["ENGINE"]
    os.chdir(KEPT)
    django.setup()
    from django.core.management import call_command

    call_command("test", *(arguments or ["test_haystack.whoosh_tests"]), verbosity=0)


if __name__ == "__main__":
    main(sys.argv[1:])
