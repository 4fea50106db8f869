"""Files are dropped: what is taken, what is refused, and what is said."""

from __future__ import annotations

import hashlib
import zipfile

import pytest

from archive.models import Original, Speaker, Transcript, Upload
from archive.parsing import TranscriptError
from archive.uploads import receiving
from tests.admin.desk import ADD, TALK, UPLOADS, drop, file, make_editor, press, said, zipped

OTHER = (
    TALK.replace("ferry", "railway")
    .replace("harbour", "station")
    .replace("grain", "coal")
    .replace("17", "18")
    .replace("winter", "summer")
)
pytestmark = pytest.mark.django_db


def nothing_stored() -> bool:
    return not (Upload.objects.exists() or Transcript.objects.exists() or Original.objects.exists() or Speaker.objects.exists())


def test_a_file_becomes_a_waiting_upload(signed_in, editor):
    drop(signed_in, file())
    upload = Upload.objects.get()
    assert (upload.user, upload.file_name, upload.sha256) == (editor, "ferry.txt", hashlib.sha256(TALK.encode()).hexdigest())


def test_one_file_leads_straight_to_its_page(signed_in):
    answer = drop(signed_in, file())
    assert answer.redirect_chain[-1][0] == f"{UPLOADS}{Upload.objects.get().pk}/change/"


def test_several_files_lead_to_the_list(signed_in):
    answer = drop(signed_in, file(), file(OTHER, "railway.txt"))
    assert answer.redirect_chain[-1][0] == UPLOADS
    assert "2 files read" in said(answer)


def test_a_zip_is_read_file_by_file(signed_in):
    drop(signed_in, zipped({"2021/ferry.txt": TALK, "railway.txt": OTHER}))
    assert set(Upload.objects.values_list("file_name", flat=True)) == {"2021/ferry.txt", "railway.txt"}


def test_nothing_is_public_before_it_is_published(signed_in):
    drop(signed_in, file())
    assert not Transcript.objects.exists()


def test_what_waits_survives_signing_out(signed_in, editor):
    drop(signed_in, file())
    signed_in.logout()
    signed_in.force_login(editor)
    assert "Foreign Minister Ilka Moren’s statement" in signed_in.get(UPLOADS).content.decode()


def test_the_least_sure_reading_comes_first(signed_in):
    drop(signed_in, file(), file(OTHER, "railway.txt"))
    Upload.objects.filter(file_name="railway.txt").update(confidence=0.2)
    assert [upload.file_name for upload in signed_in.get(UPLOADS).context["page"]] == ["railway.txt", "ferry.txt"]


def test_an_editor_sees_only_her_own_uploads(signed_in, client):
    drop(signed_in, file())
    client.force_login(make_editor("otto"))
    assert not list(client.get(UPLOADS).context["page"])


def test_another_editor_is_sent_away_from_a_draft(upload, client):
    client.force_login(make_editor("otto"))
    answer = client.get(f"{UPLOADS}{upload.pk}/change/", follow=True)
    assert "no longer waiting" in said(answer)


def test_a_superuser_sees_everybodys_uploads(upload, admin_client):
    assert list(admin_client.get(UPLOADS).context["page"]) == [upload]


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (file(b""), "“ferry.txt” is empty"),
        (file(b" \n\n "), "“ferry.txt” is empty"),
        (file(b"\x89PNG\r\n\x1a\n....", "photo.png"), "a picture (PNG)"),
        (file(b"MZ\x90\x00" * 9, "setup.exe"), "a program"),
        (file(b"a\x00b" * 100, "odd.bin"), "is not text"),
        (file(b"%PDF-1.7 broken", "talk.pdf"), "“talk.pdf” cannot be read"),
        (zipped({}), "holds no files"),
        (zipped({"../../etc/ferry.txt": TALK}), "points outside the zip"),
        (zipped({"/ferry.txt": TALK}), "points outside the zip"),
        (zipped({"..\\ferry.txt": TALK}), "points outside the zip"),
        (zipped({"bomb.txt": b"a" * 4_000_000}), "unpacks to far more than a text would"),
        (zipped({"inner.zip": zipped({"ferry.txt": TALK}).read()}), "zip within a zip"),
        (file(zipped({"ferry.txt": TALK}).read()[:-30], "cut.zip"), "damaged"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_leaves_nothing(signed_in, sent, message):
    answer = drop(signed_in, sent)
    assert message in said(answer)
    assert nothing_stored()


def test_a_file_beyond_the_limit_is_refused(signed_in, settings):
    settings.UPLOAD_FILE_LIMIT = 100
    assert "too large" in said(drop(signed_in, file()))
    assert nothing_stored()


def test_a_zip_beyond_the_limit_is_refused_before_it_is_read(signed_in, settings):
    settings.UPLOAD_ZIP_LIMIT = 100
    assert "too large: at most" in said(drop(signed_in, zipped({"ferry.txt": TALK})))
    assert nothing_stored()


def test_a_zip_of_too_many_files_is_refused(signed_in, settings):
    settings.UPLOAD_ZIP_FILES_LIMIT = 1
    assert "holds 2 files" in said(drop(signed_in, zipped({"ferry.txt": TALK, "railway.txt": OTHER})))
    assert nothing_stored()


def test_an_encrypted_zip_is_refused(signed_in):
    data = bytearray(zipped({"ferry.txt": TALK}).read())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + at] |= 1
    assert "encrypted" in said(drop(signed_in, file(bytes(data), "secret.zip")))


