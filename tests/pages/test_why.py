"""Why a record counts as mentioning a country."""

import pytest

from archive.mentions import decisions
from tests import world


@pytest.fixture
def talks(db):
    return world.harbour_talks()


def address(of, number, code):
    return f"{of.get_absolute_url()}{number}/why/{code}/"


def test_it_shows_the_sentence_with_the_words_marked(get, talks):
    page = get(address(talks, 2, "RS"))
    assert page.h1 == "Serbia"
    assert page.texts(".why__words") == ["Belgrade has replied."]
    assert page.texts(".why__words mark") == ["Belgrade"]


def test_it_says_layer_and_rule(get, talks):
    assert get(address(talks, 2, "RS")).texts(".why__reasons li") == ["Belgrade – seat of government: by a capital"]


def test_a_rule_of_context_is_named(get, talks):
    talks.records.get(number=2).mentions.update(rule="congo")
    assert get(address(talks, 2, "RS")).texts(".why__reasons li") == ["Belgrade – seat of government: by the rule “congo”"]


def test_it_says_what_an_editor_added(get, talks):
    talks.records.get(number=2).mentions.update(by_editor=True)
    assert get(address(talks, 2, "RS")).texts(".why__reasons li") == ["Belgrade – seat of government: added by an editor"]


def test_it_leads_to_the_very_paragraph(get, talks):
    (link,) = get(address(talks, 1, "RS")).links(".why .entry__foot a")
    assert link == f"{talks.get_absolute_url()}#p2"


def test_two_mentions_in_one_sentence_are_one_entry(get, talks):
    said = world.said("Serbia and the Serbian people agree. Norway does not.", None)
    world.add(talks, said)
    page = get(address(talks, 4, "RS"))
    assert page.texts(".why__words") == ["Serbia and the Serbian people agree."]
    assert page.texts(".why__words mark") == ["Serbia", "Serbian"]


def test_words_are_words_and_never_markup(get, talks):
    said = world.said(f"Chad {world.HOSTILE} said.", None)
    world.add(talks, said)
    page = get(address(talks, 4, "TD"))
    assert page.soup.select(".why__words script, .why__words b") == []
    assert "<b onmouseover" in page.texts(".why__words")[0]


@pytest.mark.parametrize("code", ["NO", "zz", "<b>"])
def test_what_is_not_mentioned_is_not_found(get, talks, code):
    assert get(address(talks, 2, code)).status == 404


def test_a_rejected_mention_is_no_reason(get, talks):
    talks.records.get(number=2).mentions.update(rejected=True)
    assert get(address(talks, 2, "RS")).status == 404


def test_a_withdrawn_transcript_is_gone(get, talks):
    talks.state = "withdrawn"
    talks.save()
    assert get(address(talks, 2, "RS")).status == 410


def test_a_result_s_country_leads_to_its_sentences(get, talks, index):
    index()
    assert get("/search/", q="ferry").links(".tag__why") == [address(talks, 2, "RS")]


def test_in_short_it_is_a_piece_of_a_page_with_the_first_sentences(get, talks):
    said = world.said("Serbia comes first. Then Belgrade and the Serbs spoke. The Danube, thirdly. Last the Serbian side.", None)
    world.add(talks, said)
    decisions.add(talks, "Danube", "RS")
    page = get(address(talks, 4, "RS") + "short/")
    assert page.soup.select("head, main") == []
    assert page.texts(".tag__said p:not(.tag__more)") == ["Serbia comes first.", "Then Belgrade and the Serbs spoke."]
    assert page.texts(".tag__said mark") == ["Serbia", "Belgrade", "Serbs"]
    assert page.texts(".tag__more") == ["and 2 places more"]


def test_in_short_a_long_sentence_is_cut_between_words_around_the_country(get, talks):
    said = world.said("word " * 100 + "Chad " + "word " * 100, None)
    world.add(talks, said)
    (shown,) = get(address(talks, 4, "TD") + "short/").texts(".tag__said p")
    assert shown.startswith("… word")
    assert shown.endswith("word …")
    assert len(shown) < 260


@pytest.mark.parametrize("code", ["NO", "zz"])
def test_in_short_what_is_not_mentioned_is_not_found(get, talks, code):
    assert get(address(talks, 2, code) + "short/").status == 404
