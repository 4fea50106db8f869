"""The context rules by name, each on invented sentences."""

import pytest

from archive.countries import find_mentions
from archive.countries.gazetteer import gazetteer
from archive.countries.matching import BY_CHECK, CONFIRMED
from tests.countries.mentioned import codes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Georgia and Armenia sent observers.", {"GE", "AM"}),
        ("Talks with Georgia continue.", {"GE"}),
        ("She was born in Savannah, Georgia, in a small house.", {"US"}),
        ("Voters in Georgia and Ohio decide.", {"US"}),
        ("States like Georgia have their own rules.", {"US"}),
        ("The factory in Dunmore, Georgia, will open soon.", {"US"}),
        ("Georgia, Alabama and the fight over Abkhazia", {"GE", "US"}),
    ],
)
def test_georgia_is_a_state_of_america_among_its_neighbours(text, expected):
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister flew to Jordan.", {"JO"}),
        ("We thank Chad.", {"TD"}),
        ("Barbara Jordan wrote it.", set()),
        ("Go ahead, Jordan.", set()),
        ("Yes, Chad, go ahead.", set()),
        ("Mr. Rhodes answered.", set()),
        ("George Washington crossed the river.", set()),
        ("MR. RHODES: We did.", set()),
        ("Chad Ferrow said hello.", set()),
        ("The Chad Government said no.", {"TD"}),
        ("To follow up on Jordan's question, we did.", {"JO"}),
        ("Thanks, Jordan's question is fair.", set()),
    ],
)
def test_a_person_may_be_called_like_a_country(text, expected):
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Congo is vast.", {"CD"}),
        ("In Brazzaville they said that the Congo had paid.", {"CG"}),
        ("Kinshasa and Brazzaville disagree about the Congo.", {"CD", "CG"}),
        ("the Republic of the Congo", {"CG"}),
        ("the Democratic Republic of the Congo", {"CD"}),
    ],
)
def test_bare_congo_is_read_from_the_text(text, expected):
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Korea is mentioned alone.", set()),
        ("Pyongyang says that Korea is strong.", {"KP"}),
        ("Seoul says that Korean ships sail.", {"KR"}),
        ("Peace on the Korean Peninsula.", {"KP", "KR"}),
        ("The two Koreas.", {"KP", "KR"}),
    ],
)
def test_bare_korea_is_read_from_the_text(text, expected):
    assert codes(text) == expected


def test_dominican_is_of_the_republic_unless_only_the_island_is_named():
    assert codes("A Dominican ship.") == {"DO"}
    assert codes("Dominica celebrates; every Dominican dances.") == {"DM"}


def test_america_the_continent_is_no_country():
    assert codes("the inter-American system, the American continent and the Americas") == set()
    assert codes("Latin and North American trade") == set()
    assert codes("our American partners and all Americans") == {"US"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He answered in French.", set()),
        ("We speak English and Russian.", set()),
        ("English-speaking and Portuguese speaking countries", set()),
        ("(spoke in Spanish)", set()),
        ("The Russian language is taught there.", {"RU"}),
        ("in French waters", {"FR"}),
        ("In July, Russian and Chinese ships sailed.", {"RU", "CN"}),
        ("progress in Russian-Ukrainian trade", {"RU", "UA"}),
    ],
)
def test_a_spoken_language_is_no_country(text, expected):
    assert codes(text) == expected


def test_the_pronoun_in_capitals_is_no_country():
    assert codes("LET US GO ON") == set()
    assert codes("THE US DELEGATION") == {"US"}
    assert codes("The US sent a note.") == {"US"}


def test_combining_forms_count_before_another_nation_only():
    assert codes("Sino-Russian, Franco-German and Russo-Japanese ties") == {"CN", "RU", "FR", "DE", "JP"}
    assert codes("the Indo-Pacific") == set()


def test_brussels_may_stand_for_an_organisation():
    assert codes("Brussels told the EU to wait.") == set()
    assert codes("We met in Brussels at the EU building.") == {"BE"}


