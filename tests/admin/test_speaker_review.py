"""Speakers who are probably one person, doubtful names, and the authority table in the database."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from archive.importing.importer import import_transcript
from archive.models import OfficeHolder, Speaker, SpeakerAlias, SpeakerDecision
from archive.parsing.speakers.offices.authority import AuthorityError, read_authority, shipped_authority, write_authority
from archive.speakers import authority_table, review
from tests import rows

HEAD = "person,aliases,office,country,from,to,source\n"
PAGE = """---
title: A talk about the pier
source_url: https://www.whitehouse.gov/talks/{day}
date: 2022-03-{day:02}
---

{label}: We met this morning on day {day} and spoke of the pier.

Q: When will it open on day {day}?

{label}: In the spring, on day {day}.
"""


def take(label: str, day: int) -> None:
    import_transcript(PAGE.format(label=label, day=day).encode(), f"{day}.md")


def said(*args: str) -> str:
    out = StringIO()
    call_command("review_speakers", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def harlows(db) -> tuple[Speaker, Speaker]:
    take("Ilse Harlow", 1)
    take("Ilse K. Harlow", 2)
    one, other = Speaker.objects.order_by("pk")
    return one, other


class TestPairs:
    """Probable duplicates."""

    def test_a_middle_initial_makes_a_pair_and_its_evidence_is_told(self, harlows):
        [pair] = review.probable_pairs()
        assert {pair.one, pair.other} == set(harlows)
        assert "2 turns, 2022-03-01 to 2022-03-01" in said()

    def test_who_is_kept_apart_is_not_listed_again(self, harlows):
        said("--keep-apart", "ilse-k-harlow", "ilse-harlow")
        assert review.probable_pairs() == []
        assert SpeakerDecision.objects.count() == 1

    def test_merging_leaves_one(self, harlows):
        said("--merge", "ilse-harlow", "ilse-k-harlow")
        assert [speaker.slug for speaker in Speaker.objects.all()] == ["ilse-harlow"]
        assert review.probable_pairs() == []

    def test_an_address_that_is_nobodys_is_refused(self, harlows):
        with pytest.raises(CommandError, match="No speaker has the address"):
            said("--merge", "ilse-harlow", "nobody")

    @pytest.mark.parametrize(
        ("one", "other", "pair"),
        [
            ("Ilse Harlow", "Harlow Ilse", True),
            ("Ilse Harlow", "Ilse Harlov", True),
            ("I. Harlow", "Ilse Harlow", True),
            ("Ilse Harlow", "Anna Harlow", False),
            ("Ilse Harlow", "Tom Reed", False),
        ],
    )
    def test_names_that_may_be_one_persons(self, db, one, other, pair):
        for number, name in enumerate((one, other)):
            rows.person(name, f"s-{number}")
        assert bool(review.probable_pairs()) == pair

    @pytest.mark.parametrize(
        ("one", "other", "pair"),
        [
            ("ADMINISTRATOR HARLOW", "Ilse Harlow", True),
            ("DR. HARLOW", "MR. HARLOW", True),
            ("MS. HARLOW", "MR. HARLOW", False),
        ],
    )
    def test_a_surname_under_two_titles_at_one_publisher(self, db, one, other, pair):
        take(one, 1)
        take(other, 2)
        assert bool(review.probable_pairs()) == pair


@pytest.mark.parametrize(
    ("name", "doubtful"),
    [
        ("Ilse Harlow", False),
        ("Ludwig van der Bellen", False),
        ("Reuters", False),
        ("Varga Highlighting", True),
        ("SENIOR ADMINISTRATION OFFICIAL", True),
        ("Harbour CEO Oleg Tarasov", True),
        ("Pm4", True),
        ("Harlow", True),
        ("New Zealand", True),
        ("Ilse Harlow opens the pier", True),
    ],
)
def test_names_that_are_hardly_a_persons_are_doubted(name, doubtful):
    assert bool(review.doubt_of(name)) == doubtful


class TestPage:
    """The page in the admin."""

    def test_one_click_merges(self, admin_client, harlows):
        one, other = harlows
        page = admin_client.get(reverse("admin:archive_speaker_review"))
        assert "Ilse K. Harlow" in page.content.decode()
        answer = admin_client.post(page.request["PATH_INFO"], {"do": "merge", "one": one.pk, "other": other.pk})
        assert answer.status_code == 302
        assert list(Speaker.objects.all()) == [one]

    def test_one_click_keeps_apart(self, admin_client, harlows):
        one, other = harlows
        admin_client.post(reverse("admin:archive_speaker_review"), {"do": "apart", "one": one.pk, "other": other.pk})
        assert review.probable_pairs() == []
        assert Speaker.objects.count() == 2

    def test_one_click_lets_a_name_stand(self, admin_client, db):
        doubted = rows.person("Harlow")
        admin_client.post(reverse("admin:archive_speaker_review"), {"do": "right", "one": doubted.pk})
        assert review.doubtful_names() == []

    @pytest.mark.parametrize(
        "sent", [{}, {"do": "merge"}, {"do": "merge", "one": "x", "other": "1e9"}, {"do": "apart", "one": "¹"}]
    )
    def test_nonsense_changes_nothing(self, admin_client, harlows, sent):
        answer = admin_client.post(reverse("admin:archive_speaker_review"), sent)
        assert answer.status_code == 302
        assert Speaker.objects.count() == 2

    def test_it_takes_few_queries(self, admin_client, harlows, django_assert_max_num_queries):
        with django_assert_max_num_queries(15):
            admin_client.get(reverse("admin:archive_speaker_review"))

    def test_strangers_are_sent_away(self, client, db):
        assert client.get(reverse("admin:archive_speaker_review")).status_code == 302


class TestTable:
    """The authority table."""

    def test_what_is_shipped_is_whole_and_each_row_has_its_source(self):
        holders = shipped_authority().holders
        assert {"US", "GB", "FR", "RU", "SU", "CN", "DE", "JP", "IN", "TR", "UA", "AU", "EU", "NATO", "UN"} == {
            who.country for who in holders
        }
        assert all(who.source.startswith("http") and (who.end or who.checked) for who in holders)
        assert read_authority(write_authority(holders)) == list(holders)

    @pytest.mark.parametrize("office", ["President", "Prime Minister", "Premier", "Secretary of State", "Federal Chancellor"])
    def test_no_two_hold_one_office_for_longer_than_a_year(self, office):
        holders = [who for who in shipped_authority().holders if who.office == office]
        for one in holders:
            for other in holders:
                if one.country == other.country and one.start < other.start:
                    assert one.end is not None
                    assert one.end - other.start < dt.timedelta(days=365)

    @pytest.mark.parametrize(
        ("row", "fault"),
        [
            ("Ilse Harlow,,President,US,2021,2020,x", "left the office"),
            ("Ilse Harlow,,President,USA,2021,,x", "not a country code"),
            ("Ilse Harlow,,President,US,spring,,x", "is no day"),
            ("Ilse Harlow,,President,US,2021-02-31,,x", "is no day"),
            ("Ilse Harlow,,President,US,2021,,", "source is empty"),
            (",,President,US,2021,,x", "person is empty"),
        ],
    )
    def test_a_bad_row_is_named_and_nothing_is_loaded(self, db, row, fault):
        with pytest.raises(AuthorityError, match=rf"line 2: .*{fault}"):
            authority_table.load(f"{HEAD}{row}\n")
        assert not OfficeHolder.objects.exists()

    def test_a_month_or_a_year_is_its_first_and_last_day(self):
        [who] = read_authority(f"{HEAD}Ilse Harlow,,President,US,2021-02,2022,x\n")
        assert (who.start, who.end) == (dt.date(2021, 2, 1), dt.date(2022, 12, 31))

    def test_an_operators_table_replaces_the_shipped_one(self, db, tmp_path):
        file = tmp_path / "own.csv"
        file.write_text(f"{HEAD}Ilse Harlow,Илсе Харлоу,President,US,2021-01-20,,https://example.org\n", encoding="utf-8")
        call_command("load_authority", str(file), stdout=StringIO())
        take("THE PRESIDENT", 3)
        assert [speaker.name for speaker in Speaker.objects.all()] == ["Ilse Harlow"]

    def test_what_is_saved_can_be_loaded(self, db, tmp_path):
        call_command("save_authority", str(tmp_path / "all.csv"))
        call_command("load_authority", str(tmp_path / "all.csv"), stdout=StringIO())
        assert authority_table.stored_holders()
        assert set(authority_table.stored_holders()) == set(shipped_authority().holders)

    def test_forms_of_one_name_are_one_speaker(self, db):
        authority_table.load(f"{HEAD}Ilse Harlow,Ilse K. Harlow; Илсе Харлоу,President,US,2021-01-20,,https://example.org\n")
        take("Ilse K. Harlow", 4)
        take("Илсе Харлоу", 5)
        assert [speaker.name for speaker in Speaker.objects.all()] == ["Ilse Harlow"]
        assert SpeakerAlias.objects.filter(name="Ilse K. Harlow").exists()
