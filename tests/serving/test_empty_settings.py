"""Variables that are set but empty, as in a file of settings that was not filled in."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAY = "from django.conf import settings; print(settings.DATA_DIR, settings.INDEX_DIR, settings.STATIC_ROOT, sep='|')"


def settings_with(**variables):
    known = {key: value for key, value in os.environ.items() if key not in ("DATA_DIR", "INDEX_DIR", "STATIC_ROOT")}
    env = {**known, "DJANGO_SETTINGS_MODULE": "archive.settings", **variables}
    return subprocess.run([sys.executable, "-c", SAY], cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_an_empty_variable_counts_as_none():
    said = settings_with(DATA_DIR="", INDEX_DIR="", STATIC_ROOT="").stdout.strip()
    assert said == "|".join(str(ROOT / "var" / name) for name in ("", "index", "static")).replace("/|", "|")


def test_the_sources_of_styles_are_never_where_they_are_collected(tmp_path):
    said = settings_with(DATA_DIR=str(tmp_path), STATIC_ROOT=str(ROOT / "static"))
    assert said.returncode != 0
    assert "Name another folder" in said.stderr
