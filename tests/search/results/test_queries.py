from __future__ import annotations

import pytest
from django.http import QueryDict

from archive.models import Mention, Transcript
from search.display import result_rows
from search.index.queue import drain, engine, queue, waiting
from search.index.repairing import BeingRepaired, ask
from search.query.params import SearchParams
from search.results import all_values, next_searches, run_search
from tests.world import answered, archive, asked, crowd, talk


@pytest.fixture
def world(indexed):
    made = archive()
    indexed(made.conference, made.interview, made.undated)
    return made


def search(query=""):
    return run_search(SearchParams.from_querydict(QueryDict(query)))


def found(query):
    return [hit.record_id for hit in search(query).hits]


def facet(results, key):
    return next(facet for facet in results.facets if facet.key == key)


def counts(results, key):
    return {value.value: value.count for value in facet(results, key).values}


def test_everything_comes_newest_first_and_undated_last(world):
    results = search()
    assert results.total == 5
    assert results.hits[0].record_id == world.harbour.pk
    assert results.hits[-1].date is None
    assert (results.first, results.last, results.in_words) == (1, 5, "")


def test_a_hit_says_all_that_its_line_needs(world):
    (hit,) = search("q=%22strategic+stability%22").hits
    assert (hit.kind, hit.kind_label, hit.event_label) == ("qa_pair", "Question and answer", "News conference")
    assert (hit.title, hit.place, hit.date.isoformat()) == ("News conference in Port Selene", "Port Selene", "2023-04-18")
    assert [(who.name, who.url, who.office) for who in hit.speakers] == [
        ("Ilse Marchetti", "/speakers/ilse-marchetti/", "Minister of External Affairs")
    ]
    assert hit.question == "What is left of strategic stability?"
    assert [(country.code, country.name) for country in hit.countries] == [("RS", "Serbia")]
    assert hit.countries[0].why_url == f"/t/{world.conference.slug}/1/why/RS/"
    assert hit.record_url == f"/t/{world.conference.slug}/1/"


def test_a_hit_shows_the_countries_mentioned_most_and_those_chosen_and_counts_the_others(world):
    spoken = world.grain.turns.latest("position")
    for code, times in zip(("FR", "DE", "IT", "ES", "PL", "SE", "NO"), (9, 8, 7, 6, 5, 4, 3), strict=True):
        for start in range(times):
            Mention.objects.create(
                turn=spoken, record=world.grain, code=code, layer="named", rule="name", start=start, end=start + 5
            )
    (hit,) = search("q=grain").hits
    assert [country.code for country in hit.countries] == ["FR", "DE", "IT", "ES", "PL", "SE"]
    assert hit.country_codes == ("FR", "DE", "IT", "ES", "PL", "SE", "NO", "TD", "RS")
    assert hit.more_countries == 3
    (hit,) = search("q=grain&country=TD").hits
    assert [country.code for country in hit.countries] == ["FR", "DE", "IT", "ES", "PL", "TD"]


def test_a_hit_shows_and_links_the_paragraph_that_says_most(world):
    (hit,) = search("q=%22strategic+stability%22+talks").hits
    assert hit.passage == "<mark>Strategic stability</mark> is the end of all our <mark>talks</mark> with Serbia."
    assert hit.url == f"/t/{world.conference.slug}/?q=%22strategic+stability%22+talks#p3"


def test_excluded_words_are_neither_found_nor_marked(world):
    assert found("q=talks+-stability") == [world.opening.pk]
    assert "security" in search("q=talks+-stability").hits[0].passage
    assert "<mark>security" not in search("q=talks+-stability").hits[0].passage


def test_a_country_without_words_shows_where_it_is_mentioned(world):
    hits = {hit.record_id: hit for hit in search("country=RS").hits}
    assert hits[world.stability.pk].passage.startswith("Strategic stability")
    assert hits[world.stability.pk].url.endswith("/#p3")


def test_values_of_one_facet_add_up_and_facets_narrow_each_other(world):
    assert set(found("country=RS&country=TD")) == {world.stability.pk, world.grain.pk, world.harbour.pk}
    assert found("country=RS&country=TD&speaker=lucien-farro") == [world.grain.pk]


