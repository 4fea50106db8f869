"""Somebody who still types into a published or discarded draft sees what was typed, what happened, and how to go on."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry

from archive.models import Transcript, Upload
from archive.uploads.editing.draft import Draft
from archive.uploads.publishing import CHANGED
from tests.admin.desk import UPLOADS, filled_in, page_of, press, said

pytestmark = pytest.mark.django_db
TYPED = {"place": "Old Harbour", "turn-1-office": "porter", "turn-2-role": "statement", "speaker-0-name": "Ilka Morén"}


def shown(answer) -> str:
    return " ".join(BeautifulSoup(answer.content, "lxml").select_one("#content").get_text(" ").split())


@pytest.fixture
def old(signed_in, upload):
    """Return the fields of a page that stays open while the draft goes on."""
    return filled_in(signed_in.get(page_of(upload)))


@pytest.fixture
def published(signed_in, upload, old):
    press(signed_in, upload, "publish")
    return Transcript.objects.get()


@pytest.fixture
def discarded(signed_in, upload, old):
    signed_in.post(f"{UPLOADS}{upload.pk}/delete/", {"post": "yes"})
    assert not Upload.objects.exists()


@pytest.mark.parametrize("do", ["save", "publish", "merge:2", "undo", "find"])
def test_after_publishing_everything_typed_is_shown(signed_in, upload, old, published, do):
    answer = signed_in.post(page_of(upload), {**old, **TYPED, "do": do})
    assert answer.status_code == 200
    assert "vera published it on" in shown(answer) and str(published) in shown(answer)
    for told in ("Place Old Harbour", "Turn 2, office porter", "Turn 3, role statement", "Ilka Moren, name Ilka Morén"):
        assert told in shown(answer)
    assert shown(answer).count("Turn ") == 2
    assert Transcript.objects.get().revisions.count() == 1


def test_it_goes_on_as_a_correction_with_what_was_typed(signed_in, upload, old, published):
    answer = signed_in.post(page_of(upload), {**old, **TYPED, "do": "save"})
    form = BeautifulSoup(answer.content, "lxml").select_one("#content form")
    sent = {field["name"]: field["value"] for field in form.select("input")}
    page = signed_in.post(form["action"], sent, follow=True)
    assert "filled in here but not saved" in said(page)
    fields = filled_in(page)
    assert {name: fields[name] for name in TYPED} == TYPED
    correction = Upload.objects.get()
    assert correction.transcript == published
    assert Draft.from_json(correction.draft).edits == 0
    signed_in.post(page_of(correction), {**fields, "do": "save"})
    reading = Draft.from_json(Upload.objects.get().draft).reading
    assert (reading.place, reading.turns[1].office, reading.turns[2].role) == ("Old Harbour", "porter", "statement")
    assert "filled in here" not in said(signed_in.get(page_of(correction)))


def test_after_discarding_everything_typed_is_shown(signed_in, upload, old, discarded):
    answer = signed_in.post(page_of(upload), {**old, **TYPED, "do": "save"})
    assert answer.status_code == 200
    assert "vera discarded it on" in shown(answer)
    assert "Turn 2, office porter" in shown(answer)
    assert "upload the file again" in shown(answer)
    assert "Correct the transcript" not in shown(answer)


def test_where_nothing_is_known_of_it_what_was_typed_is_shown_all_the_same(signed_in, upload, old, published):
    LogEntry.objects.all().delete()
    answer = signed_in.post(page_of(upload), {**old, **TYPED, "do": "save"})
    assert "published or discarded" in shown(answer)
    assert "Place Old Harbour" in shown(answer)


@pytest.mark.parametrize("do", ["save", "publish"])
def test_where_nothing_was_typed_it_is_only_said(signed_in, upload, old, published, do):
    answer = signed_in.post(page_of(upload), {**old, "do": do}, follow=True)
    assert answer.redirect_chain == [(UPLOADS, 302)]
    assert "vera published it" in said(answer)


def test_the_page_s_script_is_told_how_to_go_on(signed_in, upload, old, published):
    answer = signed_in.post(page_of(upload), {**old, **TYPED}, headers={"accept": "application/json"})
    assert answer.status_code == 409
    assert "vera published it" in answer.json()["error"]
    assert "Press “Save changes” to see what you typed" in answer.json()["error"]


def test_a_field_that_was_emptied_is_something_typed(signed_in, upload, old, published):
    answer = signed_in.post(page_of(upload), {**old, "place": "", "do": "save"})
    assert "Place (nothing)" in shown(answer)


def test_what_was_typed_cannot_write_into_the_page(signed_in, upload, old, published):
    answer = signed_in.post(page_of(upload), {**old, "place": "<script>alert(1)</script>", "do": "save"})
    assert "<script>alert" not in answer.content.decode()


def test_a_draft_changed_between_saving_and_publishing_is_not_published(signed_in, upload, monkeypatch):
    from archive.uploads import publishing

    real = publishing.check

    def change_meanwhile(*arguments):
        draft = Upload.objects.get().draft
        Upload.objects.update(draft={**draft, "edits": draft["edits"] + 1})
        return real(*arguments)

    monkeypatch.setattr(publishing, "check", change_meanwhile)
    answer = press(signed_in, upload, "publish")
    assert CHANGED in said(answer)
    assert not Transcript.objects.exists()
    assert Upload.objects.exists()
