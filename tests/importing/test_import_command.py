"""`manage.py import_transcripts`, as typed."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.importing import batch, files
from archive.importing.confined_reading import parse_confined
from archive.models import Original, Revision, Source, Speaker, Transcript, Upload
from archive.uploads import learnt_reading

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = """Foreign Minister Ilka Moren’s answers to the press, Port Vaska, March {day}, 2021

Question: Will the ferry number {day} run in the winter?

Ilka Moren: It will run on every day of the {day}th week, and France pays a part of it.

Question: And who pays the rest?

Ilka Moren: We do.
"""


def run(*arguments: str | Path, **options) -> str:
    out = StringIO()
    call_command("import_transcripts", *map(str, arguments), stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of three transcripts, one of them further down."""
    (tmp_path / "below").mkdir()
    for day, name in ((1, "a.txt"), (2, "below/b.txt"), (3, "c.txt")):
        (tmp_path / name).write_text(PAGE.format(day=day), encoding="utf-8")
    return tmp_path


def test_it_imports_a_folder_to_the_bottom_and_says_a_line_a_file(folder):
    lines = run(folder).splitlines()
    assert lines[-1] == "3 files: 3 created."
    assert [line.split(" →")[0] for line in lines[:-1]] == [
        "created    a.txt: 2 records",
        "created    c.txt: 2 records",
        "created    b.txt: 2 records",
    ]
    assert all(f"/t/{transcript.slug}/" in "".join(lines) for transcript in Transcript.objects.all())


def test_importing_again_changes_nothing(folder):
    run(folder)
    assert run(folder).splitlines()[-1] == "3 files: 3 unchanged."
    assert Revision.objects.count() == 3


def test_hidden_files_and_files_of_other_kinds_in_a_folder_are_left_alone(folder):
    (folder / ".hidden.txt").write_text("x")
    (folder / "index.tsv").write_text("x")
    assert run(folder).splitlines()[-1] == "3 files: 3 created."


def test_a_failing_file_never_stops_the_others(folder):
    (folder / "aa.txt").write_bytes(b"\x89PNG")
    (folder / "b.html").write_text(" ")
    with pytest.raises(CommandError) as caught:
        run(folder)
    assert str(caught.value) == (
        "2 of 5 could not be imported:\n  aa.txt: “aa.txt” is not a transcript but a picture (PNG).\n  b.html: “b.html” is empty."
    )
    assert Transcript.objects.count() == 3


def test_a_path_that_is_not_there_is_said(folder):
    with pytest.raises(CommandError, match="nowhere.txt: cannot be opened"):
        run(folder / "nowhere.txt", folder / "a.txt")
    assert Transcript.objects.count() == 1


def test_a_folder_without_transcripts_is_said(tmp_path):
    with pytest.raises(CommandError, match="No files to import"):
        run(tmp_path)


def test_a_document_that_nobody_reads_is_named_wherever_it_lies(folder):
    (folder / "old.rtf").write_bytes(b"{\\rtf1\\ansi Good morning.}")
    with pytest.raises(CommandError, match="“old.rtf” is not a transcript but an RTF file; save it as .docx or plain text"):
        run(folder)


def test_files_in_a_folder_that_are_left_alone_are_counted(folder):
    for name in ("a.png", "b.PNG", "c.json", "README"):
        (folder / name).write_bytes(b"x")
    said = StringIO()
    call_command("import_transcripts", str(folder), stdout=StringIO(), stderr=said)
    assert "Skipped, by file type: 2 .png, 1 .json, 1 no ending." in said.getvalue()


def test_a_zip_is_imported_member_by_member(folder):
    with zipfile.ZipFile(folder / "all.zip", "w") as packed:
        packed.writestr("x/one.txt", PAGE.format(day=11))
        packed.writestr("two.png", b"\x89PNG")
    with pytest.raises(CommandError, match=r"all.zip/two.png: “two.png in all.zip” is not a transcript"):
        run(folder / "all.zip")
    assert Transcript.objects.count() == 1


def test_a_bar_counts_the_files_of_a_zip(folder):
    with zipfile.ZipFile(folder / "all.zip", "w") as packed:
        packed.mkdir("x")
        packed.writestr("x/one.txt", "one")
        packed.writestr("two.txt", "two")
    assert [files.how_many(folder / name) for name in ("all.zip", "a.txt", "nowhere.txt")] == [2, 1, 1]


