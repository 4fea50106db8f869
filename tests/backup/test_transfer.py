"""The whole archive as one zip, and back."""

from __future__ import annotations

import hashlib
import json
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from archive.backup.format import MODELS
from archive.importing.importer import set_state
from archive.models import Mention, Original, Record, Revision, Source, Speaker, Transcript, Turn, archive_version
from archive.parsing.profile.profile_rules import LayoutRule
from archive.signals import transcript_changed, transcript_removed
from archive.speakers import authority_table, registry, review
from archive.speakers.splitting import SplitChoice, part
from archive.uploads.layout_teaching import remember
from tests.importing.test_importing import take
from tests.world import FERRY, GRAIN_ANSWER, news_conference, reading, said

pytestmark = pytest.mark.django_db


def call(command: str, path: Path, **options) -> str:
    out = StringIO()
    call_command(command, str(path), stdout=out, **options)
    return out.getvalue()


def everything() -> dict[str, list[dict[str, object]]]:
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in MODELS}


@pytest.fixture
def lived_in():
    """An archive in use: two revisions, a retired record, two speakers merged, one split, a mention, a withdrawal."""
    editor = User.objects.create_user("editor")
    take(news_conference(), user=editor)
    Mention.objects.filter(code="FR").update(rejected=True)
    take(reading(said(FERRY), said(GRAIN_ANSWER, "Ilka Vask-Moren", "Ilka Vask-Moren")), data=b"second", user=editor)
    withdrawn = take(reading(said("Elsewhere."), source_url=None, title="Another"), data=b"\x00\xffother").transcript
    set_state(withdrawn, "withdrawn")
    moren = Speaker.objects.get(slug="ilka-moren")
    registry.merge(moren, Speaker.objects.get(slug="ilka-vask-moren"))
    part(moren, SplitChoice(transcripts=[withdrawn.pk]), "of the other house")
    remember(withdrawn.source, [LayoutRule("label", "{NAME:3} – {words}", 4), LayoutRule("foot")])
    review.keep_apart(*Speaker.objects.order_by("pk")[:2])
    authority_table.load("person,aliases,office,country,from,to,source\nIlka Moren,,President,FR,2018,2019,https://example.org\n")


@pytest.fixture
def exported(lived_in, tmp_path: Path) -> Path:
    path = tmp_path / "archive.zip"
    call("export_archive", path)
    return path


