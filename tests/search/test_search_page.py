"""The search page, all values of a filter, and help."""

import pytest

from tests import world
from tests.pages.conftest import get, index, index_dir

__all__ = ["get", "index", "index_dir"]


@pytest.fixture
def talks(index):
    made = world.harbour_talks()
    heard = world.answered("The ferry is a question for Kenya & France, <b>not</b> for us.", world.FARRO, office="Envoy")
    world.talk(
        world.asked("And the ferry line?"),
        heard,
        title="Interview with Radio Lantern",
        date="2021-08-26",
        kind="interview",
        place="Dakar",
    )
    index()
    return made


def test_the_heading_says_the_count_and_the_query(get, talks):
    assert get("/search/", q="ferry").h1 == "2 records with ferry"
    assert get("/search/", q='"ferry line"', country="RS").h1 == "1 record with “ferry line”, mentioning Serbia"


def test_the_title_says_them_too(get, talks):
    assert get("/search/", q="ferry").title == "2 records with ferry · Chancery"


def test_without_a_question_it_shows_all_newest_first(get, talks):
    page = get("/search/")
    assert page.h1 == "All 4 records"
    assert len(page.soup.select(".result")) == 4
    assert page.texts(".choices [aria-current]") == ["Newest", "Full"]


def test_an_empty_archive_says_so(get, index):
    index()
    assert get("/search/").h1 == "No records yet"


def test_a_result_says_who_when_where_and_what(get, talks):
    page = get("/search/", q="kenya")
    assert page.texts(".result .entry__meta") == ["26 August 2021 · Interview · Dakar · Question and answer"]
    assert page.texts(".result__title") == ["And the ferry line?"]
    assert page.texts(".result__speakers") == ["Lucien Farro , Envoy"]
    assert sorted(page.texts(".result .tag__name")) == ["France", "Kenya"]


def test_a_result_shows_the_passage_with_the_words_marked(get, talks):
    page = get("/search/", q="kenya")
    assert page.texts(".result__passage mark") == ["Kenya"]
    assert "Kenya & France, <b>not</b> for us" in page.texts(".result__passage")[0]


def test_a_result_leads_to_the_very_paragraph_with_the_query(get, talks):
    (link,) = get("/search/", q="kenya").links(".result__title a")
    path, anchor = link.split("#")
    page = get(path)
    assert page.texts(f"#{anchor} mark") == ["Kenya"]


def test_a_passage_that_is_the_question_is_not_shown_twice_and_the_answer_begins_below(get, talks):
    page = get("/search/", q='"ferry line"', country="RS")
    assert page.texts(".result__title") == ["What about the ferry line ?"]
    assert page.texts(".result__title mark") == ["ferry line"]
    assert page.texts(".result__passage") == ["Belgrade has replied. The ferry will sail."]


def test_every_value_is_a_labelled_box_with_its_count(get, talks):
    page = get("/search/", q="ferry")
    boxes = {box["value"]: page.soup.select_one(f"label[for='{box['id']}']") for box in page.soup.select("[name=speaker]")}
    assert {value: " ".join(label.get_text(" ").split()) for value, label in boxes.items()} == {
        "ilse-marchetti": "Ilse Marchetti 1 record",
        "lucien-farro": "Lucien Farro 1 record",
    }


def test_all_fields_belong_to_the_one_form(get, talks):
    page = get("/search/", q="ferry")
    fields = page.soup.select(".filters input, .filters button")
    assert fields
    assert all(field["form"] == "search-form" for field in fields)


def test_chosen_values_are_ticked_and_their_facet_open(get, talks):
    page = get("/search/", place="dakar")
    (box,) = page.soup.select("[name=place][checked]")
    assert box["value"] == "dakar"
    assert box.find_parent("details").has_attr("open")


def test_chosen_filters_can_be_dropped_one_by_one(get, talks):
    page = get("/search/", q="ferry", country="RS", kind="qa_pair")
    assert page.texts(".chip") == [
        "Remove filter Country mentioned Serbia ×",
        "Remove filter Kind of record Question and answer ×",
    ]
    assert page.links(".chip")[0] == "/search/?q=ferry&kind=qa_pair"
    assert page.links(".chips__clear") == ["/search/?q=ferry"]


