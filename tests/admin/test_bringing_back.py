"""Restoring an earlier revision from the page of its transcript."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from archive.importing.importer import import_transcript
from archive.models import Transcript
from tests.admin.desk import TALK, said

pytestmark = pytest.mark.django_db
EVENING = TALK.replace("ferry line", "brass band").split("Question:")[0] + "Source URL: https://mfa.vaska.example/news/17\n"


@pytest.fixture
def transcript(db) -> Transcript:
    transcript = import_transcript(TALK.encode(), "ferry.txt").transcript
    import_transcript(EVENING.encode(), "band.txt")
    return transcript


def page(transcript: Transcript) -> str:
    return f"/admin/archive/transcript/{transcript.pk}/change/"


def address(transcript: Transcript, number: int = 1) -> str:
    return f"/admin/archive/transcript/{transcript.pk}/revisions/{number}/restore/"


def test_the_page_offers_every_revision_but_the_last(signed_in, transcript):
    html = signed_in.get(page(transcript)).content.decode()
    assert address(transcript, 1) in html and address(transcript, 2) not in html


def test_it_is_said_beforehand_what_changes(signed_in, transcript):
    html = signed_in.get(address(transcript)).content.decode()
    assert "Record 2: When does the ferry line open" in html
    assert "Records that come back (2)" in html
    assert "Records whose words change (1)" in html
    assert transcript.revisions.count() == 2


def test_a_button_brings_it_back(signed_in, transcript, editor):
    answer = signed_in.post(address(transcript), {"seen": "2"}, follow=True)
    assert "Revision 1 is current again, as revision 3" in said(answer)
    assert "restored from revision 1" in answer.content.decode()
    assert transcript.revisions.get(number=3).created_by == editor
    assert signed_in.get(f"{transcript.get_absolute_url()}2/").status_code == 200


def test_it_is_brought_back_and_undone_again(signed_in, transcript):
    signed_in.post(address(transcript), {"seen": "2"})
    signed_in.post(address(transcript, 2), {"seen": "3"})
    assert signed_in.get(f"{transcript.get_absolute_url()}2/").status_code == 410
    assert transcript.revisions.count() == 4


@pytest.mark.parametrize("seen", ["", "x", "²", "9" * 40, "-1"])
def test_without_knowing_what_was_shown_it_asks_again(signed_in, transcript, seen):
    answer = signed_in.post(address(transcript), {"seen": seen}, follow=True)
    assert "Restore revision 1?" in answer.content.decode()
    assert transcript.revisions.count() == 2


def test_a_page_that_grew_stale_changes_nothing(signed_in, transcript):
    import_transcript(TALK.replace("May", "June").encode(), "june.txt")
    answer = signed_in.post(address(transcript), {"seen": "2"}, follow=True)
    assert "Revision 3 has been stored in the meantime" in said(answer)
    assert transcript.revisions.count() == 3


@pytest.mark.parametrize(
    ("number", "message"), [(2, "is the current one"), (7, "has no revision 7"), (10**40, "has no revision")]
)
def test_what_cannot_be_brought_back_is_said(signed_in, transcript, number, message):
    assert message in said(signed_in.get(address(transcript, number), follow=True))
    assert message in said(signed_in.post(address(transcript, number), {"seen": "2"}, follow=True))


def test_only_who_may_change_transcripts_may_do_it(client, transcript):
    client.force_login(User.objects.create_user("guest", is_staff=True))
    assert client.get(address(transcript)).status_code == 403
    assert client.post(address(transcript), {"seen": "2"}).status_code == 403
    assert transcript.revisions.count() == 2


def test_search_and_figures_follow(signed_in, transcript, index_dir, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(address(transcript), {"seen": "2"})
    assert "2 records" not in signed_in.get("/search/", {"q": '"brass band"'}).content.decode()
    assert transcript.get_absolute_url() in signed_in.get("/search/", {"q": '"grain corridor"'}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(address(transcript, 2), {"seen": "3"})
    assert transcript.get_absolute_url() not in signed_in.get("/search/", {"q": '"grain corridor"'}).content.decode()


def test_the_pages_cost_few_queries_with_many_revisions(signed_in, transcript, django_assert_max_num_queries):
    for number in range(8):
        import_transcript(TALK.replace("May", f"May {number}").encode(), f"{number}.txt")
    with django_assert_max_num_queries(15):
        signed_in.get(page(transcript))
    with django_assert_max_num_queries(15):
        signed_in.get(address(transcript))
