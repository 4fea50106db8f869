"""An editor who was signed out while typing gets her text back; nobody else does, and nothing is resubmitted by itself."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Source, Transcript, Upload
from archive.uploads.editing.draft import Draft
from tests.admin.desk import file, filled_in, make_editor, page_of, said

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


@pytest.fixture
def editor_at(editor):
    """An editor who signed in through the page, and who is checked for forgery as in life."""
    client = Client(enforce_csrf_checks=True)
    sign_in(client)
    return client


def token(answer) -> str:
    from bs4 import BeautifulSoup

    return BeautifulSoup(answer.content, "lxml").select_one("input[name=csrfmiddlewaretoken]")["value"]


def sign_in(client, name="vera", to="/admin/"):
    page = client.get(LOGIN)
    fields = {"username": name, "password": "pw", "csrfmiddlewaretoken": token(page), "next": to}
    return client.post(LOGIN, fields, follow=True)


def sign_out_unseen(client):
    """Let the session end on the server, as it does with time."""
    from django.contrib.sessions.models import Session

    Session.objects.all().delete()


@pytest.fixture
def upload(editor_at):
    page = editor_at.get("/admin/archive/upload/")
    editor_at.post("/admin/archive/upload/add/", {"files": [file()], "csrfmiddlewaretoken": token(page)})
    return Upload.objects.get()


def typed_and_signed_out(client, upload, do="save", **typed):
    fields = filled_in(client.get(page_of(upload))) | typed
    sign_out_unseen(client)
    return client.post(page_of(upload), {**fields, "do": do})


TYPED = {"place": "Old Harbour", "turn-1-office": "porter", "speaker-0-name": "Ilka Morén"}


def back_after(client, answer, name="vera"):
    assert answer.status_code == 302
    assert answer["Location"].startswith(LOGIN)
    from urllib.parse import parse_qs, urlsplit

    return sign_in(client, name, parse_qs(urlsplit(answer["Location"]).query)["next"][0])


def test_signing_in_again_returns_to_the_draft_with_what_was_typed(editor_at, upload):
    answer = back_after(editor_at, typed_and_signed_out(editor_at, upload, **TYPED))
    fields = filled_in(answer)
    assert {name: fields[name] for name in TYPED} == TYPED
    assert "You were signed out" in said(answer)


@pytest.mark.parametrize("do", ["save", "publish", "merge:2", "again"])
def test_nothing_is_done_before_a_button_is_pressed_again(editor_at, upload, do):
    before = Upload.objects.get().draft
    back_after(editor_at, typed_and_signed_out(editor_at, upload, do, **TYPED))
    assert Upload.objects.get().draft == before
    assert not Transcript.objects.exists()


def test_what_is_filled_in_again_can_be_saved(editor_at, upload):
    answer = back_after(editor_at, typed_and_signed_out(editor_at, upload, **TYPED))
    fields = filled_in(answer)
    saved = editor_at.post(page_of(upload), {**fields, "do": "save", "csrfmiddlewaretoken": token(answer)}, follow=True)
    assert "Saved." in said(saved)
    reading = Draft.from_json(Upload.objects.get().draft).reading
    assert (reading.place, reading.turns[1].office) == ("Old Harbour", "porter")
    assert {turn.speaker for turn in reading.turns} == {None, "Ilka Morén"}
    assert "You were signed out" not in said(editor_at.get(page_of(upload)))


def test_a_detail_that_cannot_be_is_filled_in_again_with_what_is_wrong(editor_at, upload):
    answer = back_after(editor_at, typed_and_signed_out(editor_at, upload, date="3 Marhc 2021"))
    assert filled_in(answer)["date"] == "3 Marhc 2021"
    assert "Enter a valid date" in answer.content.decode()


def test_somebody_else_who_signs_in_there_sees_nothing_of_it(editor_at, upload):
    boss = make_editor("boss")
    boss.is_superuser = True
    boss.save()
    answer = back_after(editor_at, typed_and_signed_out(editor_at, upload, **TYPED), "boss")
    assert answer.status_code == 200
    assert filled_in(answer)["place"] == "Port Vaska"


def test_a_stranger_s_form_is_not_kept(client, upload):
    answer = client.post(page_of(upload), {"place": "Elsewhere"})
    assert answer["Location"].startswith(LOGIN)
    assert "kept_form" not in client.session


def test_a_forged_form_is_refused_and_not_kept(editor_at, upload):
    sign_out_unseen(editor_at)
    forged = {"place": "Elsewhere", "csrfmiddlewaretoken": "x" * 64}
    answer = editor_at.post(page_of(upload), forged, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "kept_form" not in editor_at.session


@pytest.mark.parametrize("origin", ["https://testserver", "http://testserver.evil.example", "http://testserver:81", "null", ""])
def test_a_form_of_another_origin_is_not_kept_even_if_it_is_this_host_by_another_scheme(editor_at, upload, origin):
    answer = editor_at.post(page_of(upload), {"place": "Elsewhere"}, headers={"origin": origin})
    assert answer.status_code == 403
    assert "kept_form" not in editor_at.session


def test_signing_in_again_in_another_window_loses_nothing_either(editor_at, upload):
    page = editor_at.get(page_of(upload))
    fields = filled_in(page) | TYPED
    sign_out_unseen(editor_at)
    sign_in(editor_at)
    answer = editor_at.post(page_of(upload), {**fields, "do": "save"}, headers={"sec-fetch-site": "same-origin"}, follow=True)
    assert filled_in(answer)["place"] == "Old Harbour"
    assert "but not saved" in said(answer)


def test_the_page_s_script_is_told_that_it_is_signed_out(editor_at, upload):
    fields = filled_in(editor_at.get(page_of(upload)))
    sign_out_unseen(editor_at)
    answer = editor_at.post(page_of(upload), {**fields, "do": "save"}, headers={"accept": "application/json"})
    assert answer.status_code == 401
    assert "sign in again" in answer.json()["error"]


def test_another_form_of_the_admin_is_shown_with_a_button_that_sends_it(editor_at):
    source = Source.objects.create(name="Harbour Daily", slug="harbour-daily")
    address = reverse("admin:archive_source_change", args=[source.pk])
    page = editor_at.get(address)
    fields = {"name": "Harbour Weekly", "url": "https://weekly.example/", "csrfmiddlewaretoken": token(page)}
    sign_out_unseen(editor_at)
    answer = back_after(editor_at, editor_at.post(address, fields))
    assert "Harbour Weekly" in answer.content.decode()
    source.refresh_from_db()
    assert source.name == "Harbour Daily"
    editor_at.post(address, fields | {"csrfmiddlewaretoken": token(answer)})
    source.refresh_from_db()
    assert source.name == "Harbour Weekly"


def test_files_sent_while_signed_out_are_asked_for_again(editor_at):
    page = editor_at.get("/admin/archive/upload/")
    sign_out_unseen(editor_at)
    sent = {"files": [file()], "csrfmiddlewaretoken": token(page)}
    answer = editor_at.post("/admin/archive/upload/add/", sent, follow=True)
    assert not Upload.objects.exists()
    assert "Choose them again" in said(answer)
