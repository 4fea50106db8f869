"""Originals come back as they were uploaded, however they are kept: plain, deflated, or in an object store."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
import zlib

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from archive.backup.export import export_archive
from archive.backup.restore import restore_archive
from archive.backup.verify import verify_archive
from archive.importing.importer import import_transcript
from archive.models import Original, Transcript, Upload
from archive.models.original_bytes import LEVEL, Packing
from archive.serving.object_store import object_store
from archive.serving.outages import StoreFault
from tests.admin.desk import drop, file
from tests.house import ROOT
from tests.world import BRIEFING, INTERVIEW

pytestmark = pytest.mark.django_db
NOISE = b"".join(hashlib.sha256(str(number).encode()).digest() for number in range(300))  # nothing deflates it
BUCKET = "originals-of-the-archive"
LONG = f"{BRIEFING}\n\n" + "\n".join("And so we said, and so we say again today, as we said it before." for _ in range(60))


@pytest.fixture(scope="module")
def server():
    moto = pytest.importorskip("moto.server", reason="moto is not installed: no object store to try")
    pytest.importorskip("storages", reason="django-storages is not installed: no object store to try")
    running = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server, settings, monkeypatch):
    """Keep originals in a bucket of this test's own; returns a client of the store."""
    import boto3

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    client = boto3.client("s3", endpoint_url=server, region_name="us-east-1")
    client.create_bucket(Bucket=BUCKET)
    use(settings, server)
    yield client
    for one in client.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        client.delete_object(Bucket=BUCKET, Key=one["Key"])
    client.delete_bucket(Bucket=BUCKET)


def use(settings, endpoint):
    settings.ORIGINALS_BUCKET = BUCKET
    settings.STORAGES = settings.STORAGES | {"originals": object_store(BUCKET, endpoint, "us-east-1", "kept", 2)}


def new(data: bytes) -> Original:
    return Original.objects.create(sha256=hashlib.sha256(data).hexdigest(), data=data, size=len(data))


def as_before(data: bytes) -> Original:
    """Store an original as versions before did."""
    one = new(data)
    Original.objects.filter(pk=one.pk).update(kept=data, packing=None)
    return Original.objects.get(pk=one.pk)


def kept(one: Original) -> tuple[Packing | None, int]:
    found = Original.objects.get(pk=one.pk)
    return found.packing and Packing(found.packing), len(found.kept)


def keys(client) -> set[str]:
    return {one["Key"] for one in client.list_objects_v2(Bucket=BUCKET).get("Contents", [])}


@pytest.mark.parametrize("data", [b"a", b"\0", LONG.encode(), NOISE, b"\xff\x00" * 5000, zlib.compress(LONG.encode(), LEVEL)])
def test_bytes_come_back_as_they_were(data):
    for one in (new(data), as_before(data + b".")):
        again = Original.objects.get(pk=one.pk)
        assert hashlib.sha256(again.data).hexdigest() == again.sha256 and len(again.data) == again.size


def test_what_deflates_is_deflated_and_what_does_not_is_not():
    assert kept(new(LONG.encode()))[0] == Packing.DEFLATED and kept(new(LONG.encode() + b"."))[1] < len(LONG) / 3
    assert kept(new(NOISE)) == (Packing.PLAIN, len(NOISE))


def test_a_download_is_what_was_uploaded(client):
    transcript = import_transcript(LONG.encode(), "long.txt").transcript
    assert kept(Original.objects.get())[0] == Packing.DEFLATED
    assert client.get(f"/t/{transcript.slug}/original/").content == LONG.encode()


def test_the_command_packs_what_is_not_packed_yet(capsys):
    old = [as_before(f"{LONG} {number}".encode()) for number in range(3)]
    call_command("compress_originals", limit=2)
    assert "1 are left." in capsys.readouterr().out
    call_command("compress_originals")
    assert "None is left" in capsys.readouterr().out
    assert {kept(one)[0] for one in old} == {Packing.DEFLATED}
    assert all(Original.objects.get(pk=one.pk).data == one.data for one in old)
    call_command("compress_originals")
    assert "0 originals done" in capsys.readouterr().out


def test_the_command_leaves_a_damaged_one_and_says_which(capsys):
    good, bad = as_before(LONG.encode()), as_before(NOISE)
    Original.objects.filter(pk=bad.pk).update(kept=b"not it")
    with pytest.raises(CommandError, match=bad.pk):
        call_command("compress_originals")
    assert bytes(Original.objects.get(pk=bad.pk).kept) == b"not it" and kept(good)[0] == Packing.DEFLATED


def test_no_store_no_moving():
    with pytest.raises(CommandError, match="ORIGINALS_BUCKET is not set"):
        call_command("compress_originals", to="store")


