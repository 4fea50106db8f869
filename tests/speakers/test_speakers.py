"""Who a printed name is."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from archive.models import FormerSpeakerSlug, Speaker, SpeakerAlias, Turn, archive_version
from archive.signals import transcript_changed
from archive.speakers import registry
from archive.speakers.names import Kind, display, fold, kind_of
from tests import rows
from tests.importing.test_importing import take
from tests.world import FERRY, GRAIN_ANSWER, news_conference, reading, said


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sergei Moren", "Sergey Moren"),
        ("Сергей Морен", "SERGEY MOREN"),
        ("Fyodor Lukashin", "Fedor Lukashin"),
        ("Dmitriy Vaskov", "Dmitri Vaskov"),
        ("Volodymyr Morensky", "Volodymyr Morenskyy"),
        ("Ilia Riabkin", "Ilya Ryabkin"),
        ("Ségolène Moren", "Segolene Moren"),
        ("Ilka O’Moren", "Ilka O'Moren"),
        ("Moren Jae-in", "Moren Jae In"),
        ("S.V. Moren", "S. V. Moren"),
        ("Dr. Ilka Moren", "Ilka Moren"),
        ("Foreign Minister Ilka Moren", "Ilka Moren"),
        ("Ilka Moren, Minister of Foreign Affairs", "Ilka Moren"),
        ("Ilka Moren (Minister of External Affairs)", "Ms. Ilka Moren"),
        ("Professor Moren", "PROF. MOREN"),
        ("The Guardian", "Guardian"),
        ("Brantes, Pollo", "Pollo Brantes"),
        ("BRANTES, Pollo", "Pollo Brantes"),
        ("Brantes, Pollo, Minister of Fish", "Pollo Brantes"),
        ("BRANTES, Pollo (Minister of Fish)", "Pollo Brantes"),
        ("van der Brantes, Maria", "Maria van der Brantes"),
        ("Brantes Lomas, Ana", "Ana Brantes Lomas"),
        ("Brantes, P. K.", "P. K. Brantes"),
    ],
)
def test_two_printings_of_one_name_meet(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("S. Moren", "Sergey Moren"),
        ("Ilka A. Moren", "Ilka Moren"),
        ("Ilka A. Moren", "Ilka B. Moren"),
        ("Mr. Moren", "Ms. Moren"),
        ("Brian Moren", "Bryan Moren"),
        ("Michal Moren", "Michael Moren"),
        ("Moren Ilka", "Ilka Moren"),
        ("Brindle Vashka, Minister", "Minister Brindle Vashka of Fish"),
        ("Smith, Reuters", "Reuters Smith"),
        ("Smith, Lantern Post", "Lantern Post Smith"),
        ("Smith, France", "France Smith"),
        ("Smith, Jr", "Jr Smith"),
        ("Smith, MP", "MP Smith"),
        ("Ilka Moren, Vordane", "Vordane Ilka Moren"),
        ("John Major", "John Minor"),
        ("Ilka Moren (Lakes)", "Ilka Moren (Harbour)"),
        ("Prof. Moren", "Dr. Moren"),
    ],
)
def test_names_that_may_be_two_people_stay_apart(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    "name",
    ["Question", "Q", "THE PRESIDENT", "Moderator", "SENIOR ADMINISTRATION OFFICIAL", "Question 3", "Audience members", "…"],
)
def test_an_office_or_a_part_is_nobody(name):
    assert kind_of(name) is Kind.NOBODY


@pytest.mark.parametrize("name", ["Mr. Moren", "PRESIDENT MOREN", "S. Moren", "Moren"])
def test_a_surname_alone_does_not_tell_who_it_is(name):
    assert kind_of(name) is Kind.SURNAME


@pytest.mark.parametrize("name", ["Ilka Moren", "TASS", "China Daily", "John Major", "Larry King"])
def test_a_name_of_its_own_tells_who_it_is(name):
    assert kind_of(name) is Kind.FULL


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("ILKA MOREN", "Ilka Moren"),
        ("SEAN O'MOREN", "Sean O'Moren"),
        ("MR. MCMOREN", "Mr. McMoren"),
        ("TASS", "TASS"),
        ("BBC NEWS", "BBC News"),
        ("> Ms. Ilka Moren", "Ilka Moren"),
        ("MOREN", "Moren"),
        ("Vice-President Ilka Moren", "Ilka Moren"),
        ("Ilka Moren, Minister of Foreign Affairs", "Ilka Moren"),
        ("Sir Ilka Moren’’", "Sir Ilka Moren"),
        ("The Meridian Post", "The Meridian Post"),
        ("Larry King", "Larry King"),
        ("Ilka VAN DER MOREN", "Ilka van der Moren"),
        ("MOREN Peter", "Moren Peter"),
        ("Peter McMOREN", "Peter McMoren"),
        ("JD Moren", "JD Moren"),
        ("RIA Novosti", "RIA Novosti"),
        ("RNZ", "RNZ"),
    ],
)
def test_capitals_get_their_usual_form(printed, shown):
    assert display(printed) == shown


@pytest.mark.django_db
class TestSpeakers:
    """What the database knows of names."""

    def test_two_spellings_lead_to_one_speaker(self):
        take(reading(said(FERRY, "Sergei Moren", "Sergei Moren")))
        take(reading(said(GRAIN_ANSWER, "SERGEY MOREN", "SERGEY MOREN"), source_url=None, title="Another"), data=b"other")
        assert [speaker.name for speaker in Speaker.objects.all()] == ["Sergei Moren"]

    def test_a_surname_is_one_person_within_a_source_only(self):
        take(reading(said(FERRY, "MR. MOREN", "MR. MOREN")))
        take(reading(said(GRAIN_ANSWER, "Mr. Moren", "Mr. Moren"), source_url=None, title="Another"), data=b"other")
        take(
            reading(said("Elsewhere.", "Mr. Moren", "Mr. Moren"), source_url=None, publisher="Presidency of Brenland"),
            data=b"third",
        )
        assert sorted(speaker.slug for speaker in Speaker.objects.all()) == ["mr-moren", "mr-moren-2"]

    def test_whoever_is_taken_for_somebody_by_a_surname_is_told(self):
        first = take(reading(said(FERRY, "MR. MOREN", "MR. MOREN")))
        second = take(reading(said(GRAIN_ANSWER, "Mr. Moren", "Mr. Moren"), source_url=None, title="Another"), data=b"other")
        assert (first.warnings, second.warnings) == (0, 1)
        assert (
            second.transcript.warnings[0]["message"]
            == "“Mr. Moren” is assumed to be the person of that name in other transcripts of this source."
        )

    def test_a_surname_that_the_authority_table_knows_is_that_person_on_that_day(self):
        """Two presidents of one surname under one publisher stay two, and neither is doubted."""
        printed = ("PRESIDENT MOREN", "PRESIDENT MOREN")
        now = take(reading(said(FERRY, *printed, known_as="Ilka Moren", office="President")))
        elder = reading(said(GRAIN_ANSWER, *printed, known_as="Tilo Moren", office="President"), source_url=None, title="In 1991")
        then = take(elder, data=b"other")
        assert [turn.speaker.name for turn in (*now.transcript.turns.all(), *then.transcript.turns.all())] == [
            "Ilka Moren",
            "Tilo Moren",
        ]
        assert (now.warnings, then.warnings) == (0, 0)

    def test_a_surname_that_the_table_knows_joins_the_full_name_printed_elsewhere(self):
        take(news_conference())
        take(
            reading(said("Elsewhere.", "MINISTER MOREN", "MINISTER MOREN", known_as="Ilka Moren"), source_url=None), data=b"other"
        )
        assert [speaker.name for speaker in Speaker.objects.all()] == ["Ilka Moren"]
        assert list(Turn.objects.filter(label="MINISTER MOREN").values_list("speaker__name", flat=True)) == ["Ilka Moren"]

    def test_an_editors_choice_goes_before_the_table(self):
        other = rows.person("Another Moren")
        parsed = reading(said(FERRY, "MINISTER MOREN", "MINISTER MOREN", known_as="Ilka Moren"))
        outcome = take(parsed, speakers={"MINISTER MOREN": other})
        assert outcome.transcript.turns.get().speaker == other

    def test_whom_an_editor_chose_needs_no_warning(self):
        moren = rows.person("Ilka Moren")
        for number, text in enumerate((FERRY, GRAIN_ANSWER)):
            parsed = reading(said(text, "Mr. Moren", "Mr. Moren"), source_url=None, title=f"Number {number}")
            outcome = take(parsed, data=text.encode(), speakers={"Mr. Moren": moren})
        assert outcome.warnings == 0

    def test_where_no_publisher_is_stated_a_surname_is_one_person_within_the_transcript_only(self):
        for data in (b"one", b"two"):
            take(reading(said(data.decode(), "Mr. Moren", "Mr. Moren"), source_url=None, publisher=None), data=data)
        assert Speaker.objects.count() == 2

    def test_a_chosen_speaker_takes_the_name_as_an_alias(self):
        moren = rows.person("Ilka Moren")
        take(reading(said(FERRY, "Ilka Morén-Vask", "Ilka Morén-Vask")), speakers={"Ilka Morén-Vask": moren})
        assert registry.resolve("ILKA MOREN VASK") == moren

    def test_an_alias_never_moves_by_itself(self):
        take(news_conference())
        other = rows.person("Another Ilka Moren", "ilka-moren-b")
        registry.add_alias(other, "Ilka Moren")
        assert registry.resolve("Ilka Moren").slug == "ilka-moren"

    def test_a_newswires_umlaut_is_found(self):
        take(reading(said(FERRY, "Jürgen Möhren", "Jürgen Möhren")))
        assert registry.resolve("Juergen Moehren") == registry.resolve("Jurgen Mohren") == Speaker.objects.get()

    def test_a_name_in_another_script_gets_an_address_too(self):
        take(reading(said(FERRY, "Илка Морен", "Илка Морен"), said(GRAIN_ANSWER, "小山", "小 山川")))
        assert sorted(speaker.slug for speaker in Speaker.objects.all()) == ["ilka-moren", "speaker"]

    @pytest.mark.parametrize(
        "printed", ["Brantes, Pollo", "BRANTES, Pollo", "BRANTES Pollo", "BRANTES, Pollo (Minister of Fish)"]
    )
    def test_a_surname_printed_first_leads_to_the_same_speaker(self, printed):
        take(reading(said(FERRY, "Pollo Brantes", "Pollo Brantes")))
        assert registry.resolve(printed) == Speaker.objects.get()

    def test_a_speaker_first_met_surname_first_is_found_and_shown_as_usual(self):
        take(reading(said(FERRY, "BRANTES, Pollo", "BRANTES, Pollo")))
        assert registry.resolve("Pollo Brantes").name == "Pollo Brantes"

    def test_names_are_looked_up_in_one_query(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            registry.resolve_all(["Ilka Moren", "Mr. Vask", "TASS"], "vaska")


@pytest.mark.django_db
class TestMerging:
    """Two speakers made one by an editor."""

    @pytest.fixture
    def two(self) -> tuple[Speaker, Speaker]:
        take(reading(said(FERRY, "Ilka Moren", "Ilka Moren"), said(GRAIN_ANSWER, "Ilka Vask-Moren", "Ilka Vask-Moren")))
        return Speaker.objects.get(slug="ilka-moren"), Speaker.objects.get(slug="ilka-vask-moren")

    def test_turns_and_aliases_move(self, two):
        registry.merge(*two)
        assert {turn.speaker for turn in Turn.objects.all()} == {two[0]}
        assert registry.resolve("Ilka Vask Moren") == two[0]
        assert SpeakerAlias.objects.count() == 2

    def test_the_old_address_leads_on_for_ever(self, two):
        third = rows.person("Third")
        registry.merge(*two)
        registry.merge(third, two[0])
        assert {former.slug: former.speaker for former in FormerSpeakerSlug.objects.all()} == {
            "ilka-vask-moren": third,
            "ilka-moren": third,
        }

    def test_a_former_address_is_given_to_nobody_else(self, two):
        registry.merge(*two)
        assert registry.free_slug("Ilka Vask-Moren") == "ilka-vask-moren-2"

    def test_listeners_hear_of_the_transcripts_touched(self, two):
        heard = []

        def hear(sender, transcript_id, **more):
            heard.append(transcript_id)

        transcript_changed.connect(hear)
        before = archive_version.current()
        registry.merge(*two)
        transcript_changed.disconnect(hear)
        assert (heard, archive_version.current()) == ([Turn.objects.first().transcript_id], before + 1)

    def test_the_admin_log_tells_both_halves(self, two):
        registry.merge(*two, user=User.objects.create_user("editor"))
        assert [entry.change_message for entry in LogEntry.objects.order_by("pk")] == [
            "Merged “Ilka Vask-Moren” (ilka-vask-moren) into this speaker.",
            "Merged into “Ilka Moren” (ilka-moren).",
        ]

    def test_nobody_is_merged_into_himself(self, two):
        with pytest.raises(ValueError, match="into itself"):
            registry.merge(two[0], two[0])

    @pytest.mark.parametrize("gone", [0, 1])
    def test_who_was_merged_by_another_meanwhile_is_not_merged_again(self, two, gone):
        other = registry.ensure(["Oda Lindqvar"])["Oda Lindqvar"]
        registry.merge(other, Speaker.objects.get(pk=two[gone].pk))
        before = archive_version.current()
        with pytest.raises(registry.SpeakerGone, match="in the meantime; nothing was changed"):
            registry.merge(*two)
        assert archive_version.current() == before
        assert not Turn.objects.filter(speaker=two[gone]).exists()
