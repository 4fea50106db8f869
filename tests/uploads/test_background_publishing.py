"""Publishing a long draft in the background: with progress, completely or not at all, and reported on its page."""

from __future__ import annotations

import datetime as dt
import errno

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from archive.models import Publication, Record, Transcript, Turn, Upload
from archive.uploads import background_publishing
from archive.uploads.editing.draft import Draft
from tests.admin.desk import UPLOADS, drop, file, filled_in, make_editor, page_of, said

pytestmark = pytest.mark.django_db
PAIRS = 30


def talk(word: str = "weir") -> str:
    spoken = "".join(
        f"Question: What of {word} {n}?\n\nBente Aasen: {word.title()} {n} is open, and Norway pays for it.\n\n"
        for n in range(PAIRS)
    )
    return f"Ministry of Weirs of Skarvoy\n\nMinister Bente Aasen’s news conference on {word}, Skarvoy, June 9, 2020\n\n{spoken}"


@pytest.fixture(autouse=True)
def in_the_foreground(monkeypatch):
    """Keep threads out of a test's transaction; the test publishes when it wants to."""
    for place in ("archive.uploads.editing.editor", "archive.admin.publications", "archive.uploads.background_publishing"):
        monkeypatch.setattr(f"{place}.publish_in_background", lambda: None)
    monkeypatch.setattr(background_publishing, "LONG_TURNS", 20)
    monkeypatch.setattr(background_publishing, "SIGN_OF_LIFE", 0.0)


@pytest.fixture
def upload(signed_in):
    drop(signed_in, file(talk(), "weir.txt"))
    return Upload.objects.get()


def press(client, upload: Upload, do: str = "publish", **changes):
    fields = filled_in(client.get(page_of(upload))) | {name.replace("_", "-"): value for name, value in changes.items()}
    return client.post(page_of(upload), {**fields, "do": do}, follow=True)


def shown(answer) -> str:
    return " ".join(BeautifulSoup(answer.content, "lxml").select_one("#content").get_text(" ").split())


def page(client):
    return client.get(f"{UPLOADS}publication/{Publication.objects.get().pk}/")


def nothing_stored() -> bool:
    return not (Transcript.objects.exists() or Record.objects.exists() or Turn.objects.exists())


def test_pressing_publish_only_asks_for_it(signed_in, upload):
    answer = press(signed_in, upload, turn_1_office="Minister for Weirs")
    publication = Publication.objects.get()
    assert answer.redirect_chain == [(f"{UPLOADS}publication/{publication.pk}/", 302)]
    assert answer["Refresh"] == "3"
    assert "Waiting to start." in shown(answer)
    assert nothing_stored()


def test_it_is_published_as_it_was_corrected(signed_in, upload):
    press(signed_in, upload, turn_1_office="Minister for Weirs")
    background_publishing.publish_all()
    transcript = Transcript.objects.get()
    assert (transcript.state, transcript.turns.count(), transcript.records.count()) == ("published", 2 * PAIRS, PAIRS)
    assert transcript.turns.get(position=2).office == "Minister for Weirs"
    assert not Upload.objects.exists()
    assert transcript.turns.filter(mentions__code="NO").count() == PAIRS


def test_the_page_then_says_what_came_of_it(signed_in, upload):
    press(signed_in, upload)
    background_publishing.publish_all()
    answer = page(signed_in)
    assert f"is stored: {PAIRS} records, published." in shown(answer)
    assert Transcript.objects.get().get_absolute_url() in answer.content.decode()
    assert not answer.has_header("Refresh")
    signed_in.post(f"{UPLOADS}publication/{Publication.objects.get().pk}/")
    assert not Publication.objects.exists()
    assert Transcript.objects.exists()


def test_the_same_comes_of_it_as_without_the_background(signed_in, upload, monkeypatch):
    press(signed_in, upload)
    background_publishing.publish_all()
    drop(signed_in, file(talk("mill"), "mill.txt"))
    monkeypatch.setattr(background_publishing, "LONG_TURNS", 10_000)
    press(signed_in, Upload.objects.get())
    one, other = Transcript.objects.order_by("pk")
    for field in ("role", "label", "office"):
        assert list(one.turns.values_list(field, flat=True)) == list(other.turns.values_list(field, flat=True))
    found = [list(each.turns.values_list("mentions__code", "mentions__layer", "position")) for each in (one, other)]
    assert found[0] == found[1]


def test_progress_is_shown(signed_in, upload, monkeypatch):
    press(signed_in, upload)
    told = []
    real = background_publishing.find_mentions

    def look(text):
        told.append(shown(page(signed_in)))
        return real(text)

    monkeypatch.setattr(background_publishing, "find_mentions", look)
    monkeypatch.setattr(background_publishing, "publish", lambda *arguments: told.append(shown(page(signed_in))) or kill())
    with pytest.raises(SystemExit):
        background_publishing.publish_all()
    assert f"Looking for countries: 30 of {2 * PAIRS} turns." in told[30]
    assert f"Storing {2 * PAIRS} turns." in told[-1]


def kill(*arguments, **more):
    raise SystemExit("killed")


