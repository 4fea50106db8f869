"""Exports through a pipe, encrypted, and checked without importing them."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from archive.backup.format import Out
from archive.models import Original, Transcript
from tests.backup.test_transfer import call, everything, exported, lived_in, rewritten  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


class Shell:
    """What a standard stream offers to a command in a pipe."""

    def __init__(self, data: bytes = b"") -> None:
        self.buffer = io.BytesIO(data)

    def isatty(self) -> bool:
        return False


def verify(path: Path) -> str:
    out = StringIO()
    try:
        call_command("verify_backup", str(path), stdout=out)
    except CommandError as refusal:
        return f"{out.getvalue()}{refusal}"
    return out.getvalue()


def with_rows(path: Path, model: str, change: Callable[[list[dict]], list[dict]]) -> Path:
    """Return a copy with other rows of a model, whose checksum and number the manifest has."""
    name = f"data/{model}.jsonl"
    with zipfile.ZipFile(path) as packed:
        manifest = json.loads(packed.read("manifest.json"))
        rows = change([json.loads(line) for line in packed.read(name).splitlines()])
    data = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    manifest["files"][name] = {"rows": len(rows), "sha256": hashlib.sha256(data).hexdigest()}
    return rewritten(path, {name: data, "manifest.json": json.dumps(manifest).encode()})


def test_a_sound_backup_is_said_to_be_whole_and_the_archive_is_not_touched(exported):  # noqa: F811
    before = everything()
    said = verify(exported)
    assert "The backup is complete" in said
    assert f"{Transcript.objects.count():>9,} transcripts" in said
    assert everything() == before
    assert list(connections) == ["default"]


def test_it_is_whole_also_where_the_archive_is_empty(exported):  # noqa: F811
    Transcript.objects.all().delete()
    assert "The backup is complete" in verify(exported)


def first(**values: object) -> Callable[[list[dict]], list[dict]]:
    return lambda rows: [{**rows[0], **values}, *rows[1:]]


@pytest.mark.parametrize(("strangers", "faults"), [(1, "1 fault."), (2, "2 faults.")])
def test_faults_are_counted_in_words_that_fit(exported, strangers, faults):  # noqa: F811
    assert f"This backup is incomplete or damaged: {faults}" in verify(with_rows(exported, "turn", with_strangers(strangers)))


def with_strangers(count: int) -> Callable[[list[dict]], list[dict]]:
    """Give so many rows a speaker that is not there."""
    return lambda rows: [{**row, "speaker_id": 987654} for row in rows[:count]] + rows[count:]


@pytest.mark.parametrize(
    ("model", "change", "message"),
    [
        (
            "turn",
            first(speaker_id=987654),
            "data/turn.jsonl, row with key 1: it refers to a row that is not in data/speaker.jsonl",
        ),
        ("mention", first(turn_id=987654), "not in data/turn.jsonl"),
        ("revision", first(original_id="0" * 64), "not in data/original.jsonl"),
        ("transcript", first(state="burnt"), "data/transcript.jsonl, line 1: "),
        ("transcript", first(title=""), "data/transcript.jsonl, line 1: CHECK constraint failed: transcript_has_title"),
        ("transcript", first(date="2026-02-31"), "data/transcript.jsonl, line 1: "),
        ("transcript", first(slug="s" * 5000), "data/transcript.jsonl, line 1: slug has 5000 characters"),
        ("transcript", first(id="one"), "data/transcript.jsonl, line 1: "),
        ("transcript", first(source_id=None), "data/transcript.jsonl, line 1: NOT NULL"),
        ("transcript", first(id=2**80), "data/transcript.jsonl, line 1: "),
        ("transcript", lambda rows: [*rows, rows[0]], "data/transcript.jsonl, line 3: UNIQUE"),
        ("revision", lambda rows: [*rows, {**rows[0], "id": 99999}], "UNIQUE constraint failed"),
        ("original", first(size=3), "the original has"),
        ("original", lambda rows: rows[1:], "no valid row of data/original.jsonl names it"),
        ("speaker", lambda rows: [], "not in data/speaker.jsonl"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_place(exported, model, change, message):  # noqa: F811
    key = json.loads(zipfile.ZipFile(exported).read("data/turn.jsonl").splitlines()[0])["id"]
    said = verify(with_rows(exported, model, change))
    assert message.replace("key 1:", f"key {key}:") in said
    assert "This backup is incomplete or damaged" in said


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("manifest.json", lambda data: None, "no manifest"),
        ("manifest.json", lambda data: b"[]", "no manifest"),
        ("manifest.json", lambda data: b"{", "changed.zip: "),
        ("manifest.json", lambda data: data.replace(b'"version": 2', b'"version": 9'), "later version"),
        (
            "data/turn.jsonl",
            lambda data: data.replace(b"ferry", b"fairy"),
            "data/turn.jsonl: its SHA-256 is not that of the manifest",
        ),
        ("data/turn.jsonl", lambda data: data[: data.index(b"\n") + 1], "data/turn.jsonl: it has 1 rows; the manifest says 3"),
        ("data/turn.jsonl", lambda data: data[:-20], "data/turn.jsonl, line 3: "),
        ("data/turn.jsonl", lambda data: b"\xff\xfe" + data, "data/turn.jsonl, line 1: "),
        ("data/turn.jsonl", lambda data: b"[" * 100_000, "data/turn.jsonl, line 1: "),
        ("data/turn.jsonl", lambda data: None, "data/turn.jsonl: it is missing"),
        ("data/turn.jsonl", lambda data: data.replace(b'"label"', b'"lable"'), "line 1: data/turn.jsonl has different columns"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(exported, name, change, message):  # noqa: F811
    with zipfile.ZipFile(exported) as packed:
        data = change(packed.read(name))
    said = verify(rewritten(exported, {name: data}))
    assert message in said
    assert "This backup is incomplete or damaged" in said


@pytest.mark.parametrize(("data", "message"), [(b"else", "is damaged: its checksum differs"), (None, "is missing")])
def test_an_original_that_is_damaged_or_missing_is_named(exported, data, message):  # noqa: F811
    sha256 = Original.objects.first().pk
    assert f"the original {sha256} {message}" in verify(rewritten(exported, {f"originals/{sha256}": data})).replace(
        "The or", "the or"
    )


def data_of(whole: bytes, info: zipfile.ZipInfo) -> int:
    """Return where the packed bytes of a member begin: after its header, name and extra field."""
    lengths = whole[info.header_offset + 26 : info.header_offset + 30]
    return info.header_offset + 30 + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")


def test_a_byte_that_flips_in_any_file_of_the_zip_is_noticed(exported):  # noqa: F811
    whole = exported.read_bytes()
    with zipfile.ZipFile(exported) as packed:
        places = [data_of(whole, info) + info.compress_size // 2 for info in packed.infolist()]
    for place in places:
        broken = exported.with_name("flipped.zip")
        broken.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        assert "This backup is incomplete or damaged" in verify(broken), place


@pytest.mark.parametrize("part", [0, 1, 100, -1, -30, -400])
def test_what_is_cut_short_is_not_whole(exported, part):  # noqa: F811
    short = exported.with_name("short.zip")
    short.write_bytes(exported.read_bytes()[:part])
    assert "This backup is incomplete or damaged" in verify(short)


def test_a_file_that_is_not_there_is_said(tmp_path):
    assert "cannot be read: No such file" in verify(tmp_path / "none.zip")


def piped_out(monkeypatch) -> bytes:
    shell = Shell()
    monkeypatch.setattr("archive.backup.format.sys", SimpleNamespace(stdout=shell))
    aside = StringIO()
    call_command("export_archive", "-", stderr=aside)
    assert "transcripts" in aside.getvalue()
    return shell.buffer.getvalue()


def test_an_export_goes_through_a_pipe_and_back(lived_in, monkeypatch):  # noqa: F811
    before = everything()
    data = piped_out(monkeypatch)
    monkeypatch.setattr("archive.backup.format.sys", SimpleNamespace(stdin=Shell(data)))
    assert "The backup is complete" in verify(Path("-"))
    monkeypatch.setattr("archive.backup.format.sys", SimpleNamespace(stdin=Shell(data)))
    call("import_archive", Path("-"), replace=True)
    assert everything() == before


def test_what_a_pipe_cut_short_is_refused(lived_in, monkeypatch):  # noqa: F811
    data = piped_out(monkeypatch)
    monkeypatch.setattr("archive.backup.format.sys", SimpleNamespace(stdin=Shell(data[:-100])))
    with pytest.raises(CommandError, match=r"Standard input is damaged.*Nothing was changed"):
        call("import_archive", Path("-"), replace=True)


def test_an_export_that_fails_on_its_way_leaves_nothing_that_can_be_read_back(lived_in, monkeypatch):  # noqa: F811
    shell = Shell()
    monkeypatch.setattr("archive.backup.format.sys", SimpleNamespace(stdout=shell))
    monkeypatch.setattr("archive.backup.export._write_originals", lambda packed: (_ for _ in ()).throw(OSError(28, "No space")))
    with pytest.raises(CommandError, match="Standard output cannot be written: The disk is full"):
        call_command("export_archive", "-", stderr=StringIO())
    monkeypatch.setattr("archive.backup.format.sys", SimpleNamespace(stdin=Shell(shell.buffer.getvalue())))
    assert "This backup is incomplete or damaged" in verify(Path("-"))


def test_a_screen_gets_no_zip(monkeypatch):
    monkeypatch.setattr("archive.backup.format.sys", SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: True)))
    with pytest.raises(CommandError, match="cannot be shown on the screen"):
        call_command("export_archive", "-")
    monkeypatch.setattr("archive.backup.format.sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True)))
    with pytest.raises(CommandError, match="Standard input is empty"):
        call_command("import_archive", "-")


def test_standard_output_is_only_written_to():
    assert not hasattr(Out(), "seek"), "a zip in a file opened with >> would be overwritten in the wrong place"


@pytest.mark.skipif(shutil.which("gpg") is None, reason="GnuPG is not installed here: apt-get install gpg")
def test_an_encrypted_backup_is_read_back(lived_in, monkeypatch, tmp_path):  # noqa: F811
    before = everything()
    home = tmp_path / "gnupg"
    home.mkdir(mode=0o700)
    gpg = ["gpg", "--homedir", str(home), "--batch", "--pinentry-mode", "loopback", "--passphrase", "a long phrase"]
    sealed = subprocess.run([*gpg, "--symmetric"], input=piped_out(monkeypatch), capture_output=True, check=True).stdout
    assert b"PK" not in sealed[:10]
    opened = subprocess.run([*gpg, "--decrypt"], input=sealed, capture_output=True, check=True).stdout
    monkeypatch.setattr("archive.backup.format.sys", SimpleNamespace(stdin=Shell(opened)))
    call("import_archive", Path("-"), replace=True)
    assert everything() == before
