"""The country that a speaker represents: the speaker's own, else the publisher's where it presents its own people."""

import pytest

from search.query.params import SearchParams
from search.results import run_search
from tests import world


@pytest.fixture
def talk(indexed):
    """Return a function that indexes a statement at an event of this kind, of a publisher in Norway, and searches by country."""

    def make(code, kind="interview", **spoken):
        turn = world.said("The lighthouse stands.", **{"label": "Edda Sorrel", **spoken})
        of = world.talk(turn, title="Lighthouse talk", kind=kind)
        of.source.country = "NO"
        of.source.save()
        indexed(of)
        return run_search(SearchParams().toggle("speaker_country", code)).total

    return make


@pytest.mark.parametrize("kind", ["interview", "briefing", "speech", "statement"])
def test_a_publisher_presents_its_own_people(talk, kind):
    assert talk("NO", kind) == 1


@pytest.mark.parametrize("kind", ["meeting", "news_conference", "debate", "document"])
def test_where_guests_may_stand_nothing_is_guessed(talk, kind):
    assert talk("NO", kind) == 0


def test_the_office_that_names_a_country_goes_before(talk):
    assert talk("FI", "interview", office="President of Finland") == 1
    assert run_search(SearchParams().toggle("speaker_country", "NO")).total == 0


def test_what_an_editor_entered_goes_before_all(talk):
    world.talk(world.said("Good morning.", "Corin Vesely"), state="draft")
    world.person("Corin Vesely", country="CH")
    assert talk("CH", "speech", label="Corin Vesely", office="President of Finland") == 1


def test_a_text_without_a_speaker_represents_nobody(talk):
    assert talk("NO", "speech", label=None) == 0


def test_it_is_said_and_can_be_typed_and_left_out(talk):
    assert talk("NO") == 1
    assert run_search(SearchParams(q="speaker_country:norway")).in_words == "by a representative of Norway"
    assert run_search(SearchParams().toggle("not_speaker_country", "NO")).in_words == "not by a representative of Norway"
    (panel,) = (one for one in run_search(SearchParams()).facets if one.key == "speaker_country")
    assert [(value.label, value.count) for value in panel.values] == [("Norway", 1)]
