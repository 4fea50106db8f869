"""Which transcript a file is another version of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.importing.importer import NeedsDecision, Outcome, import_transcript
from archive.models import Transcript
from archive.parsing.parsed import ParsedTranscript, Skipped
from tests.importing.identity.events import COURTESIES, misspelt, paragraphs
from tests.world import answered, asked, reading, said

pytestmark = pytest.mark.django_db
files = count(1)


def take(parsed: ParsedTranscript, name: str = "talk.txt", **more) -> Outcome:
    return import_transcript(f"file {next(files)}".encode(), name, parsed=parsed, **more)


def talk(*texts: str, head: str = "", **more) -> ParsedTranscript:
    """Return a statement with a question and an answer behind it, with a line of its own at its head."""
    turns = (
        said(texts[0], line=10),
        *(asked(text) if number % 2 else answered(text) for number, text in enumerate(texts[1:], 1)),
    )
    parsed = reading(*turns, **{"source_url": None, **more})
    return replace(parsed, skipped=(Skipped(head, 3, "around the talk"),)) if head else parsed


TEXT = paragraphs(7, 6)
OTHER = paragraphs(8, 6)


def both(one: ParsedTranscript, other: ParsedTranscript) -> str:
    """Import two files; return what came of the second."""
    take(one)
    return take(other).status


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.sampled_from(COURTESIES), min_size=1, max_size=6))
def test_events_of_one_day_that_share_courtesies_are_two(seed, shared):
    title = f"Doorstop {next(files)} by the old customs house"
    first = take(talk(*shared, *paragraphs(seed, 2), title=title))
    second = take(talk(*shared, *paragraphs(seed + 1, 2), title=title))
    assert (second.status, second.transcript.title) == ("created", first.transcript.title)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["typos", "moved", "added", "complete"]))
def test_a_small_edit_is_a_revision(seed, edit):
    title = f"Doorstop {next(files)} by the old customs house"
    text = paragraphs(seed, 5)
    changed = {
        "typos": [misspelt(part, seed) for part in text],
        "moved": [*text[2:], *text[:2]],
        "added": [*text[:2], *paragraphs(seed + 1, 1), *text[2:]],
        "complete": text,
    }
    first = take(talk(*(text[:3] if edit == "complete" else text), title=title))
    second = take(talk(*changed[edit], title=title), sparing=True)
    assert (second.status, second.transcript) == ("revised", first.transcript)


SIGNS = [
    ("10:30 a.m.", "3 p.m."),
    ("Time: 10:30", "Time: 15:00"),
    ("First sitting", "Second sitting"),
    ("Part 1", "Part 2"),
    ("Part I", "Part II"),
    ("Morning session", "Afternoon session"),
    ("2. Sitzung, 14 Uhr", "3. Sitzung, 16 Uhr"),
    ("Première partie", "Deuxième partie"),
    ("Первое заседание", "Второе заседание"),
    ("Venue: Old Harbour", "Venue: Customs House"),
]


@pytest.mark.parametrize(("one", "other"), SIGNS)
def test_signs_at_the_head_tell_two_events_apart_whatever_they_share(one, other):
    assert both(talk(*TEXT, head=one), talk(*TEXT, "One word more on the copper bridge of the island.", head=other)) == "created"


@pytest.mark.parametrize(("one", "other"), SIGNS)
def test_a_sign_that_only_one_of_them_has_says_nothing(one, other):
    assert both(talk(*TEXT), talk(*TEXT, "One word more on the copper bridge of the island.", head=other)) == "revised"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Posted March 3, 2021, 14:05", "Posted March 3, 2021, 17:20"),
        ("Updated 14:05", "Updated 17:20"),
        ("3 March 2021, 14:05", "3 March 2021, 17:20"),
    ],
)
def test_the_time_of_posting_is_not_that_of_the_event(one, other):
    assert both(talk(*TEXT, head=one), talk(*TEXT[:5], misspelt(TEXT[5], 1), head=other)) == "revised"


def test_times_beside_dates_that_differ_ask_for_nearly_all_the_words():
    one, other = "3 March 2021, 10:00", "3 March 2021, 19:00"
    assert both(talk(*TEXT[:4], *OTHER[:2], head=one), talk(*TEXT[:4], *OTHER[2:4], head=other)) == "created"


def test_two_places_tell_two_events_apart():
    assert both(talk(*TEXT, place="Port Vaska"), talk(*TEXT, "More.", place="Selene")) == "created"


@pytest.mark.parametrize("place", ["Port Vasca", "Customs House, Port Vaska", "port vaska", None])
def test_a_place_put_better_is_the_same_place(place):
    assert both(talk(*TEXT, place="Port Vaska"), talk(*TEXT, "More.", place=place)) == "revised"


def test_two_addresses_tell_two_events_apart():
    address = "https://mfa.vaska.example/news/{}"
    assert both(talk(*TEXT, source_url=address.format(1)), talk(*TEXT, "More.", source_url=address.format(2))) == "created"


def test_an_address_written_in_another_way_is_no_other():
    one, other = "http://www.mfa.vaska.example/news/1", "https://mfa.vaska.example/news/1/?utm_source=mail#top"
    assert both(talk(*TEXT, source_url=one), talk(*TEXT, "More.", source_url=other)) == "revised"


def test_another_source_is_another_transcript():
    assert both(talk(*TEXT), talk(*TEXT, publisher="Ministry of Foreign Affairs of Maravia")) == "created"


def test_a_daily_briefing_without_a_date_is_another_every_day():
    title, standing = "Daily briefing", paragraphs(1, 4)
    days = [take(talk(*standing, *paragraphs(10 + day, 6), title=title, date=None)) for day in range(5)]
    assert [day.status for day in days] == ["created"] * 5
    corrected = [*standing, *[misspelt(part, 5) for part in paragraphs(12, 6)]]
    again = take(talk(*corrected, title=title, date=None))
    assert (again.status, again.transcript) == ("revised", days[2].transcript)


def test_the_same_title_and_day_with_other_words_warns_of_the_other():
    first = take(talk(*TEXT)).transcript
    warning = next(one for one in take(talk(*OTHER)).transcript.warnings if one["code"] == "same-title")
    assert first.get_absolute_url() in warning["message"]


def test_a_title_with_a_slip_is_the_same_where_the_words_are():
    title = "Minister Ilka Moren’s remarks at the old customs house"
    assert both(talk(*TEXT, title=title), talk(*TEXT, "More.", title=title.replace("Ilka", "Illka"))) == "revised"


@pytest.mark.parametrize(
    "other", ["Remarks at the harbour, part 2", "Evening remarks at the harbour", "Remarks at the harbour 2"]
)
def test_a_title_with_another_number_or_time_is_another(other):
    assert both(talk(*TEXT, title="Remarks at the harbour, part 1"), talk(*TEXT, "More.", title=other)) == "created"


def test_a_file_without_title_is_known_by_its_words_whatever_its_name():
    take(talk(*TEXT, title=None), "talk.txt")
    assert take(talk(*TEXT[:5], misspelt(TEXT[5], 1), title=None), "copy of talk (2).txt").status == "revised"
    assert take(talk(*OTHER, title=None), "other.txt").status == "created"


def test_most_of_a_short_text_is_not_enough_where_courtesies_make_it_up():
    shared = ["Good morning, and thank you very much for coming here today.", "Question?", "Thank you very much."]
    assert both(talk(*shared, "Forty crates of onions came."), talk(*shared, "Nobody has counted the chairs.")) == "created"


def test_an_editor_may_say_that_it_is_another():
    take(talk(*TEXT))
    assert take(talk(*TEXT, "More."), apart=True).status == "created"
    assert Transcript.objects.count() == 2


def test_the_same_words_from_another_source_are_another_with_a_warning():
    first = take(talk(*TEXT)).transcript
    copy = take(talk(*TEXT, publisher="Ministry of Foreign Affairs of Maravia"))
    warning = next(one for one in copy.transcript.warnings if one["code"] == "nearly-same-words")
    assert (copy.status, copy.alike) == ("created", first.get_absolute_url())
    assert first.get_absolute_url() in warning["message"]


def test_the_same_text_under_another_date_waits_for_a_decision():
    first = take(talk(*TEXT, date=date(2021, 3, 8))).transcript
    with pytest.raises(NeedsDecision) as doubt:
        take(talk(*TEXT, date=date(2021, 3, 9)), sparing=True)
    assert doubt.value.transcript == first and "another date" in str(doubt.value)
    assert first.revisions.count() == 1
