"""A whole transcript, and the list of all."""

import pytest
from django.db import connection

from archive.mentions import decisions
from tests import rows, world


@pytest.fixture
def talks(db):
    return world.harbour_talks()


def test_it_shows_what_is_known_of_the_event(get, talks):
    page = get(talks.get_absolute_url())
    assert page.h1 == talks.title
    assert page.texts(".facts div") == [
        "Date 18 April 2023",
        "Place Port Selene",
        "Published by Ministry of External Affairs of Maravia",
        "Records 3",
    ]


def test_it_links_to_its_source(get, talks):
    assert talks.source_url in get(talks.get_absolute_url()).links(".actions a")


def test_every_turn_says_its_role_in_words(get, talks):
    roles = get(talks.get_absolute_url()).texts(".turn__role")
    assert roles == ["Statement", "Question", "Answer", "Question", "Answer"]


def test_a_turn_names_its_speaker_and_the_office_at_the_time(get, talks):
    assert get(talks.get_absolute_url()).texts(".turn__head")[0] == "Statement Ilse Marchetti Minister"


def test_an_asker_without_a_name_is_not_called_question_twice(get, talks):
    assert get(talks.get_absolute_url()).texts(".turn__head")[1] == "Question"


def test_an_asker_with_a_name_keeps_it(get, talks):
    assert get(talks.get_absolute_url()).texts(".turn__head")[3] == "Question The Meridian"


def test_a_name_printed_in_part_is_followed_by_the_whole_one(get, talks):
    turn = world.answered("Yes.", "MINISTER", speaker=world.MARCHETTI)
    world.add(talks, world.asked("Really?"), turn)
    assert get(talks.get_absolute_url()).texts(".turn__head")[-1] == "Answer MINISTER Ilse Marchetti"


def test_contents_lead_to_each_question(get, talks):
    page = get(talks.get_absolute_url())
    assert page.texts(".contents li")[1:] == ["What about the ferry line?", "And the tariffs?"]
    assert page.links(".contents a") == ["#p1", "#p3", "#p5"]


def test_every_paragraph_has_its_permanent_number(get, talks):
    page = get(talks.get_absolute_url())
    assert [found["id"] for found in page.soup.select(".paragraph")] == ["p1", "p2", "p3", "p4", "p5", "p6"]
    assert page.links("#p2 a") == ["#p2"]


def test_countries_are_marked_with_how_they_are_meant(get, talks):
    page = get(talks.get_absolute_url())
    titles = [(found.get_text(), found["title"]) for found in page.soup.select(".mention")]
    assert titles[:2] == [("Serbia", "Serbia (named)"), ("Belgrade", "Serbia (seat of government)")]


def test_marks_can_be_switched_off_by_a_link(get, talks):
    page = get(talks.get_absolute_url())
    assert page.links("[data-mentions]") == [f"{talks.get_absolute_url()}?mentions=off"]
    off = get(talks.get_absolute_url(), mentions="off")
    assert off.soup.select(".mention") == []
    assert off.links("[data-mentions]") == [talks.get_absolute_url()]


def test_a_rejected_mention_is_not_marked(get, talks):
    talks.turns.first().mentions.update(rejected=True)
    assert get(talks.get_absolute_url()).texts(".mention")[0] == "Belgrade"


def test_a_place_read_in_two_ways_is_marked_once_and_says_both(get, talks):
    turn = world.said("We spoke of Crimea.", world.MARCHETTI)
    of = world.talk(turn)
    marks = get(of.get_absolute_url()).soup.select(".mention")
    assert [mark["title"] for mark in marks] == ["Crimea (disputed place), Ukraine (place)"]


def test_hostile_words_stay_words(get, db):
    turn = world.said(world.HOSTILE, world.HOSTILE, office=world.HOSTILE, notes=(world.HOSTILE,))
    of = world.talk(turn, title=world.HOSTILE, place=world.HOSTILE)
    decisions.add(of, "alert", "RS")
    page = get(of.get_absolute_url())
    assert page.h1 == world.HOSTILE
    assert "".join(page.soup.select_one(".paragraph").find_all(string=True, recursive=True)).startswith(world.HOSTILE)
    assert page.soup.select("main script, [onmouseover]") == []


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_public_shows_nothing(get, talks, state):
    talks.state = state
    talks.save()
    for path in ("", "original/", "1/"):
        page = get(talks.get_absolute_url() + path)
        assert page.status == {"draft": 404, "withdrawn": 410}[state]
        assert "ferry" not in page.text


def test_a_document_in_which_nobody_speaks_says_so(get, db):
    assert "Nobody speaks" in get(rows.without_records().get_absolute_url()).text


def test_a_transcript_that_never_was_is_not_found(get):
    assert get("/t/never/").status == 404


def test_the_original_is_handed_out_as_it_came_in(client, talks):
    data = b"\xff\xfe<html><script>alert(1)</script>"
    world.revise(talks, data, "later.html")
    answer = client.get(f"{talks.get_absolute_url()}original/")
    assert answer.content == data
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="later.html"'
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ['a"b\r\nSet-Cookie: x=1.txt', "../../etc/passwd", "C:\\x\\y.txt", "Протокол.txt", "\x00\x01"])
def test_an_odd_file_name_breaks_no_header(client, talks, name):
    kept = name.replace("\x00", "") if connection.vendor == "postgresql" else name  # which stores none
    world.revise(talks, name.encode(), kept)
    answer = client.get(f"{talks.get_absolute_url()}original/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "/" not in answer["Content-Disposition"].replace("utf-8''", "")


def test_the_list_is_newest_first_with_counts(get, talks):
    world.talk(title="An older one", date="2001-01-01")
    page = get("/t/")
    assert page.texts(".entry__title") == [talks.title, "An older one"]
    assert page.texts(".entry__foot")[0].endswith("3 records")


def test_the_list_narrows_by_year_and_kind(get, talks):
    world.talk(title="An older one", date="2001-01-01", kind="speech")
    assert get("/t/", year="2001").texts(".entry__title") == ["An older one"]
    assert get("/t/", kind="news_conference").texts(".entry__title") == [talks.title]
    assert "No transcript" in get("/t/", year="2001", kind="news_conference").text


def test_the_list_says_in_its_title_what_it_shows(get, talks):
    assert get("/t/", year="2023", kind="speech").title.startswith("Transcripts: 2023 · Speech")


@pytest.mark.parametrize(
    "query", [{"page": "99999999999999999999"}, {"page": "-1"}, {"page": "x"}, {"year": "\x00"}, {"kind": "\x00"}]
)
def test_the_list_takes_any_address(get, talks, query):
    page = get("/t/", **query)
    assert page.status == 200
    assert talks.title in page.text


@pytest.mark.parametrize("query", [{"year": "1066"}, {"year": "²"}, {"kind": "picnic"}, {"year": "2023", "kind": "?"}])
def test_a_year_or_kind_that_is_not_known_lists_nothing(get, talks, query):
    page = get("/t/", **query)
    assert talks.title not in page.text
    assert "No transcripts of this year and kind" in page.text


def test_a_year_may_be_written_in_any_digits(get, talks):
    assert talks.title in get("/t/", year="٢٠٢٣").text


def test_the_list_has_pages_that_keep_the_choice(get, db, settings):
    settings.LIST_PAGE_SIZE = 2
    for number in range(5):
        world.talk(title=f"Number {number}")
    page = get("/t/", year="2023", page="2")
    assert page.texts(".pagination [aria-current]") == ["Page 2"]
    assert page.links(".pagination a") == ["/t/?year=2023", "/t/?year=2023&page=2", "/t/?year=2023&page=3"]
