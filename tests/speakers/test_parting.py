"""Two persons of one name: reported, split, remembered; and merged again."""

from __future__ import annotations

import pytest

from archive.backup.export import export_archive
from archive.backup.restore import restore_archive
from archive.importing.importer import import_transcript
from archive.models import FormerSpeakerSlug, Parting, Speaker, Transcript, Turn
from archive.parsing import parse_transcript
from archive.parsing.speakers.offices.office_matching import contradict
from archive.speakers import namesakes, registry
from archive.speakers.splitting import PartingRefused, SplitChoice, part

FISH = """Ministry of Fish of Quorvania

Interview with Zan Wick, Minister of Fish, Quorville, June {day}, 2018

Question: What of the herring on day {day}?

Zan Wick (Minister of Fish of Quorvania): The herring swims north in June.
"""
BOATS = """Embassy of Velbrania

Interview with Zan Wick, Ambassador, Velb, June {day}, 2018

Question: What of the boats on day {day}?

Zan Wick (Ambassador of Velbrania): The boats float as they did before.
"""
CAREER = """Embassy of Quorvania

Interview with Zan Wick, Ambassador, Velb, May {day}, 2016

Question: What of the nets on day {day}?

Zan Wick (Ambassador of Quorvania): The nets are mended in May.
"""
HOUSE = """House of Assembly of Quorvania

Debate on the harbour, June 9, 2018

John Smith (Minister of Finance): The harbour costs more than we have.

John Smith (Member for Vordane): It costs less than the Minister says.

John Smith (Minister of Finance): Then pay for it.
"""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Minister of Finance", "Member for Vordane"),
        ("Minister of Fish of Quorvania", "Ambassador of Velbrania"),
        ("President of Quorvania", "Foreign Minister of Velbrania"),
        ("Mayor of Orla", "Ambassador to Velbrania"),
    ],
)
def test_offices_of_two_persons_contradict(one, other):
    assert contradict(one, other)
    assert contradict(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Minister", "Minister of Finance"),
        ("Finance Minister", "Minister of Finance"),
        ("the Minister of Finance", "Acting Minister for Finance"),
        ("Secretary of Finance", "Minister of Finance"),
        ("Moderator", "Minister of Finance"),
        ("", "Minister of Finance"),
    ],
)
def test_offices_of_one_person_agree(one, other):
    assert not contradict(one, other)


def test_two_offices_of_one_name_within_a_file_are_told_of_with_the_line():
    parsed = parse_transcript(HOUSE.encode(), "house.txt")
    told = [warning for warning in parsed.warnings if warning.code == "possible-namesakes"]
    assert [(warning.line, "Member for Vordane" in warning.message) for warning in told] == [(7, True)]
    assert parsed.confidence < 1


def take(text: str, day: int = 1) -> Transcript:
    return import_transcript(text.format(day=day).encode(), f"{day}.txt").transcript


def one_of_two(name: str) -> Speaker:
    """Return the speaker that an editor has made of the two whom the importing kept apart."""
    kept, gone = Speaker.objects.filter(name=name).order_by("pk")
    registry.merge(kept, gone)
    FormerSpeakerSlug.objects.filter(speaker=kept).delete()
    return kept


def codes(transcript: Transcript) -> list[object]:
    return [warning["code"] for warning in transcript.warnings]


@pytest.fixture
def wick(db) -> Speaker:
    take(FISH)
    take(BOATS, 2)
    return one_of_two("Zan Wick")


@pytest.mark.django_db
class TestNamesakes:
    """Files of different publishers."""

    def test_other_office_other_publisher_other_country_are_told_of(self):
        assert namesakes.CODE not in codes(take(FISH))
        assert namesakes.CODE in codes(take(BOATS, 2))

    def test_they_stay_two_until_an_editor_says_otherwise(self):
        for day in (1, 3):
            take(FISH, day)
            take(BOATS, day + 1)
        fish, boats = Speaker.objects.filter(name="Zan Wick").order_by("pk")
        assert (fish.slug, boats.slug, boats.note) == (
            "zan-wick",
            "zan-wick-2",
            "Ambassador of Velbrania (Embassy of Velbrania)",
        )
        assert [Turn.objects.filter(speaker=speaker).count() for speaker in (fish, boats)] == [2, 2]
        registry.merge(fish, boats)
        take(BOATS, 6)
        assert list(Speaker.objects.filter(name="Zan Wick")) == [fish]

    def test_a_career_in_one_country_is_one_person(self):
        take(CAREER)
        assert namesakes.CODE not in codes(take(FISH))
        assert Speaker.objects.filter(name="Zan Wick").count() == 1

    def test_the_same_office_elsewhere_is_one_person(self):
        take(FISH)
        assert namesakes.CODE not in codes(take(FISH.replace("Ministry of Fish of Quorvania", "Embassy of Velbrania"), 3))

    def test_nobody_is_told_of_once_they_are_parted(self, wick):
        part(wick, SplitChoice(offices=["Ambassador of Velbrania"]), "")
        assert namesakes.CODE not in codes(take(BOATS, 4))
        assert namesakes.CODE not in codes(take(FISH, 4))