def rewritten(path: Path, changed: dict[str, bytes | None]) -> Path:
    """Return a copy of a zip with some files changed, or left out (None)."""
    copy = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            data = changed.get(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return copy


def test_there_and_back_nothing_is_lost(exported):
    before = everything()
    assert all(before.values()), "each model must have rows for this test to say anything"
    call("import_archive", exported, replace=True)
    assert everything() == before


def test_it_goes_into_an_empty_archive_without_being_told_twice(exported):
    before = everything()
    Transcript.objects.all().delete()
    for model in (Original, Speaker, Source):
        model.objects.all().delete()
    call("import_archive", exported)
    assert everything() == before


def test_an_export_from_before_speakers_could_be_parted_is_read(exported):
    with zipfile.ZipFile(exported) as packed:
        manifest = json.loads(packed.read("manifest.json"))
    manifest["version"] = 1
    del manifest["files"]["data/parting.jsonl"]
    older = rewritten(exported, {"manifest.json": json.dumps(manifest).encode(), "data/parting.jsonl": None})
    call("import_archive", older, replace=True)
    assert Transcript.objects.count() == 2


def test_it_leaves_an_archive_that_is_not_empty_alone(exported):
    with pytest.raises(CommandError, match=r"not empty \(2 transcripts\).*--replace"):
        call("import_archive", exported)


def test_new_rows_go_on_after_the_old_ones(exported):
    call("import_archive", exported, replace=True)
    highest = Record.objects.order_by("-pk").first().pk
    assert take(reading(said("New."), source_url=None, title="New"), data=b"new").transcript.records.get().pk > highest


def test_the_version_never_goes_back(exported):
    before = archive_version.current()
    call("import_archive", exported, replace=True)
    assert archive_version.current() > before


def test_listeners_hear_what_went_and_what_came(exported):
    heard = []

    def gone(sender, transcript_id, record_ids, **more):
        heard.append(("gone", transcript_id, len(record_ids)))

    def came(sender, transcript_id, **more):
        heard.append(("came", transcript_id, Turn.objects.filter(transcript=transcript_id).count()))

    first, second = Transcript.objects.order_by("pk").values_list("pk", flat=True)
    transcript_removed.connect(gone)
    transcript_changed.connect(came)
    call("import_archive", exported, replace=True)
    transcript_removed.disconnect(gone)
    transcript_changed.disconnect(came)
    assert sorted(heard) == [("came", first, 2), ("came", second, 1), ("gone", first, 2), ("gone", second, 1)]


def names_on_page(client) -> str:
    User.objects.create_superuser("looker", password="x")
    client.force_login(User.objects.get(username="looker"))
    transcript = Transcript.objects.filter(revisions__created_by_name="editor").latest("pk").pk
    return client.get(f"/admin/archive/transcript/{transcript}/change/").content.decode()


def test_an_editor_whose_account_is_deleted_is_still_named(lived_in, client):
    User.objects.get(username="editor").delete()
    edited = Revision.objects.exclude(created_by_name="")
    assert {(one.created_by_id, one.editor) for one in edited} == {(None, "editor")}
    assert "by editor" in names_on_page(client)
    assert "editor" in client.get("/admin/archive/revision/").content.decode()


def test_an_editor_without_account_here_is_named_all_the_same_and_stays_so_in_the_next_export(exported):
    before = list(Revision.objects.order_by("pk").values_list("created_by_name", flat=True))
    assert "editor" in before
    User.objects.all().delete()
    call("import_archive", exported, replace=True)
    again = exported.with_name("again.zip")
    call("export_archive", again)
    call("import_archive", again, replace=True)
    assert not Revision.objects.filter(created_by__isnull=False).exists()
    assert [one.editor for one in Revision.objects.order_by("pk")] == before


def test_an_account_renamed_since_is_exported_by_the_name_it_has_now(lived_in, tmp_path):
    User.objects.filter(username="editor").update(username="chief")
    call("export_archive", tmp_path / "a.zip")
    User.objects.all().delete()
    call("import_archive", tmp_path / "a.zip", replace=True)
    assert "chief" in {one.editor for one in Revision.objects.all()}


def test_the_manifest_counts_what_is_in_it(exported):
    with zipfile.ZipFile(exported) as packed:
        manifest = json.loads(packed.read("manifest.json"))
        assert (manifest["format"], manifest["version"]) == ("chancery-archive", 2)
        assert manifest["files"]["data/transcript.jsonl"]["rows"] == len(packed.read("data/transcript.jsonl").splitlines()) == 2


def test_an_export_of_the_version_before_is_read(exported):
    """Version 1 did not say what a revision brings back, nor how those before the last stood."""
    before = everything()
    with zipfile.ZipFile(exported) as packed:
        manifest = json.loads(packed.read("manifest.json"))
        rows = [json.loads(line) for line in packed.read("data/revision.jsonl").splitlines()]
    old = [
        {name: value for name, value in row.items() if name not in ("restores", "standing", "created_by_name")} for row in rows
    ]
    data = b"".join(json.dumps(row).encode() + b"\n" for row in old)
    manifest["version"] = 1
    manifest["files"]["data/revision.jsonl"]["sha256"] = hashlib.sha256(data).hexdigest()
    changed = {"data/revision.jsonl": data, "manifest.json": json.dumps(manifest).encode()}
    call("import_archive", rewritten(exported, changed), replace=True)
    after = everything()
    assert [row["standing"] for row in after.pop("Revision")] == [{}] * len(before.pop("Revision"))
    assert after == before


def test_an_existing_file_is_not_overwritten_unasked(exported):
    with pytest.raises(CommandError, match="already exists"):
        call("export_archive", exported)
    assert "The archive is in" in call("export_archive", exported, overwrite=True)


def test_a_folder_that_is_not_there_is_said(lived_in, tmp_path):
    with pytest.raises(CommandError, match="cannot be written: No such file"):
        call("export_archive", tmp_path / "nowhere" / "archive.zip")


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("manifest.json", lambda data: None, "no manifest"),
        ("manifest.json", lambda data: data.replace(b'"version": 2', b'"version": 3'), "later version"),
        ("data/turn.jsonl", lambda data: data.replace(b"ferry", b"fairy"), "checksum differs"),
        ("data/turn.jsonl", lambda data: data.replace(b'"label"', b'"lable"'), r"different columns .*label, lable"),
        ("data/turn.jsonl", lambda data: None, "is damaged"),
        ("data/turn.jsonl", lambda data: data[:-20], "is damaged"),
        ("data/source.jsonl", lambda data: b"", "checksum differs"),
    ],
)
def test_what_is_not_as_it_was_exported_is_refused_and_nothing_changed(exported, name, change, message):
    before = everything()
    with zipfile.ZipFile(exported) as packed:
        data = change(packed.read(name))
    with pytest.raises(CommandError, match=message) as caught:
        call("import_archive", rewritten(exported, {name: data}), replace=True)
    assert "Nothing was changed" in str(caught.value)
    assert everything() == before


def test_a_damaged_original_is_refused(exported):
    sha256 = Original.objects.first().pk
    with pytest.raises(CommandError, match=f"original {sha256} is damaged"):
        call("import_archive", rewritten(exported, {f"originals/{sha256}": b"else"}), replace=True)


def test_a_file_that_is_no_zip_is_refused(tmp_path):
    (tmp_path / "a.zip").write_text("no zip")
    with pytest.raises(CommandError, match="damaged or not an export"):
        call("import_archive", tmp_path / "a.zip")
