"""What the verification standard asks for and no other test holds: how the code is written, and what answers say."""

from __future__ import annotations

import ast
import logging
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from haystack import connections

from archive.importing.storing import usable_url
from archive.models import Source
from archive.serving.monitoring.log_lines import TextLines
from archive.uploads.editor_forms import DetailsForm
from search.index.queue import drain, queue
from tests.house import ROOT, imports, modules, project_files, said, tree_of

RUNNING = ("archive", "search")
NETWORK = {"urllib.request", "http.client", "requests", "httpx", "urllib3", "ftplib", "smtplib", "telnetlib", "aiohttp"}
LISTENING = {"archive/serving/gunicorn_worker.py", "archive/management/commands/serve.py"}  # they are asked, and ask nobody
NAMES_ALONE = {  # they take the names of faults, or this machine's name, from a module that could also open a connection
    "search/alerts/alert_views.py": {"smtplib": {"SMTPException"}},
    "search/alerts/sending.py": {
        "smtplib": {"SMTPException", "SMTPSenderRefused", "SMTPRecipientsRefused", "SMTPResponseException"}
    },
    "search/index/consumers.py": {"socket": {"gethostname"}},
}
TYPES = {
    "/": "text/html; charset=utf-8",
    "/search/?q=ferry": "text/html; charset=utf-8",
    "/search.json?q=ferry": "application/json",
    "/search/suggest.json?q=fer": "application/json",
    "/healthz": "application/json",
    "/nowhere/": "text/html; charset=utf-8",
    "/admin/login/": "text/html; charset=utf-8",
    "/robots.txt": "text/plain; charset=utf-8",
    "/sitemap.xml": "application/xml",
}


@pytest.fixture
def index(db, tmp_path, settings, monkeypatch):
    """Keep an index, with nothing in it, in a folder of this test's own."""
    settings.INDEX_DIR = tmp_path / "index"
    monkeypatch.setitem(connections["default"].options, "PATH", str(settings.INDEX_DIR))
    queue([])
    assert drain()


def calls(path) -> list[ast.Call]:
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]


def called(call: ast.Call) -> str:
    return ast.unparse(call.func)


def scripts() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in project_files() if path.is_relative_to(ROOT / "static" / "js")]


def test_nothing_typed_is_ever_run():
    found = [said(path, call.lineno) for path in modules(*RUNNING) for call in calls(path) if called(call) in {"eval", "exec"}]
    assert not found, found


def test_no_process_is_started_by_a_shell():
    shells = {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"}
    every = [(path, call) for path in modules(*RUNNING) for call in calls(path)]
    found = [said(path, call.lineno) for path, call in every if called(call) in shells]
    found += [said(path, call.lineno) for path, call in every for word in call.keywords if word.arg == "shell"]
    assert not found, found


def test_the_code_that_runs_opens_no_connection():
    for path in modules(*RUNNING):
        asking = {name for name in imports(path) if name in NETWORK} | ({"socket"} & set(imports(path)))
        allowed = NAMES_ALONE.get(said(path), {})
        assert said(path) in LISTENING or asking <= set(allowed), path
        for module, names in allowed.items():
            assert taken_of(path, module) <= names, path


def taken_of(path, module: str) -> set[str]:
    """Return what a file takes from a module, by `module.name` and by `from module import name`."""
    nodes = list(ast.walk(tree_of(path)))
    attributes = [node for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)]
    taken = {node.attr for node in attributes if node.value.id == module}
    return taken | {
        name.name for node in nodes if isinstance(node, ast.ImportFrom) and node.module == module for name in node.names
    }


def test_what_runs_imports_no_tests_or_benchmarks():
    found = [said(path) for path in modules(*RUNNING) for name in imports(path) if name.split(".")[0] in {"tests", "benchmarks"}]
    assert not found, found


def test_sql_of_our_own_takes_values_as_parameters():
    """A statement is a constant, or is put together from names of the models and marks for values (`quote`, `_meta`, `%s`)."""
    found = []
    for path in modules(*RUNNING):
        for call in calls(path):
            if called(call).rpartition(".")[2] in {"execute", "executemany"} and call.args:
                parts = [node for node in ast.walk(call.args[0]) if isinstance(node, ast.FormattedValue)]
                found += [said(path, call.lineno) for part in parts if not re.search(r"_meta|columns|places", ast.unparse(part))]
            found += [said(path, call.lineno) for _ in [call] if called(call).rpartition(".")[2] in {"raw", "extra", "RawSQL"}]
    assert not found, found


