"""A draft is published, kept as a draft transcript, or stored as a new revision of what is there."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry

from archive.models import Record, RetiredRecord, Transcript, Upload, archive_version
from archive.signals import transcript_changed
from tests import rows
from tests.admin.desk import TALK, drop, file, filled_in, make_editor, page_of, press, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(signed_in, upload) -> Transcript:
    press(signed_in, upload, "publish")
    return Transcript.objects.get()


def test_publishing_stores_what_the_page_showed(signed_in, upload):
    press(signed_in, upload, "publish", place="Old Harbour", turn_3_role="statement", turn_4_role="statement")
    transcript = Transcript.objects.get()
    assert (transcript.state, transcript.place) == ("published", "Old Harbour")
    assert [record.kind for record in transcript.records.order_by("position")] == [
        "statement",
        "qa_pair",
        "statement",
        "statement",
    ]


def test_publishing_drops_the_upload(signed_in, upload):
    press(signed_in, upload, "publish")
    assert not Upload.objects.exists()


def test_publishing_leads_to_the_list_and_says_what_came_of_it(signed_in, upload):
    answer = press(signed_in, upload, "publish")
    assert answer.redirect_chain[-1][0] == "/admin/archive/upload/"
    assert "is stored: 3 records, published" in said(answer)
    assert Transcript.objects.get().get_absolute_url() in said(answer)


def test_publishing_keeps_the_bytes_and_names_the_editor(published, editor):
    revision = published.revisions.get()
    assert (bytes(revision.original.data), revision.created_by) == (TALK.encode(), editor)


def test_publishing_tells_the_world_within_the_transaction(signed_in, upload):
    told = []
    listener = lambda transcript_id, **more: told.append(transcript_id)  # noqa: E731
    transcript_changed.connect(listener)
    before = archive_version.current()
    press(signed_in, upload, "publish")
    transcript_changed.disconnect(listener)
    assert told == [Transcript.objects.get().pk]
    assert archive_version.current() == before + 1


def test_publishing_is_in_the_admin_log(published, editor):
    entry = LogEntry.objects.get(action_flag=ADDITION, content_type__model="transcript")
    assert (entry.user, entry.object_id) == (editor, str(published.pk))


def test_a_draft_transcript_is_stored_but_not_public(signed_in, upload, client):
    press(signed_in, upload, "keep")
    transcript = Transcript.objects.get()
    assert transcript.state == "draft"
    client.logout()
    assert client.get(transcript.get_absolute_url()).status_code == 404


def test_a_transcript_without_a_title_is_not_published(signed_in, upload):
    answer = press(signed_in, upload, "publish", title="")
    assert "The transcript has no title" in said(answer)
    assert not Transcript.objects.exists()


def test_a_transcript_without_turns_is_not_published(signed_in, upload):
    for _ in range(5):
        press(signed_in, upload, "leave:0")
    assert "there is no turn" in said(press(signed_in, upload, "publish"))
    assert not Transcript.objects.exists()


def test_publishing_a_page_that_grew_stale_does_nothing(signed_in, upload):
    old = filled_in(signed_in.get(page_of(upload)))
    press(signed_in, upload, "save", place="Old Harbour")
    signed_in.post(page_of(upload), {**old, "do": "publish"})
    assert not Transcript.objects.exists()


CORRECTED = TALK.replace("Good morning.", "Good morning to all.").replace(
    "Question: Will the grain corridor stay open through the whole of the coming winter?\n\nIlka Moren: It will stay open as long"
    " as the two sides wish it, and they told me yesterday that they do.\n",
    "Question: What about the lighthouse on the northern cape, now that its keeper has retired?\n\n"
    "Ilka Moren: We look for a new keeper, and whoever likes storms may write to me.\n",
)


def test_a_new_version_says_what_it_changes(published, signed_in):
    answer = drop(signed_in, file(CORRECTED))
    changes = answer.context["changes"]
    assert changes.transcript == published
    assert (changes.kept, changes.changed, changes.new, changes.vanished) == (1, 1, 1, 1)
    assert "A new version of" in answer.content.decode()


def test_what_it_says_is_what_it_does(published, signed_in):
    numbers = dict(Record.objects.values_list("position", "number"))
    drop(signed_in, file(CORRECTED))
    press(signed_in, Upload.objects.get(), "publish")
    now = dict(Record.objects.values_list("position", "number"))
    assert [now[place] == numbers[place] for place in (1, 2, 3)] == [True, True, False]
    assert RetiredRecord.objects.get().number == numbers[3]


def test_a_new_version_is_a_new_revision(published, signed_in):
    drop(signed_in, file(CORRECTED))
    answer = press(signed_in, Upload.objects.get(), "publish")
    assert "has a new revision" in said(answer)
    assert list(published.revisions.values_list("number", flat=True)) == [1, 2]


def test_a_new_version_of_what_was_withdrawn_stays_withdrawn(published, signed_in):
    signed_in.post(f"/admin/archive/transcript/{published.pk}/state/", {"state": "withdrawn"})
    drop(signed_in, file(CORRECTED))
    press(signed_in, Upload.objects.get(), "publish")
    published.refresh_from_db()
    assert published.state == "withdrawn"


def correct(client, transcript: Transcript):
    return client.post(f"/admin/archive/transcript/{transcript.pk}/correct/", follow=True)


def test_a_stored_transcript_is_corrected_on_the_same_page(published, signed_in):
    answer = correct(signed_in, published)
    assert len(answer.context["preview"].turns) == 5
    assert answer.context["changes"].kept == 3


def test_a_correction_makes_a_new_revision_of_the_same_bytes(published, signed_in):
    correct(signed_in, published)
    press(signed_in, Upload.objects.get(), "publish", title="Ilka Moren meets the press", turn_3_role="statement")
    published.refresh_from_db()
    first, second = published.revisions.order_by("number")
    assert published.title == "Ilka Moren meets the press"
    assert first.original == second.original
    assert [turn["role"] for turn in second.content["turns"]][3] == "statement"


def test_a_correction_is_in_the_admin_log(published, signed_in, editor):
    correct(signed_in, published)
    press(signed_in, Upload.objects.get(), "publish", title="Another title")
    assert LogEntry.objects.filter(action_flag=CHANGE, content_type__model="transcript", user=editor).count() == 1


def test_a_correction_that_changes_nothing_makes_no_revision(published, signed_in):
    correct(signed_in, published)
    answer = press(signed_in, Upload.objects.get(), "publish")
    assert "already matches this" in said(answer)
    assert published.revisions.count() == 1


def test_opening_a_correction_twice_goes_on_with_the_first(published, signed_in):
    correct(signed_in, published)
    correct(signed_in, published)
    assert Upload.objects.count() == 1


def test_whom_an_editor_chose_outlives_a_correction(signed_in, upload):
    from archive.models import Speaker
    from archive.speakers.registry import add_alias

    namesake = rows.person("Ilka Moren")
    add_alias(namesake, "Ilka Moren")
    press(signed_in, upload, "publish", speaker_0="new")
    transcript = Transcript.objects.get()
    correct(signed_in, transcript)
    press(signed_in, Upload.objects.get(), "publish", title="Another title")
    assert not namesake.turns.exists()
    assert Speaker.objects.count() == 2


def test_a_new_file_is_uploaded_for_a_given_transcript(published, signed_in):
    other = CORRECTED.replace("news/17", "news/99").replace("Foreign Minister Ilka", "Minister Ilka")
    answer = drop(signed_in, file(other), transcript=published.pk)
    assert answer.context["changes"].transcript == published
    press(signed_in, Upload.objects.get(), "publish")
    assert Transcript.objects.get().source_url.endswith("news/99")


def test_a_second_correction_of_one_transcript_is_refused_with_a_link(published, signed_in):
    correct(signed_in, published)
    answer = drop(signed_in, file(CORRECTED), transcript=published.pk)
    assert "already waiting for you" in said(answer)
    assert Upload.objects.count() == 1


def test_what_the_archive_refuses_is_said_and_the_draft_waits(published, signed_in):
    drop(signed_in, file("Chair: The session on the northern lakes is open.\n\nMr Odd: Thank you, and good morning."))
    press(signed_in, Upload.objects.get(), "publish", title="Lakes")
    correct(signed_in, Transcript.objects.get(title="Lakes"))
    answer = press(signed_in, Upload.objects.get(), "publish", source_url="https://mfa.vaska.example/news/17")
    assert "Not stored: Another transcript already has the source URL" in said(answer)
    assert Upload.objects.exists()
    assert Transcript.objects.get(title="Lakes").source_url == ""


def publish_ticked(client, *uploads: Upload):
    return client.post("/admin/archive/upload/publish/", {"chosen": [upload.pk for upload in uploads]}, follow=True)


def test_ticked_uploads_are_published_from_the_list(signed_in, upload):
    drop(
        signed_in, file("Chair: The session on the northern lakes is open.\n\nMr Odd: Thank you, and good morning.", "lakes.txt")
    )
    Upload.objects.filter(file_name="lakes.txt").update(draft=with_title(Upload.objects.get(file_name="lakes.txt"), "Lakes"))
    publish_ticked(signed_in, *Upload.objects.all())
    assert Transcript.objects.filter(state="published").count() == 2
    assert not Upload.objects.exists()


def with_title(upload: Upload, title: str) -> dict:
    return {**upload.draft, "reading": {**upload.draft["reading"], "title": title}}


def test_what_needs_a_decision_stays_in_the_list_and_says_why(published, signed_in):
    drop(signed_in, file(CORRECTED))
    answer = publish_ticked(signed_in, Upload.objects.get())
    assert "It is a new version of" in said(answer)
    assert Upload.objects.exists()


def test_nearly_the_same_words_are_not_published_unseen(published, signed_in):
    other = TALK.replace("news/17", "news/99").replace("Foreign Minister Ilka", "Minister Ilka")
    drop(signed_in, file(other), even_if_alike="on")
    assert "nearly the same words (100 %)" in said(publish_ticked(signed_in, Upload.objects.get()))
    assert Transcript.objects.count() == 1


def test_ticking_nothing_says_so(signed_in, upload):
    assert "Nothing is selected" in said(publish_ticked(signed_in))
    assert Upload.objects.exists()


def test_what_somebody_else_dropped_cannot_be_ticked(upload, client):
    client.force_login(make_editor("otto"))
    assert "Nothing is selected" in said(publish_ticked(client, upload))
    assert not Transcript.objects.exists()


def test_pressing_publish_twice_publishes_once(signed_in, upload):
    fields = filled_in(signed_in.get(page_of(upload)))
    signed_in.post(page_of(upload), {**fields, "do": "publish"})
    answer = signed_in.post(page_of(upload), {**fields, "do": "publish"}, follow=True)
    assert "no longer waiting" in said(answer)
    assert Transcript.objects.get().revisions.count() == 1


def test_dropping_a_file_is_in_the_admin_log(signed_in, upload, editor):
    entry = LogEntry.objects.get(content_type__model="upload")
    assert (entry.user, entry.action_flag) == (editor, ADDITION)


def test_what_is_published_is_found_at_once(signed_in, upload, index_dir, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        press(signed_in, upload, "publish")
    page = signed_in.get("/search/", {"q": '"grain corridor"'}).content.decode()
    assert Transcript.objects.get().title.split(",")[0] in page


def test_what_is_withdrawn_is_found_no_more(published, signed_in, index_dir, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(f"/admin/archive/transcript/{published.pk}/state/", {"state": "draft"})
        signed_in.post(f"/admin/archive/transcript/{published.pk}/state/", {"state": "published"})
    assert published.title.split(",")[0] in signed_in.get("/search/", {"q": "corridor"}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(f"/admin/archive/transcript/{published.pk}/state/", {"state": "withdrawn"})
    assert published.title.split(",")[0] not in signed_in.get("/search/", {"q": "corridor"}).content.decode()
