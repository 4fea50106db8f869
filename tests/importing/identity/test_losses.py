"""What a file would take from a stored text, and who has to decide."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.importing.identity.losses import Losses, losses
from archive.importing.importer import NeedsDecision
from archive.importing.storing import stored
from archive.models import Revision, Source, Speaker, Transcript, Upload
from tests.importing.identity.events import misspelt, paragraphs
from tests.importing.test_importing import take
from tests.world import (
    FERRY,
    FERRY_ANSWER,
    GRAIN,
    GRAIN_ANSWER,
    THANKS,
    answered,
    asked,
    news_conference,
    reading,
    said,
)

pytestmark = pytest.mark.django_db


def lost_to(*turns) -> Losses:
    return losses(stored(take(news_conference()).transcript), reading(*turns))


def test_a_record_that_vanishes_is_named_with_its_paragraphs():
    found = lost_to(said(FERRY), asked("When does it open?"), answered(FERRY_ANSWER), said(THANKS))
    assert [record.number for record in found.records] == [3]
    assert [(part.number, part.record, part.text) for part in found.paragraphs] == [(5, 3, GRAIN), (6, 3, GRAIN_ANSWER)]
    assert found.lost == len(f"{GRAIN} {GRAIN_ANSWER}".split())
    assert found.is_much
    assert "paragraphs 5 and 6 of record 3; the address of record 3 would be gone" in found.in_words()


def test_nothing_is_lost_where_paragraphs_are_moved_split_or_joined():
    halves = FERRY.split(". ")
    found = lost_to(
        said(THANKS),
        said(f"{GRAIN} {GRAIN_ANSWER}"),
        said("\n\n".join(halves)),
        asked("When does it open?"),
        answered(FERRY_ANSWER),
    )
    assert found.lost == 0 and not found.is_much


def test_typing_errors_are_a_little():
    text = paragraphs(1, 4)
    transcript = take(reading(*(said(part) for part in text))).transcript
    found = losses(stored(transcript), reading(*(said(misspelt(part, 2)) for part in text)))
    assert 0 < found.lost <= 5 and not found.is_much


def test_a_paragraph_rewritten_under_its_number_is_lost_all_the_same():
    one, other = paragraphs(1, 2)
    transcript = take(reading(said(f"{one} {other}"))).transcript
    assert losses(stored(transcript), reading(said(one))).is_much


@pytest.mark.parametrize(
    ("words", "lost", "much"), [(100, 10, False), (100, 11, True), (5, 3, False), (5, 4, True), (0, 0, False)]
)
def test_more_than_a_tenth_and_than_three_words_is_much(words, lost, much):
    assert Losses(words, lost).is_much is much


@pytest.mark.parametrize("state", ["published", "withdrawn", "draft"])
def test_what_nobody_has_looked_at_takes_no_more_than_a_little(state):
    transcript = take(news_conference(), state="published").transcript
    Transcript.objects.filter(pk=transcript.pk).update(state=state)
    with pytest.raises(NeedsDecision, match="It would remove from"):
        take(reading(said(FERRY)), data=b"second", sparing=True)
    assert (transcript.records.count(), Revision.objects.count()) == (4, 1)


PAGE = "Ministry of Vaska\n\nMinister Ilka Moren’s remarks to the press, Port Vaska, March 3, 2021\n\n{}\n"


def page(count: int, seed: int = 5) -> str:
    said_there = paragraphs(seed, count * 2)
    pairs = zip(said_there[::2], said_there[1::2], strict=True)
    return PAGE.format("\n\n".join(f"Question: {question}\n\nIlka Moren: {answer}" for question, answer in pairs))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(page(5), encoding="utf-8")
    run(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_text(page(2), encoding="utf-8")
    (tmp_path / "c.txt").write_text(page(3, 77).replace("March 3", "March 4"), encoding="utf-8")
    return tmp_path


def run(*arguments: Path, **options) -> str:
    out = StringIO()
    call_command("import_transcripts", *map(str, arguments), stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def refused(*arguments: Path, **options) -> CommandError:
    with pytest.raises(CommandError) as caught:
        run(*arguments, **options)
    return caught.value


def test_the_command_makes_a_draft_of_it_says_so_and_goes_on(folder):
    error = refused(folder)
    upload = Upload.objects.get()
    assert error.returncode == 3
    assert "1 of 3 would remove much stored text and were not imported:" in str(error)
    assert "addresses of records 3, 4 and 5 would be gone" in str(error)
    assert f"/admin/archive/upload/{upload.pk}/change/" in str(error) and "--replace" in str(error)
    assert (upload.user, upload.file_name, bytes(upload.data)) == (None, "b.txt", (folder / "b.txt").read_bytes())
    assert (Transcript.objects.count(), Revision.objects.count()) == (2, 2)


def test_the_line_of_the_file_and_the_summary_name_it(folder, capsys):
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_transcripts", str(folder), stdout=out, stderr=StringIO())
    lines = out.getvalue().splitlines()
    assert lines[1].startswith("waits      b.txt: It would remove from “Minister Ilka Moren")
    assert lines[-1] == "3 files: 1 created, 1 unchanged, 1 waits."


def test_importing_it_again_makes_no_second_draft(folder):
    refused(folder / "b.txt")
    assert refused(folder / "b.txt").returncode == 3
    assert Upload.objects.count() == 1


def test_with_replace_it_is_a_revision_and_the_draft_is_gone(folder):
    refused(folder / "b.txt")
    assert run(folder / "b.txt", replace=True).splitlines()[-1] == "1 file: 1 revised."
    assert (Upload.objects.count(), Revision.objects.count()) == (0, 2)


def test_a_dry_run_makes_no_draft(folder):
    error = refused(folder / "b.txt", dry_run=True)
    assert error.returncode == 3 and "/admin/" not in str(error)
    assert not Upload.objects.exists()


def test_failing_and_waiting_are_both_told(folder):
    (folder / "d.txt").write_bytes(b"\x89PNG")
    error = refused(folder)
    assert error.returncode == 1
    assert "could not be imported" in str(error) and "would remove much" in str(error)


def test_a_completed_file_needs_no_decision(tmp_path):
    (tmp_path / "a.txt").write_text(page(2), encoding="utf-8")
    run(tmp_path)
    (tmp_path / "a.txt").write_text(page(5), encoding="utf-8")
    assert run(tmp_path).splitlines()[-1] == "1 file: 1 revised."


def test_a_fault_while_the_draft_is_made_does_not_stop_the_others(folder, monkeypatch):
    def broken(*args):
        raise RuntimeError("no room")

    monkeypatch.setattr("archive.importing.batch.hold", broken)
    error = refused(folder)
    assert "b.txt: a fault in Chancery itself" in str(error)
    assert Transcript.objects.count() == 2


def test_nothing_of_a_file_that_waits_is_written(folder):
    before = (Source.objects.count(), Speaker.objects.count())
    text = page(2).replace("Ilka Moren:", "Otto Brandvold:")
    (folder / "b.txt").write_text(text, encoding="utf-8")
    refused(folder / "b.txt")
    assert (Source.objects.count(), Speaker.objects.count()) == before