def test_first_peoples_of_the_americas_are_not_of_india():
    assert codes("The indigenous Indian communities, Mayan and other.") == set()
    assert codes("Indian communities in Nepal") == {"IN", "NP"}


def test_guam_in_capitals_is_an_organisation():
    assert codes("GUAM met again.", "organisation") == {"guam-organization"}
    assert codes("The base on Guam") == {"GU"}


def test_jersey_needs_its_neighbours():
    assert codes("a blue Jersey") == set()
    assert codes("Jersey and Guernsey") == {"JE", "GG"}


def test_tajiks_among_the_peoples_of_afghanistan_are_not_of_tajikistan():
    assert codes("Pashtuns, Tajiks and Uzbeks live there.") == set()
    assert codes("The Tajiks hosted the summit.") == {"TJ"}


def test_nice_needs_a_word_that_places_have_before_them():
    assert codes("Nice to see you.") == set()
    assert codes("an attack in Nice") == {"FR"}


def test_poles_of_the_earth_are_not_of_poland():
    assert codes("the South Pole") == set()
    assert codes("A Pole won.") == {"PL"}


def test_only_the_emirates_of_the_gulf_count():
    assert codes("the Caucasus Emirates") == set()
    assert codes("trade with the Emirates") == {"AE"}


def test_salisbury_was_a_capital():
    assert codes("the Salisbury regime") == {"ZW"}
    assert codes("the nerve agent used in Salisbury") == {"GB"}


def test_the_states_are_america_where_one_lives():
    assert codes("she lives in the States now") == {"US"}
    assert codes("the States concerned, all Member States") == set()


def test_a_surname_counts_as_a_city_only_in_its_place():
    assert codes("Mr Flint and Flint's plan") == set()
    assert codes("the water in Flint") == {"US"}


def test_a_common_name_counts_only_where_the_text_confirms_its_country():
    assert codes("Tyre spoke first.") == set()
    assert {m.surface for m in find_mentions("Lebanon's ports, Tyre among them")} == {"Lebanon", "Tyre"}


def test_a_city_followed_by_a_state_of_america_is_there():
    assert codes("Odessa, Texas") == {"US"}
    assert codes("London, New York and Washington") == {"GB", "US"}


def test_every_check_in_the_table_is_a_rule_and_every_rule_is_used():
    used = {row.check for row in gazetteer().rows if row.check}
    assert used == set(BY_CHECK) | {CONFIRMED}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A plant in Athens, Georgia, was opened.", {"US"}),
        ("A mill in Rome, Georgia.", {"US"}),
        ("In Rome, New York.", {"US"}),
        ("In Vancouver, Washington.", {"US"}),
        ("Washington, Pennsylvania is small.", {"US"}),
        ("A school in Lebanon, Pennsylvania.", {"US"}),
        ("We met in Athens, Georgia and Armenia.", {"GR", "GE", "AM"}),
        ("He flew to Rome, Georgia and Moldova.", {"IT", "GE", "MD"}),
        ("London, New York and Rome", {"GB", "US", "IT"}),
        ("In Lebanon, Syria and Jordan.", {"LB", "SY", "JO"}),
        ("Offices in Geneva, New York and Vienna.", {"CH", "US", "AT"}),
    ],
)
def test_a_state_behind_a_town_says_which_town_is_meant_but_a_list_does_not(text, found):
    assert codes(text) == found


def test_the_towns_called_washington_are_no_seat():
    assert {(one.code, one.layer) for one in find_mentions("In Washington, Pennsylvania.")} == {("US", "place")}


@pytest.mark.parametrize(
    ("text", "found"),
    [("KYIV, March 3. He spoke.", {"UA"}), ("TALKS IN OSLO AND ROME", {"NO", "IT"}), ("PISA RESULTS", set()), ("IN BATH", set())],
)
def test_short_names_of_towns_are_found_in_capitals(text, found):
    assert codes(text) == found
