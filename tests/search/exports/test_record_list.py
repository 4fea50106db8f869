"""A reader's list of records: read from an address or a form, shown, cited, exported; what is gone is named."""

import csv
import io
import json
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.importing.importer import import_transcript
from archive.models import Record, RetiredRecord
from archive.pages.public_pages import CORRECTED, WITHDRAWN
from search.exports import record_list
from search.exports.record_list import read_names
from tests import world
from tests.addresses.fuzz import NUMBERS, WORDS
from tests.pages.conftest import Page
from tests.world import TALK

LIST = "/search/list/"
FILE = "/search/list/file/"


@pytest.fixture
def talks(db):
    return world.harbour_talks()


def page(client, records, **more):
    return Page(client.get(LIST, {"records": records, **more}))


def query_dict(**lists):
    from django.http import QueryDict

    given = QueryDict(mutable=True)
    for key, values in lists.items():
        given.setlist(key, values)
    return given


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        (["a/1"], ["a/1"]),
        (["a/1,3, 7; b/2\n5"], ["a/1", "a/3", "a/7", "b/2", "b/5"]),
        (["a/1", "a/1~0a1b2c3d", "b/002"], ["a/1", "b/2"]),
        (["7 a/1"], ["a/1"]),
        (["a/0 a/٣ a/-1 a/1.5 /1 a/ a//1 x", ""], []),
    ],
)
def test_names_are_read_each_once(typed, names):
    read = read_names(query_dict(records=typed))
    assert [name.key for name in read.names] == names


def test_what_cannot_be_read_is_said_and_too_many_are_counted():
    read = read_names(query_dict(record=["x", "a/1~zz"], records=[" ".join(f"a/{number}" for number in range(1, 400))]))
    assert read.unread == ("x", "a/1~zz")
    assert (len(read.names), read.left_out) == (record_list.MOST_RECORDS, 199)
    assert len(read_names(query_dict(records=["a/1 " * 200_000 + "b" * 10_000_000])).names) == 1


def test_records_are_shown_in_the_order_of_the_list_with_their_references(client, talks):
    shown = page(client, f"{talks.slug}/3,1", style="APA 7")
    assert shown.h1 == "2 records chosen"
    assert shown.links(".listed h2 a") == [f"{talks.get_absolute_url()}3/", f"{talks.get_absolute_url()}1/"]
    assert all(text.startswith("Marchetti, I. (2023, April 18)") for text in shown.texts(".listed__reference"))
    assert shown.soup.select_one(".listed__all")["data-copy"].count("Marchetti, I.") == 2
    assert page(client, f"{talks.slug}/3", style="<b>").texts(".listed__reference")[0].startswith("Ilse Marchetti")


def test_a_form_with_boxes_and_a_posted_list_do_the_same(client, talks):
    ticked = Page(client.get(LIST, {"record": [f"{talks.slug}/2", f"{talks.slug}/1"]}))
    posted = Page(client.post(LIST, {"records": f"{talks.slug}/2,1"}))
    assert ticked.links(".listed h2 a") == posted.links(".listed h2 a") == [f"{talks.get_absolute_url()}{n}/" for n in (2, 1)]


def test_a_list_is_exported_as_results_are(client, talks):
    asked = {"records": f"{talks.slug}/3,1"}
    table = client.get(FILE, {**asked, "format": "csv"}).getvalue().decode()
    assert [row["id"] for row in csv.DictReader(io.StringIO(table))] == [f"{talks.slug}/3", f"{talks.slug}/1"]
    lines = client.get(FILE, {**asked, "format": "jsonl", "field": ["id", "text"]}).getvalue().decode().splitlines()
    assert [set(json.loads(line)) for line in lines] == [{"id", "text"}] * 2
    packet = zipfile.ZipFile(io.BytesIO(client.post(FILE, {**asked, "format": "zip"}).getvalue()))
    assert f"tei/{talks.slug}.tei.xml" in packet.namelist()
    assert "records chosen by a reader" in packet.read("README.txt").decode()
    assert f"{LIST}?records={talks.slug}/3,{talks.slug}/1" in packet.read("README.txt").decode()
    assert client.get(FILE, {**asked, "format": "xlsx"}).getvalue()[:2] == b"PK"
    assert "The tariffs stay." in client.get(FILE, {**asked, "format": "txt"}).getvalue().decode()


