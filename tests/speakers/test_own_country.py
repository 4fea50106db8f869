"""Which country a speaker speaks for."""

import pytest

from archive.speakers.namesakes import own_country


@pytest.mark.parametrize(
    ("office", "code"),
    [
        ("President of Norway", "NO"),
        ("Minister of Foreign Affairs of the Republic of Serbia", "RS"),
        ("President of the Democratic Republic of the Congo", "CD"),
        ("Deputy Prime Minister and Minister of Foreign Affairs of Chad", "TD"),
        ("Federal Chancellor of Germany", "DE"),
    ],
)
def test_a_high_office_says_whose_it_is(office, code):
    assert own_country("", office) == code


@pytest.mark.parametrize(
    "office",
    [
        "",
        "Minister",
        "Minister of Defence",
        "Ambassador of Norway to Chad",
        "Special Envoy for Kosovo",
        "Minister of State for Relations with Chad",
        "Governor of Georgia",
        "President of the Meridian Society",
    ],
)
def test_what_does_not_say_it_is_not_guessed(office):
    assert own_country("", office) == ""


def test_an_editor_knows_better():
    assert own_country("CH", "President of Norway") == "CH"
