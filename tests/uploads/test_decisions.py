"""What a command held back waits for every editor; losses are listed, and a person decides."""

from __future__ import annotations

import re

import pytest
from django.core.management import CommandError, call_command

from archive.importing.importer import import_transcript
from archive.models import Revision, Transcript, Upload
from tests.admin.desk import TALK, UPLOADS, drop, file, filled_in, make_editor, page_of, press, said
from tests.uploads.test_publishing import publish_ticked

pytestmark = pytest.mark.django_db

# The same address, but the second question and its answer are gone.
CUT = re.sub(r"Question: Will the grain.*?\n\n.*?\n\n", "", TALK, flags=re.S)


@pytest.fixture
def stored() -> Transcript:
    return import_transcript(TALK.encode(), "ferry.txt").transcript


@pytest.fixture
def held(stored, tmp_path) -> Upload:
    path = tmp_path / "cut.txt"
    path.write_text(CUT, encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_transcripts", str(path), verbosity=0)
    return Upload.objects.get()


@pytest.mark.parametrize("name", ["vera", "otto"])
def test_every_editor_sees_it_and_why_it_waits(held, client, name):
    client.force_login(make_editor(name))
    page = client.get(UPLOADS).content.decode()
    assert "Needs a decision. It would remove from" in page and "held by a command" in page
    assert client.get(page_of(held)).status_code == 200


def test_its_page_says_exactly_what_would_be_gone(held, signed_in):
    page = signed_in.get(page_of(held)).content.decode()
    assert "Much of the stored text would be lost" in page
    assert "Record 3: Will the grain corridor stay open" in page
    assert re.search(r"Paragraph 5 \(record 3\), 13 of 13 words: <q>Will the grain corridor", page)


def test_an_editor_stores_it_as_a_new_revision(held, stored, signed_in):
    answer = press(signed_in, held, "publish")
    assert "has a new revision" in said(answer)
    assert (stored.records.count(), Revision.objects.count(), Upload.objects.count()) == (2, 2, 0)


def test_an_editor_stores_it_as_another_transcript(held, stored, signed_in):
    answer = press(signed_in, held, "apart", source_url="")
    assert "as a separate transcript" in answer.content.decode()
    press(signed_in, held, "publish")
    assert Transcript.objects.count() == 2
    assert stored.records.count() == 3


def test_another_transcript_needs_an_address_of_its_own(held, stored, signed_in):
    press(signed_in, held, "apart")
    assert "has the source URL" in said(press(signed_in, held, "publish"))
    assert (Transcript.objects.count(), Upload.objects.count()) == (1, 1)


def test_a_decision_can_be_taken_back(held, signed_in):
    press(signed_in, held, "apart")
    assert signed_in.get(page_of(held)).context["changes"] is None
    press(signed_in, held, "together")
    assert signed_in.get(page_of(held)).context["changes"].losses.is_much


def test_an_editor_discards_it(held, stored, signed_in):
    signed_in.post(f"{UPLOADS}{held.pk}/delete/", {"post": "yes"})
    assert not Upload.objects.exists()
    assert stored.records.count() == 3


def test_it_is_not_published_by_ticking_and_the_message_says_what_would_be_gone(held, stored, signed_in):
    answer = publish_ticked(signed_in, held)
    assert "would take from it" in said(answer) and "record 3" in said(answer)
    assert (stored.records.count(), Upload.objects.count()) == (3, 1)


def test_dropping_the_same_file_leads_to_it(held, signed_in):
    answer = drop(signed_in, file(CUT, "other.txt"))
    assert page_of(held) in said(answer)
    assert Upload.objects.count() == 1


def test_what_was_decided_on_another_state_is_not_done(held, stored, signed_in):
    fields = filled_in(signed_in.get(page_of(held)))
    import_transcript(f"{TALK}\nIlka Moren: A word more.\n".encode(), "more.txt")
    answer = signed_in.post(page_of(held), {**fields, "do": "publish"}, follow=True)
    assert "no longer those shown on the page" in said(answer)
    assert (Revision.objects.count(), Upload.objects.count()) == (2, 1)


def test_a_title_that_makes_it_a_new_version_is_not_stored_unseen(stored, signed_in):
    text = TALK.replace(stored.title, "Remarks at the old harbour, Port Vaska, March 3, 2021").replace("news/17", "")
    Transcript.objects.update(source_url="")
    drop(signed_in, file(text), even_if_alike="on")
    upload = Upload.objects.get()
    assert signed_in.get(page_of(upload)).context["changes"] is None
    answer = press(signed_in, upload, "publish", title=stored.title)
    assert "no longer those shown on the page" in said(answer)
    assert Revision.objects.count() == 1


def test_the_page_costs_few_queries(held, signed_in, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        signed_in.get(page_of(held))