def test_a_form_changes_only_the_fields_that_it_shows(admin_client, db):
    kept = Source.objects.create(name="Harbour Office", slug="harbour-office")
    sent = {"name": "Harbour Ministry", "url": "", "country": "", "slug": "stolen", "id": kept.pk + 1}
    assert admin_client.post(f"/admin/archive/source/{kept.pk}/change/", sent).status_code == 302
    assert list(Source.objects.values_list("pk", "name", "slug")) == [(kept.pk, "Harbour Ministry", "harbour-office")]


def test_no_script_stores_anything():
    """What a script may keep is how a page looks, and in saved.js the searches that a reader saves on the device."""
    kept = {name for text in scripts() for name in re.findall(r"(?:localStorage|sessionStorage)\.setItem\(([^,]+),", text)}
    assert kept == {'"theme"', "key", "KEY", "`${KEY}-unreadable`"}
    assert not any(word in text for text in scripts() for word in ("indexedDB", "document.cookie", "caches."))


def test_no_script_makes_keys_of_what_comes_in():
    found = [line for text in scripts() for line in text.splitlines() if re.search(r"\w\[\w+\]\s*=[^=]", line)]
    assert not found, found


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/a", "file:///etc/passwd"])
def test_an_address_that_a_browser_would_run_is_refused(address):
    assert usable_url(address) == ""
    field = DetailsForm.base_fields["source_url"]
    if address.startswith("ftp"):
        return  # no browser runs it
    with pytest.raises(ValidationError):
        field.clean(address)


@pytest.mark.parametrize("path", TYPES)
def test_every_answer_says_its_type(client, index, path):
    assert client.get(path)["Content-Type"] == TYPES[path]


@pytest.mark.parametrize("path", ["/search.json?q=ferry", "/search/suggest.json?q=fer"])
def test_what_other_origins_may_read_is_the_same_for_everybody(admin_client, index, path):
    stranger, editor = Client().get(path), admin_client.get(path)
    assert not stranger.cookies and not editor.cookies
    assert "Access-Control-Allow-Credentials" not in editor
    assert {key: value for key, value in stranger.json().items() if key != "took_ms"} == {
        key: value for key, value in editor.json().items() if key != "took_ms"
    }


@pytest.mark.parametrize("path", ["/", "/search/", "/t/", "/admin/", "/admin/login/"])
def test_pages_allow_no_foreign_origin(admin_client, path):
    assert "Access-Control-Allow-Origin" not in admin_client.get(path)


@pytest.mark.parametrize("path", ["/search/", "/search.json", "/t/", "/speakers/", "/search/suggest.json"])
def test_a_parameter_given_twice_is_no_fault(client, index, path):
    for key in ("q", "page", "size", "from", "sort", "country_mode", "own"):
        assert client.get(f"{path}?{key}=a&{key}=2&{key}=").status_code < 500


def test_https_is_asked_for_and_kept_to(db, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    sent = Client().get("/search/?q=ferry")
    assert (sent.status_code, sent["Location"]) == (301, "https://testserver/search/?q=ferry")
    assert Client().get("/", secure=True)["Strict-Transport-Security"] == "max-age=31536000"
    assert Client().get("/healthz").status_code == 200


def test_nothing_of_the_machine_is_told_by_the_probes(client, db):
    for path in ("/healthz", "/readyz"):
        told = client.get(path).content.decode()
        assert not re.search(r"/\w+/\w+|\d+\.\d+\.\d+|Traceback", told), told


def test_a_line_of_the_log_says_its_time_and_zone():
    line = TextLines()
    record = logging.LogRecord("archive.signin", logging.WARNING, "", 1, "Somebody came in.", (), None)
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} WARNING archive\.signin \[-\]: Somebody came in\.", line.format(record)
    )


def test_a_fault_is_a_line_of_the_log_with_its_place(client, db, monkeypatch, caplog):
    client.raise_request_exception = False
    monkeypatch.setattr("search.views.run_search", fail)
    assert client.get("/search/?q=ferry").status_code == 500
    assert any("/search/" in record.getMessage() and record.exc_info for record in caplog.records)


def fail(*args: object, **words: object) -> None:
    raise RuntimeError("nothing goes")


def test_there_is_no_oauth_and_no_webrtc():
    """The chapters 10 and 17 of the standard do not apply as long as this holds."""
    packages = re.findall(r"^([a-z0-9_.-]+)==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.M)
    assert packages
    assert [name for name in packages if re.search(r"oauth|openid|oidc|authlib|jose|jwt|saml|allauth|rtc|turn|sip", name)] == []
    foreign = re.compile(r"RTCPeerConnection|RTCDataChannel|getUserMedia|navigator\.credentials|/oauth|/authorize\b|id_token")
    assert [script for script in scripts() if foreign.search(script)] == []
    named = re.compile(r"oauth|openid|id_token|access_token|refresh_token|client_secret", re.I)
    assert [said(path) for path in modules(*RUNNING) if named.search(path.read_text(encoding="utf-8"))] == []
