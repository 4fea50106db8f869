"""Lists and things of the API: what they say, that they can be followed to the end, and what is not public."""

from __future__ import annotations

import pytest

from archive.importing.importer import set_state
from archive.models import FormerSpeakerSlug, RetiredRecord, Speaker, Transcript
from tests import rows
from tests.world import crowd, harbour_talks, talk
from tests.world import said as talked

LISTS = ("transcripts", "records", "speakers", "countries", "sources")


def followed(ask, address, key):
    """Return the pages of a list, to its end."""
    pages = []
    while address:
        answer = ask(address)
        pages.append([one["id"] for one in answer[key]])
        address = answer["next"]
    return pages


@pytest.mark.parametrize("key", LISTS)
def test_a_list_followed_one_by_one_is_the_whole_list(ask, world, key):
    (whole,) = followed(ask, f"/api/{key}?size=100", key)
    assert len(whole) >= 2 or key == "sources"
    assert followed(ask, f"/api/{key}?size=1", key) == [[one] for one in whole]


@pytest.mark.parametrize("key", LISTS)
def test_everything_of_a_list_is_at_its_own_address(ask, world, key):
    for one in ask(f"/api/{key}")[key]:
        assert ask(one["api_url"]).items() >= one.items()


def test_a_list_that_grows_gives_nothing_twice_and_all_that_came(ask, world):
    first = ask("/api/transcripts?size=2")
    more = harbour_talks()
    rest = followed(ask, first["next"], "transcripts")
    seen = [one["id"] for one in first["transcripts"]] + sum(rest, [])
    assert len(seen) == len(set(seen))
    assert set(seen) == set(Transcript.objects.published().values_list("slug", flat=True))
    assert more.slug in seen


def test_a_list_that_shrinks_leaves_nothing_out(ask, world):
    first = ask("/api/transcripts?size=1")
    gone = Transcript.objects.get(slug=first["transcripts"][0]["id"])
    set_state(gone, Transcript.State.WITHDRAWN, None)
    rest = sum(followed(ask, first["next"], "transcripts"), [])
    assert set(rest) == set(Transcript.objects.published().values_list("slug", flat=True))


def test_transcripts_are_narrowed(ask, world):
    def ids(query):
        return {one["id"] for one in ask(f"/api/transcripts?{query}")["transcripts"]}

    of = world.conference
    assert of.slug in ids(f"kind={of.kind}&from=2023-04&to=2023-04-18&source={of.source.slug}")
    assert of.slug not in ids("from=2023-04-19")
    assert of.slug not in ids("to=2023-04-17")
    assert ids("source=nobody") == ids("from=2023-02-30") == set()
    assert world.undated.slug not in ids("from=1900")


def test_records_of_a_transcript(ask, world):
    of = world.conference
    answer = ask(f"/api/records?transcript={of.slug}")
    assert [one["number"] for one in answer["records"]] == list(of.records.order_by("pk").values_list("number", flat=True))
    assert {one["transcript"]["id"] for one in answer["records"]} == {of.slug}
    whole = ask(f"/api/transcripts/{of.slug}")
    by_number = {one["number"]: one for one in answer["records"]}
    assert [one["turns"] for one in whole["records"]] == [by_number[one["number"]]["turns"] for one in whole["records"]]
    assert whole["records"][0]["turns"][0]["text"] == "What is left of strategic stability?"


def test_a_country_s_name_in_other_letters_leads_to_it(client, world):
    response = client.get("/api/countries/rs")
    assert (response.status_code, response["Location"]) == (301, "/api/countries/RS")


def test_a_merged_speaker_leads_on(client, world):
    FormerSpeakerSlug.objects.create(slug="i-marchetti", speaker=Speaker.objects.get(slug="ilse-marchetti"))
    response = client.get("/api/speakers/i-marchetti")
    assert (response.status_code, response["Location"]) == (301, "/api/speakers/ilse-marchetti")


def test_what_is_not_public_is_nowhere(ask, world):
    secret = talked("Nobody may read this.", "Hidden Person")
    draft, withdrawn = talk(secret, title="Secret draft", state="draft"), talk(secret, title="Taken back", state="withdrawn")
    rows.person("Never Spoke")
    for key in LISTS:
        said = str(ask(f"/api/{key}"))
        for secret in ("Secret", "Taken back", "Nobody may", "Hidden", "Never Spoke"):
            assert secret not in said
    assert ask(f"/api/transcripts/{draft.slug}", 404)["detail"] == "There is no such transcript."
    assert ask(f"/api/transcripts/{withdrawn.slug}", 410)["detail"] == "This transcript was withdrawn."
    ask(f"/api/records/{draft.slug}/1", 404)
    ask(f"/api/records/{withdrawn.slug}/1", 410)
    ask("/api/speakers/hidden-person", 404)
    ask("/api/speakers/never-spoke", 404)


def test_a_record_that_a_correction_took_says_what_replaced_it(ask, world):
    of = world.conference
    RetiredRecord.objects.create(transcript=of, number=77, replaced_by=of.records.get(number=1))
    RetiredRecord.objects.create(transcript=of, number=78)
    assert ask(f"/api/records/{of.slug}/77", 410)["replaced_by"] == f"http://testserver/api/records/{of.slug}/1"
    assert "replaced_by" not in ask(f"/api/records/{of.slug}/78", 410)
    ask(f"/api/records/{of.slug}/79", 404)


def test_a_page_costs_the_same_however_long(ask, world, django_assert_max_num_queries):
    crowd(60)
    for address in [*(f"/api/{key}?size=100" for key in LISTS), f"/api/transcripts/{world.conference.slug}"]:
        with django_assert_max_num_queries(15):
            ask(address)
