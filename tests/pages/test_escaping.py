"""Text from users is shown as text on every page, never as markup."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from archive.models import Mention, RetiredRecord, Speaker
from tests import world

SHORT = "<script>alert(1)</script>"
DATA = "type='application/ld+json'"
HOSTILE = world.HOSTILE + " '\""
SHOWING = [
    "/",
    "/t/",
    "/t/{slug}/",
    "/t/{slug}/1/",
    "/t/{slug}/1/why/KE/",
    "/t/{slug}/1/why/KE/short/",
    "/t/{slug}/7/",
    "/speakers/",
    "/speakers/?contains={query}",
    "/speakers/{speaker}/",
    "/countries/KE/",
    "/countries/?contains={query}",
    "/search/",
    "/search/?q=kenya",
    "/search/?q={query}",
    "/search/?q=nothing%20%3Cscript%3E&speaker={speaker}",
    "/search/values/speaker/",
    "/search/values/place/?contains={query}",
    "/search/build/?edit=1&all={query}&who={query}",
]
REFUSING = [
    "/t/?year={query}&kind={query}",
    "/search/?from={query}&country={query}&sort={query}",
    "/nowhere/{query}",
    "/t/{query}/",
]


@pytest.fixture
def written(index):
    """An archive in which everything that can be written holds a script."""
    asked = world.asked(f"What of Kenya, {HOSTILE}?", label=HOSTILE)
    answered = world.answered(f"Kenya said {HOSTILE} and Kenya.", HOSTILE, office=HOSTILE, notes=(HOSTILE,))
    of = world.talk(asked, answered, title=HOSTILE, place=HOSTILE, publisher=HOSTILE)
    told = of.turns.get(role="answer")
    Speaker.objects.filter(pk=told.speaker.pk).update(name=HOSTILE, note=HOSTILE)
    told.speaker.aliases.create(name=f"Also {HOSTILE}", folded="also")
    Mention.objects.create(
        turn=told, record=told.record, code="KE", layer="seat", rule="name", start=11, end=11 + len(HOSTILE), surface=HOSTILE
    )
    RetiredRecord.objects.create(transcript=of, number=7, replaced_by=told.record)
    index()
    return of


def address(path, of):
    return path.format(slug=of.slug, speaker=Speaker.objects.get().slug, query=quote(SHORT, safe=""))


@pytest.mark.parametrize("path", [*SHOWING, *REFUSING])
def test_nothing_that_was_written_becomes_part_of_the_page(get, written, path):
    page = get(address(path, written))
    assert page.status < 500
    assert page.soup.select(f"script:not([src]):not([{DATA}]), [onmouseover], main script") == []
    for described in page.soup.select(f"script[{DATA}]"):  # data, which no browser runs; nothing in it may end it
        assert "<" not in described.string and json.loads(described.string)
    assert b"<script>" not in page.response.content


@pytest.mark.parametrize("path", SHOWING)
def test_it_is_shown_as_it_was_written(get, written, path):
    page = get(address(path, written))
    fields = " ".join(field.get("value", "") for field in page.soup.select("input"))
    assert "<script>" in page.text + fields


def test_a_title_stands_in_the_head_of_the_page_as_it_was_written(get, written):
    page = get(written.get_absolute_url())
    assert page.soup.title.get_text().startswith(HOSTILE)
    assert page.soup.select_one("meta[name=description]")["content"].startswith(HOSTILE)
