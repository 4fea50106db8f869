"""Results as files."""

import csv
import io
import json
import zipfile
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from archive.models import Speaker
from search.exports.export_files import CELL_LIMIT, harmless
from search.exports.whole_result import batches
from tests import world
from tests.pages.conftest import get, index, index_dir  # noqa: F401  # fixtures


@pytest.fixture
def talks(db, index):  # noqa: F811
    talks = world.harbour_talks()
    world.add(
        talks,
        world.said('=HYPERLINK("http://x.example")\nŁódź, “ferry”; 渡轮', world.MARCHETTI),
        *(world.said(f"Ferry number {number} sails.", world.MARCHETTI) for number in range(60)),
    )
    index()
    return talks


def fetch(client, **query):
    response = client.get("/search/export/file/", query)
    return response, b"".join(response.streaming_content)


def table(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_all_pages_are_taken_in_the_order_of_the_results(client, talks):
    response, content = fetch(client, q="ferry", format="csv", sort="oldest")
    rows = table(content)
    shown = [
        f"{hit['url'].rstrip('/').split('/')[-2]}/{hit['url'].rstrip('/').split('/')[-1]}"
        for page in range(1, 5)
        for hit in client.get("/search.json", {"q": "ferry", "sort": "oldest", "page": page}).json()["results"]
    ]
    assert len(rows) > 60
    assert [row["id"] for row in rows] == shown
    assert response["X-Records"] == str(len(rows))


def test_a_row_says_who_when_where_and_leads_back(client, talks):
    _, content = fetch(client, q="Belgrade", format="csv")
    (row,) = table(content)
    assert row["permalink"] == f"http://testserver{talks.get_absolute_url()}2/"
    assert (row["date"], row["place"], row["revision"]) == ("2023-04-18", "Port Selene", "2")
    assert row["question"] == "What about the ferry line?"
    assert row["text"] == "Belgrade has replied. The ferry will sail."
    assert row["speakers"] == "Ilse Marchetti"


def test_no_cell_is_run_as_a_formula_and_line_breaks_stay_within_cells(client, talks):
    rows = table(fetch(client, q="Łódź", format="csv")[1])
    assert [row["text"] for row in rows] == ['\'=HYPERLINK("http://x.example")\nŁódź, “ferry”; 渡轮']


@pytest.mark.parametrize(
    "value", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "\ufeff=1", "\u200f=1", "＝1", "－1", "＠x"]
)
def test_what_a_spreadsheet_would_run_is_quoted(value):
    assert harmless(value) == f"'{value}"


@pytest.mark.parametrize("parted", [";=1+1", "; =cmd|' /C calc'!A1", "\n\n+1", "\t-1", "\r\n@SUM(1)", ";\u200f＝1"])
def test_no_part_of_a_cell_is_run_where_excel_parts_lines_at_semicolons(parted):
    sign = next(at for at, letter in enumerate(parted) if letter in "=+-@＝")
    assert harmless(f"Ferry{parted}", within=True) == f"Ferry{parted[:sign]}'{parted[sign:]}"


def test_texts_are_in_quotation_marks_and_only_the_file_for_excel_is_changed_within(client, talks, index):  # noqa: F811
    world.add(talks, world.said("The pier is closed;=1+1", world.MARCHETTI))
    index()
    wanted = {"q": "pier", "field": ["text", "revision"]}
    assert fetch(client, format="csv", **wanted)[1].decode().splitlines()[1].endswith(',"The pier is closed;=1+1"')
    assert fetch(client, format="excel.csv", **wanted)[1].decode().splitlines()[1].endswith(',"The pier is closed;\'=1+1"')


def test_only_the_csv_for_excel_begins_with_a_byte_order_mark(client, talks):
    assert fetch(client, q="ferry", format="excel.csv")[1].startswith(b"\xef\xbb\xbfid,")
    assert fetch(client, q="ferry", format="csv")[1].startswith(b"id,")


def test_the_fields_chosen_are_the_columns(client, talks):
    _, content = fetch(client, q="ferry", format="csv", field=["text", "date", "nonsense"])
    assert content.splitlines()[0] == b"date,text"


def test_json_lines_hold_lists_and_nothing_for_what_is_not_known(client, talks):
    _, content = fetch(client, q="Belgrade", format="jsonl")
    (row,) = map(json.loads, content.decode().splitlines())
    assert row["speakers"] == ["Ilse Marchetti"]
    assert row["askers"] == []
    assert row["date"] == "2023-04-18"


def test_text_keeps_the_words_as_they_are(client, talks):
    text = fetch(client, q="Łódź", format="txt")[1].decode()
    assert '=HYPERLINK("http://x.example")\nŁódź, “ferry”; 渡轮' in text
    assert "Speakers: Ilse Marchetti" in text


