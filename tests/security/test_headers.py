"""What every answer says to the browser, and what is believed of a request."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import RequestFactory

from archive.importing.importer import import_transcript
from archive.serving.visitors import Application, address_of_visitor
from tests import world
from tests.house import ROOT

PUBLIC = ("/", "/about/", "/nowhere/", "/healthz", "/search/?q=ferry")
ADMIN = (
    "/admin/",
    "/admin/archive/transcript/",
    "/admin/password_change/",
    "/admin/jsi18n/",
    "/admin/nowhere/",
    "/admin/logout/",
)


def settings_with(folder: Path, **variables: str) -> dict[str, object]:
    """Return the settings of a process of its own that has these variables."""
    code = "import json, archive.settings as s; print(json.dumps({n: getattr(s, n) for n in dir(s) if n.isupper()}, default=str))"
    known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**known, "DATA_DIR": str(folder), **variables},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("path", (*PUBLIC, *ADMIN, "/admin/login/"))
def test_every_page_says_what_it_may_do(admin_client, path):
    answer = admin_client.get(path)
    policy = answer["Content-Security-Policy"]
    for part in ("default-src 'self'", "base-uri 'none'", "object-src 'none'", "form-action 'self'", "frame-ancestors 'none'"):
        assert part in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    for power in ("camera=()", "geolocation=()", "microphone=()", "payment=()"):
        assert power in answer["Permissions-Policy"]
    assert "bluetooth" not in answer["Permissions-Policy"]  # Chromium knows no such policy, and says so on every page


@pytest.mark.parametrize("path", (*ADMIN, "/admin/login/"))
def test_no_admin_page_is_kept_by_anything_on_the_way(admin_client, client, path):
    for visitor in (admin_client, client):
        assert visitor.get(path)["Cache-Control"] == "no-store, private"


def test_a_page_of_admin_that_is_sent_somewhere_else_is_not_kept_either(client, db):
    assert client.get("/admin/archive/upload/")["Cache-Control"] == "no-store, private"
    assert client.post("/admin/archive/upload/")["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_sets_no_cookie_even_for_an_editor(admin_client, path):
    assert not admin_client.get(path).cookies


def test_cookies_of_https_belong_to_this_host_alone(tmp_path):
    found = settings_with(tmp_path, HTTPS="true")
    assert (found["SESSION_COOKIE_NAME"], found["CSRF_COOKIE_NAME"]) == ("__Host-sessionid", "__Host-csrftoken")
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is True
    assert found["SESSION_COOKIE_HTTPONLY"] is found["CSRF_COOKIE_HTTPONLY"] is True
    assert found["SESSION_COOKIE_SAMESITE"] == found["CSRF_COOKIE_SAMESITE"] == "Lax"
    assert "SESSION_COOKIE_DOMAIN" not in found and "SESSION_COOKIE_PATH" not in found


def test_cookies_without_https_have_the_usual_names(tmp_path):
    assert "SESSION_COOKIE_NAME" not in settings_with(tmp_path)


def test_the_cookies_set_carry_these_marks(client, db, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.CSRF_COOKIE_NAME = "__Host-csrftoken"
    cookie = client.get("/admin/login/", secure=True).cookies["__Host-csrftoken"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (
        True,
        True,
        "Lax",
        "/",
        "",
    )


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, (0, False, False)),
        ({"HTTPS": "true"}, (31_536_000, False, False)),
        ({"HTTPS": "true", "HSTS_SUBDOMAINS": "true"}, (31_536_000, True, False)),
        ({"HTTPS": "true", "HSTS_SUBDOMAINS": "true", "HSTS_PRELOAD": "true"}, (31_536_000, True, True)),
    ],
)
def test_https_for_subdomains_and_preload_are_choices_of_their_own(tmp_path, variables, expected):
    found = settings_with(tmp_path, **variables)
    names = ("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD")
    assert tuple(found[name] for name in names) == expected


def scheme_seen(monkeypatch, settings, behind_proxy: bool, **said: str) -> tuple[str, str]:
    """Return the scheme and the address that Django sees of what gunicorn hands over."""
    settings.BEHIND_PROXY = behind_proxy
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if behind_proxy else None
    seen = []

    def get_response(self, request):
        seen.append((request.scheme, address_of_visitor(request)))
        from django.http import HttpResponse

        return HttpResponse()

    monkeypatch.setattr("django.core.handlers.base.BaseHandler.get_response", get_response)
    monkeypatch.setattr("django.core.signals.request_started.send", lambda **words: None)
    environ = RequestFactory()._base_environ(PATH_INFO="/", REMOTE_ADDR="127.0.0.1", **said)
    environ["wsgi.url_scheme"] = "https" if said else "http"  # as gunicorn sets it for a visitor of the same machine
    Application()(environ, lambda status, headers, exc_info=None: None)
    return seen[0]


@pytest.mark.parametrize(
    "said",
    [
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_X_FORWARDED_SSL": "on"},
        {"HTTP_X_FORWARDED_PROTOCOL": "ssl"},
        {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "192.0.2.9"},
    ],
)
def test_without_a_proxy_nobody_is_believed_about_https_or_address(monkeypatch, settings, said):
    assert scheme_seen(monkeypatch, settings, False, **said) == ("http", "127.0.0.1")


def test_behind_a_proxy_it_is_believed(monkeypatch, settings):
    said = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "203.0.113.1, 192.0.2.9"}
    assert scheme_seen(monkeypatch, settings, True, **said) == ("https", "192.0.2.9")
    assert scheme_seen(monkeypatch, settings, True, HTTP_X_FORWARDED_PROTO="http")[0] == "http"


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", "unknown"),
        ("gibberish", "unknown"),
    ],
)
def test_an_address_is_counted_by_its_household(rf, given, counted):
    assert address_of_visitor(rf.get("/", REMOTE_ADDR=given)) == counted


def test_an_original_is_saved_not_shown_and_can_run_nothing(client, db):
    made = import_transcript(world.INTERVIEW.encode(), "talk.html").transcript
    answer = client.get(f"/t/{made.slug}/original/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_an_original_neither_reads_nor_sets_cookies(admin_client, client, db):
    made = import_transcript(world.INTERVIEW.encode(), "talk.txt").transcript
    answer = admin_client.get(f"/t/{made.slug}/original/")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer.content == client.get(f"/t/{made.slug}/original/").content


@pytest.mark.parametrize(
    ("named", "host", "status"),
    [
        ([], "testserver:1234", 200),
        (["https://testserver"], "testserver:1234", 400),
        (["https://testserver"], "testserver", 200),
        (["https://testserver"], "testserver:443", 200),
        (["https://testserver:8443"], "testserver:8443", 200),
        (["https://*.testserver"], "a.testserver:1234", 400),
        (["https://*.testserver", "https://elsewhere:1234"], "a.testserver", 200),
        (["https://elsewhere"], "testserver:1234", 200),
        (["https://testserver"], "testserver.:1234", 400),
        (["https://testserver"], "testserver:0", 400),
        (["https://testserver"], "testserver:99999", 400),
        (["https://testserver"], f"testserver:{'9' * 5000}", 400),
        (["https://testserver"], "[1:2]", 400),
    ],
)
@pytest.mark.parametrize("by", ["CSRF_TRUSTED_ORIGINS", "SITE_URL"])
def test_a_host_with_a_port_of_nobody_is_refused(client, db, settings, named, host, status, by):
    settings.ALLOWED_HOSTS = ["testserver", ".testserver", "[1:2]"]
    setattr(settings, by, named if by == "CSRF_TRUSTED_ORIGINS" else "".join(named[:1]))
    answer = client.get("/robots.txt", HTTP_HOST=host, secure=True)
    assert answer.status_code == status
    assert "1234" not in answer.content.decode() or status == 200
