"""The page that splits a speaker in two, and the notices that lead there."""

from __future__ import annotations

import pytest

from archive.importing.importer import import_transcript
from archive.models import Parting, Speaker, Transcript, Turn, Upload
from tests.admin.desk import drop, file, filled_in, page_of, said
from tests.speakers.test_parting import BOATS, FISH, one_of_two

pytestmark = pytest.mark.django_db


@pytest.fixture
def wick(db) -> Speaker:
    for number, text in enumerate((FISH, BOATS), start=1):
        import_transcript(text.format(day=number).encode(), f"{number}.txt")
    return one_of_two("Zan Wick")


def page(speaker: Speaker, step: str = "part") -> str:
    return f"/admin/archive/speaker/{speaker.pk}/{step}/"


def test_the_page_of_a_speaker_tells_of_possible_namesakes(signed_in, wick):
    shown = signed_in.get(page(wick, "change")).content.decode()
    assert "Possible namesakes" in shown
    assert "Ambassador of Velbrania (Embassy of Velbrania)" in shown
    assert page(wick) in shown


def test_nothing_is_told_of_once_they_are_parted(signed_in, wick):
    signed_in.post(page(wick), {"office": "Ambassador of Velbrania"})
    for speaker in Speaker.objects.filter(name="Zan Wick"):
        assert "Possible namesakes" not in signed_in.get(page(speaker, "change")).content.decode()


def test_the_page_lists_offices_publishers_and_transcripts(signed_in, wick):
    shown = signed_in.get(page(wick)).content.decode()
    for text in ("Minister of Fish of Quorvania", "Embassy of Velbrania", "Interview with Zan Wick, Ambassador"):
        assert text in shown


@pytest.mark.parametrize("by", ["office", "source", "transcript"])
def test_what_is_ticked_goes_to_a_new_speaker(signed_in, wick, by):
    boats = Transcript.objects.get(source__name="Embassy of Velbrania")
    value = {"office": "Ambassador of Velbrania", "source": boats.source_id, "transcript": boats.pk}[by]
    answer = signed_in.post(page(wick), {by: value, "note": "Ambassador"}, follow=True)
    other = Speaker.objects.get(slug="zan-wick-2")
    assert answer.redirect_chain[-1][0] == page(other, "change")
    assert "To undo it, merge the two" in said(answer)
    assert (other.note, Turn.objects.get(speaker=other).transcript) == ("Ambassador", boats)


@pytest.mark.parametrize("ticked", [{}, {"transcript": "²"}, {"source": "9" * 40}, {"office": "x\x00"}, {"transcript": "-1"}])
def test_nothing_ticked_says_what_to_do(signed_in, wick, ticked):
    assert "Nothing is selected" in said(signed_in.post(page(wick), ticked))
    assert Speaker.objects.filter(name="Zan Wick").count() == 1


def test_whoever_may_not_change_speakers_is_kept_out(client, wick, django_user_model):
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    assert client.post(page(wick), {"office": "Ambassador of Velbrania"}).status_code == 403


def test_a_page_costs_as_many_queries_with_more_transcripts(signed_in, wick, django_assert_max_num_queries):
    for day in range(3, 9):
        import_transcript(FISH.format(day=day).encode(), f"{day}.txt")
    with django_assert_max_num_queries(15):
        signed_in.get(page(wick))
    with django_assert_max_num_queries(15):
        signed_in.get(page(wick, "change"))


def test_the_preview_tells_of_a_possible_namesake_and_remembers_a_new_speaker(signed_in):
    import_transcript(FISH.format(day=1).encode(), "fish.txt")
    drop(signed_in, file(BOATS.format(day=2), "boats.txt"))
    shown = signed_in.get(page_of(Upload.objects.get()))
    assert "Possible namesakes" in shown.content.decode()
    number = next(name for name, value in filled_in(shown).items() if value == "Zan Wick").split("-")[1]
    signed_in.post(page_of(Upload.objects.get()), {**filled_in(shown), f"speaker-{number}": "new", "do": "publish"})
    other = Speaker.objects.get(slug="zan-wick-2")
    assert Turn.objects.get(speaker=other).office == "Ambassador of Velbrania"
    assert import_transcript(BOATS.format(day=9).encode(), "later.txt").transcript.turns.get(speaker=other)
    assert Parting.objects.count() == 1