def test_a_workbook_has_records_and_says_what_they_are(client, talks):
    _, content = fetch(client, q="Łódź", format="xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        records = BeautifulSoup(book.read("xl/worksheets/sheet1.xml"), "xml")
        about = BeautifulSoup(book.read("xl/worksheets/sheet2.xml"), "xml").get_text("|")
    assert '=HYPERLINK("http://x.example")\nŁódź, “ferry”; 渡轮' in [cell.get_text() for cell in records.find_all("t")]
    assert not records.find_all("f")
    assert "with łódź" in about.casefold() or "łódź" in about.casefold()
    assert "http://testserver/search/?q=" in about


@pytest.mark.parametrize("form", ["xlsx", "zip"])
def test_a_file_that_compresses_itself_is_not_compressed_again(client, talks, form):
    answer = client.get(f"/search/export/file/?format={form}&q=ferry", headers={"Accept-Encoding": "gzip"})
    assert zipfile.is_zipfile(io.BytesIO(b"".join(answer)))
    assert (answer.status_code, answer.get("Content-Encoding")) == (200, None)
    answer.close()


def test_a_cell_too_long_for_a_workbook_is_cut_with_a_word(client, talks):
    world.add(talks, world.said("Lighthouse " * 4_000, world.MARCHETTI))
    _, content = fetch(client, format="xlsx", field=["text"])
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        cells = [cell.get_text() for cell in BeautifulSoup(book.read("xl/worksheets/sheet1.xml"), "xml").find_all("t")]
    assert all(len(cell) <= CELL_LIMIT for cell in cells)


def test_an_unknown_format_is_told(client, db):
    assert client.get("/search/export/file/", {"format": "exe"}).status_code == 404


def test_what_is_withdrawn_meanwhile_is_left_out(client, talks):
    response = client.get("/search/export/file/", {"q": "ferry", "format": "jsonl"})
    talks.state = "withdrawn"
    talks.save()
    assert b"".join(response.streaming_content) == b""


def test_the_page_offers_formats_and_fields_and_keeps_the_search(get, talks):  # noqa: F811
    page = get("/search/export/", q="ferry", speaker="ilse-marchetti")
    assert "whole result" in page.text
    hidden = {(tag["name"], tag["value"]) for tag in page.soup.select("input[type=hidden]")}
    assert {("q", "ferry"), ("speaker", "ilse-marchetti")} <= hidden
    assert "/search/export/?q=ferry" in get("/search/", q="ferry").links(".finding__export")


def test_batches_lose_nothing():
    assert list(batches(range(5), 2)) == [(0, 1), (2, 3), (4,)]


FORMULA = '=HYPERLINK("http://x.example","go")'


@pytest.mark.parametrize("form", ["csv", "excel.csv", "xlsx"])
def test_no_column_holds_a_formula_whoever_wrote_it(client, db, index, form):  # noqa: F811
    """Title, place, publisher, speaker, office, asker and words may all come from a hostile file."""
    asked = world.asked(FORMULA, FORMULA, FORMULA)
    answered = world.answered(FORMULA, FORMULA, office=FORMULA)
    world.talk(asked, answered, title=FORMULA, place=FORMULA, publisher=FORMULA)
    Speaker.objects.update(name=FORMULA)  # an import tidies names, but an editor may write anything
    index()
    _, content = fetch(client, format=form)
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            sheets = [BeautifulSoup(book.read(name), "xml") for name in book.namelist() if "sheets/sheet" in name]
        assert not any(sheet.find_all(["f", "hyperlink"]) for sheet in sheets)
        assert [cell.get_text() for cell in sheets[0].find_all("t")].count(FORMULA) == 8
    else:
        (row,) = table(content)
        assert sorted(key for key, value in row.items() if value == f"'{FORMULA}") == sorted(
            ("title", "place", "publisher", "speakers", "offices", "askers", "question", "text")
        )


@pytest.mark.parametrize("form", ["csv", "excel.csv", "xlsx", "jsonl", "txt", "zip"])
@pytest.mark.parametrize(("query", "count"), [("zeppelin", 0), ("Łódź", 1)])
def test_an_empty_result_and_one_of_one_record_are_whole_files(client, talks, form, query, count):
    response, content = fetch(client, q=query, format=form)
    assert (response.status_code, response["X-Records"]) == (200, str(count))
    if form in ("xlsx", "zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            assert book.testzip() is None
            name = "xl/worksheets/sheet1.xml" if form == "xlsx" else "records.jsonl"
            told = book.read(name).decode()
        assert told.count("<row ") == count + 1 if form == "xlsx" else len(told.splitlines()) == count
    elif form in ("csv", "excel.csv"):
        assert len(table(content)) == count and content.count(b"permalink") == 1
    else:
        assert content.decode().count("Port Selene") == count


def test_a_search_with_odd_characters_is_told_in_a_valid_workbook(client, talks):
    _, content = fetch(client, q='=1+1 \ufffe\x01 "' + "x" * 3_000, format="xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            ElementTree.fromstring(book.read(name))
