"""docs/operators.md as written: its variables, server and proxies, run for real."""

from __future__ import annotations

import re
import shutil
import signal
import ssl
import subprocess
import sys
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest

from tests.house import ROOT
from tests.serving.fronts import NAME, Front, free_port, fronted, wait_for

FRONTS = [
    pytest.param(kind, marks=pytest.mark.skipif(not shutil.which(kind), reason=f"{kind} is not installed"))
    for kind in ("nginx", "caddy")
]
STEPS = ("check --deploy --fail-level WARNING", "migrate --no-input -v0", "collectstatic --no-input -v0", "index_pending -v0")


def documented_variables() -> dict[str, str]:
    """Return the variables of the file that operators.md shows."""
    text = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    block = re.search(r"```sh\n# /etc/chancery\.env\n(.*?)```", text, re.S)
    assert block
    return dict(line.split("=", 1) for line in block.group(1).splitlines())


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Set up and serve an archive as the page says, with a limit low enough to be met."""
    folder = tmp_path_factory.mktemp("data")
    ours = {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "archive.settings", "LIMIT_REQUESTS": "40"}
    environment = {"PATH": "/usr/sbin:/usr/bin:/bin", **documented_variables(), **ours}
    for step in STEPS:
        command = [sys.executable, "manage.py", *step.split()]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "docs/deploy/gunicorn.conf.py", "--bind", f"127.0.0.1:{port}"]
    with (folder / "front.log").open("wb") as log:
        process = subprocess.Popen([*command, "--workers", "1"], cwd=ROOT, env=environment, stdout=log, stderr=log)
    wait_for(port, process, folder)
    yield port
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)


@pytest.fixture(scope="module", params=FRONTS)
def front(request, server, tmp_path_factory):
    with fronted(request.param, tmp_path_factory.mktemp(request.param), server) as running:
        yield running


def ask(front: Front, path: str, method: str = "GET", secure: bool = True, source: str = "127.0.0.1", body: bytes = b"", **more):
    """Ask the proxy as a browser does; return the answer, read."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    connection = HTTPConnection("127.0.0.1", front.http, timeout=60, source_address=(source, 0))
    if secure:
        connection = NamedHTTPS("127.0.0.1", front.https, timeout=60, context=trusting, source_address=(source, 0))
    with closing(connection):
        connection.request(method, path, body or None, {"Host": NAME, "Connection": "close", **more})
        answer = connection.getresponse()
        answer.text = answer.read().decode("utf-8", "replace")  # type: ignore[attr-defined]
        return answer


def straight(server: int, path: str, **more: str) -> tuple[int, str]:
    """Ask the server itself, past the proxy; return the status and the text."""
    with closing(HTTPConnection("127.0.0.1", server, timeout=60)) as connection:
        connection.request("GET", path, headers={"Connection": "close", **more})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


class NamedHTTPS(HTTPSConnection):
    """A connection to this machine that asks for the site by its name, as Caddy's certificates want it."""

    def connect(self) -> None:
        HTTPConnection.connect(self)
        self.sock = self._context.wrap_socket(self.sock, server_hostname=NAME)  # type: ignore[attr-defined]


def test_http_is_sent_to_https(front):
    answer = ask(front, "/search/?q=ferry", secure=False, source="127.0.0.11")
    assert answer.status in {301, 308}
    assert re.fullmatch(rf"https://{NAME}(:\d+)?/search/\?q=ferry", answer.headers["Location"])


def test_pages_come_by_https_with_their_headers(front):
    answer = ask(front, "/", source="127.0.0.12")
    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers.get_all("X-Content-Type-Options") == ["nosniff"]
    assert "1." not in (answer.headers["Server"] or "")
    assert f"https://{NAME}/" in ask(front, "/sitemap.xml", source="127.0.0.12").text


def test_cookies_of_the_sign_in_page_are_this_host_s_by_https(front):
    cookie = ask(front, "/admin/login/", source="127.0.0.13").headers["Set-Cookie"]
    assert cookie.startswith("__Host-csrftoken=")
    assert "Secure" in cookie and "HttpOnly" in cookie


def test_styles_come_from_the_server_and_may_be_kept(front):
    style = re.search(r'href="(/static/[^"]+\.css)"', ask(front, "/", source="127.0.0.14").text)
    assert style
    answer = ask(front, style.group(1), source="127.0.0.14")
    assert answer.status == 200
    assert "immutable" in answer.headers["Cache-Control"]


def test_each_address_is_limited_for_itself_whatever_it_claims(front):
    for number in range(45):
        claimed = {"X-Forwarded-For": f"203.0.113.{number}", "X-Real-IP": f"203.0.113.{number}"}
        answer = ask(front, "/about/", source="127.0.0.21", **claimed)
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert ask(front, "/about/", source="127.0.0.22").status == 200


def test_who_claims_https_by_http_is_still_sent_there(front):
    assert ask(front, "/", secure=False, source="127.0.0.15", **{"X-Forwarded-Proto": "https"}).status in {301, 308}


def test_large_bodies_are_for_editors(front):
    large = b"a=" + b"x" * 2_000_000
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    with suppress(OSError):  # it may be cut off while it is still being sent; Caddy says 502 where the server hung up first
        assert ask(front, "/search/", "POST", source="127.0.0.16", body=large, **kind).status in {413, 502}
    assert ask(front, "/admin/archive/upload/add/", "POST", source="127.0.0.16", body=large, **kind).status != 413


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_are_answered_by_the_proxy_and_on_the_machine_itself(front, server, path):
    assert ask(front, path, source="127.0.0.17").status == 200
    assert straight(server, path)[0] == 200


def test_a_page_asked_for_under_another_name_is_refused(server):
    status, text = straight(server, "/", Host="elsewhere.example", **{"X-Forwarded-Proto": "https"})
    assert (status, "ALLOWED_HOSTS" in text) == (400, True)


def test_the_files_are_the_documented_ones():
    assert {path.name for path in Path(ROOT / "docs" / "deploy").iterdir()} >= {"nginx.conf", "Caddyfile", "gunicorn.conf.py"}
