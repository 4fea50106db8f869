"""The newest records of a country or a person: the sentence that matters is shown and marked, courtesies are passed over."""

import pytest

from tests import world


@pytest.fixture
def talks(db):
    """Two records: one mentions Serbia late in an answer and Chad in the question, the other mentions nothing."""
    spoken = world.answered("Good morning. The lamps are lit. We shall write to Serbia on Friday. Then we rest.", world.MARCHETTI)
    asked = world.asked("Hello, Minister. Two questions. Will Chad buy the lamps?")
    thanks = world.said("Thank you all. The harbour opens at noon.", world.MARCHETTI)
    return world.talk(asked, spoken, thanks, title="Lighthouse talks")


def entries(page):
    return page.texts(".entry__title"), page.texts(".entry__words")


def test_a_country_s_page_shows_the_sentence_that_mentions_it(get, talks):
    page = get("/countries/RS/")
    titles, said = entries(page)
    assert titles == ["Will Chad buy the lamps?"]
    assert said == ["Ilse Marchetti We shall write to Serbia on Friday."]
    assert page.texts(".entry__words mark") == ["Serbia"]


def test_the_sentence_may_be_the_asker_s(get, talks):
    page = get("/countries/TD/")
    assert page.texts(".entry__words") == ["Question Will Chad buy the lamps?"]
    assert page.texts(".entry__words mark") == ["Chad"]


def test_a_speaker_s_page_shows_what_the_person_says_of_countries_else_how_the_person_begins(get, talks):
    page = get("/speakers/ilse-marchetti/")
    titles, said = entries(page)
    assert titles == ["Will Chad buy the lamps?", "Lighthouse talks"]
    assert said == ["Ilse Marchetti We shall write to Serbia on Friday.", "Ilse Marchetti The harbour opens at noon."]
    assert page.texts(".entry__words mark") == ["Serbia"]


def test_a_long_sentence_is_cut_around_the_words(get, db):
    spoken = world.said("It " + "goes on " * 100 + "with Serbia " + "for ever " * 100 + "so.", world.MARCHETTI)
    world.talk(spoken, title="Long talk")
    (said,) = get("/countries/RS/").texts(".entry__words")
    assert "Serbia" in said and len(said) < 400 and said.endswith("…")


def test_an_unnamed_official_shows_by_office(get, db):
    spoken = world.said("We shall write to Serbia.", None, office="Senior official")
    talk = world.talk(spoken, title="Background briefing")
    assert get("/countries/RS/").texts(".entry__words") == ["Senior official We shall write to Serbia ."]
    assert get(f"/t/{talk.slug}/1/").h1 == "Statement by Senior official"


def test_contents_and_records_are_headed_by_what_they_say(get, talks):
    assert get(f"/t/{talks.slug}/").texts(".contents__item") == [
        "Will Chad buy the lamps?",
        "Ilse Marchetti: The harbour opens at noon.",
    ]
    assert "Will Chad buy the lamps?" in get(f"/t/{talks.slug}/1/").title


def test_a_speaker_whose_days_are_not_known_has_no_dangling_comma(get, db):
    world.talk(world.said("No day.", "Edda Sorrel"), date=None)
    assert get("/speakers/").texts(".names__facts") == ["1 record"]
    page = get("/speakers/edda-sorrel/")
    assert page.texts(".heading__lead") == ["1 record."]
    assert page.links(".chart__beside a") == []


def test_a_chart_counts_what_has_no_date_and_leads_to_it(get, db):
    world.talk(world.said("No day.", "Edda Sorrel"), date=None)
    world.talk(world.said("A day.", "Edda Sorrel"))
    page = get("/speakers/edda-sorrel/")
    assert page.texts(".chart__beside") == ["1 without a date"]
    assert page.links(".chart__beside a") == ["/search/?speaker=edda-sorrel&dated=no"]
    assert get("/").links(".chart__beside a") == ["/search/?dated=no"]


def test_speakers_are_listed_by_surname_with_the_office_printed_last(get, db):
    for day, office in (("2021-05-01", "Minister"), ("2024-01-09", "Prime Minister")):
        world.talk(world.said("A day.", "Omar al-Haddad", office=office), date=day)
    world.talk(world.said("A day.", "Zhao Mei"))
    world.talk(world.said("A day.", "Greta von Ahlen"))
    page = get("/speakers/")
    assert page.texts(".names__name") == ["Greta von Ahlen", "Omar al- Haddad", "Zhao Mei"]
    assert page.texts(".names__name b") == ["Ahlen", "Haddad", "Zhao"]
    assert page.texts(".names__facts") == ["1 record, 2023", "2 records, 2021 to 2024", "1 record, 2023"]
    assert page.texts(".names__office") == ["Prime Minister"]
    assert get("/speakers/", letter="H").texts(".names__name b") == ["Haddad"]
