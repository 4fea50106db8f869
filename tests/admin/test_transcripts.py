"""Transcripts in the admin: states, corrections, revisions; nothing is deleted."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import CHANGE, LogEntry

from archive.importing.importer import import_transcript
from archive.models import Revision, Transcript, Upload
from tests.admin.desk import TALK, said

LIST = "/admin/archive/transcript/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def transcript(db) -> Transcript:
    return import_transcript(TALK.encode(), "ferry.txt").transcript


def page(transcript: Transcript) -> str:
    return f"{LIST}{transcript.pk}/change/"


def act(client, action: str, *chosen: Transcript):
    return client.post(LIST, {"action": action, "_selected_action": [one.pk for one in chosen]}, follow=True)


def state_of(transcript: Transcript) -> str:
    return Transcript.objects.get(pk=transcript.pk).state


@pytest.mark.parametrize(("action", "state"), [("withdraw", "withdrawn"), ("make_draft", "draft")])
def test_an_action_takes_transcripts_from_the_public(signed_in, transcript, action, state):
    act(signed_in, action, transcript)
    assert state_of(transcript) == state
    signed_in.logout()
    assert signed_in.get(transcript.get_absolute_url()).status_code in (404, 410)


def test_an_action_publishes_them_again_under_the_same_address(signed_in, transcript):
    act(signed_in, "withdraw", transcript)
    answer = act(signed_in, "publish", transcript)
    assert "1 transcript published" in said(answer)
    assert signed_in.get(transcript.get_absolute_url()).status_code == 200


def test_an_action_counts_only_what_it_changed(signed_in, transcript):
    assert "0 transcripts published" in said(act(signed_in, "publish", transcript))


def test_a_change_of_state_is_in_the_admin_log(signed_in, transcript, editor):
    act(signed_in, "withdraw", transcript)
    entry = LogEntry.objects.get(content_type__model="transcript")
    assert (entry.user, entry.action_flag, entry.object_id) == (editor, CHANGE, str(transcript.pk))
    assert "published → withdrawn" in entry.get_change_message()


def test_the_page_of_a_transcript_has_a_button_for_every_other_state(signed_in, transcript):
    html = signed_in.get(page(transcript)).content.decode()
    assert [f'value="{state}"' in html for state in ("published", "withdrawn", "draft")] == [False, True, True]


def test_a_button_changes_the_state(signed_in, transcript):
    answer = signed_in.post(f"{LIST}{transcript.pk}/state/", {"state": "withdrawn"}, follow=True)
    assert "is withdrawn" in said(answer)
    assert state_of(transcript) == "withdrawn"


def test_a_state_that_there_is_not_is_refused_in_words(signed_in, transcript):
    answer = signed_in.post(f"{LIST}{transcript.pk}/state/", {"state": "burnt"}, follow=True)
    assert "A transcript can be draft, published, withdrawn" in said(answer)
    assert state_of(transcript) == "published"


@pytest.mark.parametrize("address", ["state", "correct"])
def test_nothing_is_changed_by_a_link(signed_in, transcript, address):
    assert signed_in.get(f"{LIST}{transcript.pk}/{address}/").status_code == 405


def test_nobody_deletes_a_transcript(admin_client, transcript):
    assert admin_client.post(f"{LIST}{transcript.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in admin_client.get(LIST).content.decode()


def test_nobody_adds_a_transcript_but_by_uploading(admin_client):
    assert admin_client.get(f"{LIST}add/").status_code == 403


def test_the_page_of_a_transcript_changes_nothing_by_itself(admin_client, transcript):
    admin_client.post(page(transcript), {"title": "Overwritten"})
    transcript.refresh_from_db()
    assert transcript.title != "Overwritten"


def test_the_page_lists_revisions_with_their_originals(signed_in, transcript):
    revision = transcript.revisions.get()
    assert f"/admin/archive/revision/{revision.pk}/original/" in signed_in.get(page(transcript)).content.decode()


def test_correcting_leads_to_a_draft(signed_in, transcript):
    answer = signed_in.post(f"{LIST}{transcript.pk}/correct/", follow=True)
    upload = Upload.objects.get()
    assert upload.transcript == transcript
    assert answer.redirect_chain[-1][0].startswith(f"/admin/archive/upload/{upload.pk}/")


def test_a_new_version_is_dropped_on_a_page_that_names_the_transcript(signed_in, transcript):
    html = signed_in.get(f"/admin/archive/upload/?transcript={transcript.pk}").content.decode()
    assert "A new version of" in html
    assert f'name="transcript" value="{transcript.pk}"' in html


def test_transcripts_are_found_by_words_of_their_title(signed_in, transcript):
    assert list(signed_in.get(LIST, {"q": "Ilka"}).context["cl"].result_list) == [transcript]


def test_the_list_costs_as_many_queries_with_more_transcripts(signed_in, transcript, django_assert_max_num_queries):
    for number in range(8):
        import_transcript(TALK.replace("17", f"2{number}").encode(), f"{number}.txt")
    with django_assert_max_num_queries(16):
        assert len(signed_in.get(LIST).context["cl"].result_list) == 9


def test_a_revision_is_downloaded_byte_for_byte_as_a_file(signed_in, transcript):
    revision = transcript.revisions.get()
    answer = signed_in.get(f"/admin/archive/revision/{revision.pk}/original/")
    assert answer.content == TALK.encode()
    assert answer["Content-Disposition"] == 'attachment; filename="ferry.txt"'
    assert answer["Content-Type"] == "text/plain"
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_name_of_a_revision_s_file_does_not_lie_about_its_ending(signed_in, transcript):
    revision = transcript.revisions.get()
    Revision.objects.filter(pk=revision.pk).update(file_name="a/../talk\u202etxt.exe\r\nX: y")
    named = signed_in.get(f"/admin/archive/revision/{revision.pk}/original/")["Content-Disposition"]
    assert named == 'attachment; filename="talktxt.exeX: y"'


def test_a_revision_is_looked_at_and_never_changed(admin_client, transcript):
    revision = transcript.revisions.get()
    address = f"/admin/archive/revision/{revision.pk}/"
    assert revision.original_id in admin_client.get(f"{address}change/").content.decode()
    assert admin_client.post(f"{address}change/", {"number": 7}).status_code == 403
    assert admin_client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert admin_client.get("/admin/archive/revision/add/").status_code == 403


def test_the_list_of_revisions_costs_as_many_queries_with_more_of_them(signed_in, transcript, django_assert_max_num_queries):
    for number in range(8):
        import_transcript(TALK.replace("17", f"2{number}").encode(), f"{number}.txt")
    with django_assert_max_num_queries(12):
        assert len(signed_in.get("/admin/archive/revision/").context["cl"].result_list) == 9


@pytest.mark.parametrize("key", ["widgets.css", "0", "99999999999999999999999", "1/change/x"])
@pytest.mark.parametrize("model", ["transcript", "upload", "speaker", "source", "revision"])
def test_an_address_that_leads_nowhere_is_no_fault(signed_in, transcript, model, key):
    assert signed_in.get(f"/admin/archive/{model}/{key}/change/", follow=True).status_code in (200, 404)


@pytest.mark.parametrize("address", ["transcript/0/state/", "transcript/0/correct/", "revision/0/original/"])
def test_a_step_on_what_is_not_there_is_not_found(signed_in, address):
    assert 404 in (
        signed_in.post(f"/admin/archive/{address}").status_code,
        signed_in.get(f"/admin/archive/{address}").status_code,
    )
