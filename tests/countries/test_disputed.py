"""Disputed places: a value of their own, a reading that the operator can change."""

import json

import pytest

from archive.countries import DisputedTableError, all_countries, disputed_places, find_mentions, use_disputed_table
from archive.countries.gazetteer import DISPUTED
from tests.countries.mentioned import codes


@pytest.mark.parametrize(
    ("text", "place", "reading"),
    [
        ("Crimea", "crimea", {"UA"}),
        ("Donetsk", "donbas", {"UA"}),
        ("Nagorno-Karabakh", "nagorno-karabakh", {"AZ"}),
        ("Abkhazia", "abkhazia", {"GE"}),
        ("South Ossetia", "south-ossetia", {"GE"}),
        ("Transnistria", "transnistria", {"MD"}),
        ("the Golan Heights", "golan-heights", {"SY"}),
        ("Jerusalem", "jerusalem", {"IL", "PS"}),
        ("Jammu and Kashmir", "kashmir", {"IN", "PK"}),
        ("East Jerusalem", "jerusalem", {"PS"}),
        ("Azad Kashmir", "kashmir", {"PK"}),
        ("Western Sahara", "western-sahara", {"EH"}),
        ("the Malvinas", "falkland-islands", {"FK"}),
        ("Kosovo", "kosovo", {"XK"}),
        ("Taiwan", "taiwan", {"TW"}),
    ],
)
def test_a_disputed_place_is_itself_and_implies_the_reading_of_the_united_nations_or_all_sides(text, place, reading):
    assert codes(text, "disputed") == {place}
    assert codes(text) == reading


def test_both_stand_on_the_same_words():
    assert len({(m.start, m.end) for m in find_mentions("They spoke of Crimea.")}) == 1


def test_every_code_of_the_table_is_a_country():
    for place in disputed_places().values():
        assert {*place.reading, *place.sides, *filter(None, [place.own_code])} <= set(all_countries()), place.value


def test_every_place_names_its_sides_and_says_why_in_a_sentence():
    assert all(place.sides and place.note.endswith(".") for place in disputed_places().values())


@pytest.fixture
def own_table(tmp_path):
    path = tmp_path / "places.json"
    yield path
    use_disputed_table(DISPUTED)


def write(path, **changes):
    row = {"value": "crimea", "name": "Crimea", "names": ["Crimea"], "reading": ["RU"], "sides": ["RU", "UA"], "note": "A note."}
    path.write_text(json.dumps([{**row, **changes}]), encoding="utf-8")
    return path


def test_the_operator_can_change_the_reading(own_table):
    use_disputed_table(write(own_table, reading=["RU", "UA"]))
    assert codes("Crimea") == {"RU", "UA"}


def test_a_place_that_is_off_the_operators_table_is_disputed_no_more(own_table):
    use_disputed_table(write(own_table))
    assert codes("Abkhazia", "disputed") == set()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"names": []}, "names is empty"),
        ({"names": "Crimea"}, "names must be a list of texts"),
        ({"value": ""}, "value must be given"),
        ({"reading": [1]}, "reading must be a list of texts"),
        ({"names": ["Crimea", "Crimea"]}, "occurs twice"),
        ({"stated": {"Elsewhere": ["RU"]}}, "not among the names"),
        ({"stated": []}, "stated must be an object"),
        ({"reading": ["QQ"]}, "QQ is not a country code"),
    ],
)
def test_a_table_that_cannot_be_used_says_what_and_where(own_table, changes, message):
    with pytest.raises(DisputedTableError, match=message) as caught:
        use_disputed_table(write(own_table, **changes))
    assert "places.json" in str(caught.value)
    assert codes("Crimea") == {"UA"}


@pytest.mark.parametrize(("content", "message"), [("{", "is not JSON"), ("{}", "must be a list"), ("[1]", "must be an object")])
def test_a_file_that_is_no_table_is_refused(own_table, content, message):
    own_table.write_text(content, encoding="utf-8")
    with pytest.raises(DisputedTableError, match=message):
        use_disputed_table(own_table)


def test_a_missing_file_is_refused(own_table):
    with pytest.raises(DisputedTableError, match="cannot be read"):
        use_disputed_table(own_table)
