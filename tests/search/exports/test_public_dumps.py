"""Dumps of the public archive: what is in them, what a second run does, and what is left of a run that was killed."""

import csv
import datetime as dt
import hashlib
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from archive.importing.importer import announce, set_state
from archive.models import Record, Transcript
from search.exports import public_dumps
from search.exports.public_dumps import DumpsRunning, publish, read_manifest
from tests import world
from tests.pages.conftest import get  # noqa: F401  # fixture

SITE = "https://archive.example"
DAYS = ("2026-11-24", "2026-11-25", "2026-11-25", "2026-11-26")


@pytest.fixture
def archive(db):
    """Make four transcripts that changed last on three days, and one that is not public."""
    made = [world.harbour_talks() for _ in DAYS]
    for of, day in zip(made, DAYS, strict=True):
        move_to(of, day)
    world.talk(title="Secret draft", state="draft")
    return made


def move_to(of, day):
    Transcript.objects.filter(pk=of.pk).update(updated_at=dt.datetime.fromisoformat(f"{day}T12:00:00+00:00"))


@pytest.fixture
def folder(tmp_path, settings):
    settings.DUMPS_DIR = tmp_path / "dumps"
    return settings.DUMPS_DIR


def ids(folder, ending="csv"):
    """Return the ids of all records in the files that the manifest names, in order."""
    found = []
    for file in read_manifest(folder).files:
        text = (folder / file.path).read_text(encoding="utf-8")
        if file.path.endswith(".csv") and ending == "csv":
            found += [row["id"] for row in csv.DictReader(io.StringIO(text, newline=""))]
        elif file.path.endswith(".jsonl") and ending == "jsonl":
            found += [json.loads(line)["id"] for line in text.splitlines()]
    return found


def public_ids():
    every = Record.objects.published().values_list("transcript__slug", "number")
    return sorted(f"{slug}/{number}" for slug, number in every)


def contents(folder):
    """Return all files as they are, what tells the time of the run left out."""
    timed = ("manifest.json", "datapackage.json", "SHA256SUMS", ".lock")
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name not in timed}


def test_every_public_record_is_in_the_dumps_once(archive, folder):
    publish(folder, SITE)
    assert sorted(ids(folder)) == sorted(ids(folder, "jsonl")) == public_ids()
    assert "Secret draft" not in "".join(path.read_text() for path in folder.iterdir())


def test_there_is_a_part_for_each_day(archive, folder):
    assert [(part.day, len(part.slugs)) for part in publish(folder, SITE).parts.values()] == [
        ("2026-11-24", 1),
        ("2026-11-25", 2),
        ("2026-11-26", 1),
    ]


def test_checksums_and_sizes_are_true_and_everything_is_described(archive, folder):
    publish(folder, SITE)
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in sums} == sums
    assert set(sums) == {path.name for path in folder.iterdir()} - {"SHA256SUMS", ".lock"}
    package = json.loads((folder / "datapackage.json").read_text())
    assert {resource["path"] for resource in package["resources"]} == set(sums) - {"manifest.json", "datapackage.json"}
    assert json.loads((folder / "manifest.json").read_text())["records"] == len(public_ids())


def test_the_data_package_is_valid(archive, folder):
    publish(folder, SITE)
    frictionless = pytest.importorskip("frictionless", reason="not run: frictionless is not installed")
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])


def test_a_second_run_writes_nothing_anew(archive, folder):
    publish(folder, SITE)
    before = {path.name: path.stat().st_ino for path in folder.iterdir() if path.suffix in (".csv", ".jsonl")}
    said = []
    publish(folder, SITE, said.append)
    assert said == []
    assert {path.name: path.stat().st_ino for path in folder.iterdir() if path.suffix in (".csv", ".jsonl")} == before


def test_what_changed_moves_to_its_new_day_and_other_days_stay(archive, folder):
    publish(folder, SITE)
    before = contents(folder)
    announce([archive[0].pk])
    publish(folder, SITE)
    today = timezone.now().astimezone(dt.UTC).date().isoformat()
    assert [part.day for part in read_manifest(folder).parts.values()] == ["2026-11-25", "2026-11-26", today]
    kept = {name for name in before if not name.startswith("2026-11-24")}
    assert kept <= contents(folder).keys()
    assert not [name for name in contents(folder) if name.startswith("2026-11-24")]
    assert sorted(ids(folder)) == public_ids()


def test_what_is_withdrawn_or_deleted_is_gone_from_all_files(archive, folder):
    publish(folder, SITE)
    set_state(archive[1], "withdrawn")
    archive[3].delete()
    publish(folder, SITE)
    assert sorted(ids(folder)) == public_ids()
    assert archive[1].slug not in "".join(path.read_text() for path in folder.iterdir())


def test_a_lost_or_cut_file_is_made_again(archive, folder):
    publish(folder, SITE)
    before = contents(folder)
    first, second, *_ = sorted(name for name in before if name.endswith(".csv"))
    (folder / first).unlink()
    (folder / second).write_bytes(before[second][:10])
    publish(folder, SITE)
    assert contents(folder) == before


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"version": 0}', '{"version": 1, "parts": [{}]}'])
def test_a_broken_manifest_is_made_again(archive, folder, broken):
    publish(folder, SITE)
    before = contents(folder)
    (folder / "manifest.json").write_text(broken)
    publish(folder, SITE)
    assert contents(folder) == before


