"""The page on which an editor judges the countries found in a transcript."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from archive.importing.importer import import_transcript
from archive.models import Mention, Transcript
from tests.world import news_conference

pytestmark = pytest.mark.django_db


@pytest.fixture
def transcript() -> Transcript:
    return import_transcript(b"one", "one.txt", parsed=news_conference()).transcript


def page_of(transcript: Transcript) -> str:
    return f"/admin/archive/transcript/{transcript.pk}/countries/"


def test_it_shows_what_was_found_where_and_by_which_rule(signed_in, transcript):
    text = signed_in.get(page_of(transcript)).content.decode()
    assert "France" in text
    assert "“Belgrade”" in text
    assert "capital" in text


def test_an_editor_rejects_and_accepts(signed_in, transcript):
    mention = Mention.objects.get(code="FR")
    signed_in.post(page_of(transcript), {"reject": mention.pk})
    mention.refresh_from_db()
    assert mention.rejected
    signed_in.post(page_of(transcript), {"accept-all": mention.pk})
    mention.refresh_from_db()
    assert not mention.rejected


def test_an_editor_adds(signed_in, transcript):
    answer = signed_in.post(
        page_of(transcript), {"add": "1", "words": "harbour", "country": "Norway", "layer": "named"}, follow=True
    )
    assert "Added at 1 place." in answer.content.decode()
    assert Mention.objects.filter(code="NO", by_editor=True).count() == 1


def test_a_refused_addition_says_why(signed_in, transcript):
    answer = signed_in.post(page_of(transcript), {"add": "1", "words": "harbour", "country": "Atlantis"}, follow=True)
    assert "is not a country" in answer.content.decode()


@pytest.mark.parametrize("fields", [{"reject": "999999"}, {"reject": "x"}, {}, {"accept-all": ""}])
def test_a_strange_request_changes_nothing(signed_in, transcript, fields):
    answer = signed_in.post(page_of(transcript), fields, follow=True)
    assert answer.status_code == 200
    assert not Mention.objects.filter(rejected=True).exists()


def test_a_mention_of_another_transcript_cannot_be_judged_here(signed_in, transcript):
    other = import_transcript(
        b"two", "two.txt", parsed=news_conference(source_url="https://mfa.vaska.example/18", title="Other")
    ).transcript
    signed_in.post(page_of(transcript), {"reject": Mention.objects.get(code="FR", turn__transcript=other).pk})
    assert not Mention.objects.filter(rejected=True).exists()


def test_who_may_not_change_transcripts_may_not_judge(client, transcript):
    client.force_login(User.objects.create_user("guest", is_staff=True))
    assert client.get(page_of(transcript)).status_code == 403


def test_a_visitor_is_asked_to_sign_in(client, transcript):
    assert client.get(page_of(transcript)).status_code == 302


def test_a_transcript_that_is_not_there_is_not_found(signed_in):
    assert signed_in.get("/admin/archive/transcript/999/countries/").status_code == 404


def test_the_transcripts_page_leads_here(signed_in, transcript):
    text = signed_in.get(f"/admin/archive/transcript/{transcript.pk}/change/").content.decode()
    assert page_of(transcript) in text


def test_the_page_takes_few_queries_whatever_is_mentioned(signed_in, transcript, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        signed_in.get(page_of(transcript))
