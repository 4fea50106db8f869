"""A transcript too long for one page is shown by pages, and every address of a place in it leads there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Transcript
from archive.pages import page_breaks
from archive.signals import transcript_changed
from search.display import template_marks
from search.query.budget import MARKING
from tests import world


def long_transcript(records=450, text="The harbour of berth {} stays open."):
    """Make a transcript of so many statements, one paragraph each, numbered as their record."""
    made = (world.said(text.format(number), world.MARCHETTI) for number in range(1, records + 1))
    of = world.talk(*made, title="A very long sitting")
    of.refresh_from_db()
    return of


@pytest.fixture
def sitting(db):
    return long_transcript()


def numbers_on(page):
    return [int(found["id"][1:]) for found in page.soup.select(".paragraph")]


def test_every_record_stands_on_one_page(get, sitting):
    url = sitting.get_absolute_url()
    shown = [numbers_on(get(url, page=str(number))) for number in (1, 2, 3)]
    assert [len(numbers) for numbers in shown] == [200, 200, 50]
    assert sum(shown, []) == list(range(1, 451))


def test_a_page_says_where_it_stands(get, sitting):
    page = get(sitting.get_absolute_url(), page="2")
    assert page.texts(".part") == ["Page 2 of 3 : records 201 to 400 of 450."]
    assert "Records 450" in page.texts(".facts div")
    assert ", page 2" in page.title
    assert page.soup.select_one("meta[name=description]")["content"].endswith(
        "450 records, published by " + sitting.source.name + "."
    )


def test_pages_lead_to_each_other(get, sitting):
    url = sitting.get_absolute_url()
    first, second, third = (get(url, page=str(number), mentions="off") for number in (1, 2, 3))
    assert first.links("a[rel=next]") == [f"{url}?mentions=off&page=2"]
    assert first.links("a[rel=prev]") == []
    assert second.links("a[rel=prev]") == [f"{url}?mentions=off"]
    assert third.links("a[rel=next]") == []
    assert third.links("link[rel=prev]") == [f"{url}?mentions=off&page=2"]


def test_each_page_has_one_canonical_address(get, sitting):
    url = f"http://testserver{sitting.get_absolute_url()}"
    assert get(sitting.get_absolute_url(), page="1", q="berth").links("link[rel=canonical]") == [url]
    assert get(sitting.get_absolute_url(), p="201").links("link[rel=canonical]") == [f"{url}?page=2"]


def test_the_switch_of_countries_stays_on_the_page(get, sitting):
    page = get(sitting.get_absolute_url(), p="201")
    assert page.links("[data-mentions]") == [f"{sitting.get_absolute_url()}?mentions=off&page=2"]


@pytest.mark.parametrize(("asked", "first"), [("1", 1), ("200", 1), ("201", 201), ("٢٠١", 201), ("450", 401), ("r450", 401)])
def test_a_place_asked_for_is_on_the_page_shown(get, sitting, asked, first):
    assert numbers_on(get(sitting.get_absolute_url(), p=asked))[0] == first


@pytest.mark.parametrize("asked", ["451", "r451", "x", "-1", "²", "\x00", "9" * 40, "r", "rr1"])
def test_a_place_that_is_not_there_is_said(get, sitting, asked):
    page = get(sitting.get_absolute_url(), p=asked)
    assert page.status == 200
    assert "This transcript has no" in page.texts(".notice")[0]
    assert numbers_on(page)[0] == 1


@pytest.mark.parametrize(("asked", "first"), [("0", 1), ("x", 1), ("-1", 1), ("3", 401), ("4", 401), ("9" * 18, 401), ("٣", 401)])
def test_any_page_number_is_taken(get, sitting, asked, first):
    assert numbers_on(get(sitting.get_absolute_url(), page=asked))[0] == first


def test_a_paragraph_typed_leads_to_it(client, sitting):
    answer = client.get(sitting.get_absolute_url(), {"paragraph": "201"})
    assert answer.status_code == 302
    assert answer["Location"] == f"{sitting.get_absolute_url()}?p=201#p201"


def test_links_to_a_paragraph_say_it_to_the_server(get, sitting):
    url = sitting.get_absolute_url()
    assert get(url, page="2").links("#p201 a") == [f"{url}?p=201#p201"]
    assert f"{url}?p=201#p201" in get(f"{url}201/").links(".actions a")


def test_contents_are_those_of_the_page(get, sitting):
    page = get(sitting.get_absolute_url(), page="3")
    assert page.texts(".contents h2") == ["Contents of page 3"]
    assert page.links(".contents a") == [f"#p{number}" for number in range(401, 451)]


def test_why_leads_to_the_page(get, db):
    sitting = long_transcript(text="Serbia agreed on berth {}.")
    page = get(f"{sitting.get_absolute_url()}201/why/RS/")
    assert f"{sitting.get_absolute_url()}?p=201#p201" in page.links(".entry__foot a")


def test_a_result_leads_to_the_page(get, sitting, index):
    index()
    page = get("/search/", q="berth 444")
    assert page.links(".result__title a") == [f"{sitting.get_absolute_url()}?p=444&q=berth+444&result=1#p444"]


def test_what_fits_on_one_page_stays_as_it_was(get, db):
    of = long_transcript(records=200)
    page = get(of.get_absolute_url())
    assert len(numbers_on(page)) == 200
    assert page.soup.select(".part, .parts, [rel=next], [data-pages]") == []
    assert page.links("#p200 a") == ["#p200"]


def test_a_page_costs_the_same_whatever_the_transcript(client, db):
    counts = []
    for records in (210, 2100):
        url = long_transcript(records).get_absolute_url()
        for asked in ({"page": "2"}, {"p": "205"}):
            with CaptureQueriesContext(connection) as queries:
                client.get(url, asked)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 15


def one_turn(paragraphs, size=1000):
    """Make a transcript of a single statement, of paragraphs of one size, each of which mentions Serbia."""
    words = "\n\n".join(f"Serbia {n} ".ljust(size, "x") for n in range(paragraphs))
    of = world.talk(world.said(words, world.MARCHETTI), title="A very long speech")
    of.refresh_from_db()
    return of


def test_a_turn_too_long_for_a_page_goes_on_over_several(get, db):
    of = one_turn(700)
    count = len(of.page_starts)
    assert count > 2
    shown = [get(of.get_absolute_url(), page=str(number)) for number in range(1, count + 1)]
    assert sum((numbers_on(page) for page in shown), []) == list(range(1, 701))
    assert sum(len(page.soup.select(".mention")) for page in shown) == 700
    assert all(len(page.response.content) < 2 * page_breaks.ROOM for page in shown)
    last = numbers_on(get(of.get_absolute_url(), p="700"))
    assert last[-1] == 700
    assert shown[1].texts(".part") == [f"Page 2 of {count} : record 1 of 1."]


def test_a_turn_of_many_short_paragraphs_is_parted_too(db):
    words = [page_breaks.PagedTurn(1, 1, "\n\n".join(["No."] * 20_000))]
    assert len(page_breaks.starts_of(words)) > 9


def test_pages_part_records_only_where_they_must():
    words = [page_breaks.PagedTurn(record, record, "x" * 100_000) for record in range(1, 6)]
    assert [tuple(start) for start in page_breaks.starts_of(words)] == [(1, 1, 0), (3, 3, 0), (5, 5, 0)]


def test_nobody_speaking_is_no_page():
    assert page_breaks.starts_of([]) == []


def test_pages_are_laid_out_again_when_a_transcript_changes(db):
    of = long_transcript()
    of.records.filter(position__gt=150).delete()
    transcript_changed.send(sender=Transcript, transcript_id=of.pk)
    of.refresh_from_db()
    assert of.page_starts == []


def found_on(page):
    return [int(link.text.split()[-1]) for link in page.soup.select("nav[aria-label='Other pages with matches'] li a")]


def test_what_is_searched_is_found_on_every_page(get, sitting):
    page = get(sitting.get_absolute_url(), q="321")
    assert found_on(page) == [2]
    assert "321 stands on 1 other page" in page.texts("nav.hits p")
    assert "Nothing on this page matches" in " ".join(page.texts(".notice"))
    assert page.soup.select_one("nav.hits li a")["href"].endswith("?q=321&page=2")


def test_a_word_of_every_page_leads_to_all_others(get, sitting):
    assert found_on(get(sitting.get_absolute_url(), q="harbour")) == [2, 3]
    assert found_on(get(sitting.get_absolute_url(), q="harbour", page="2")) == [1, 3]


def test_a_phrase_is_found_as_a_phrase(get, sitting):
    assert found_on(get(sitting.get_absolute_url(), q='"berth 440 stays"')) == [3]
    assert found_on(get(sitting.get_absolute_url(), q='"440 berth"')) == []


def test_where_there_is_too_much_to_look_through_it_says_how_far_and_goes_on(get, sitting, monkeypatch):
    monkeypatch.setattr(template_marks, "A_PIECE", MARKING // 900)
    page = get(sitting.get_absolute_url(), q="440")
    assert found_on(page) == []
    assert "searched as far as page 2" in " ".join(page.texts("nav.hits p"))
    on = page.soup.find("a", string="Continue from page 2")["href"]
    assert found_on(get(on)) == [3]


@pytest.mark.parametrize("look", ["0", "-5", "999999", "²", "abc", ""])
def test_a_page_to_look_from_that_is_none_does_no_harm(get, sitting, look):
    assert get(sitting.get_absolute_url(), q="harbour", look=look).soup.select_one("nav.hits")


def test_a_short_transcript_is_not_looked_through_twice(get, db):
    short = long_transcript(records=3)
    assert not found_on(get(short.get_absolute_url(), q="harbour"))


def test_the_box_finds_in_this_transcript_without_scripts(get, sitting):
    box = get(sitting.get_absolute_url(), q="berth").soup.select_one("#find-in")
    assert (box["value"], box.find_parent("form")["action"]) == ("berth", sitting.get_absolute_url())