def test_bars_narrow_to_their_year_and_keep_the_rest(get, talks):
    page = get("/search/", q="ferry")
    assert page.links("svg a") == ["/search/?q=ferry&from=2021&to=2021", "/search/?q=ferry&from=2023&to=2023"]


def test_within_a_year_bars_are_months(get, talks):
    page = get("/search/", **{"from": "2023", "to": "2023"})
    assert page.texts(".chart__title") == ["Records per month, 2023"]
    assert page.links("svg a") == ["/search/?from=2023-04&to=2023-04"]


def test_dates_typed_stay_in_their_fields(get, talks):
    page = get("/search/", **{"from": "2023", "to": "2023-04"})
    assert [page.soup.select_one(f"#{name}")["value"] for name in ("from", "to")] == ["2023", "2023-04"]


def test_it_keeps_filters_when_sorting(get, talks):
    page = get("/search/", q="ferry", country="RS")
    assert "/search/?q=ferry&country=RS&sort=oldest" in page.links(".finding__bar a")


def test_the_order_chosen_is_kept_when_filters_are_applied(get, talks):
    page = get("/search/", q="ferry", sort="oldest")
    assert [field["value"] for field in page.soup.select("input[type=hidden][name=sort]")] == ["oldest"]
    assert page.texts(".result .entry__meta")[0].startswith("26 August 2021")


def test_pages_keep_the_search(get, talks, settings):
    settings.SEARCH_PAGE_SIZE = 1
    page = get("/search/", q="ferry", page="2")
    assert page.title == "2 records with ferry, page 2 · Chancery"
    assert page.links(".pagination a") == ["/search/?q=ferry", "/search/?q=ferry&page=2"]
    assert page.texts(".finding__range") == ["2 to 2 of 2"]


def test_nothing_found_says_what_was_searched_and_what_to_drop(get, talks):
    page = get("/search/", q="kenya", country="RS")
    assert page.h1 == "No records with kenya, mentioning Serbia"
    assert "Without country mentioned Serbia : 1 record" in page.text
    assert "/search/?q=kenya" in page.links(".nothing a")


def test_a_misspelt_word_is_put_right(get, talks):
    assert "/search/?q=ferry" in get("/search/", q="fery").links(".notice a, .nothing a")


def test_a_query_that_cannot_be_read_says_where(get, talks):
    page = get("/search/", q='"ferry line')
    assert any("quotation mark" in notice for notice in page.texts(".notice--problem"))


def test_a_date_that_is_none_says_how_to_write_one(get, talks):
    page = get("/search/", **{"from": "31/12/2023"})
    assert "2023-03-15" in page.texts(".notice--problem")[0]


