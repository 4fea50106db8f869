"""Many files dropped at once are read in the background; their page shows how far it is."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from archive.models import PendingFile, Upload, UploadBatch
from archive.uploads import background_reading
from tests.admin.desk import TALK, UPLOADS, drop, file, make_editor, zipped

pytestmark = pytest.mark.django_db
CRATES = ["apples", "barley", "copper", "dates", "enamel", "felt", "ginger", "hemp", "indigo", "jute", "kelp", "lead", "mica"]


def talk(number: int) -> str:
    """Return a transcript that shares few words with the others."""
    goods = CRATES[number % 13], CRATES[(number * 5 + 3) % 13], CRATES[(number * 7 + 1) % 13]
    answers = "\n\n".join(
        f"Question: What of the {thing} in shed {number * 31 + place}, crate {number * 17 + place * 3}?\n\n"
        f"Ilka Moren: Ship {number * 13 + place} took {number + place + 100} loads of {thing} to quay {number * 3 + place}."
        for place, thing in enumerate(goods)
    )
    title = f"Interview with Ilka Moren, Port Vaska, May {number % 28 + 1}, 2019"
    return f"Ministry of Foreign Affairs of Vaska\n\n{title}\n\n{answers}\n"


@pytest.fixture
def in_the_foreground(monkeypatch):
    """Keep threads out of a test's transaction; the test reads when it wants to."""
    for place in ("archive.uploads.background_reading", "archive.admin.uploads"):
        monkeypatch.setattr(f"{place}.read_in_background", lambda: None)


@pytest.fixture
def many(signed_in, in_the_foreground):
    members = {f"{number}.txt": talk(number) for number in range(24)} | {"empty.txt": "", "picture.png": b"\x89PNG\r\n"}
    return drop(signed_in, zipped(members))


def said(answer) -> str:
    return " ".join(BeautifulSoup(answer.content, "lxml").select_one(".batch").get_text(" ").split())


def test_a_large_zip_is_kept_and_read_later(many):
    batch = UploadBatch.objects.get()
    assert many.redirect_chain == [(f"{UPLOADS}batch/{batch.pk}/", 302)]
    assert many["Refresh"] == "3"
    assert "2 of 26 files processed: 0 read, 2 refused." in said(many)
    assert Upload.objects.count() == 0


def test_its_page_shows_the_progress_and_then_leads_to_the_uploads(signed_in, many):
    batch = UploadBatch.objects.get()
    first = batch.files.filter(problem="").first()
    background_reading._read_one(batch, first)
    assert "3 of 26 files processed: 1 read, 2 refused." in said(signed_in.get(f"{UPLOADS}batch/{batch.pk}/"))
    background_reading.read_all()
    page = signed_in.get(f"{UPLOADS}batch/{batch.pk}/")
    assert "26 of 26 files processed: 24 read, 2 refused." in said(page)
    assert "empty.txt" in said(page) and "picture" in said(page)
    assert not page.has_header("Refresh")
    assert Upload.objects.count() == 24


def test_many_files_that_are_no_zip_are_read_later_too(signed_in, in_the_foreground):
    drop(signed_in, *(file(talk(number), f"{number}.txt") for number in range(21)))
    assert UploadBatch.objects.get().total == 21


def test_a_few_files_are_read_at_once(signed_in, in_the_foreground):
    drop(signed_in, zipped({f"{number}.txt": talk(number) for number in range(3)}))
    assert not UploadBatch.objects.exists()
    assert Upload.objects.count() == 3


def test_a_zip_with_tricks_is_refused_as_a_whole(signed_in, in_the_foreground):
    members = {f"{number}.txt": talk(number) for number in range(24)} | {"../../etc/cron.d/x": "x"}
    drop(signed_in, zipped(members))
    background_reading.read_all()
    assert not Upload.objects.exists()
    assert PendingFile.objects.get().problem


def test_a_file_that_is_there_already_is_refused_with_a_link_to_it(signed_in, in_the_foreground):
    drop(signed_in, file(talk(5), "five.txt"))
    drop(signed_in, zipped({f"{number}.txt": talk(number) for number in range(24)}))
    background_reading.read_all()
    (refused,) = PendingFile.objects.all()
    assert "already waiting for you" in refused.problem
    assert refused.url.startswith(UPLOADS)
    assert bytes(refused.data) == b""


def test_reading_goes_on_where_a_process_was_killed(many, monkeypatch):
    calls = []

    def die(*arguments):
        calls.append(arguments)
        if len(calls) == 4:
            raise SystemExit("killed")
        return real(*arguments)

    real = background_reading.take_one
    monkeypatch.setattr(background_reading, "take_one", die)
    with pytest.raises(SystemExit):
        background_reading.read_all()
    assert Upload.objects.count() == 3
    assert PendingFile.objects.filter(problem="").count() == 21
    background_reading.read_all()
    assert Upload.objects.count() == 24
    assert not background_reading.unfinished().exists()


def test_two_processes_do_not_read_one_batch(many):
    batch = UploadBatch.objects.get()
    UploadBatch.objects.update(claimed_at=timezone.now())
    background_reading.read_all()
    assert Upload.objects.count() == 0
    UploadBatch.objects.update(claimed_at=timezone.now() - dt.timedelta(minutes=10))
    background_reading.read_all()
    assert Upload.objects.count() == 24
    batch.refresh_from_db()
    assert batch.claimed_at is None


def test_it_can_be_stopped_and_what_is_read_stays(signed_in, many):
    batch = UploadBatch.objects.get()
    background_reading._read_one(batch, batch.files.filter(problem="").first())
    answer = signed_in.post(f"{UPLOADS}batch/{batch.pk}/", follow=True)
    assert "23 files were not read" in answer.content.decode()
    assert Upload.objects.count() == 1
    assert not PendingFile.objects.exists()


def test_it_is_seen_by_its_editor_only(client, many):
    batch = UploadBatch.objects.get()
    client.force_login(make_editor("olga"))
    assert client.get(f"{UPLOADS}batch/{batch.pk}/").status_code == 404
    assert str(batch) not in client.get(UPLOADS).content.decode()


def test_the_list_of_uploads_leads_to_it(signed_in, many):
    page = BeautifulSoup(signed_in.get(UPLOADS).content, "lxml")
    assert [link["href"] for link in page.select(".batches a")] == [f"{UPLOADS}batch/{UploadBatch.objects.get().pk}/"]


def test_its_page_costs_the_same_however_many_files_wait(signed_in, many, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        signed_in.get(f"{UPLOADS}batch/{UploadBatch.objects.get().pk}/")


def test_one_talk_is_no_batch():
    assert not background_reading.is_batch([file(TALK)])
