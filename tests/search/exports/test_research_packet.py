"""The research packet: what is in it, that it says so truly, and that programs can read it."""

import csv
import hashlib
import io
import json
import zipfile

import pytest
from lxml import etree

from archive.parsing.own_files import read_own
from search.exports.export_fields import FIELDS
from search.exports.export_files import WrittenFile, checksums, data_package, zip_pieces
from tests import world
from tests.pages.conftest import get, index, index_dir  # noqa: F401  # fixtures


@pytest.fixture
def packet(client, db, index):  # noqa: F811
    talks = world.harbour_talks()
    world.add(talks, world.said("=1+1 is Łódź.\nA ferry, “twice”; 渡轮", world.MARCHETTI))
    world.talk(world.said("No ferry sails to France.", "Ada Quarrell"), title="Ferry statement", place="Velport")
    index()

    def fetch(**query):
        response = client.get("/search/export/file/", {"format": "zip", **query})
        content = b"".join(response.streaming_content)
        return zipfile.ZipFile(io.BytesIO(content)), response

    return fetch


def test_a_packet_holds_the_result_in_every_form(packet):
    book, response = packet(q="ferry", sort="oldest")
    assert response["Content-Type"] == "application/zip"
    assert book.testzip() is None
    table = list(csv.DictReader(io.TextIOWrapper(book.open("records.csv"), "utf-8", newline="")))
    lines = [json.loads(line) for line in book.read("records.jsonl").decode().splitlines()]
    references = json.loads(book.read("references.json"))
    assert len(table) == int(response["X-Records"]) == 3
    assert [row["id"] for row in table] == [line["id"] for line in lines]
    assert [item["id"] for item in references] == [row["id"].replace("/", "-") for row in table]
    assert set(table[0]) == {field.key for field in FIELDS}
    slugs = {row["id"].split("/")[0] for row in table}
    assert {name for name in book.namelist() if name.startswith("tei/")} == {f"tei/{slug}.tei.xml" for slug in slugs}


def test_the_transcripts_are_tei_that_is_read_back(packet):
    book, _ = packet(q="Belgrade")
    (name,) = [name for name in book.namelist() if name.startswith("tei/")]
    assert len(read_own(book.read(name)).turns) == 6
    assert etree.fromstring(book.read(name)).tag.endswith("}TEI")


def test_the_readme_says_what_was_asked_how_much_was_found_and_how_to_cite(packet):
    text = packet(q="ferry", sort="oldest")[0].read("README.txt").decode()
    assert "Records:      3\n" in text
    assert "Transcripts:  2\n" in text
    assert "Query:        ferry\n" in text
    assert "http://testserver/search/?q=ferry" in text
    for heading in ("How to cite", "Licence", "Columns"):
        assert f"\n{heading}\n" in text


def test_checksums_and_sizes_are_those_of_the_files(packet):
    book, _ = packet(q="ferry")
    listed = dict(reversed(line.split("  ")) for line in book.read("SHA256SUMS").decode().splitlines())
    assert set(listed) == set(book.namelist()) - {"SHA256SUMS"}
    assert {name: hashlib.sha256(book.read(name)).hexdigest() for name in listed} == listed
    package = json.loads(book.read("datapackage.json"))
    for resource in package["resources"]:
        assert resource["hash"] == f"sha256:{listed[resource['path']]}"
        assert resource["bytes"] == len(book.read(resource["path"]))
    assert {resource["path"] for resource in package["resources"]} == set(listed) - {"README.txt", "datapackage.json"}


def test_the_data_package_is_valid(packet, tmp_path):
    """Asked of frictionless itself, where it is installed; the rules it holds are held without it as well."""
    book, _ = packet()
    book.extractall(tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text())
    names = [resource["name"] for resource in package["resources"]]
    assert len(names) == len(set(names))
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_.") for name in names)
    table = next(resource for resource in package["resources"] if resource["path"] == "records.csv")
    assert [field["name"] for field in table["schema"]["fields"]] == book.read("records.csv").decode().splitlines()[0].split(",")
    frictionless = pytest.importorskip("frictionless", reason="not run: frictionless is not installed")
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])


def test_an_empty_result_is_a_packet_too(packet):
    book, response = packet(q="nothingofthekind")
    assert response["X-Records"] == "0"
    assert json.loads(book.read("references.json")) == []
    assert "Records:      0\n" in book.read("README.txt").decode()


def test_what_is_withdrawn_meanwhile_is_in_no_file(client, db, index):  # noqa: F811
    talks = world.harbour_talks()
    index()
    response = client.get("/search/export/file/", {"format": "zip"})
    talks.state = "withdrawn"
    talks.save()
    book = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert not [name for name in book.namelist() if name.startswith("tei/")]
    assert json.loads(book.read("references.json")) == []


def test_a_zip_is_sent_while_its_members_are_made():
    made = []

    def member(name):
        for number in range(3):
            made.append((name, number))
            yield bytes(str(number), "ascii") * 100_000

    pieces = zip_pieces((name, member(name)) for name in ("a", "b"))
    first = next(pieces)
    assert first
    assert made[-1][0] == "a"
    book = zipfile.ZipFile(io.BytesIO(first + b"".join(pieces)))
    assert book.testzip() is None
    assert [len(book.read(name)) for name in ("a", "b")] == [300_000, 300_000]


def test_checksums_are_written_as_sha256sum_reads_them():
    assert checksums([WrittenFile("a.csv", 1, "0" * 64)]) == f"{'0' * 64}  a.csv\n"


def test_a_package_without_ids_has_no_key():
    import datetime as dt

    made = data_package("x", "X", "https://a.example/", dt.datetime(2026, 1, 1), [WrittenFile("a.csv", 1, "0" * 64)], FIELDS[1:2])
    assert "primaryKey" not in json.loads(made)["resources"][0]["schema"]
