"""Names in parts, as reference lists want them."""

import pytest

from archive.formats.cited import name_parts
from archive.formats.cited_names import asker_name, author_name, names_nobody


@pytest.mark.parametrize(
    ("name", "country", "inverted", "initialled"),
    [
        ("Ada Quarrell", "", "Quarrell, Ada", "Quarrell, A."),
        ("Jean-Paul van der Meer", "NL", "van der Meer, Jean-Paul", "van der Meer, J.-P."),
        ("Maria da Costa", "", "da Costa, Maria", "da Costa, M."),
        ("Orlo Vance Jr.", "", "Vance, Orlo, Jr.", "Vance, O., Jr."),
        ("Quarrell, Ada", "", "Quarrell, Ada", "Quarrell, A."),
        ("Tao Weilin", "CN", "Tao, Weilin", "Tao, W."),
        ("Tao Weilin", "", "Weilin, Tao", "Weilin, T."),
        ("Глеб Морев", "", "Морев, Глеб", "Морев, Г."),
        ("陶伟林", "CN", "陶伟林", "陶伟林"),
        ("Arimoto Kenta", "JP", "Arimoto Kenta", "Arimoto Kenta"),
        ("Northwire", "", "Northwire", "Northwire"),
    ],
)
def test_a_name_is_parted_where_its_order_is_known(name, country, inverted, initialled):
    parts = name_parts(name, country)
    assert (parts.inverted, parts.initialled) == (inverted, initialled)


def test_parting_loses_no_word():
    assert name_parts("Jean-Paul van der Meer").whole == "Jean-Paul van der Meer"


@pytest.mark.parametrize(
    "name",
    [
        "Harbour Daily",
        "Jordan Times",  # a given name before a word for a newspaper
        "Port Selene Radio One",
        "The Lighthouse",
        "Deep Harbour",  # nothing tells that this is a person
        "Velport Telegraph Agency",
        "BBC World Service",
        "Tide.info",
        "Channel 9 Velport",
        "Küstenzeitung Nord",
        "Agence Marine",
        "Diario del Puerto",
        "Corriere della Costa",
        "Портовая газета",
        "Телеканал Волна",
        "海潮時報記者",
        "وكالة الميناء",
        "항구일보 기자",
        "Northwire",
        "Harbour and Coast",
        "Ministry of Fisheries",
        "Mr. Dunmore",
        "Reporter",
        "Question",
    ],
)
def test_an_asker_who_is_not_surely_a_person_stays_whole(name):
    assert asker_name(name).literal == name


@pytest.mark.parametrize(
    ("name", "told", "inverted"),
    [
        ("Joan de la Rue", {}, "de la Rue, Joan"),
        ("Глеб Морев", {}, "Морев, Глеб"),
        ("Bell, Joan", {}, "Bell, Joan"),
        ("J. Dunmore", {}, "Dunmore, J."),
        ("Jean-Luc Dunmore", {}, "Dunmore, Jean-Luc"),
        ("Joan Bell (Harbour Daily)", {}, "Bell, Joan"),
        ("Joan Bell, Harbour Daily", {}, "Bell, Joan"),
        ("Qorbi Dunmore", {}, "Qorbi Dunmore"),
        ("Qorbi Dunmore", {"label": "Mr. Qorbi Dunmore"}, "Dunmore, Qorbi"),
        ("Qorbi Dunmore", {"affiliation": "Harbour Daily"}, "Dunmore, Qorbi"),
        ("Qorbi Dunmore", {"affiliation": "Velport"}, "Qorbi Dunmore"),
        ("Tao Weilin", {"country": "CN"}, "Tao, Weilin"),
        ("Joan Post", {}, "Joan Post"),
        ("Joan Post", {"label": "Ms Joan Post"}, "Post, Joan"),
        ("Joan", {}, "Joan"),
    ],
)
def test_an_asker_is_a_person_where_something_tells_it(name, told, inverted):
    assert asker_name(name, **told).inverted == inverted


@pytest.mark.parametrize(
    ("name", "inverted"),
    [
        ("Deep Dunmore", "Dunmore, Deep"),  # who answers is a person unless the words say otherwise
        ("Joan Post", "Post, Joan"),
        ("Larry King", "King, Larry"),
        ("President Dunmore", "President Dunmore"),
        ("Mr. Dunmore", "Mr. Dunmore"),
        ("Harbour Daily", "Harbour Daily"),
        ("Ministry of Fisheries", "Ministry of Fisheries"),
        ("Sukarti", "Sukarti"),
    ],
)
def test_an_author_is_parted_unless_it_is_a_body_or_a_title(name, inverted):
    assert author_name(name).inverted == inverted


@pytest.mark.parametrize("label", ["Question", "Q", "Reporter", "ВОПРОС", "记者", "A", "Question from the floor", ""])
def test_a_word_for_asking_is_nobody(label):
    assert names_nobody(label)


def test_a_name_tells_whether_it_is_a_body_s():
    names = ("Harbour Daily", "Ministry of Fisheries", "海潮時報記者", "Mr. Dunmore", "Joan Bell", "Deep Harbour")
    assert [asker_name(name).is_body for name in names] == [True, True, True, False, False, False]


def test_an_office_is_somebody():
    assert not names_nobody("The Minister")
