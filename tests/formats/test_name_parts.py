"""Names in parts, as reference lists want them."""

import pytest

from archive.formats.cited import name_parts


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
