"""Citing a transcript, a record and a paragraph."""

import json

import pytest

from tests import world


@pytest.fixture
def talks(db):
    return world.harbour_talks()


def test_a_record_leads_to_its_citation(get, talks):
    cite = f"{talks.get_absolute_url()}2/cite/"
    assert cite in get(f"{talks.get_absolute_url()}2/").links(".actions a")
    page = get(cite)
    assert page.texts(".citations dt") == ["Chicago, note", "Chicago, bibliography", "MLA 9", "APA 7", "Harvard"]
    assert "record 2, revision 1" in page.text
    assert "http://testserver/t/" in page.text


def test_a_transcript_leads_to_its_citation(get, talks):
    assert f"{talks.get_absolute_url()}cite/" in get(talks.get_absolute_url()).links(".actions a")
    assert "News conference on the harbour talks" in get(f"{talks.get_absolute_url()}cite/").h1


def test_a_paragraph_is_cited_with_who_says_it(get, talks):
    number = talks.turns.get(text__startswith="Belgrade").paragraphs[0]
    page = get(f"{talks.get_absolute_url()}cite/", p=str(number))
    assert f"paragraph {number}" in page.text
    assert "Marchetti, I. (2023, April 18)" in page.text
    assert f"#p{number}" in page.text


@pytest.mark.parametrize("asked", ["99999", "x", "²", "-1", "٣٣٣٣٣"])
def test_a_paragraph_that_is_not_there_is_not_found(get, talks, asked):
    assert get(f"{talks.get_absolute_url()}cite/", p=asked).status == 404


@pytest.mark.parametrize(("key", "media_type"), [("bib", "bibtex"), ("ris", "research-info"), ("json", "citationstyles")])
def test_files_for_reference_managers_are_downloads(client, talks, key, media_type):
    response = client.get(f"{talks.get_absolute_url()}2/cite/", {"format": key})
    assert media_type in response["Content-Type"]
    assert response["Content-Disposition"] == f'attachment; filename="{talks.slug}-2.{key}"'
    assert "Marchetti" in response.content.decode()


def test_the_csl_of_a_pair_is_an_interview(client, talks):
    (item,) = json.loads(client.get(f"{talks.get_absolute_url()}2/cite/", {"format": "json"}).content)
    assert (item["type"], item["author"]) == ("interview", [{"family": "Marchetti", "given": "Ilse"}])


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_public_cannot_be_cited(get, talks, state):
    talks.state = state
    talks.save()
    assert get(f"{talks.get_absolute_url()}cite/").status in (404, 410)
    assert get(f"{talks.get_absolute_url()}2/cite/").status in (404, 410)


def test_the_page_of_a_record_tells_reference_managers_what_it_is(get, talks):
    soup = get(f"{talks.get_absolute_url()}2/").soup
    tags = {tag["name"]: tag["content"] for tag in soup.select("meta[name]")}
    assert tags["DC.type"] == "interview"
    assert tags["citation_author"] == "Marchetti, Ilse"
    assert tags["citation_date"] == "2023-04-18"
    assert tags["citation_public_url"] == f"http://testserver{talks.get_absolute_url()}2/"


def test_every_result_can_be_saved(get, index, talks):
    index()
    page = get("/search/", q="ferry")
    spans = page.soup.select(".result span.Z3988")
    assert len(spans) == len(page.soup.select(".result")) > 0
    assert "rft.type=interview" in spans[0]["title"]
    assert "rft.identifier=http%3A%2F%2Ftestserver%2Ft%2F" in spans[0]["title"]


@pytest.fixture
def asked_by(db):
    """Return a function that makes a record in which these ask and a minister answers."""

    def make(*askers):
        turns = [world.asked("What now?", who, who) for who in askers]
        return world.talk(*turns, world.answered("We wait.", world.MARCHETTI), kind="interview").records.get()

    return make


def test_an_outlet_that_asks_is_no_person_in_any_format(client, get, index, asked_by):
    record = asked_by("Harbour Daily", "Joan Bell", "Портовая газета", "海潮時報記者")
    index()
    page = record.get_absolute_url()
    (item,) = json.loads(client.get(f"{page}cite/", {"format": "json"}).content)
    persons = [{"literal": "Harbour Daily"}, {"family": "Bell", "given": "Joan"}]
    persons += [{"literal": "Портовая газета"}, {"literal": "海潮時報記者"}]
    assert item["interviewer"] == persons
    ris = client.get(f"{page}cite/", {"format": "ris"}).content.decode()
    assert "A2  - Harbour Daily\r\nA2  - Bell, Joan\r\nA2  - Портовая газета\r\nA2  - 海潮時報記者\r\n" in ris
    assert "interview by Harbour Daily et al." in get(f"{page}cite/").text
    tags = [tag["content"] for tag in get(page).soup.select('meta[name="z.interviewers"]')]
    assert tags == ["Harbour Daily,", "Bell, Joan", "Портовая газета,", "海潮時報記者"]
    told = json.loads(get(page).soup.select_one('script[type="application/ld+json"]').string)["author"]
    assert [one["@type"] for one in told] == ["Organization", "Person", "Organization", "Organization"]
    name = f"{record.transcript.slug}/{record.number}"
    listed = client.get("/search/list/file/", {"records": name, "format": "json"}).content
    assert json.loads(listed)[0]["interviewer"] == persons


def test_a_list_names_officials_and_countries_as_the_record_does(client, db):
    """An official without a name is cited by label; a name's order follows the country spoken for."""
    unnamed = world.answered("We open.", "The Minister", speaker=None)
    talk = world.talk(world.asked("What now?"), unnamed, world.answered("We agree.", "Tao Weilin"))
    world.person("Tao Weilin", country="CN")
    record = talk.records.get()
    name = f"{talk.slug}/{record.number}"
    (alone,) = json.loads(client.get(f"{record.get_absolute_url()}cite/", {"format": "json"}).content)
    (listed,) = json.loads(client.get("/search/list/file/", {"records": name, "format": "json"}).content)
    assert alone["author"] == listed["author"] == [{"literal": "The Minister"}, {"family": "Tao", "given": "Weilin"}]


@pytest.mark.parametrize("label", ["Question", "Q", "Reporter", "记者"])
def test_a_word_for_asking_is_cited_as_nobody(client, db, label):
    talk = world.talk(world.asked("What now?", label))
    (item,) = json.loads(client.get(f"{talk.get_absolute_url()}cite/", {"p": "1", "format": "json"}).content)
    assert "author" not in item and "interviewer" not in item
