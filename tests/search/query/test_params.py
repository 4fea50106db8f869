from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search.query.params import SearchParams
from search.query.request import Choice


def params(query: str = "") -> SearchParams:
    return SearchParams.from_querydict(QueryDict(query))


def test_it_reads_every_parameter():
    read = params(
        "q=strategic+stability&speaker=jane-doe&country=RS&kind=statement&event=interview&source=mea&place=geneva"
        "&from=2023&to=2024-03-15&sort=oldest&page=3&size=50"
    )
    assert read.q == "strategic stability"
    assert dict(read.chosen) == {
        "speaker": ("jane-doe",),
        "country": ("RS",),
        "kind": ("statement",),
        "event": ("interview",),
        "source": ("mea",),
        "place": ("geneva",),
    }
    assert (read.first_day, read.last_day) == ("2023-01-01", "2024-03-15")
    assert (read.sort, read.page, read.size, read.problems) == ("oldest", 3, 50, ())


def test_a_repeated_parameter_means_any_of_them():
    assert params("country=RS&country=DE&country=RS").choices() == (Choice("country", ("DE", "RS")),)


@pytest.mark.parametrize("typed", ["RS", "rs", "SRB", "Serbia", "serbian"])
def test_a_country_may_be_given_by_code_or_name(typed):
    assert params(f"country={typed}").values("country") == ("RS",)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("sort=random", "random"),
        ("page=-1", "page"),
        ("page=0", "page"),
        ("page=²", "page"),
        ("size=1000", "size"),
    ],
)
def test_what_narrows_nothing_and_cannot_be_read_becomes_its_default_and_is_said(query, message):
    read = params(query)
    assert read == SearchParams()
    assert len(read.problems) == 1
    assert message in read.problems[0].message


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("country", "Atlantis"),
        ("country", "nato"),
        ("speaker", "<script>"),
        ("kind", "rumour"),
        ("event", "picnic"),
        ("org", "guild of tinkers"),
        ("from", "soon"),
        ("to", "2023-02-30"),
        ("from", "☺"),
    ],
)
def test_a_filter_that_is_not_known_stays_and_is_said(key, typed):
    read = params(urlencode({key: typed}))
    assert not read.is_empty
    assert (key, typed) in read.pairs()
    (problem,) = read.problems
    assert typed in problem.message
    assert read.without(key).is_empty
    assert params(read.query_string()) == read


def test_one_country_that_is_not_known_beside_one_that_is_widens_nothing():
    read = params("country=RS&country=Narnia")
    assert read.choices() == (Choice("country", ("Narnia", "RS")),)


def test_other_dates_take_the_place_of_those_that_cannot_be_read():
    read = params("from=soon&to=2023")
    assert read.with_(date_from="2022").unreadable == ()
    assert read.with_(sort="oldest").unreadable == (("from", "soon"),)


def test_dates_the_wrong_way_round_are_turned():
    read = params("from=2024&to=2023-05")
    assert (read.date_from, read.date_to) == ("2023-05", "2024")
    assert "wrong way round" in read.problems[0].message


def test_a_query_that_is_too_long_is_cut_and_said(settings):
    settings.QUERY_LENGTH_LIMIT = 10
    read = params("q=" + "a" * 11)
    assert read.q == "a" * 10
    assert "10 characters" in read.problems[0].message


def test_control_characters_become_spaces():
    assert params("q=a%00b%0Ac").q == "a b c"


def test_unknown_parameters_are_ignored():
    assert params("utm_source=x&fbclid=y") == SearchParams()
    assert not params("utm_source=x").problems


def test_toggle_chooses_and_drops_and_starts_at_the_first_page():
    chosen = params("q=a&page=4").toggle("country", "RS")
    assert (chosen.values("country"), chosen.page) == (("RS",), 1)
    assert chosen.toggle("country", "RS") == params("q=a")


def test_it_keeps_filters_when_sorting():
    sorted_ = params("q=a&country=RS&from=2023&page=2").with_(sort="newest")
    assert sorted_.query_string() == "q=a&country=RS&from=2023&sort=newest"


def test_without_drops_one_thing_and_keeps_the_rest():
    full = params("q=a&country=RS&speaker=jane&from=2022&to=2023&sort=oldest")
    assert full.without("country").query_string() == "q=a&speaker=jane&from=2022&to=2023&sort=oldest"
    assert full.without("q").q == ""
    assert full.without("dates").dates_in_words == ""
    assert full.without("from").dates_in_words == "until 2023"
    assert full.without("sort").sort == ""


def test_the_same_search_has_one_address():
    one, other = params("country=RS&country=DE&q=a&page=1"), params("q=a&country=DE&page=&country=RS&sort=")
    assert one.url() == other.url() == "/search/?q=a&country=DE&country=RS"


def test_an_empty_search_has_no_question_mark():
    assert SearchParams().url() == "/search/"
    assert SearchParams(q="a").url("search_facet", "country") == "/search/values/country/?q=a"


def test_words_sort_by_relevance_and_their_absence_by_date():
    assert params("q=a").effective_sort == "relevance"
    assert params("country=RS").effective_sort == "newest"
    assert params("q=a&sort=oldest").effective_sort == "oldest"


def test_it_says_itself_in_words():
    labels = {("speaker", "jane-doe"): "Jane Doe", ("country", "RS"): "Serbia", ("country", "DE"): "Germany"}
    read = params('q="strategic stability" -gas&speaker=jane-doe&country=RS&country=DE&kind=statement&from=2023&to=2024')
    assert read.in_words(labels) == (
        "with “strategic stability”, without gas, by Jane Doe, mentioning Germany or Serbia, only statements, 2023–2024"
    )
    assert SearchParams().in_words() == ""


PARAMETERS = st.dictionaries(
    st.sampled_from(["q", "speaker", "country", "kind", "event", "source", "place", "from", "to", "sort", "page", "size", "org"]),
    st.lists(st.text(max_size=20), min_size=1, max_size=3),
)


@given(PARAMETERS)
def test_no_address_is_an_error_and_its_own_address_reads_back(given_):
    querydict = QueryDict(mutable=True)
    for key, values in given_.items():
        querydict.setlist(key, values)
    read = SearchParams.from_querydict(querydict)
    again = params(read.query_string())
    assert again == read
    assert isinstance(read.in_words(), str)