def test_a_bomb_behind_a_good_file_leaves_nothing_of_the_zip(signed_in):
    drop(signed_in, zipped({"ferry.txt": TALK, "bomb.txt": b"a" * 4_000_000}))
    assert nothing_stored()


def test_a_bad_file_does_not_stop_the_others(signed_in):
    answer = drop(signed_in, file(b"", "empty.txt"), file())
    assert "“empty.txt” is empty" in said(answer)
    assert Upload.objects.get().file_name == "ferry.txt"


def test_a_bad_member_does_not_stop_the_other_members(signed_in):
    answer = drop(signed_in, zipped({"photo.png": b"\x89PNG....", "ferry.txt": TALK}))
    assert "a picture (PNG)" in said(answer)
    assert Upload.objects.get().file_name == "ferry.txt"


def test_the_reason_and_the_line_of_what_cannot_be_read_are_said(signed_in, monkeypatch):
    def refuse(data, name):
        raise TranscriptError("the text breaks off; save it anew", line=12)

    monkeypatch.setattr(receiving, "read", refuse)
    assert "“ferry.txt” cannot be read: line 12: the text breaks off; save it anew" in said(drop(signed_in, file()))
    assert nothing_stored()


def test_a_fault_of_a_reader_costs_one_file_only(signed_in, monkeypatch, caplog):
    real = receiving.read
    monkeypatch.setattr(receiving, "read", lambda data, name: 1 / 0 if name == "ferry.txt" else real(data, name))
    answer = drop(signed_in, file(), file(OTHER, "railway.txt"))
    assert "fault in Chancery" in said(answer)
    assert "ZeroDivisionError" in caplog.text
    assert Upload.objects.get().file_name == "railway.txt"


def test_the_same_bytes_wait_once(upload, signed_in):
    answer = drop(signed_in, file(name="again.txt"))
    assert "already waiting for you" in said(answer)
    assert f"{UPLOADS}{upload.pk}/change/" in said(answer)
    assert Upload.objects.count() == 1


def test_the_same_bytes_of_two_names_at_once_wait_once(signed_in):
    assert "already waiting for you" in said(drop(signed_in, file(), file(name="again.txt")))
    assert Upload.objects.count() == 1


def test_what_another_editor_dropped_is_refused(upload, client):
    client.force_login(make_editor("otto"))
    assert "was already uploaded by vera" in said(drop(client, file()))
    assert Upload.objects.count() == 1


def test_the_bytes_of_a_stored_transcript_are_refused_with_a_link(upload, signed_in):
    press(signed_in, upload, "publish")
    answer = drop(signed_in, file(name="again.txt"))
    assert "already in the archive, byte for byte" in said(answer)
    assert f"/admin/archive/transcript/{Transcript.objects.get().pk}/change/" in said(answer)
    assert not Upload.objects.exists()


def nearly_the_same() -> str:
    """Return the stored talk under another title and address."""
    return TALK.replace("Foreign Minister Ilka", "Minister Ilka").replace("news/17", "news/99")


def test_nearly_the_same_words_are_refused_with_a_link(signed_in, upload):
    press(signed_in, upload, "publish")
    answer = drop(signed_in, file(nearly_the_same()))
    assert "nearly the same words (100 %)" in said(answer)
    assert f"/admin/archive/transcript/{Transcript.objects.get().pk}/change/" in said(answer)
    assert not Upload.objects.exists()


def test_nearly_the_same_words_are_taken_if_the_editor_says_so(signed_in, upload):
    press(signed_in, upload, "publish")
    drop(signed_in, file(nearly_the_same()), even_if_alike="on")
    assert Upload.objects.count() == 1


def test_a_new_version_of_the_very_transcript_is_no_duplicate(signed_in, upload):
    press(signed_in, upload, "publish")
    drop(signed_in, file(TALK.replace("Good morning.", "Good morning!")))
    assert Upload.objects.count() == 1


def test_other_words_are_no_duplicate(signed_in, upload):
    press(signed_in, upload, "publish")
    drop(signed_in, file("Chair: " + "The session on the northern lakes is open, and the floor is yours.\n\nMr Odd: Thank you."))
    assert Upload.objects.count() == 1


def test_sending_no_file_says_so(signed_in):
    assert "No file was chosen" in signed_in.post(ADD, {}).content.decode()


def test_too_many_files_at_once_are_refused_in_words(signed_in, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 1
    answer = drop(signed_in, file(), file(OTHER, "railway.txt"))
    assert "More than 1 files came at once" in said(answer)
    assert nothing_stored()


def test_files_are_checked_for_forgery(editor, client):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(ADD, {"files": [file()]}).status_code == 403
    assert nothing_stored()


def test_discarding_removes_the_upload(upload, signed_in):
    signed_in.post(f"{UPLOADS}{upload.pk}/delete/", {"post": "yes"})
    assert nothing_stored()


def test_the_list_costs_as_many_queries_with_more_uploads(signed_in, django_assert_max_num_queries):
    drop(signed_in, zipped({f"talk-{n}.txt": TALK.replace("ferry", f"line{n}") for n in range(12)}), even_if_alike="on")
    with django_assert_max_num_queries(12):
        assert len(signed_in.get(UPLOADS).context["page"]) == 12


def test_zips_are_packed_as_the_tests_think():
    with zipfile.ZipFile(zipped({"../x.txt": "x"})) as packed:
        assert packed.namelist() == ["../x.txt"]
