"""Signing in: throttling, messages, and that strangers cannot lock anybody out."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import SignInTry
from tests.signin.conftest import STRANGER, is_in, try_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hashings(monkeypatch):
    """Count how often a password is looked at."""
    seen: list[str] = []
    from archive.signin import sign_in

    really = sign_in.authenticate
    monkeypatch.setattr(
        sign_in, "authenticate", lambda request, **words: seen.append(words["username"]) or really(request, **words)
    )
    return seen


def fail(times: int, name="vera", address=STRANGER, client=None):
    """Try wrong passwords; return the last answer."""
    for _ in range(times):
        answer = try_in(client or Client(), name, "wrong", address)
    return answer


def an_hour_ago() -> None:
    for tried in SignInTry.objects.all():
        tried.at -= dt.timedelta(hours=1)
        tried.save()


def test_name_and_password_let_in(client, editor):
    assert try_in(client).status_code == 302
    assert is_in(client)


def test_a_wrong_password_does_not(client, editor):
    answer = try_in(client, password="wrong")
    assert answer.status_code == 200
    assert "The name or password is wrong" in answer.text
    assert not is_in(client)


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_an_account_that_may_not_come_in_is_told_no_more_than_a_stranger(client, editor, change):
    User.objects.filter(pk=editor.pk).update(**change)
    known, unknown = try_in(client), try_in(client, "nobody-at-all")
    assert "The name or password is wrong" in known.text
    assert known.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()
    assert not is_in(client)


def test_an_account_is_not_tried_for_ever_whatever_the_address(settings, editor, hashings):
    settings.SIGN_IN_TRIES_ACCOUNT = 3
    for number in range(3):
        assert fail(1, address=f"198.51.100.{number}").status_code == 200
    answer = fail(1, address="198.51.100.77")
    assert (answer.status_code, len(hashings)) == (429, 3)
    assert 0 < int(answer["Retry-After"]) <= settings.SIGN_IN_PAUSE
    assert "was not checked" in answer.text


def test_an_address_does_not_try_for_ever_whatever_the_account(settings, editor, hashings):
    settings.SIGN_IN_TRIES_ADDRESS = 3
    for number in range(3):
        fail(1, name=f"name{number}")
    assert (fail(1, name="another").status_code, len(hashings)) == (429, 3)
    assert try_in(Client(), address="192.0.2.200").status_code == 302


def test_the_addresses_of_one_ipv6_household_count_together(settings, editor):
    settings.SIGN_IN_TRIES_ADDRESS = 3
    for number in range(3):
        fail(1, name=f"name{number}", address=f"2001:db8::{number}")
    assert fail(1, name="x", address="2001:db8::99").status_code == 429


def test_an_account_that_is_not_there_is_put_off_like_one_that_is(settings, db):
    settings.SIGN_IN_TRIES_ACCOUNT = 3
    assert fail(4, name="nobody", address="198.51.100.1").status_code == 429


def test_capitals_do_not_make_another_account(settings, editor):
    settings.SIGN_IN_TRIES_ACCOUNT = 3
    for name in ("vera", "VERA", "Vera"):
        fail(1, name=name)
    assert fail(1, name="vErA").status_code == 429


def test_the_pause_ends_by_itself_and_tries_during_it_do_not_lengthen_it(settings, editor):
    settings.SIGN_IN_TRIES_ACCOUNT = 3
    fail(3)
    before = SignInTry.objects.count()
    assert fail(20).status_code == 429
    assert SignInTry.objects.count() == before
    an_hour_ago()
    assert try_in(Client(), address="192.0.2.44").status_code == 302


def test_a_stranger_does_not_keep_out_a_browser_that_came_in_before(settings, editor, client):
    settings.SIGN_IN_TRIES_ACCOUNT = settings.SIGN_IN_TRIES_ADDRESS = 3
    try_in(client)
    client.post("/admin/logout/")
    SignInTry.objects.filter(outcome="in").delete()
    fail(6, address="192.0.2.1")
    assert try_in(Client(), address="192.0.2.1").status_code == 429
    assert try_in(client, address="192.0.2.1").status_code == 302


def test_a_stranger_does_not_keep_out_an_address_from_which_the_account_came_lately(settings, editor, client):
    settings.SIGN_IN_TRIES_ACCOUNT = 3
    try_in(client, address="192.0.2.1")
    fail(6)
    assert try_in(Client(), address="192.0.2.1").status_code == 302
    assert try_in(Client(), address="192.0.2.2").status_code == 429


def test_a_known_browser_has_a_bound_of_its_own(settings, editor, client):
    settings.SIGN_IN_TRIES_ACCOUNT = settings.SIGN_IN_TRIES_ADDRESS = 3
    try_in(client)
    client.post("/admin/logout/")
    assert fail(4, client=client).status_code == 429


@pytest.mark.parametrize("forged", ["", "x", "WyJhIiwiYiJd:1a:b", "\x00"])
def test_the_mark_of_a_known_browser_cannot_be_made_up(settings, editor, forged):
    settings.SIGN_IN_TRIES_ACCOUNT = 3
    fail(3)
    client = Client()
    client.cookies["known"] = forged
    assert try_in(client).status_code == 429


def test_the_mark_of_one_account_is_none_for_another(settings, editor, boss, client):
    settings.SIGN_IN_TRIES_ACCOUNT = 3
    try_in(client, address="192.0.2.1")
    client.post("/admin/logout/")
    fail(3, name="boss")
    assert try_in(client, "boss", address="192.0.2.1").status_code == 429


def test_a_command_lets_try_again_at_once(settings, editor, capsys):
    settings.SIGN_IN_TRIES_ACCOUNT = 3
    fail(3)
    call_command("let_in", "vera")
    assert "3 failed sign-ins of vera forgotten" in capsys.readouterr().out
    assert try_in(Client(), address="192.0.2.44").status_code == 302


def test_a_superuser_lets_try_again_at_once(settings, editor, boss, client):
    settings.SIGN_IN_TRIES_ACCOUNT = 3
    fail(3)
    client.force_login(boss)
    client.post("/admin/auth/user/", {"action": "let_try_again", "_selected_action": [editor.pk]})
    assert try_in(Client(), address="192.0.2.44").status_code == 302


def test_success_and_failure_are_logged(editor, caplog):
    with caplog.at_level(logging.INFO, logger="archive.signin"):
        fail(1)
        try_in(Client(), address="192.0.2.1")
    said = [record.getMessage() for record in caplog.records]
    assert f"Failed sign-in of vera from {STRANGER}: wrong password." in said
    assert "vera signed in from 192.0.2.1." in said


def test_what_is_typed_as_a_name_is_neither_logged_nor_kept(editor, caplog):
    with caplog.at_level(logging.INFO, logger="archive.signin"):
        fail(1, name="my-secret-password")
    assert "my-secret-password" not in caplog.text
    assert "my-secret-password" not in str(list(SignInTry.objects.values()))


def test_a_put_off_is_logged(settings, editor, caplog):
    settings.SIGN_IN_TRIES_ACCOUNT = 1
    fail(2)
    assert "put off" in caplog.text


def test_one_who_signs_in_is_told_of_the_last_time_and_of_failed_tries_since(editor, client):
    try_in(Client(), address="192.0.2.1")
    fail(2)
    answer = try_in(client, follow=True)
    assert "You last signed in on" in answer.text
    assert "from 192.0.2.1. 2 failed sign-ins since." in answer.text


def test_the_first_time_is_told_as_such(editor, client):
    assert "This is your first sign-in. No failed sign-in since." in try_in(client, follow=True).text


def test_the_tries_are_listed_on_one_s_own_page(editor, client):
    fail(1)
    try_in(client)
    page = client.get("/admin/account/").text
    assert "Wrong password" in page
    assert STRANGER in page


def test_what_is_older_than_ninety_days_is_forgotten(editor, client):
    fail(1)
    SignInTry.objects.update(at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    try_in(client)
    assert SignInTry.objects.count() == 1


@pytest.mark.parametrize("to", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(editor, client, to):
    assert try_in(client, next=to)["Location"] == "/admin/"


def test_signing_in_leads_back(editor, client):
    assert try_in(client, next="/admin/archive/upload/?p=1")["Location"] == "/admin/archive/upload/?p=1"


def test_a_form_from_elsewhere_is_refused(editor):
    client = Client(enforce_csrf_checks=True)
    assert try_in(client).status_code == 403
    assert SignInTry.objects.count() == 0


def test_public_pages_look_at_no_session(editor, client):
    client.force_login(editor)
    with CaptureQueriesContext(connection) as asked:
        client.get("/robots.txt")
        client.get("/search/help/")
    assert not [query["sql"] for query in asked if "session" in query["sql"] or "auth_user" in query["sql"]]


@pytest.mark.parametrize("typed", [{"username": "x" * 200}, {"password": "x" * 2000}, {"username": ""}, {"username": "a\x00b"}])
def test_what_cannot_be_a_name_or_password_is_refused_without_hashing(editor, client, typed, hashings):
    answer = client.post("/admin/login/", {"username": "vera", "password": "pw", **typed})
    assert answer.status_code == 200
    assert hashings == []