HOSTILE = [
    "\x00",
    "'\"><script>alert(1)</script>",
    "🦭" * 900,
    "a" * 5000,
    "((((((",
    '"' * 99,
    "-",
    "*",
    "OR OR",
    "AND",
    "../../etc",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("key", ["q", "speaker", "country", "kind", "from", "sort", "page", "size", "unheard_of"])
def test_any_address_is_answered(get, talks, key, text):
    page = get("/search/", **{key: text})
    assert page.status == 200
    assert page.soup.select("main script") == []


@pytest.mark.parametrize("page_number", ["0", "-1", "999999999999999999999", "1.5", "٣"])
def test_any_page_number_is_answered(get, talks, page_number):
    page = get("/search/", q="ferry", page=page_number)
    assert page.status == 200
    assert page.soup.select(".result")


def test_crawlers_do_not_keep_searches(get, talks):
    assert "noindex" in get("/search/", q="ferry").soup.select_one("meta[name=robots]")["content"]


def test_all_values_of_a_filter_lead_back_to_the_search(get, talks):
    page = get("/search/values/country/", q="ferry")
    assert page.h1 == "Country mentioned"
    assert page.texts(".names__item") == [f"{name} 1 record · not {name}" for name in ("France", "Kenya", "Serbia")]
    assert page.links(".names__name")[0] == "/search/?q=ferry&country=FR"


def test_values_can_be_found_by_their_letters(get, talks):
    assert get("/search/values/country/", contains="ser").texts(".names__name") == ["Serbia"]
    assert "No value with zz occurs" in get("/search/values/country/", contains="zz").text


def test_a_chosen_value_says_so_and_can_be_dropped(get, talks):
    page = get("/search/values/country/", country="RS")
    (chosen,) = page.soup.select(".names__name[aria-current]")
    assert chosen["href"] == "/search/"
    assert "chosen" in page.texts(".names__item")[0]


def test_values_say_in_words_what_they_are_counted_among(get, talks):
    assert "among records by Ilse Marchetti." in get("/search/values/country/", speaker="ilse-marchetti").text


@pytest.mark.parametrize("text", HOSTILE)
def test_any_list_of_values_is_answered(get, talks, text):
    assert get("/search/values/place/", q=text, contains=text, order=text).status == 200


@pytest.mark.parametrize("key", ["nothing", "pk", "text"])
def test_a_filter_that_is_none_is_not_found(get, talks, key):
    assert get(f"/search/values/{key}/").status == 404


def test_hits_are_numbered_in_the_transcript_and_lead_from_one_to_the_next(get, talks):
    page = get(talks.get_absolute_url(), q="ferry -tariffs")
    assert [mark["id"] for mark in page.soup.select("mark")] == ["hit-1", "hit-2"]
    assert page.links(".hits__list a") == ["#hit-1", "#hit-2"]
    assert "2 places found for ferry -tariffs" in page.text


def test_a_hit_and_a_country_may_share_words(get, talks):
    page = get(talks.get_absolute_url(), q='"belgrade has"')
    assert page.texts("mark") == ["Belgrade has"]
    assert page.texts("mark .mention") == ["Belgrade"]


def test_a_transcript_without_a_hit_says_so(get, talks):
    assert "Nothing here matches" in get(talks.get_absolute_url(), q="zebra").text


def test_the_help_s_own_examples_can_be_searched(get, talks):
    page = get("/search/help/")
    for example in page.texts(".grammar code"):
        assert not get("/search/", q=example).soup.select(".notice--problem"), example


def test_what_was_withdrawn_is_not_shown_even_before_the_index_knows(get, talks):
    talks.state = "withdrawn"
    talks.save()
    assert get("/search/", q="sail").texts(".result") == []


def test_what_counts_as_mentioning_is_chosen_in_the_form_and_kept(get, talks):
    page = get("/search/", country=["KE", "FR"], country_mode="all", own="hidden")
    assert page.texts("select[form=search-form] option[selected]") == ["all of them", "named and seats", "anywhere", "left out"]
    assert page.soup.select("input[type=hidden][name=country_mode]") == []


def test_organisations_are_a_filter_of_their_own(get, talks):
    page = get("/search/")
    assert [box["value"] for box in page.soup.select("[name=org]")] == ["african-union"]


def test_a_long_filter_leads_to_all_its_values_from_a_to_z(get, talks, settings):
    settings.FACET_LENGTH = 1
    (link,) = get("/search/", q="ferry").links(".facet__more a[href*='values/country'][href*='order=name']")
    assert get(link).texts(".names__name") == ["France", "Kenya", "Serbia"]


def test_a_date_that_cannot_be_read_stays_in_its_field(get, talks):
    page = get("/search/", **{"from": "soon", "to": "2023"})
    assert [page.soup.select_one(f"#{name}")["value"] for name in ("from", "to")] == ["soon", "2023"]
    assert page.h1.startswith("No records")


def test_a_query_of_which_nothing_was_read_is_not_shown_a_second_time(get, talks):
    assert "highlighted part" not in get("/search/", q="country:Narnia").text
    assert "highlighted part" in get("/search/", q="ferry country:Narnia").text