class TestParting:
    """One speaker made two."""

    @pytest.mark.parametrize("by", ["office", "source", "transcript"])
    def test_what_is_chosen_goes_and_the_rest_stays(self, wick, by):
        boats = Transcript.objects.get(source__name="Embassy of Velbrania")
        choices = {
            "office": SplitChoice(offices=["Ambassador of Velbrania"]),
            "source": SplitChoice(sources=[boats.source_id]),
            "transcript": SplitChoice(transcripts=[boats.pk]),
        }
        other = part(wick, choices[by], "Ambassador of Velbrania")
        assert (wick.slug, other.slug, other.note) == ("zan-wick", "zan-wick-2", "Ambassador of Velbrania")
        assert {turn.transcript for turn in Turn.objects.filter(speaker=other)} == {boats}
        assert Turn.objects.filter(speaker=wick).count() == 1

    @pytest.mark.parametrize("choice", [SplitChoice(), SplitChoice(offices=["Nobody"])])
    def test_nothing_chosen_is_refused(self, wick, choice):
        with pytest.raises(PartingRefused, match="Nothing is selected"):
            part(wick, choice, "")
        assert Speaker.objects.filter(name="Zan Wick").count() == 1

    def test_everything_chosen_is_refused(self, wick):
        with pytest.raises(PartingRefused, match="Leave at least one box unticked"):
            part(wick, SplitChoice(transcripts=list(Transcript.objects.values_list("pk", flat=True))), "")

    def test_later_files_follow(self, wick):
        other = part(wick, SplitChoice(offices=["Ambassador of Velbrania"]), "")
        assert speaker_of(take(BOATS, 5)) == other
        assert speaker_of(take(FISH, 5)) == wick

    @pytest.mark.parametrize("choose", ["office", "transcript"])
    def test_new_versions_follow(self, wick, choose):
        boats = Transcript.objects.get(source__name="Embassy of Velbrania")
        choice = SplitChoice(offices=["Ambassador of Velbrania"]) if choose == "office" else SplitChoice(transcripts=[boats.pk])
        other = part(wick, choice, "")
        import_transcript(BOATS.format(day=2).replace("float", "still float").encode(), "b.txt", transcript=boats)
        assert speaker_of(boats) == other

    def test_two_of_one_name_in_one_transcript_stay_two_in_its_next_version(self, db):
        house = take(HOUSE)
        smith = Speaker.objects.get(name="John Smith")
        other = part(smith, SplitChoice(offices=["Member for Vordane"]), "")
        import_transcript(HOUSE.replace("less", "far less").encode(), "b.txt", transcript=house)
        assert [turn.speaker for turn in house.turns.order_by("position")] == [smith, other, smith]

    def test_what_was_parted_is_parted_again(self, db):
        house = take(HOUSE.replace("Then pay", "Then you pay"))
        smith = Speaker.objects.get(name="John Smith")
        second = part(smith, SplitChoice(offices=["Member for Vordane"]), "")
        take(HOUSE.replace("harbour,", "harbour again,").replace("Member for Vordane", "Mayor of Orla"))
        third = part(smith, SplitChoice(offices=["Mayor of Orla"]), "")
        import_transcript(HOUSE.encode(), "b.txt", transcript=house)
        assert [turn.speaker for turn in house.turns.order_by("position")] == [smith, second, smith]
        assert Turn.objects.filter(speaker=third).count() == 1

    def test_merging_undoes_it(self, wick):
        other = part(wick, SplitChoice(offices=["Ambassador of Velbrania"]), "")
        registry.merge(wick, other)
        assert Parting.objects.count() == 0
        assert {turn.speaker for turn in Turn.objects.exclude(speaker=None)} == {wick}
        assert FormerSpeakerSlug.objects.get().slug == "zan-wick-2"
        assert speaker_of(take(BOATS, 6)) == wick

    def test_it_survives_export_and_restore(self, wick, tmp_path):
        part(wick, SplitChoice(offices=["Ambassador of Velbrania"]), "The ambassador")
        export_archive(tmp_path / "all.zip")
        restore_archive(tmp_path / "all.zip", replace=True)
        assert speaker_of(take(BOATS, 7)).note == "The ambassador"
        assert speaker_of(take(FISH, 7)).slug == "zan-wick"


def speaker_of(transcript: Transcript) -> Speaker:
    turn = transcript.turns.exclude(speaker=None).get()
    assert turn.speaker is not None
    return turn.speaker
