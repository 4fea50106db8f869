"""Codes to names and back."""

import pytest

from archive.countries import all_countries, code_of, country_name


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Norway", "NO"),
        ("norway", "NO"),
        ("norwegian", "NO"),
        ("NO", "NO"),
        ("nor", "NO"),
        ("Côte d’Ivoire", "CI"),
        ("  united   kingdom ", "GB"),
        ("Kosovo", "XK"),
        ("xkx", "XK"),
        ("suhh", "SUHH"),
        ("soviet union", "SUHH"),
        ("Nagorno-Karabakh", "nagorno-karabakh"),
        ("nato", "nato"),
    ],
)
def test_a_word_leads_to_its_code_in_any_case(word, code):
    assert code_of(word) == code


@pytest.mark.parametrize("word", ["", " ", "Atlantis", "no way", "Minsk agreements"])
def test_an_unknown_word_has_no_code(word):
    assert code_of(word) is None


def test_codes_of_countries_are_249_and_kosovo():
    assert len(all_countries()) == 250
    assert all(len(code) == 2 and code.isupper() for code in all_countries())


@pytest.mark.parametrize(
    ("code", "name"),
    [("NO", "Norway"), ("SUHH", "Soviet Union"), ("crimea", "Crimea"), ("asean", "ASEAN"), ("africa", "Africa"), ("??", "??")],
)
def test_every_code_has_a_name_to_show(code, name):
    assert country_name(code) == name


def test_values_that_are_no_countries_are_not_written_like_codes():
    from archive.countries import disputed_places, organisations

    assert all(value == value.lower() and " " not in value for value in (*organisations(), *disputed_places()))
