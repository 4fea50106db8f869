"""Permissions: editors may do all of this and nothing else, other staff nothing, the public nothing."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from archive.importing.importer import import_transcript, set_state
from archive.models import Speaker, Transcript, Upload
from tests.admin.desk import ADD, TALK, file, filled_in, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def transcript(db) -> Transcript:
    return import_transcript(TALK.replace("17", "16").encode(), "older.txt").transcript


def addresses(upload: Upload, transcript: Transcript) -> list[str]:
    revision, speaker = transcript.revisions.get(), Speaker.objects.get()
    return [
        "/admin/archive/upload/",
        page_of(upload),
        f"/admin/archive/upload/{upload.pk}/delete/",
        "/admin/archive/transcript/",
        f"/admin/archive/transcript/{transcript.pk}/change/",
        "/admin/archive/speaker/",
        f"/admin/archive/speaker/{speaker.pk}/change/",
        "/admin/archive/source/",
        f"/admin/archive/source/{transcript.source.pk}/change/",
        "/admin/archive/revision/",
        f"/admin/archive/revision/{revision.pk}/change/",
        f"/admin/archive/revision/{revision.pk}/original/",
    ]


def posts(upload: Upload, transcript: Transcript) -> list[tuple[str, dict]]:
    return [
        (ADD, {"files": [file("Chair: Good morning, all of you.")]}),
        (page_of(upload), {"do": "publish", "edits": "0"}),
        (f"/admin/archive/transcript/{transcript.pk}/state/", {"state": "withdrawn"}),
        (f"/admin/archive/transcript/{transcript.pk}/correct/", {}),
        ("/admin/archive/transcript/", {"action": "withdraw", "_selected_action": [transcript.pk]}),
        ("/admin/archive/speaker/", {"action": "merge", "_selected_action": [Speaker.objects.get().pk]}),
    ]


@pytest.fixture
def staff(db, client):
    client.force_login(User.objects.create_user("clerk", is_staff=True))
    return client


def test_an_editor_opens_every_page(signed_in, upload, transcript):
    assert {signed_in.get(address).status_code for address in addresses(upload, transcript)} == {200}


def test_staff_without_the_group_get_403_everywhere(signed_in, upload, transcript, staff):
    answers = {address: staff.get(address).status_code for address in addresses(upload, transcript)}
    own = {page_of(upload), f"/admin/archive/upload/{upload.pk}/delete/"}
    assert {code for address, code in answers.items() if address not in own} == {403}
    assert {answers[address] for address in own} <= {302, 403}


def test_only_who_may_see_a_thing_is_told_of_its_page(transcript, staff, editor):
    set_state(transcript, "draft", editor)
    desk = Client()
    desk.force_login(editor)
    for thing in (transcript, Speaker.objects.get()):
        address = f"/admin/r/{ContentType.objects.get_for_model(thing).pk}/{thing.pk}/"
        answer = staff.get(address)
        assert (answer.status_code, answer.get("Location")) == (403, None)
        assert desk.get(address)["Location"].endswith(thing.get_absolute_url())
        assert desk.get(address.replace(f"/{thing.pk}/", "/x/")).status_code == 404
    assert desk.get("/admin/r/999/1/").status_code == 404


def test_staff_without_the_group_change_nothing(signed_in, upload, transcript, staff):
    for address, fields in posts(upload, transcript):
        assert staff.post(address, fields).status_code in (302, 403), address
    assert Transcript.objects.get().state == "published"
    assert (Upload.objects.get(), Upload.objects.get().draft["edits"]) == (upload, 0)


def test_the_public_is_sent_to_sign_in(signed_in, upload, transcript, client):
    client.logout()
    for address in addresses(upload, transcript):
        assert client.get(address)["Location"].startswith("/admin/login/")


def test_the_public_changes_nothing(signed_in, upload, transcript, client):
    client.logout()
    for address, fields in posts(upload, transcript):
        assert client.post(address, fields)["Location"].startswith("/admin/login/")
    assert Transcript.objects.get().state == "published"


@pytest.mark.parametrize("address", ["/admin/auth/user/", "/admin/auth/group/", "/admin/auth/user/add/"])
def test_an_editor_makes_no_accounts(signed_in, address):
    assert signed_in.get(address).status_code == 403


def test_the_group_has_only_what_editing_takes():
    allowed = Group.objects.get(name="Editors").permissions.values_list("content_type__app_label", "codename")
    assert {app for app, _ in allowed} == {"archive"}
    assert {name for _, name in allowed if name.startswith("delete")} == {
        "delete_upload",
        "delete_learntrule",
        "delete_sourceprofile",
        "delete_speaker",
        "delete_speakeralias",
    }
    assert not {name for _, name in allowed if "revision" in name} - {"view_revision"}


def test_who_may_only_revise_cannot_publish_something_new(signed_in, upload, editor):
    group = Group.objects.get(name="Editors")
    group.permissions.remove(group.permissions.get(codename="add_transcript"))
    fields = filled_in(signed_in.get(page_of(upload)))
    assert signed_in.post(page_of(upload), {**fields, "do": "publish"}).status_code == 403
    assert not Transcript.objects.exists()


def test_who_is_turned_away_is_told_what_to_do_on_a_page_of_the_site(staff):
    page = staff.get("/admin/archive/upload/").content.decode()
    assert "signed in as clerk" in page
    assert "the group Editors" in page


def test_a_form_that_is_refused_as_forged_says_what_to_do():
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {})
    assert answer.status_code == 403
    assert "reload the page and send the form again" in answer.content.decode()
    assert "<style" not in answer.content.decode()


def test_a_new_version_of_what_is_not_there_is_refused_in_words(signed_in):
    for key in ("99", "abc", "-1"):
        answer = signed_in.post(ADD, {"files": [file()], "transcript": key}, follow=True)
        assert "is not in the archive" in answer.content.decode()
    assert not Upload.objects.exists()