def test_counts_ignore_their_own_facets_choice(world):
    results = search("country=RS")
    assert counts(results, "country") == {"RS": 2, "TD": 2}
    assert counts(results, "speaker") == {"ilse-marchetti": 1, "lucien-farro": 1}


def test_facets_have_names_addresses_and_say_what_is_chosen(world):
    country = facet(search("q=grain&country=RS"), "country")
    chosen, other = country.values
    assert (chosen.label, chosen.selected, chosen.url) == ("Serbia", True, "/search/?q=grain")
    assert (other.label, other.selected, other.url) == ("Chad", False, "/search/?q=grain&country=RS&country=TD")
    assert (country.clear_url, country.all_url) == ("/search/?q=grain", "/search/values/country/?q=grain&country=RS")
    assert country.asked == (chosen,)


def test_a_long_facet_shows_the_most_frequent_and_all_that_are_chosen(indexed, settings):
    settings.FACET_LENGTH = 3
    crowd(5)
    indexed(*Transcript.objects.all())
    assert [value.value for value in facet(search("speaker=person-004"), "speaker").values] == [
        "person-004",
        "person-000",
        "person-001",
    ]
    assert facet(search(), "speaker").size == 5
    chosen = "&".join(f"speaker=person-00{number}" for number in range(5))
    assert len(facet(search(chosen), "speaker").values) == 5


def test_all_values_of_a_facet_can_be_sorted_and_searched(world):
    params = SearchParams(q="security").toggle("kind", "statement")
    assert [(value.label, value.count) for value in all_values(params, "speaker", "name").values] == [
        ("Ilse Marchetti", 1),
        ("Lucien Farro", 1),
    ]
    assert [value.label for value in all_values(SearchParams(), "speaker").values] == ["Ilse Marchetti", "Lucien Farro"]
    assert [value.label for value in all_values(SearchParams(), "speaker", contains="FARR").values] == ["Lucien Farro"]


def drawn(query=""):
    return search(query).histogram


def test_the_histogram_has_years_and_the_months_of_a_chosen_one(world):
    by_year = drawn()
    assert (by_year.unit, [(bar.label, bar.count) for bar in by_year.bars]) == ("year", [("2023", 3), ("2024", 1)])
    by_month = drawn("from=2023&to=2023")
    assert by_month.unit == "month"
    assert [bar.label for bar in by_month.bars if bar.count] == ["Apr"]
    april = by_month.bars[3]
    assert (april.start, april.selected, april.url) == ("2023-04", True, "/search/?from=2023-04&to=2023-04")
    assert (by_month.wider, by_month.wider_url) == ("all years", "/search/")


def test_the_histogram_has_the_days_of_a_chosen_month(world):
    by_day = drawn("q=grain+OR+stability&from=2023-04&to=2023-04")
    assert (by_day.unit, len(by_day.bars), by_day.bars[0].start, by_day.bars[-1].label) == ("day", 30, "2023-04-01", "30")
    (day,) = (bar for bar in by_day.bars if bar.count)
    assert (day.label, day.count, day.url) == ("18", 2, "/search/?q=grain+OR+stability&from=2023-04-18&to=2023-04-18")
    assert (by_day.wider, by_day.wider_url) == ("all of 2023", "/search/?q=grain+OR+stability&from=2023&to=2023")
    assert [bar.count for bar in drawn("from=2023-04-03&to=2023-04-20").bars if bar.count] == [3]
    assert drawn("from=2024-02&to=2024-02").bars[-1].start == "2024-02-29"


def test_a_bar_narrows_and_the_chosen_one_widens_again(world):
    assert drawn().bars[0].url == "/search/?from=2023&to=2023"
    (day,) = (bar for bar in drawn("from=2023-04-18&to=2023-04-18").bars if bar.selected)
    assert day.url == "/search/"


def test_what_has_no_date_is_counted_beside_the_histogram_and_can_be_searched(world):
    by_year = drawn("q=security")
    assert (by_year.undated, by_year.undated_url) == (1, "/search/?q=security&dated=no")
    assert drawn("q=security&from=2023&to=2023").undated_url == by_year.undated_url
    results = search("q=security&dated=no")
    assert ([hit.date for hit in results.hits], results.in_words) == ([None], "with security, without a date")
    assert [(chip.label, chip.text) for chip in results.chips] == [("Date", "not known")]
    assert search("not_dated=no").total == 4
    assert search("not_dated=no").in_words == "with a date"
    assert (drawn("q=grain").undated, drawn("q=grain").undated_url) == (0, "")