KILLED_AT = [
    "archive.uploads.background_publishing.find_mentions",
    "archive.importing.importer.store",
    "archive.importing.importer._add_revision",
    "archive.uploads.publishing._leave_word",
]


@pytest.mark.parametrize("place", KILLED_AT)
def test_a_kill_leaves_nothing_half_published_and_it_goes_on(signed_in, upload, monkeypatch, place):
    before = Upload.objects.get().draft
    press(signed_in, upload)
    with monkeypatch.context() as during:
        during.setattr(place, kill)
        with pytest.raises(SystemExit):
            background_publishing.publish_all()
    assert nothing_stored()
    assert Upload.objects.get().draft == before
    background_publishing.publish_all()
    assert Transcript.objects.get().turns.count() == 2 * PAIRS


def test_an_outage_is_waited_for(signed_in, upload, monkeypatch):
    press(signed_in, upload)

    def fail(*arguments, **more):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as during:
        during.setattr("archive.importing.importer.store", fail)
        with pytest.raises(OSError):
            background_publishing.publish_all()
    assert nothing_stored()
    assert Publication.objects.get().problem == ""
    background_publishing.publish_all()
    assert Transcript.objects.exists()


def test_a_fault_ends_it_and_the_draft_can_be_gone_on_with(signed_in, upload, monkeypatch):
    press(signed_in, upload)
    with monkeypatch.context() as during:
        during.setattr("archive.importing.importer.store", lambda *arguments, **more: 1 / 0)
        background_publishing.publish_all()
    assert nothing_stored()
    assert "because of a fault in Chancery" in shown(page(signed_in))
    assert "because of a fault in Chancery" in shown(signed_in.get(page_of(upload)))
    press(signed_in, upload, "save", place="Old Weir")
    assert not Publication.objects.exists()
    assert "because of a fault" not in shown(signed_in.get(page_of(upload)))


def test_what_hinders_it_is_said_at_once(signed_in, upload):
    answer = press(signed_in, upload, title="")
    assert "has no title" in said(answer)
    assert not Publication.objects.exists()


def test_what_hinders_it_later_is_said_on_both_pages(signed_in, upload):
    press(signed_in, upload)
    Publication.objects.update(against="17:3")  # shown against another revision than there is by now
    background_publishing.publish_all()
    assert "no longer those shown" in shown(page(signed_in))
    assert "no longer those shown" in shown(signed_in.get(page_of(upload)))
    assert nothing_stored()
    answer = press(signed_in, upload)
    assert "Waiting to start." in shown(answer)


def test_a_draft_that_was_changed_after_all_is_not_published(signed_in, upload):
    press(signed_in, upload)
    draft = Upload.objects.get().draft
    Upload.objects.update(draft={**draft, "edits": draft["edits"] + 1})
    background_publishing.publish_all()
    assert "changed in another window" in shown(page(signed_in))
    assert nothing_stored()


def test_an_editor_who_may_no_longer_publish_is_told(signed_in, editor, upload):
    press(signed_in, upload)
    editor.groups.clear()
    background_publishing.publish_all()
    assert "may no longer publish" in Publication.objects.get().problem
    assert nothing_stored()


def test_it_can_be_stopped(signed_in, upload):
    press(signed_in, upload)
    publication = Publication.objects.get()
    answer = signed_in.post(f"{UPLOADS}publication/{publication.pk}/", follow=True)
    assert "the draft waits as it was" in said(answer)
    background_publishing.publish_all()
    assert nothing_stored()


@pytest.mark.parametrize("place", [KILLED_AT[0], KILLED_AT[2]])
def test_it_can_be_stopped_at_any_moment(signed_in, upload, monkeypatch, place):
    press(signed_in, upload)
    module, _, name = place.rpartition(".")
    real = getattr(__import__(module, fromlist=[name]), name)

    def stop(*arguments, **more):
        Publication.objects.all().delete()
        return real(*arguments, **more)

    monkeypatch.setattr(place, stop)
    background_publishing.publish_all()
    assert nothing_stored()
    assert Upload.objects.exists()


def test_stopping_what_is_stored_already_stops_nothing(signed_in, upload, monkeypatch):
    press(signed_in, upload)
    publication = Publication.objects.get()
    background_publishing.publish_all()
    from archive.admin import publications

    monkeypatch.setattr(publications, "of_editor", lambda request: Publication.objects.filter(pk=publication.pk))
    monkeypatch.setattr(publications, "get_object_or_404", lambda found, pk: publication)  # as it was read before
    answer = signed_in.post(f"{UPLOADS}publication/{publication.pk}/")
    assert answer.status_code == 302
    assert (Transcript.objects.count(), Publication.objects.count()) == (1, 1)


def test_two_processes_do_not_publish_one_draft(signed_in, upload):
    press(signed_in, upload)
    Publication.objects.update(claimed_at=timezone.now())
    background_publishing.publish_all()
    assert nothing_stored()
    Publication.objects.update(claimed_at=timezone.now() - dt.timedelta(minutes=10))
    background_publishing.publish_all()
    assert Transcript.objects.count() == 1


