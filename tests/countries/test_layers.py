"""What counts as a mention, layer by layer (rules 1 to 9); the sentences are invented."""

import pytest

from archive.countries import find_mentions
from tests.countries.mentioned import codes, mentions

NAMED = [
    ("Norway sent a note.", {"NO"}),
    ("The Kingdom of Norway sent a note.", {"NO"}),
    ("The Norwegians and a Norwegian boat arrived.", {"NO"}),
    ("A statement by the Government of the Russian Federation.", {"RU"}),
    ("The Bank of England raised its rate.", {"GB"}),
    ("Scottish fishermen met Welsh ones.", {"GB"}),
    ("The Dutch minister spoke of Holland.", {"NL"}),
    ("They recalled the Cuban Missile Crisis.", {"CU"}),
    ("The UK, the UAE, the PRC, the DPRK and the DRC voted.", {"GB", "AE", "CN", "KP", "CD"}),
    ("The U.S. position and the US position.", {"US"}),
    ("Ivory Coast is Côte d'Ivoire is Cote d’Ivoire.", {"CI"}),
    ("A loan of two million Swiss francs.", {"CH"}),
    ("Burma, Ceylon, Persia, Siam and Zaire were older names.", {"MM", "LK", "IR", "TH", "CD"}),
    ("Swaziland became eSwatini.", {"SZ"}),
    ("Palestine and the Palestinians.", {"PS"}),
    ("Greenland, Puerto Rico and Hong Kong have codes of their own.", {"GL", "PR", "HK"}),
    ("The Poles, the Danes and a Swede met three Spaniards and a Briton.", {"PL", "DK", "SE", "ES", "GB"}),
    ("He served in Vietnam, that is in Viet Nam.", {"VN"}),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_it_finds_countries_by_name_and_demonym(text, expected):
    assert codes(text, "named") == expected


IMPLIED = [
    ("The talks moved from Lisbon to Nairobi.", {"PT", "KE"}),
    ("The Kremlin did not answer; Downing Street did.", {"RU", "GB"}),
    ("A fire near Marseille, a flood in Bavaria.", {"FR", "DE"}),
    ("They met in Ramallah and then in Gaza.", {"PS"}),
    ("The envoy flew to Pristina and to Taipei.", {"XK", "TW"}),
    ("Leningrad, Stalingrad and Saigon are older names.", {"RU", "VN"}),
    ("The delegation came from California and from New Jersey.", {"US"}),
]


@pytest.mark.parametrize(("text", "expected"), IMPLIED)
def test_it_finds_countries_by_their_places_and_seats(text, expected):
    assert codes(text, "seat", "place") == expected
    assert codes(text, "named") == set()


def test_a_historic_state_is_not_turned_into_its_successors():
    text = "The Soviet Union, Yugoslavia, Czechoslovakia, the German Democratic Republic and Serbia and Montenegro."
    assert codes(text, "historic") == {"SUHH", "YUCS", "CSHH", "DDDE", "CSXX"}
    assert codes(text) == set()


def test_an_organisation_is_no_country():
    text = "NATO, the EU, the United Nations, the OSCE, BRICS, ASEAN, the African Union and the G7 were there."
    assert codes(text, "organisation") == {"nato", "eu", "un", "osce", "brics", "asean", "african-union", "g7"}
    assert codes(text) == set()


def test_there_are_forty_organisations_or_more():
    from archive.countries import organisations

    assert len(organisations()) >= 40


@pytest.mark.parametrize(
    "text",
    [
        "The Arab, Jewish, Kurdish and Slavic traditions.",
        "African, European and Western partners.",
        "The Baltics, the Middle East, the Sahel and the Balkans.",
        "Hamas, the Houthis and the Taliban.",
        "Anglo-Saxon law.",
        "A price in dollars.",
        "turkey and china on the table for us",
    ],
)
def test_peoples_regions_movements_and_common_nouns_are_no_countries(text):
    assert find_mentions(text) == []


def test_every_mention_says_what_decided():
    found = {m.surface: m.rule for m in find_mentions("Norway, a Norwegian, Oslo, Bergen, the UK, Georgia Tech and NATO")}
    assert found["Norway"] == "name"
    assert found["Norwegian"] == "demonym"
    assert (found["Oslo"], found["Bergen"]) == ("capital", "city")
    assert (found["UK"], found["NATO"]) == ("abbreviation", "organisation")


def test_hyphens_join_words_without_hiding_them():
    assert mentions("US-led, Russia-ASEAN, German-Russian, anti-Russia and pro-Ukrainian") == [
        ("US", "US"),
        ("Russia", "RU"),
        ("German", "DE"),
        ("Russian", "RU"),
        ("Russia", "RU"),
        ("Ukrainian", "UA"),
    ]


def test_possessives_do_not_belong_to_the_surface():
    assert mentions("Serbia's and Serbia’s neighbours") == [("Serbia", "RS"), ("Serbia", "RS")]


def test_a_text_in_capitals_is_read_too():
    assert codes("SOUTH AFRICA AND THE RUSSIAN FEDERATION: STATEMENT IN LISBON") == {"ZA", "RU", "PT"}
