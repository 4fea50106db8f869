"""What every address of the API does: errors as problems, tags, what browsers ask before they read."""

from __future__ import annotations

import sqlite3
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client

from archive.importing.importer import set_state
from archive.models import Transcript
from search.api.openapi import OPERATIONS
from search.engines.base import IndexUnreadable

LISTS = [f"/api{one.path}" for one in OPERATIONS if not one.parts]
MEMBERS = {"type", "title", "status", "detail", "instance"}


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/api/transcripts?page=2", "page"),
        ("/api/transcripts?size=0", "size"),
        ("/api/transcripts?size=101", "size"),
        ("/api/transcripts?size=%C2%B2", "size"),
        ("/api/transcripts?size=1&size=2", "size"),
        ("/api/transcripts?kind=party", "kind"),
        ("/api/transcripts?from=soon", "from"),
        ("/api/transcripts?from=2023%0A", "from"),
        ("/api/transcripts?cursor=x", "cursor"),
        ("/api/records?cursor=-1", "cursor"),
        ("/api/countries?cursor=%27", "cursor"),
        ("/api/search?cursor=2023", "cursor"),
        ("/api/search?speaker=" + "x" * 201, "speaker"),
        ("/api/sources/anybody?q=1", "q"),
        ("/api/openapi.json?x=1", "x"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(ask, world, address, parameter):
    answer = ask(address, 400)
    assert answer.keys() == MEMBERS | {"parameter"}
    assert (answer["parameter"], answer["status"], answer["title"]) == (parameter, 400, "Bad Request")
    assert parameter in answer["detail"]


@pytest.mark.parametrize(
    "address", ["/api/nothing", "/api/transcripts/", "/api/transcripts/x/y", "/api/sources/none", "/api/records/x/0"]
)
def test_what_is_not_there_is_a_problem(ask, world, address):
    answer = ask(address, 404)
    assert answer.keys() == MEMBERS and answer["instance"] == address


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_the_api_only_reads(world, method):
    for address in [*LISTS, "/api/openapi.json", "/api/transcripts/x"]:
        response = getattr(Client(enforce_csrf_checks=True), method)(address)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert response.json().keys() == MEMBERS


def test_browsers_may_ask_before_they_read(client, world):
    response = client.options("/api/search", headers={"Origin": "https://other.example"})
    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "GET" in response["Access-Control-Allow-Methods"] and "If-None-Match" in response["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("address", [*LISTS, "/api/openapi.json", "/api/speakers/ilse-marchetti"])
def test_what_has_not_changed_is_not_sent_again(client, world, address):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_change_is_sent(client, world):
    known = {address: client.get(address)["ETag"] for address in ("/api/transcripts", "/api/countries", "/api/countries/RS")}
    set_state(world.interview, Transcript.State.WITHDRAWN, None)
    for address, etag in known.items():
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_a_head_has_no_body(client, world):
    response = client.head("/api/transcripts")
    assert (response.status_code, response.content) == (200, b"") and response["ETag"]


def test_who_asks_too_much_is_told_when_to_go_on(settings, world):
    settings.LIMIT_REQUESTS = 2
    client = Client()
    assert [client.get("/api/sources").status_code for _ in range(2)] == [200, 200]
    response = client.get("/api/sources")
    answer = response.json()
    assert (response.status_code, response["Content-Type"]) == (429, "application/problem+json")
    assert answer["retry_after"] == int(response["Retry-After"]) >= 1
    assert (answer["title"], response["Access-Control-Allow-Origin"]) == ("Too Many Requests", "*")


@pytest.mark.parametrize("address", ["/api/search?q=x", "/api/suggestions?q=march"])
def test_while_the_index_is_repaired_a_problem_says_so(client, world, address):
    with (
        mock.patch("search.index.repairing.engine", side_effect=IndexUnreadable("gone")),
        mock.patch("search.index.repairing.drain_in_background"),
    ):
        response = client.get(address)
    assert (response.status_code, response["Content-Type"], response["Retry-After"]) == (503, "application/problem+json", "15")
    assert "repaired" in response.json()["detail"]


def test_a_fault_of_the_machine_is_a_problem(client, world):
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorcode = sqlite3.SQLITE_BUSY
    error = OperationalError("database is locked")
    error.__cause__ = cause
    with mock.patch("search.api.kept.public_sources", side_effect=error):
        response = client.get("/api/sources")
    assert (response.status_code, response["Content-Type"], response["Retry-After"]) == (503, "application/problem+json", "15")
    assert response.json()["detail"].startswith("The database is locked")
