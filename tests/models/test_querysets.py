"""Questions to the archive in the domain's words."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.importing.importer import import_transcript, set_state
from archive.models import Record, Speaker, Transcript
from archive.signals import transcript_removed
from archive.text.paragraphs import paragraphs_of
from tests.world import FERRY, news_conference, reading, said

pytestmark = pytest.mark.django_db

DAYS = [dt.date(2020, 1, 1), None, dt.date(2022, 6, 30)]


def undated_and_dated() -> list[Transcript]:
    """Return three transcripts: of 2020, without date, of 2022."""
    return [
        import_transcript(
            str(day).encode(), "x.txt", parsed=reading(said(f"{FERRY} {day}"), title=f"Of {day}", source_url=None, date=day)
        ).transcript
        for day in DAYS
    ]


def test_only_published_is_published():
    old, undated, new = undated_and_dated()
    set_state(old, "withdrawn")
    set_state(new, "draft")
    assert list(Transcript.objects.published()) == [undated]
    assert [record.transcript for record in Record.objects.published()] == [undated]


def test_newest_first_leaves_the_undated_to_the_end():
    old, undated, new = undated_and_dated()
    assert list(Transcript.objects.newest_first()) == [new, old, undated]


def test_whoever_deletes_a_transcript_the_world_hears_of_it():
    transcript = import_transcript(b"x", "x.txt", parsed=news_conference()).transcript
    records = list(transcript.records.values_list("pk", flat=True))
    heard = []

    def hear(sender, transcript_id, record_ids, **more):
        heard.append((transcript_id, record_ids))

    transcript_removed.connect(hear)
    pk = transcript.pk
    Transcript.objects.all().delete()
    transcript_removed.disconnect(hear)
    assert heard == [(pk, records)]


def test_addresses_are_of_slug_and_number():
    transcript = import_transcript(b"x", "x.txt", parsed=news_conference()).transcript
    record = transcript.records.last()
    assert record.get_absolute_url() == f"{transcript.get_absolute_url()}4/" == f"/t/{transcript.slug}/4/"
    assert Speaker.objects.get().get_absolute_url() == "/speakers/ilka-moren/"


def test_a_turn_gives_its_paragraphs_with_number_and_place():
    import_transcript(b"x", "x.txt", parsed=news_conference())
    turn = Record.objects.get(number=2).turns.last()
    assert [(part.number, turn.text[part.start : part.end]) for part in turn.numbered_paragraphs()] == [
        (3, turn.text.split("\n\n")[0]),
        (4, turn.text.split("\n\n")[1]),
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One.", ["One."]),
        ("One.\n\nTwo,\nstill two.\n \t\n\n\n  Three. \n", ["One.", "Two,\nstill two.", "Three."]),
        (" \n\n ", []),
    ],
)
def test_blank_lines_part_paragraphs(text, parts):
    found = paragraphs_of(text)
    assert [part.text for part in found] == parts
    assert all(text[part.start : part.end] == part.text for part in found)
