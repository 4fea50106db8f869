"""Archives made before seats and places were layers of their own."""

from __future__ import annotations

import json
import zipfile
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from archive.countries import use_places_table
from archive.importing.importer import import_transcript
from archive.mentions import decisions, refreshing
from archive.models import Mention, Transcript
from archive.serving import first_start
from tests.world import news_conference

BEFORE = [("archive", "0007_partings")]


@pytest.fixture
def transcript(db) -> Transcript:
    return import_transcript(b"one", "one.txt", parsed=news_conference()).transcript


def layers() -> dict[str, str]:
    return dict(Mention.objects.values_list("surface", "layer"))


@pytest.mark.django_db(transaction=True)
def test_a_database_with_implied_mentions_is_migrated_without_loss():
    made = import_transcript(b"one", "one.txt", parsed=news_conference()).transcript
    decisions.add(made, "harbour", "Norway", "seat")
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate(BEFORE)
    old = executor.loader.project_state(BEFORE).apps.get_model("archive", "Mention")
    belgrade = old.objects.get(surface="Belgrade")
    assert belgrade.layer == "implied"
    kept = {name: getattr(belgrade, name) for name in ("turn_id", "record_id", "layer", "rejected")}
    old.objects.create(code="CH", surface="Davos", start=belgrade.end, end=belgrade.end + 5, rule="city", **kept)
    old.objects.filter(surface="Belgrade").update(rejected=True)
    MigrationExecutor(connection).migrate(leaves)
    assert (layers()["Belgrade"], layers()["Davos"], layers()["harbour"]) == ("seat", "place", "seat")
    assert Mention.objects.get(surface="Belgrade").rejected
    assert not Mention.objects.filter(layer="implied").exists()


def test_an_archive_with_older_mentions_is_told_to_find_them_anew(transcript, monkeypatch):
    assert refreshing.is_due()
    told: list[str] = []
    for step in ("_migrate", "_collect_static", "_load_samples"):
        monkeypatch.setattr(first_start, step, lambda *arguments: None)
    first_start.prepare(told.append)
    assert told == [refreshing.DUE]
    assert "find_countries --refresh" in refreshing.DUE


def test_a_refresh_settles_it_and_a_rehearsal_does_not(transcript):
    call_command("find_countries", "--refresh", "--dry-run", stdout=StringIO(), stderr=StringIO())
    assert refreshing.is_due()
    call_command("find_countries", "--refresh", stdout=StringIO(), stderr=StringIO())
    assert not refreshing.is_due()


@pytest.mark.django_db
def test_an_empty_archive_has_nothing_to_find_anew():
    assert not refreshing.is_due()
    import_transcript(b"one", "one.txt", parsed=news_conference())
    assert not refreshing.is_due()


def test_other_names_are_noticed(transcript, monkeypatch):
    refreshing.note_refreshed()
    monkeypatch.setattr(refreshing, "fingerprint", lambda: "other")
    assert refreshing.is_due()


def test_a_refresh_moves_what_the_migration_could_only_guess(transcript):
    Mention.objects.filter(surface="Belgrade").update(layer="place", rule="older", rejected=True)
    decisions.add(transcript, "harbour", "Norway", "place")
    call_command("find_countries", "--refresh", stdout=StringIO(), stderr=StringIO())
    assert (layers()["Belgrade"], layers()["harbour"]) == ("seat", "place")
    assert Mention.objects.get(surface="Belgrade").rejected


def as_made_before(path: Path) -> Path:
    """Return a copy of an export as version 1 wrote it: seats and places are `implied`, and nothing says of what names."""
    copy = path.with_name("before.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        files = {name: old.read(name) for name in old.namelist()}
        rows = [json.loads(line) for line in files["data/mention.jsonl"].splitlines()]
        for row in rows:
            row["layer"] = "implied" if row["layer"] in ("seat", "place") else row["layer"]
        files["data/mention.jsonl"] = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
        manifest = json.loads(files["manifest.json"])
        del manifest["gazetteer"]
        manifest["version"] = 1
        manifest["files"]["data/mention.jsonl"]["sha256"] = sha256(files["data/mention.jsonl"]).hexdigest()
        files["manifest.json"] = json.dumps(manifest).encode()
        for name, data in files.items():
            new.writestr(name, data)
    return copy


def test_an_export_made_before_is_read(transcript, tmp_path):
    refreshing.note_refreshed()
    decisions.add(transcript, "harbour", "Norway", "seat")
    before = layers()
    path = tmp_path / "archive.zip"
    call_command("export_archive", str(path), stdout=StringIO())
    call_command("import_archive", str(as_made_before(path)), replace=True, stdout=StringIO())
    assert layers() == before
    assert refreshing.is_due()


def test_an_export_says_with_which_names_its_mentions_were_found(transcript, tmp_path):
    refreshing.note_refreshed()
    path = tmp_path / "archive.zip"
    call_command("export_archive", str(path), stdout=StringIO())
    call_command("import_archive", str(path), replace=True, stdout=StringIO())
    assert not refreshing.is_due()


def test_an_operators_table_is_followed_by_a_refresh(transcript, tmp_path):
    table = tmp_path / "places.csv"
    table.write_text("name,layer,code\nBelgrade,place,RS\n", encoding="utf-8")
    call_command("find_countries", "--refresh", stdout=StringIO())
    assert (layers()["Belgrade"], refreshing.is_due()) == ("seat", False)
    use_places_table(table)
    try:
        assert refreshing.is_due()
        call_command("find_countries", "--refresh", stdout=StringIO())
        assert (layers()["Belgrade"], refreshing.is_due()) == ("place", False)
    finally:
        use_places_table(None)