def test_chips_say_what_narrows_and_lead_to_the_search_without_it(world):
    chips = search("q=grain&country=RS&event=interview&from=2023&to=2024").chips
    assert [(chip.label, chip.text) for chip in chips] == [
        ("Country mentioned", "Serbia"),
        ("Kind of event", "Interview"),
        ("Date", "2023–2024"),
    ]
    assert chips[0].remove_url == "/search/?q=grain&event=interview&from=2023&to=2024"
    assert chips[2].remove_url == "/search/?q=grain&country=RS&event=interview"


def test_it_says_the_search_in_words(world):
    results = search("q=grain&speaker=lucien-farro&country=RS&source=ministry-of-external-affairs-of-maravia&place=port-selene")
    assert results.in_words == (
        "with grain, by Lucien Farro, mentioning Serbia, published by Ministry of External Affairs of Maravia, in Port Selene"
    )


def test_pages_follow_each_other(world):
    first, second, third = (search(f"size=2&page={page}") for page in (1, 2, 3))
    assert [(page.first, page.last, page.total) for page in (first, second, third)] == [(1, 2, 5), (3, 4, 5), (5, 5, 5)]
    ids = [hit.record_id for page in (first, second, third) for hit in page.hits]
    assert len(set(ids)) == 5
    assert [(link.number, link.current) for link in second.pages] == [(1, False), (2, True), (3, False)]


def test_a_page_after_the_last_is_the_last(world):
    results = search("size=2&page=999")
    assert (results.first, results.last) == (5, 5)
    assert [link.number for link in results.pages if link.current] == [3]


def test_nothing_found_says_what_to_drop_and_what_that_would_find(world):
    results = search("q=harbour&country=RS&from=2024&to=2024")
    assert results.total == 0
    assert [(way.label, way.text, way.count) for way in results.relaxations] == [("Country mentioned", "Serbia", 1)]
    assert results.relaxations[0].url == "/search/?q=harbour&from=2024&to=2024"


def test_nothing_found_offers_the_likely_spelling_and_keeps_the_rest_of_the_query(world):
    results = search("q=%22strategic%22+Stabilty+-gas&country=RS")
    [meant] = results.meant
    assert meant.text == '"strategic" stability -gas'
    assert meant.url == "/search/?q=%22strategic%22+stability+-gas&country=RS"


def test_a_spelling_that_finds_nothing_is_not_offered(world):
    assert search("q=Stabilty+xylophonist").meant == ()


def test_the_ways_of_other_systems_are_offered_where_they_find_something(world):
    assert [meant.text for meant in search("q=harbour+or+stability").meant] == ["harbour OR stability"]
    assert search("q=xylophonist+or+zither").meant == ()


def test_a_word_that_no_record_has_is_named_and_can_be_left_out(world):
    [way] = search("q=harbour+xylophonist").relaxations
    assert (way.key, way.text, way.url) == ("word", "xylophonist", "/search/?q=harbour")
    assert way.count == search("q=harbour").total


def test_a_misquoted_phrase_gets_its_closest_wording_and_the_way_without_quotation_marks(world):
    results = search("q=%22stability+strategic%22")
    assert results.total == 0
    assert [way.key for way in results.relaxations] == ["phrase"]
    assert results.relaxations[0].url == "/search/?q=stability+strategic"
    assert "<mark>strategic</mark> <mark>stability</mark>" in results.closest.passage.lower()


def test_a_misquoted_phrase_with_a_misspelt_word_gets_the_wording_with_the_telling_words(world):
    results = search("q=%22on+the+strategik+stability+that+is%22")
    assert results.total == 0
    assert "<mark>strategic</mark> <mark>stability</mark>" in results.closest.passage.lower()
    results = search("q=%22the+xylophonist+of+strategic+stability%22")
    assert "<mark>strategic</mark> <mark>stability</mark>" in results.closest.passage.lower()
    assert [(way.key, way.text) for way in results.relaxations] == [("word", "xylophonist")]
    assert results.relaxations[0].url == "/search/?q=the+of+strategic+stability"