@pytest.mark.parametrize(("key", "count"), [("bib", "@"), ("ris", "TY  - "), ("json", '"id": ')])
def test_a_list_is_cited_in_files_for_reference_managers(client, talks, key, count):
    response = client.get(FILE, {"records": f"{talks.slug}/3,1,2", "format": key})
    assert response.content.decode().count(count) == 3
    assert response["Content-Disposition"].endswith(f'.{key}"')


def test_a_format_that_is_not_there_is_not_found(client, talks):
    assert client.get(FILE, {"records": f"{talks.slug}/1", "format": "exe"}).status_code == 404


def test_what_is_gone_is_named_and_why(client, talks):
    gone = world.harbour_talks()
    gone.state = "withdrawn"
    gone.save()
    hidden = world.talk(world.said("Krandovast.", world.MARCHETTI), title="Zumbrelith plans", state="draft")
    RetiredRecord.objects.create(transcript=talks, number=9, replaced_by=Record.objects.get(transcript=talks, number=2))
    RetiredRecord.objects.create(transcript=talks, number=8)
    shown = page(client, f"{talks.slug}/1,9,8,77 {gone.slug}/1 {hidden.slug}/1 nothing-such/1 ???")
    assert shown.h1 == "1 record chosen"
    said = dict(text.split(" : ", 1) if " : " in text else text.split(": ", 1) for text in shown.texts(".notice li"))
    assert said[f"{talks.slug}/9"] == f"{CORRECTED} Another replaced it. Read that one"
    assert f"{talks.get_absolute_url()}2/" in shown.links(".notice a")
    assert said[f"{talks.slug}/8"] == CORRECTED
    assert said[f"{gone.slug}/1"] == WITHDRAWN
    assert said[f"{hidden.slug}/1"] == said["nothing-such/1"] == said[f"{talks.slug}/77"] == "There is no such record."
    assert "Krandovast" not in shown.text and "Zumbrelith plans" not in shown.text
    assert "These are not names of records: ???" in shown.text


def test_a_record_whose_words_have_changed_says_so(client, db, index_dir):
    from search.display.page_records import found_records

    of = import_transcript(TALK.encode(), "talk.txt").transcript
    names = [f"{of.slug}/{one.number}~{found_records([one.pk])[one.pk].fingerprint}" for one in of.records.order_by("position")]
    assert "have changed since" not in page(client, ",".join(names)).text
    import_transcript(TALK.replace("signed the papers", "signed no papers").encode(), "talk2.txt", transcript=of)
    told = [item.get_text() for item in page(client, ",".join(names)).soup.select(".listed > li")]
    assert ["have changed since" in text for text in told] == [False, True, False]


def test_the_results_have_a_box_for_each_record(client, indexed, talks):
    indexed(talks)
    shown = Page(client.get("/search/", {"q": "ferry"}))
    boxes = shown.soup.select("input[name=record][form=marked]")
    assert len(boxes) == len(shown.soup.select(".result")) > 0
    form = shown.soup.select_one("form#marked")
    again = Page(client.get(form["action"], {"record": [box["value"] for box in boxes]}))
    assert again.h1 == f"{len(boxes)} record{'s' * (len(boxes) > 1)} chosen"


def test_a_long_list_costs_few_queries(client, db):
    of = world.talk(*(world.said(f"Berth {number} is open.", world.MARCHETTI) for number in range(30)), title="A long day")
    others = [world.harbour_talks() for _ in range(8)]
    for records in (f"{of.slug}/1", " ".join(f"{one.slug}/{n}" for one in (of, *others) for n in range(1, 31))):
        with CaptureQueriesContext(connection) as made:
            assert page(client, records).status == 200
        assert len(made) <= 15


def test_odd_lists_break_nothing(client, talks):
    for value in (*NUMBERS, *WORDS, "\x00", "a/1" * 5000, ",;, ,", "a/" + "9" * 40):
        value = value.encode("utf-8", "replace").decode()
        for method in (client.get, client.post):
            assert method(LIST, {"records": value, "record": value, "style": value}).status_code == 200
            assert method(FILE, {"records": value, "format": "csv", "field": value}).status_code == 200
    assert client.put(LIST).status_code == 405