def test_a_dry_run_says_all_and_keeps_nothing(folder):
    assert run(folder, dry_run=True).splitlines()[-1] == "3 files: 3 created. Dry run: nothing was stored."
    assert not any(model.objects.exists() for model in (Transcript, Original, Source, Speaker))


def test_drafts_can_be_asked_for(folder):
    run(folder, state="draft")
    assert set(Transcript.objects.values_list("state", flat=True)) == {"draft"}


def test_stopped_in_the_middle_it_keeps_what_is_in_and_says_how_to_go_on(folder, monkeypatch):
    real = batch.import_transcript

    def interrupted(data: bytes, name: str, **more):
        if name == "c.txt":
            raise KeyboardInterrupt
        return real(data, name, **more)

    monkeypatch.setattr(batch, "import_transcript", interrupted)
    said = StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("import_transcripts", str(folder), stdout=StringIO(), stderr=said)
    assert (caught.value.code, Transcript.objects.count()) == (130, 1)
    assert "run the same command again to continue" in said.getvalue()


def test_a_fault_of_ours_in_one_file_is_told_and_the_others_come_in(folder, monkeypatch, caplog):
    real = batch.import_transcript

    def faulty(data: bytes, name: str, **more):
        if name == "a.txt":
            raise RuntimeError("broken")
        return real(data, name, **more)

    monkeypatch.setattr(batch, "import_transcript", faulty)
    caplog.set_level("INFO", "archive.importing.batch")
    with pytest.raises(CommandError, match=r"a.txt: a fault in Chancery itself \(RuntimeError: broken\)"):
        run(folder)
    assert Transcript.objects.count() == 2
    assert "broken" in caplog.text


class TestHolding:
    """What is read with less confidence than was asked for waits as a draft."""

    @pytest.fixture
    def doubted(self, folder, monkeypatch) -> Path:
        """Return a folder of three transcripts of which one is read with doubts."""

        def read(data: bytes, *more):
            reading = parse_confined(data, *more)
            return replace(reading, confidence=0.4 if b"number 2" in data else 0.95)

        monkeypatch.setattr(learnt_reading, "parse_confined", read)
        return folder

    def test_it_is_no_transcript_and_said_with_its_address_and_status_3(self, doubted):
        with pytest.raises(CommandError) as stopped:
            run(doubted, "--hold-below", "0.7")
        upload = Upload.objects.get()
        assert stopped.value.returncode == 3
        assert (upload.user, upload.confidence, Transcript.objects.count()) == (None, 0.4, 2)
        assert "1 of 3 were read with low confidence and wait as drafts:" in str(stopped.value)
        assert "b.txt: The confidence of its reading is below 70% (40%" in str(stopped.value)
        assert f"Its draft: /admin/archive/upload/{upload.pk}/change/" in str(stopped.value)
        assert "below 70%" in upload.summary["held"]

    def test_the_same_command_again_keeps_one_draft(self, doubted):
        for _ in range(2):
            with pytest.raises(CommandError):
                run(doubted, "--hold-below", "0.7")
        assert (Upload.objects.count(), Transcript.objects.count()) == (1, 2)

    def test_without_it_the_file_is_taken_and_the_draft_gone(self, doubted):
        with pytest.raises(CommandError):
            run(doubted, "--hold-below", "0.7")
        assert run(doubted).splitlines()[-1] == "3 files: 1 created, 2 unchanged."
        assert (Upload.objects.count(), Transcript.objects.count()) == (0, 3)

    def test_what_is_stored_already_is_not_held(self, doubted):
        run(doubted)
        assert run(doubted, "--hold-below", "0.7").splitlines()[-1] == "3 files: 3 unchanged."

    def test_a_dry_run_says_it_and_keeps_nothing(self, doubted):
        with pytest.raises(CommandError, match="read with low confidence"):
            run(doubted, "--hold-below", "0.7", "--dry-run")
        assert (Upload.objects.count(), Transcript.objects.count()) == (0, 0)

    @pytest.mark.parametrize("typed", ["70", "-1", "much", "nan"])
    def test_what_is_no_confidence_is_refused(self, folder, typed):
        with pytest.raises(CommandError, match="is not a confidence; write a number from 0 to 1"):
            run(folder, f"--hold-below={typed}")
        assert not Transcript.objects.exists()
