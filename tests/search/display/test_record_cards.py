"""Cards are kept for a version of the archive, and never show what is withdrawn, renamed or rejected since."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.importing.importer import set_state
from archive.mentions.decisions import reject
from archive.models import Mention, Transcript
from archive.speakers.registry import merge
from search.display.card_html import html_of
from search.display.record_cards import CHIPS_SHOWN, KEPT, shown_records
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    return world.archive()


@pytest.fixture
def keys(archive):
    return [archive.stability.pk, archive.grain.pk, archive.harbour.pk]


@pytest.fixture
def page(archive, keys, settings, client, indexed):
    """Return a function that gives the results page, after it was shown once."""
    settings.PAGES_CACHED = 0
    indexed(archive.conference, archive.interview, archive.undated)

    def shown() -> str:
        return client.get("/search/?q=grain OR stability OR harbour").text

    shown()
    assert KEPT.size
    return shown


def test_a_known_card_is_made_once_and_only_its_words_are_read_again(keys):
    first = shown_records(keys)
    with CaptureQueriesContext(connection) as queries:
        again = shown_records(keys)
    assert len(queries) == 2  # the archive's version, and the turns
    assert all(again[key].card is first[key].card for key in keys)
    texts = [
        [(turn.pk, turn.role, turn.text, turn.paragraphs) for turn in shown[keys[0]].record.turns] for shown in (first, again)
    ]
    assert texts[0] == texts[1] != []


def test_a_card_keeps_no_texts(keys):
    shown = shown_records(keys)
    assert all(one.record.turns and not one.card.record.turns for one in shown.values())


def test_a_page_of_known_cards_is_the_page_of_new_ones(page):
    known = page()
    KEPT.forget()
    assert known.split("Found in")[0] == page().split("Found in")[0]


def test_a_withdrawn_record_is_not_shown(page, archive):
    assert f"/{archive.interview.slug}/" in page()
    set_state(archive.interview, Transcript.State.WITHDRAWN)
    assert f"/{archive.interview.slug}/" not in page()


def test_a_known_card_of_a_record_withdrawn_by_any_way_is_not_shown(keys, archive):
    """Even one that leaves the archive's version as it was."""
    assert keys[1] in shown_records(keys)
    Transcript.objects.filter(records=keys[1]).update(state=Transcript.State.WITHDRAWN)
    assert keys[1] not in shown_records(keys)


def test_a_renamed_source_has_its_new_name(page, archive, admin_client):
    source = archive.conference.source
    data = {"name": "Office of the Harbour Master", "slug": source.slug, "url": "", "country": ""}
    assert admin_client.post(f"/admin/archive/source/{source.pk}/change/", data).status_code == 302
    assert "Office of the Harbour Master" in page()
    assert f"<span>{source.name}</span>" not in page()


def test_a_merged_speaker_is_named_by_the_one_kept(page, archive):
    assert f">{archive.farro.name}</a>" in page()
    merge(archive.marchetti, archive.farro)
    assert f">{archive.farro.name}</a>" not in page()


def test_a_renamed_speaker_has_the_new_name(page, archive, admin_client):
    address = f"/admin/archive/speaker/{archive.farro.pk}/change/"
    inlines = {f"aliases-{key}": "0" for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    answer = admin_client.post(address, {"name": "Lucien Farro-Bell", "country": "", "note": "", **inlines})
    assert answer.status_code == 302
    assert "Lucien Farro-Bell</a>" in page()


def test_a_rejected_mention_is_not_shown(page, archive):
    why = f"/t/{archive.conference.slug}/{archive.grain.number}/why/TD/"
    assert why in page()
    reject(archive.conference, Mention.objects.filter(record=archive.grain, code="TD"))
    assert why not in page()


def test_a_corrected_text_is_shown(page, archive):
    turn = archive.grain.turns.get(role="question")
    turn.text = "And the barley, please? Does Chad buy grain?"
    turn.save()
    world.changed(archive.conference)
    assert "And the barley" in page()


def test_a_chosen_country_is_among_those_shown(db):
    names = ["France", "Germany", "Brazil", "Kenya", "Japan", "India", "Chile", "Norway"]
    record = world.talk(world.said(f"Ships go to {', '.join(names)}.")).records.get()
    card = shown_records([record.pk])[record.pk].card
    usual = card.mentioned("")
    assert len(usual.shown) == CHIPS_SHOWN < len(usual.codes)
    last = usual.codes[-1]
    assert last in card.mentioned("", [last]).shown
    assert card.mentioned("", [usual.codes[0]]) is card.mentioned("") is usual


def test_the_html_of_a_card_is_written_once(keys):
    card = shown_records(keys)[keys[0]].card
    assert html_of(card) is html_of(card)
