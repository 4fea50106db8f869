"""Transcripts and uploads are ordered and filtered by how sure their reading is."""

from __future__ import annotations

import pytest

from archive.importing.importer import import_transcript
from archive.models import Transcript, Upload
from archive.models.sureness import EVERY_LEVEL, Level, in_words
from tests.admin.desk import TALK

UPLOADS, TRANSCRIPTS = "/admin/archive/upload/", "/admin/archive/transcript/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(editor) -> None:
    """Three uploads that wait: doubtful, fairly sure and sure, in the order in which they came."""
    for number, confidence in enumerate((0.75, 0.3, 0.95)):
        Upload.objects.create(
            user=editor, file_name=f"{confidence}.txt", sha256=str(number), data=b"x", draft={}, confidence=confidence
        )


def shown(client, query: str = "") -> list[str]:
    return [upload.file_name for upload in client.get(f"{UPLOADS}?{query}").context["page"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["0.3.txt", "0.75.txt", "0.95.txt"]),
        ("order=sure", ["0.95.txt", "0.75.txt", "0.3.txt"]),
        ("order=newest", ["0.95.txt", "0.3.txt", "0.75.txt"]),
        ("sure=unsure", ["0.3.txt"]),
        ("sure=fair", ["0.75.txt"]),
        ("sure=sure&order=newest", ["0.95.txt"]),
        ("sure=nothing&order=no", ["0.3.txt", "0.75.txt", "0.95.txt"]),
    ],
)
def test_uploads_are_ordered_and_filtered(signed_in, waiting, query, names):
    assert shown(signed_in, query) == names


def test_the_list_says_how_many_there_are_of_each_and_which_is_shown(signed_in, waiting):
    choice = signed_in.get(f"{UPLOADS}?sure=fair&order=newest").context["choice"]
    assert [(link.words, link.number, link.chosen) for link in choice.levels] == [
        ("All", 3, False),
        ("Look closely", 1, False),
        ("Fairly sure", 1, True),
        ("Sure", 1, False),
    ]
    assert [link.words for link in choice.orders if link.chosen] == ["Newest first"]
    assert choice.levels[1].query == "sure=unsure&order=newest"


def test_the_next_page_keeps_what_was_chosen(signed_in, waiting, settings):
    settings.LIST_PAGE_SIZE = 1
    assert "?order=newest&amp;page=2" in signed_in.get(f"{UPLOADS}?order=newest").content.decode()


def test_a_level_without_uploads_is_said(signed_in, waiting):
    Upload.objects.filter(confidence__gte=0.9).delete()
    assert "No waiting upload is of this kind." in signed_in.get(f"{UPLOADS}?sure=sure").content.decode()


def test_the_list_costs_a_bounded_number_of_queries(signed_in, waiting, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        signed_in.get(f"{UPLOADS}?sure=fair")


def test_transcripts_are_ordered_and_filtered(signed_in):
    for day, confidence in ((17, 0.95), (18, 0.4)):
        outcome = import_transcript(TALK.replace("/17", f"/{day}").replace("May", f"week {day}").encode(), f"{day}.txt")
        Transcript.objects.filter(pk=outcome.transcript.pk).update(confidence=confidence, title=f"Talk {day}")
    page = signed_in.get(f"{TRANSCRIPTS}?sure=unsure").content.decode()
    assert ("Talk 18" in page, "Talk 17" in page, "Look closely (40%)" in page) == (True, False, True)
    column = 6  # title, state, date, records, kind and source stand before it; numbered from 1 behind the tick
    ordered = signed_in.get(f"{TRANSCRIPTS}?o={column + 1}").context["cl"].queryset
    assert [one.confidence for one in ordered] == [0.4, 0.95]


def test_every_confidence_is_of_one_level():
    for hundredths in range(101):
        level = Level.of(hundredths / 100)
        assert level.least <= hundredths / 100
        assert not [one for one in EVERY_LEVEL if level.least < one.least <= hundredths / 100]
    assert (in_words(0.9), in_words(0.899), in_words(0.0)) == ("Sure (90%)", "Fairly sure (90%)", "Look closely (0%)")
