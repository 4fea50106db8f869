"""One statement or question-and-answer pair alone."""

import pytest
from django.utils.timezone import localdate

from archive.models import RetiredRecord
from tests import world


@pytest.fixture
def talks(db):
    return world.harbour_talks()


def address(of, number):
    return f"{of.get_absolute_url()}{number}/"


def test_a_statement_is_titled_by_who_makes_it(get, talks):
    page = get(address(talks, 1))
    assert page.h1 == "Statement by Ilse Marchetti"
    assert page.title.startswith("Statement by Ilse Marchetti, 18 April 2023")


def test_a_pair_is_titled_by_who_answers(get, talks):
    page = get(address(talks, 2))
    assert page.h1 == "Question to Ilse Marchetti"
    assert page.texts(".turn__words p") == ["What about the ferry line? ¶", "Belgrade has replied. The ferry will sail. ¶"]


def test_a_pair_with_two_who_answer_names_both(get, talks):
    other = world.answered("So do I.", "Lucien Farro")
    world.add(talks, world.asked("Agreed?"), world.answered("I agree.", world.MARCHETTI), other)
    assert get(address(talks, 4)).h1 == "Question to Ilse Marchetti and Lucien Farro"


def test_a_question_that_nobody_answers_says_so(get, talks):
    world.add(talks, world.asked("Anyone?"))
    assert get(address(talks, 4)).h1 == "Question without an answer"


def test_a_statement_by_nobody_known_says_so(get, talks):
    world.add(talks, world.said("A voice.", None))
    assert get(address(talks, 4)).h1 == "Statement by an unnamed speaker"


def test_it_shows_nothing_of_its_neighbours_but_links(get, talks):
    page = get(address(talks, 2))
    assert "tariffs" not in page.text
    assert page.links(".neighbours a") == [address(talks, 1), address(talks, 3)]


def test_the_ends_have_one_neighbour(get, talks):
    assert page_rels(get(address(talks, 1))) == ["next"]
    assert page_rels(get(address(talks, 3))) == ["prev"]


def page_rels(page):
    return [found["rel"][0] for found in page.soup.select(".neighbours a")]


def test_it_leads_to_its_place_in_the_transcript(get, talks):
    assert f"{talks.get_absolute_url()}#p3" in get(address(talks, 2)).links(".actions a")


def test_it_shows_the_words_that_were_read_as_a_country(get, talks):
    assert get(address(talks, 2)).texts(".evidence li") == ["Serbia Belgrade why Serbia"]


def test_it_says_its_one_address(get, talks):
    page = get(address(talks, 2), q="ferry")
    assert page.links("link[rel=canonical]") == [f"http://testserver{address(talks, 2)}"]


def test_it_describes_itself_by_its_first_words(get, talks):
    description = get(address(talks, 2)).soup.select_one("meta[name=description]")["content"]
    assert description == "Belgrade has replied. The ferry will sail."


def test_a_number_never_given_is_not_found(get, talks):
    assert get(address(talks, 99)).status == 404
    assert get(address(talks, 10**30)).status == 404


def test_a_retired_number_says_what_replaced_it(get, talks):
    RetiredRecord.objects.create(transcript=talks, number=9, replaced_by=talks.records.get(number=2))
    page = get(address(talks, 9))
    assert page.status == 410
    assert page.h1 == "Record 9 is no longer part of this transcript"
    assert page.links(".button") == [address(talks, 2)]


def test_a_retired_number_that_nothing_replaced_says_so(get, talks):
    RetiredRecord.objects.create(transcript=talks, number=9)
    page = get(address(talks, 9))
    assert page.status == 410
    assert "No other record replaced it" in page.text


def test_on_paper_it_has_its_address_with_the_revision_and_the_day_of_reading(get, talks):
    path = address(talks, 1)
    [printed] = get(path).texts(".printed")
    assert printed == f"http://testserver{path}, revision 1, read on {localdate().strftime('%-d %B %Y')}"