def test_another_address_of_the_site_makes_all_anew(archive, folder):
    publish(folder, SITE)
    publish(folder, "https://new.example")
    assert all("https://new.example/t/" in (folder / f.path).read_text() for f in read_manifest(folder).files)
    assert SITE not in "".join(path.read_text() for path in folder.iterdir())


class Killed(BaseException):
    """What ends a run as a kill does: no handler of ours catches it."""


def publish_killed_at(folder, step, monkeypatch):
    """Publish, but end at this one of the steps that change the disk; tell whether there was such a step."""
    left = iter(range(step))

    def until_killed(action):
        def acting(*args, **more):
            if next(left, None) is None:
                raise Killed
            return action(*args, **more)

        return acting

    with monkeypatch.context() as patch:
        for of, name in ((Path, "replace"), (Path, "unlink"), (public_dumps.os, "fsync")):
            patch.setattr(of, name, until_killed(getattr(of, name)))
        try:
            publish(folder, SITE)
        except Killed:
            return True
    return False


def assert_whole(folder):
    for file in read_manifest(folder).files:
        assert hashlib.sha256((folder / file.path).read_bytes()).hexdigest() == file.sha256


def test_a_run_killed_anywhere_is_taken_up_by_the_next(archive, tmp_path, monkeypatch):
    """Kill a run at each of its steps in turn: readers see no half of anything, and the next run ends as an unkilled one does."""
    publish(tmp_path / "whole", SITE)
    expected = contents(tmp_path / "whole")
    step = 0
    while publish_killed_at(tmp_path / str(step), step, monkeypatch):
        assert_whole(tmp_path / str(step))
        publish(tmp_path / str(step), SITE)
        assert contents(tmp_path / str(step)) == expected
        step += 1
    assert step > 15


def test_runs_killed_again_and_again_while_the_archive_changes_lose_nothing(archive, folder, monkeypatch):
    publish(folder, SITE)
    for step in range(25):
        move_to(archive[step % 4], f"2026-11-{step % 7 + 10}")
        publish_killed_at(folder, step, monkeypatch)
        assert_whole(folder)
    publish(folder, SITE)
    assert sorted(ids(folder)) == public_ids()
    assert set(contents(folder)) == {file.path for file in read_manifest(folder).files}


def test_only_one_run_at_a_time(archive, folder):
    publish(folder, SITE)
    with public_dumps._alone(folder), pytest.raises(DumpsRunning):
        publish(folder, SITE)


def test_the_command_says_what_it_wrote(archive, folder, settings, capsys):
    settings.ALLOWED_HOSTS = ["archive.example", "*"]
    settings.HTTPS = True
    call_command("publish_dumps")
    assert "2026-11-25.00000: 6 records of 2 transcripts" in capsys.readouterr().out
    assert "https://archive.example/t/" in (folder / read_manifest(folder).files[0].path).read_text()


def test_a_folder_that_cannot_be_written_is_named(archive, folder):
    folder.write_text("a file")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("publish_dumps")


def test_the_page_lists_the_files_and_hands_them_out(get, client, archive, folder):  # noqa: F811
    publish(folder, SITE)
    page = get("/dumps/")
    assert "12 records" in page.text
    links = [link for link in page.links("main a") if link.startswith("/dumps/")]
    assert len(links) == 3 + 6
    for link in links:
        response = client.get(link)
        assert response.status_code == 200
        assert response["Access-Control-Allow-Origin"] == "*"
        assert b"".join(response.streaming_content) == (folder / link.split("/")[-1]).read_bytes()
    assert "/dumps/" in get("/about/").links("footer a")


@pytest.mark.usefixtures("kept_connection")
def test_a_file_that_is_known_is_not_sent_again(client, archive, folder):
    publish(folder, SITE)
    address = f"/dumps/{read_manifest(folder).files[0].path}"
    first = client.get(address)
    first.close()
    tag = first["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304


def test_before_the_first_run_the_page_says_so(get, client, db, folder):  # noqa: F811
    assert "No files have been published yet" in get("/dumps/").text
    assert client.get("/dumps/manifest.json").status_code == 404


@pytest.mark.parametrize(
    "name", ["..%2fchancery.sqlite3", ".lock", "secret_key", "a.csv", "%2e%2e", "manifest.json%00", "x" * 300]
)
def test_nothing_else_is_handed_out(client, archive, folder, name):
    publish(folder, SITE)
    (folder.parent / "secret_key").write_text("s")
    assert client.get(f"/dumps/{name}").status_code == 404


def test_a_file_with_a_transcript_withdrawn_since_is_not_handed_out(client, archive, folder):
    publish(folder, SITE)
    files = read_manifest(folder).files
    set_state(archive[0], "withdrawn")
    stale = [file for file in files if file.path.startswith("2026-11-24")]
    assert [client.get(f"/dumps/{file.path}").status_code for file in stale] == [410, 410]
    for file in set(files) - set(stale):
        response = client.get(f"/dumps/{file.path}")
        assert response.status_code == 200
        response.getvalue()  # whole: closing it would close the connection of the test too


def test_whatever_changes_of_a_transcript_is_noted_with_its_time(archive):
    before = Transcript.objects.get(pk=archive[0].pk).updated_at
    announce([archive[0].pk])
    assert Transcript.objects.get(pk=archive[0].pk).updated_at > before
    announce([archive[1].pk], restored=True)
    assert Transcript.objects.get(pk=archive[1].pk).updated_at.date().isoformat() == DAYS[1]
