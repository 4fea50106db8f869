"""Citing a transcript, a record and a paragraph."""

import json

import pytest

from tests import rows


@pytest.fixture
def talks(db):
    return rows.harbour_talks()


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
