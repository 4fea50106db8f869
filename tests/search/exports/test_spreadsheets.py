"""Exports opened in a real spreadsheet (LibreOffice Calc without a window): what is in its cells is what was said."""

import csv
import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import world
from tests.pages.conftest import index, index_dir  # noqa: F401  # fixtures

CALC = next((path for path in (Path("/usr/lib/libreoffice/program/libsclo.so"),) if path.exists()), None)
pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None or CALC is None, reason="not run: libreoffice-calc is not installed"
)
SAID = (
    "Łódź, naïve — “quoted”; 渡轮 and Москва",
    '=HYPERLINK("http://x.example","go")',
    "+49 30 and\nsecond line\n\nnew paragraph, with a comma",
    "-1",
    "@SUM(1,1)",
    "0123 and 1e5",
    '"quoted" at the beginning',
)
FORMULAS = ("=", "+", "-", "@")


@pytest.fixture
def exported(client, db, index, tmp_path):  # noqa: F811
    """Return a function that exports records that are hard on spreadsheets, opens the file in Calc and returns its cells."""
    world.talk(*(world.said(text, world.MARCHETTI) for text in SAID), title="Ведомство: “talks”, 2023")
    index()

    def fetch(form):
        response = client.get(
            "/search/export/file/", {"format": form, "sort": "oldest", "field": ["id", "date", "title", "text"]}
        )
        path = tmp_path / f"result.{form.removeprefix('excel.')}"
        path.write_bytes(b"".join(response.streaming_content))
        return sorted(opened(path, tmp_path / "out"), key=lambda row: int(row["id"].split("/")[1]))

    return fetch


def opened(path, folder):
    """Open a file in Calc, save its first sheet as CSV, and return the rows under the names of columns of a CSV export."""
    into = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
    as_text = ["--infilter=Text - txt - csv (StarCalc):44,34,76,1,,0,false,false"] if path.suffix == ".csv" else []
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", *as_text, "--convert-to", into]
    environment = {**os.environ, "HOME": str(folder)}
    folder.mkdir()
    subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=300, env=environment)
    (made,) = folder.glob("*.csv")
    table = list(csv.reader(io.StringIO(made.read_text(encoding="utf-8-sig"), newline="")))
    return [dict(zip(("id", "date", "title", "text"), row, strict=True)) for row in table[1:]]


@pytest.mark.parametrize("form", ["csv", "excel.csv", "xlsx"])
def test_calc_shows_what_was_said_and_runs_none_of_it(exported, form):
    table = exported(form)
    # In CSV an apostrophe stands before what a spreadsheet would run; cells of a workbook are marked as text instead.
    kept = [f"'{text}" if text.startswith(FORMULAS) and form != "xlsx" else text for text in SAID]
    assert [row["text"] for row in table] == kept
    assert {row["title"] for row in table} == {"Ведомство: “talks”, 2023"}
    assert {row["date"] for row in table} == {"2023-04-18"}