def test_pressed_twice_it_is_published_once(signed_in, upload):
    fields = filled_in(signed_in.get(page_of(upload)))
    for _ in range(2):
        signed_in.post(page_of(upload), {**fields, "do": "publish"})
    assert Publication.objects.count() == 1


def test_meanwhile_the_draft_s_address_leads_to_the_progress(signed_in, upload):
    press(signed_in, upload)
    answer = signed_in.get(page_of(upload))
    assert answer["Location"] == f"{UPLOADS}publication/{Publication.objects.get().pk}/"


def test_meanwhile_it_cannot_be_discarded(signed_in, upload):
    press(signed_in, upload)
    answer = signed_in.post(f"{UPLOADS}{upload.pk}/delete/", {"post": "yes"}, follow=True)
    assert "Stop that first" in said(answer)
    assert Upload.objects.exists()


def test_what_is_typed_meanwhile_is_shown_and_can_be_sent_again(signed_in, upload):
    fields = filled_in(signed_in.get(page_of(upload)))
    press(signed_in, upload)
    answer = signed_in.post(page_of(upload), {**fields, "turn-1-office": "Minister for Mills", "do": "save"})
    assert answer.status_code == 200
    assert "being published, as vera has asked" in shown(answer)
    assert "Turn 2, office Minister for Mills" in shown(answer)
    Publication.objects.all().delete()
    sent = {field["name"]: field["value"] for field in BeautifulSoup(answer.content, "lxml").select("#content form input")}
    signed_in.post(page_of(upload), sent)
    assert Draft.from_json(Upload.objects.get().draft).reading.turns[1].office == "Minister for Mills"


def test_the_page_s_script_is_told_meanwhile(signed_in, upload):
    fields = filled_in(signed_in.get(page_of(upload)))
    press(signed_in, upload)
    answer = signed_in.post(page_of(upload), {**fields, "do": "save"}, headers={"accept": "application/json"})
    assert answer.status_code == 409
    assert "being published" in answer.json()["error"]


def test_from_the_list_too_it_is_published_in_the_background(signed_in, upload):
    answer = signed_in.post(f"{UPLOADS}publish/", {"chosen": upload.pk}, follow=True)
    assert "Being published" in shown(answer)
    assert "Being published in the background." in shown(answer)
    background_publishing.publish_all()
    assert Transcript.objects.get().turns.count() == 2 * PAIRS
    assert "stored" in shown(signed_in.get(UPLOADS))


def test_many_short_ones_together_are_long(signed_in, monkeypatch):
    monkeypatch.setattr(background_publishing, "LONG_TURNS", 100)
    for word in ("weir", "mill"):
        drop(signed_in, file(talk(word), f"{word}.txt"))
    signed_in.post(f"{UPLOADS}publish/", {"chosen": [upload.pk for upload in Upload.objects.all()]})
    assert Publication.objects.count() == 2
    background_publishing.publish_all()
    assert Transcript.objects.count() == 2


def test_a_correction_of_a_long_transcript_is_published_in_the_background(signed_in, upload):
    press(signed_in, upload)
    background_publishing.publish_all()
    transcript = Transcript.objects.get()
    signed_in.post(f"/admin/archive/transcript/{transcript.pk}/correct/")
    correction = Upload.objects.get()
    page_of_changes = signed_in.get(f"{page_of(correction)}?changes=1")
    fields = filled_in(page_of_changes) | {"turn-1-office": "Minister for Mills", "do": "publish"}
    signed_in.post(page_of(correction), fields)
    assert Publication.objects.filter(status="").count() == 1
    background_publishing.publish_all()
    assert transcript.revisions.count() == 2
    assert transcript.turns.get(position=2).office == "Minister for Mills"


def test_a_short_draft_is_published_at_once(signed_in, upload, monkeypatch):
    monkeypatch.setattr(background_publishing, "LONG_TURNS", 10_000)
    press(signed_in, upload)
    assert Transcript.objects.exists()
    assert not Publication.objects.exists()


def test_much_text_in_few_turns_is_long(upload, monkeypatch):
    monkeypatch.setattr(background_publishing, "LONG_TURNS", 10_000)
    assert not background_publishing.is_long([upload])
    monkeypatch.setattr(background_publishing, "LONG_TEXT", 500)
    assert background_publishing.is_long([upload])


def test_it_is_seen_by_its_editor_only(client, signed_in, upload):
    press(signed_in, upload)
    address = f"{UPLOADS}publication/{Publication.objects.get().pk}/"
    client.force_login(make_editor("olga"))
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert Publication.objects.exists()


def test_its_page_costs_the_same_however_long_the_draft(signed_in, upload, django_assert_max_num_queries):
    press(signed_in, upload)
    with django_assert_max_num_queries(8):
        page(signed_in)


def test_serving_goes_on_with_what_waits(monkeypatch):
    from archive import receivers

    called = []
    monkeypatch.setattr(receivers, "publish_in_background", lambda: called.append("publishing"))
    monkeypatch.setattr(receivers, "read_in_background", lambda: called.append("reading"))
    receivers.go_on_reading(sender=None)
    assert called == ["reading", "publishing"]
