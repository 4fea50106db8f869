"""Each line of the log says of which request it is, as text or JSON, and repeats nothing that a reader has typed."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.test import Client

from archive.serving.monitoring.log_lines import JsonLines, Shortened, TextLines
from archive.serving.monitoring.request_log import asked
from search.engines.whoosh.query.answering import Answering
from search.index.queue import drain, engine
from search.query.budget import TooMuch
from search.query.request import SearchRequest
from search.query.syntax import parse
from tests.house import ROOT

TYPED = ("q=zanzibari+clovefleet", "q=%22zanzibari%20Clovefleet%22&speaker=zanzibari", "q=Цанзибарский")
FORGED = ("%0a2026-11-27T10:00:00+0000%20ERROR%20archive:%20forged", "%0d%0aERROR", "%e2%80%a8ERROR", "%1b[2J")
STEERING = "\x1b\x9b\x90\x9d\x7f\u202e\u2066\u200f"  # what begins a terminal's commands, and turns the order of a line
GIVEN = "req-2026.11_27-a7"
BAD = ["short", "x" * 65, "has space in it", "semi;colon;colon", "new\nline-new", "übergrößenträger", "-starts-so", ""]


@pytest.fixture(params=[TextLines, JsonLines], ids=["text", "json"])
def log(request):
    """What is logged while a test runs, as it is written."""
    written, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(written)
    handler.setFormatter(request.param())
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


@pytest.fixture
def broken_search(monkeypatch):
    """Searching fails, and what it raises repeats what was typed."""

    def fail(params, *args, **named):
        logging.getLogger("search.anything").warning("About to fail for %s", params)
        raise RuntimeError(f"cannot look for {params!r}")

    monkeypatch.setattr("search.views.run_search", fail)
    return Client(raise_request_exception=False)


@pytest.mark.django_db
def test_an_id_that_is_well_formed_is_taken_and_returned():
    assert Client().get("/healthz", headers={"X-Request-ID": GIVEN}).headers["X-Request-ID"] == GIVEN


@pytest.mark.parametrize("given", BAD)
def test_another_is_replaced(given):
    answered = Client().get("/healthz", HTTP_X_REQUEST_ID=given).headers["X-Request-ID"]
    assert answered != given and re.fullmatch("[0-9a-f]{32}", answered)


def test_each_request_has_its_own():
    client = Client()
    assert client.get("/healthz").headers["X-Request-ID"] != client.get("/healthz").headers["X-Request-ID"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nowhere/", "/robots.txt", "/admin/", "/t/unknown/"])
def test_every_answer_has_one(path):
    assert Client().get(path, headers={"X-Request-ID": GIVEN}).headers["X-Request-ID"] == GIVEN


@pytest.mark.django_db
def test_a_line_says_of_which_request_it_is(log):
    Client().get("/nowhere/", headers={"X-Request-ID": GIVEN})
    [line] = log.getvalue().splitlines()
    assert "Not Found: /nowhere/" in line
    assert json.loads(line)["request_id"] == GIVEN if line.startswith("{") else f"[{GIVEN}]" in line


@pytest.mark.django_db
def test_after_the_answer_nothing_is_of_the_request_any_more(log):
    Client().get("/nowhere/", headers={"X-Request-ID": GIVEN})
    assert asked() is None
    logging.getLogger("search.anything").warning("Something else")
    assert GIVEN not in log.getvalue().splitlines()[-1]


@pytest.mark.django_db
@pytest.mark.parametrize("query", TYPED)
def test_no_line_repeats_what_a_reader_typed(log, broken_search, query):
    assert broken_search.get(f"/search/?{query}").status_code == 500
    said = "".join(str(json.loads(line)) if line.startswith("{") else line for line in log.getvalue().splitlines())
    assert "cannot look for" in said and "Traceback" in said
    assert not re.search("zanzibari|clovefleet|Цанзибарский", said, re.I)


@pytest.mark.django_db
def test_with_the_setting_it_is_there(log, broken_search, settings):
    settings.LOG_QUERIES = True
    broken_search.get("/search/?q=zanzibari+clovefleet")
    assert "clovefleet" in log.getvalue()


@pytest.mark.parametrize("wanted", [False, True])
def test_a_search_that_is_given_up_says_which_only_where_that_is_wanted(log, settings, monkeypatch, db, index_dir, wanted):
    """The engine writes this line, in words that are not quite those typed."""
    drain()
    real, failed = Answering.answer, []

    def once(self):
        if failed:
            return real(self)
        failed.append(self)
        raise TooMuch

    monkeypatch.setattr(Answering, "answer", once)
    settings.LOG_QUERIES = wanted
    engine().search(SearchRequest(tree=parse("clovefleets").tree, facets=(), histogram=False))
    assert "abandoned" in log.getvalue() and ("clovefleet" in log.getvalue()) is wanted


@pytest.mark.django_db
def test_a_line_for_each_request_is_a_choice(log, settings, client):
    client.get("/robots.txt?q=zanzibari")
    assert log.getvalue() == ""
    settings.LOG_REQUESTS = True
    client.get("/robots.txt?q=zanzibari")
    line = log.getvalue()
    assert "/robots.txt" in line and "zanzibari" not in line and "127.0.0.1" not in line
    if line.startswith("{"):
        entry = json.loads(line)
        assert (entry["method"], entry["path"], entry["status"]) == ("GET", "/robots.txt", 200)
    settings.LOG_QUERIES = True
    client.get("/robots.txt?q=zanzibari")
    assert "/robots.txt?q=zanzibari" in log.getvalue()


@pytest.mark.django_db
def test_no_line_has_the_key_to_an_alert(log, settings, client):
    settings.LOG_REQUESTS = True
    client.get("/alerts/mine/1.zanzibari.key/")
    # Django names a wrong key, which opens nothing.
    [line] = [line for line in log.getvalue().splitlines() if "archive.requests" in line]
    assert "/alerts/mine/[" in line and "zanzibari" not in line


@pytest.mark.django_db
@pytest.mark.parametrize("forged", FORGED)
def test_nobody_writes_lines_of_the_log(log, settings, forged):
    settings.LOG_REQUESTS = True
    Client().get(f"/nowhere{forged}/")
    said = log.getvalue()
    assert len(said.splitlines()) == 2 and "\x1b" not in said
    assert not [line for line in said.splitlines() if line.startswith(("2026-11-27T10:00:00", "ERROR"))]


@pytest.mark.django_db
@pytest.mark.parametrize("letter", STEERING, ids=ascii)
def test_nobody_steers_the_terminal_of_who_reads_the_log(log, settings, letter):
    settings.LOG_REQUESTS = True
    Client().get(f"/nowhere{quote(letter)}here/")
    assert "nowhere" in log.getvalue() and letter not in log.getvalue()


def test_the_message_of_an_error_begins_no_line(log):
    try:
        raise ValueError("not a date\n2026-11-27T10:00:00+0000 ERROR archive: forged\rforged")
    except ValueError:
        logging.getLogger("archive.importing").exception("reading failed")
    first, *others = log.getvalue().splitlines()
    assert "reading failed" in first and "forged" in log.getvalue()
    assert all(line.startswith("    ") for line in others)


def test_a_record_that_cannot_be_written_as_json_is_written_all_the_same():
    record = logging.makeLogRecord({"name": "any", "levelname": "ERROR", "msg": "broken \ud800 %s", "args": (object(),)})
    entry = json.loads(JsonLines().format(record))
    assert entry["message"].startswith("broken") and entry["request_id"] is None


def test_what_a_record_carries_besides_stays_inside(rf):
    """Django hands the request along, and its description has the query."""
    request = rf.get("/search/?q=zanzibari")
    record = logging.makeLogRecord({"name": "any", "levelname": "ERROR", "msg": "any", "request": request, "secret": "zanzibari"})
    assert "zanzibari" not in JsonLines().format(record) + TextLines().format(record)


def run(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "archive.settings"} | variables
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


def test_the_form_is_a_setting():
    said = run("import django, logging; django.setup(); logging.getLogger('x').error('told')", LOG_FORMAT="json").stderr
    assert json.loads(said.splitlines()[-1])["message"] == "told"


def test_an_unknown_form_is_refused():
    done = run("import django; django.setup()", LOG_FORMAT="xml")
    assert done.returncode != 0 and "LOG_FORMAT is 'xml'; it can be text or json." in done.stderr


def test_what_any_stranger_can_have_written_is_short(log, client, db):
    logging.getLogger().handlers[-1].addFilter(Shortened())
    assert client.get("/", headers={"host": "h" * 9000}).status_code == 400
    assert client.get(f"/t/{'a' * 9000}/").status_code == 404
    assert client.post("/alerts/", b"no parts", content_type="multipart/form-data; boundary=b").status_code == 400
    lines = log.getvalue().splitlines()
    assert all(any(said in line for line in lines) for said in ("Invalid HTTP_HOST", "Not Found", "Bad Request"))
    assert max(map(len, lines)) < 1000
    assert "Traceback" not in log.getvalue()


def test_a_malformed_form_fills_no_log_with_tracebacks(log, settings, db):
    settings.ALLOWED_HOSTS = ["*"]
    logging.getLogger().handlers[-1].addFilter(Shortened())
    forged = Client(enforce_csrf_checks=True)
    forged.cookies["csrftoken"] = "a" * 32
    sent = forged.post("/admin/login/", b"no parts", content_type="multipart/form-data; boundary=" + "x" * 300)
    assert sent.status_code == 400
    assert "Unable to parse" in log.getvalue() and "Traceback" not in log.getvalue()


def test_a_fault_keeps_its_traceback_and_our_own_lines_their_length():
    fault = logging.LogRecord(
        "django.request", logging.ERROR, "", 0, "Internal Server Error: %s", ("/x",), (OSError, OSError(), None)
    )
    own = logging.LogRecord("archive.serving", logging.ERROR, "", 0, "o" * 900, (), None)
    assert Shortened().filter(fault) and fault.exc_info
    assert Shortened().filter(own) and len(own.getMessage()) == 900