def test_an_export_holds_the_bytes_as_uploaded_and_is_read_back(tmp_path):
    for one in (as_before(f"{LONG} old".encode()), new(NOISE)):
        assert one.size
    import_transcript(LONG.encode(), "long.txt")
    before = {one.pk: one.data for one in Original.objects.all()}
    export_archive(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as packed:
        assert {sha256: packed.read(f"originals/{sha256}") for sha256 in before} == before
    assert verify_archive(tmp_path / "all.zip").lines == []
    restore_archive(tmp_path / "all.zip", replace=True)
    assert {one.pk: one.data for one in Original.objects.all()} == before


def test_the_table_is_not_rewritten_by_the_migration():
    """SQLite copies a whole table to add a column that has a default or may not be empty."""
    column = Original._meta.get_field("packing")
    assert column.null and not column.has_default() and not column.has_db_default()
    assert Original._meta.get_field("kept").column == "data"


def test_with_a_bucket_originals_go_there_and_come_back(bucket, client):
    transcript = import_transcript(LONG.encode(), "long.txt").transcript
    one = Original.objects.get()
    assert kept(one) == (Packing.STORED_DEFLATED, 0)
    assert keys(bucket) == {f"kept/{one.pk[:2]}/{one.pk}"}
    assert client.get(f"/t/{transcript.slug}/original/").content == LONG.encode()


def test_the_same_file_twice_is_one_object(bucket):
    import_transcript(LONG.encode(), "one.txt")
    import_transcript(LONG.encode(), "two.txt")
    assert len(keys(bucket)) == Original.objects.count() == 1


def test_the_command_moves_all_there_and_back(bucket, settings):
    settings.ORIGINALS_BUCKET = ""
    old = [as_before(LONG.encode()), new(NOISE), new(LONG.encode() + b"!")]
    settings.ORIGINALS_BUCKET = BUCKET
    call_command("compress_originals", to="store")
    assert {kept(one)[1] for one in old} == {0} and len(keys(bucket)) == 3
    call_command("compress_originals", to="database")
    assert [kept(one)[0] for one in old] == [Packing.DEFLATED, Packing.PLAIN, Packing.DEFLATED]
    assert [Original.objects.get(pk=one.pk).data for one in old] == [one.data for one in old]


def test_an_export_from_the_store_is_read_back_into_it(bucket, tmp_path):
    import_transcript(LONG.encode(), "long.txt")
    export_archive(tmp_path / "all.zip")
    restore_archive(tmp_path / "all.zip", replace=True)
    assert Original.objects.get().data == LONG.encode() and kept(Original.objects.get())[1] == 0


def test_a_write_that_was_cut_short_is_made_good(bucket):
    sha256 = hashlib.sha256(LONG.encode()).hexdigest()
    bucket.put_object(Bucket=BUCKET, Key=f"kept/{sha256[:2]}/{sha256}", Body=b"half")
    assert new(LONG.encode()).data == LONG.encode() and len(keys(bucket)) == 1


@pytest.mark.parametrize("harm", ["damaged", "gone"])
def test_a_damaged_or_missing_object_is_said_and_not_handed_out(bucket, harm):
    transcript = import_transcript(LONG.encode(), "long.txt").transcript
    [key] = keys(bucket)
    bucket.put_object(Bucket=BUCKET, Key=key, Body=zlib.compress(b"other")) if harm == "damaged" else bucket.delete_object(
        Bucket=BUCKET, Key=key
    )
    answer = Client(raise_request_exception=False).get(f"/t/{transcript.slug}/original/")
    assert answer.status_code == 503 and "The store of original files does not answer" in answer.content.decode()


@pytest.fixture
def dead(server, settings):
    """A store where nobody listens."""
    use(settings, "http://127.0.0.1:9")


def test_a_store_that_is_away_stores_nothing_by_halves(dead):
    with pytest.raises(StoreFault):
        import_transcript(LONG.encode(), "long.txt")
    assert not Transcript.objects.exists() and not Original.objects.exists()


def test_an_editor_is_told_and_the_draft_stays(dead, signed_in):
    drop(signed_in, file(INTERVIEW, "draft.txt"))
    upload = Upload.objects.get()
    signed_in.raise_request_exception = False
    answer = signed_in.post(f"/admin/archive/upload/{upload.pk}/change/", {"do": "publish", "edits": "0"})
    told = answer.content.decode()
    assert answer.status_code == 503 and "The store of original files does not answer" in told and "nothing" in told
    assert Upload.objects.filter(pk=upload.pk).exists() and not Transcript.objects.exists()


def test_the_rest_of_the_site_does_without_the_store(bucket, settings, client):
    transcript = import_transcript(LONG.encode(), "long.txt").transcript
    use(settings, "http://127.0.0.1:9")
    assert client.get(f"/t/{transcript.slug}/").status_code == 200
    client.raise_request_exception = False
    assert client.get(f"/t/{transcript.slug}/original/").status_code == 503


def test_a_bucket_without_its_packages_is_refused_at_the_start(tmp_path):
    code = "import sys; sys.modules['storages'] = None; sys.path_hooks; import django; django.setup()"
    code = code.replace(
        "sys.path_hooks",
        "import importlib.util as u; real = u.find_spec; "
        "u.find_spec = lambda name, *a: None if name == 'storages' else real(name, *a)",
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "archive.settings", "DATA_DIR": str(tmp_path), "ORIGINALS_BUCKET": "b"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode and "ORIGINALS_BUCKET is set, but storages cannot be imported." in done.stderr