def test_a_misspelt_word_in_quotation_marks_is_put_right_where_that_finds_something(world):
    assert [way.text for way in search("q=%22strategik+stability%22").meant] == ['"strategic stability"']
    assert search("q=%22strategik+harbour%22").meant == ()


def test_all_words_that_no_record_has_are_named_together(world):
    [way] = search("q=harbour+xylophonist+zzzqy").relaxations
    assert (way.text, way.url) == ("xylophonist” or “zzzqy", "/search/?q=harbour")
    assert way.count == search("q=harbour").total
    [way] = search("q=xylophonist+zzzqy").relaxations
    assert (way.text, way.count) == ("xylophonist” or “zzzqy", 0)


def test_common_words_alone_are_no_closest_wording(world):
    assert search("q=%22the+xylophonist+of+the%22").closest is None
    assert search("q=%22and+of+the+on%22+xylophonist").closest is None


def test_what_is_found_without_quotation_marks_is_asked_for_once(world, monkeypatch):
    asked = []
    monkeypatch.setattr(next_searches, "ask", lambda request, budget=None: asked.append(request) or ask(request, budget))
    monkeypatch.setattr(result_rows, "ask", lambda request, budget=None: asked.append(request) or ask(request, budget))
    results = search("q=%22stability+strategic+of%22")
    assert results.closest is not None
    trees = [request.tree for request in asked]
    assert len(trees) == len(set(trees))


def test_an_unnamed_official_shows_as_printed_else_by_office_and_a_question_by_what_it_asks(indexed):
    question, words = asked("Thanks, two questions. Who lights the lamps?"), "The keeper lights them."
    unnamed = answered(words, "Senior official", speaker=None), answered(words, None, office="Spokesperson")
    of = talk(question, unnamed[0], question, unnamed[1], title="Background briefing")
    indexed(of)
    hits = search("q=keeper").hits
    assert [[(who.name, who.url) for who in hit.speakers] for hit in hits] == [[("Senior official", "")], [("Spokesperson", "")]]
    assert {(hit.headline, hit.question) for hit in hits} == {
        ("Who lights the lamps?", "Thanks, two questions. Who lights the lamps?")
    }


def test_no_wording_is_closest_where_the_phrase_is_found_or_has_one_word(world):
    assert search("q=%22strategic+stability%22").closest is None
    assert search("q=%22xylophonist%22").closest is None


def test_what_cannot_be_read_is_marked_with_a_way_to_mend_it(world):
    (problem,) = search("q=%22strategic+stability&country=RS").problems
    assert (problem.start, problem.suggestion) == (0, '"strategic stability"')
    assert problem.url == "/search/?q=%22strategic+stability%22&country=RS"


def test_facet_counts_are_what_the_database_counts(world):
    results = search()
    for code, count in counts(results, "country").items():
        assert count == Mention.objects.filter(code=code).values("record").distinct().count()
    assert counts(results, "kind") == {"qa_pair": 3, "statement": 2}
    assert counts(results, "place") == {"port-selene": 3, "geneva": 1}


def test_a_withdrawn_transcript_is_not_shown_even_before_the_index_knows(world):
    Transcript.objects.filter(pk=world.interview.pk).update(state="withdrawn")
    assert world.harbour.pk not in found("")
    queue([world.interview.pk])
    assert search().behind == 1
    drain()
    assert search().total == 4


def test_a_missing_index_is_said_to_be_repaired_and_not_to_hold_nothing(world, monkeypatch):
    begun = []
    monkeypatch.setattr("search.index.repairing.drain_in_background", lambda: begun.append(True))
    for file in engine().path.iterdir():
        file.unlink()
    with pytest.raises(BeingRepaired):
        search("q=grain")
    assert begun
    assert waiting() == Transcript.objects.published().count()


@pytest.mark.parametrize("query", ["", "q=statement", "q=nothinglikeit&country=FR&speaker=person-001&from=2003", "country=FR"])
def test_a_search_takes_few_queries_whatever_the_archive_holds(indexed, django_assert_max_num_queries, query):
    crowd(30)
    indexed(*Transcript.objects.all())
    with django_assert_max_num_queries(8):
        search(query)
