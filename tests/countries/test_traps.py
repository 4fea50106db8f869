"""Names that look like countries and are not (rules a to i); one class of trap a test, on invented sentences."""

import pytest

from tests.countries.mentioned import codes, mentions


@pytest.mark.parametrize(
    "text",
    [
        "They signed the Minsk agreements and the Geneva Conventions.",
        "The Paris Agreement, the Helsinki Final Act and the Kyoto Protocol.",
        "The Rome Statute, the Budapest Memorandum and the Istanbul Convention.",
        "The Alma-Ata Declaration, the Oslo accords and the Doha Development Round.",
        "The Treaty of Lisbon, the spirit of Helsinki and the Charter of Algiers.",
        "The Addis Ababa Action Agenda, Rio+20 and the Minsk-2 text.",
        "The Geneva and Hague Conventions, the Madrid peace process.",
        "The Samoa Pathway, the Barbados Programme of Action, the Uruguay Round.",
        "Bretton Woods and Dayton.",
    ],
)
def test_a_place_in_the_title_of_a_document_is_none(text):
    assert codes(text) == set()


def test_a_document_about_a_place_still_mentions_that_place():
    assert codes("the Dayton Agreement on Bosnia") == {"BA"}
    assert codes("Moscow and the Warsaw Treaty, in Lisbon and under the rules") >= {"RU", "PT"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Equatorial Guinea", {"GQ"}),
        ("Papua New Guinea", {"PG"}),
        ("Guinea-Bissau", {"GW"}),
        ("the Gulf of Guinea", set()),
        ("the West Indies and the Indian Ocean", set()),
        ("the Pacific and Indian Oceans", set()),
        ("New Mexico", {"US"}),
        ("New Jersey", {"US"}),
        ("the Persian Gulf and the Gulf of Mexico", set()),
        ("the English Channel and the Sea of Japan", set()),
        ("the South China Sea", set()),
        ("South Sudan", {"SS"}),
        ("Nigeria", {"NG"}),
        ("Northern Ireland", {"GB"}),
        ("American Samoa", {"AS"}),
        ("Dominica", {"DM"}),
    ],
)
def test_a_country_inside_the_name_of_another_thing_is_not_counted(text, expected):
    assert codes(text) == expected


@pytest.mark.parametrize("text", ["the Washington Post", "the Moscow Times", "the New York Times", "China Daily"])
def test_a_newspaper_is_no_place(text):
    assert codes(text) == set()


@pytest.mark.parametrize(
    "text", ["Islamic State of Iraq and the Levant", "Islamic State in Iraq and Syria", "Latin American and South American trade"]
)
def test_names_of_movements_and_continents_are_none(text):
    assert codes(text) == set()


def test_the_longest_name_wins():
    assert mentions("the Democratic People's Republic of Korea") == [("Democratic People's Republic of Korea", "KP")]
    assert mentions("the Lao People's Democratic Republic") == [("Lao People's Democratic Republic", "LA")]


def test_names_are_found_whole_only():
    assert codes("Chinatown, Iranology and Omaniac") == set()


def test_the_space_after_a_hyphen_at_the_end_of_a_line_is_no_gap():
    assert mentions("Guinea- Bissau and Viet- Nam") == [("Guinea- Bissau", "GW"), ("Viet- Nam", "VN")]


def test_a_paragraph_ends_a_name():
    assert codes("the Republic of South\n\nSudan") == {"SD"}
