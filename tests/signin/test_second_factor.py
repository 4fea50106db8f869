"""The second factor: set up, asked for, required, lost."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive.apps import look_at_sign_in
from archive.models import OpenSession, SignInTry
from archive.signin import second_factor, sign_in
from tests.signin.conftest import code_of, is_in, try_in

pytestmark = pytest.mark.django_db
CODE = "/admin/login/code/"
SET_UP = "/admin/account/second-factor/"
CHANGE = "/admin/account/second-factor/change/"


def set_up(client, password="pw", right=True):
    """Set an app up as the page says; return the answer."""
    page = BeautifulSoup(client.get(SET_UP).content, "lxml")
    key = page.select_one(".account__key").text.replace(" ", "")
    import base64

    code = f"{totp(base64.b32decode(key)):06}"
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    return client.post(SET_UP, {"code": code if right else wrong, "password": password})


def codes_on(answer) -> list[str]:
    return [found.text for found in BeautifulSoup(answer.content, "lxml").select(".account__codes code")]


def test_the_password_alone_does_not_let_in(client, device):
    assert try_in(client)["Location"] == CODE
    assert not is_in(client)


def test_the_code_lets_in(client, device):
    try_in(client, next="/admin/archive/upload/")
    assert client.post(CODE, {"code": code_of(device)})["Location"] == "/admin/archive/upload/"
    assert is_in(client)
    assert client.session["second_factor"] is True


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_that_is_half_a_minute_off_is_forgiven(client, device, steps):
    try_in(client)
    assert client.post(CODE, {"code": code_of(device, steps)}).status_code == 302


def test_a_code_counts_once(client, device):
    code = code_of(device)
    try_in(client)
    client.post(CODE, {"code": code})
    other = Client()
    try_in(other)
    assert other.post(CODE, {"code": code}).status_code == 200
    assert not is_in(other)


@pytest.mark.parametrize("typed", ["000000", "abc", "", "１２３４５６", "²", "9" * 20, "-1", "\x00"])
def test_a_wrong_code_does_not_let_in(client, device, typed):
    try_in(client)
    assert client.post(CODE, {"code": typed}).status_code == 200
    assert not is_in(client)


def test_after_five_wrong_codes_the_password_is_asked_for_again(client, device, settings):
    try_in(client)
    for _ in range(sign_in.CODES - 1):
        assert client.post(CODE, {"code": "000000"}).status_code == 200
    assert client.post(CODE, {"code": "000000"})["Location"] == "/admin/login/"
    assert client.get(CODE)["Location"] == "/admin/login/"
    assert SignInTry.objects.filter(outcome="code").count() == sign_in.CODES


def test_wrong_codes_count_as_tries_of_the_account(client, device, settings):
    settings.SIGN_IN_TRIES_ACCOUNT = 2
    try_in(client)
    for _ in range(2):
        client.post(CODE, {"code": "000000"})
    assert client.post(CODE, {"code": code_of(device)}).status_code == 429


def test_the_code_page_alone_leads_to_the_password(client, db):
    assert client.get(CODE)["Location"] == "/admin/login/"
    assert client.post(CODE, {"code": "000000"})["Location"] == "/admin/login/"


def test_half_a_sign_in_is_over_after_five_minutes(client, device, monkeypatch):
    try_in(client)
    now = sign_in.time.time
    monkeypatch.setattr(sign_in.time, "time", lambda: now() + sign_in.PENDING_FOR + 1)
    assert client.get(CODE)["Location"] == "/admin/login/"


def test_half_a_sign_in_is_over_when_the_password_changes(client, device, editor):
    try_in(client)
    editor.set_password("lamps-and-ferries")
    editor.save()
    assert client.get(CODE)["Location"] == "/admin/login/"


def test_setting_up_shows_a_picture_and_a_key_and_asks_for_a_code(client, editor):
    client.force_login(editor)
    page = client.get(SET_UP)
    soup = BeautifulSoup(page.content, "lxml")
    assert soup.select_one(".account__picture svg path")
    assert soup.select_one(".account__picture svg[viewbox]:not([width])"), "a picture of fixed size would be cut off"
    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", soup.select_one(".account__key").text)
    assert not soup.select("[style], style, script:not([src])")
    assert not TOTPDevice.objects.exists()


def test_setting_up_needs_password_and_right_code(client, editor):
    client.force_login(editor)
    assert "not your password" in set_up(client, password="wrong").text
    assert "This code is wrong" in set_up(client, right=False).text
    assert not TOTPDevice.objects.exists()
    assert len(codes_on(set_up(client))) == second_factor.RECOVERY_CODES
    assert TOTPDevice.objects.get().user == editor


def test_setting_up_ends_other_sessions_and_renews_this(client, editor):
    other = Client()
    for each in (client, other):
        each.force_login(editor)
    before = client.session.session_key
    set_up(client)
    assert is_in(client)
    assert not is_in(other)
    assert client.session.session_key != before
    assert OpenSession.objects.get().session_key == client.session.session_key


def test_a_recovery_code_lets_in_once(client, editor):
    client.force_login(editor)
    code = codes_on(set_up(client))[0]
    for expected in (302, 200):
        other = Client()
        try_in(other)
        assert other.post(CODE, {"code": code.upper()}).status_code == expected
    assert StaticToken.objects.count() == second_factor.RECOVERY_CODES - 1


def test_new_recovery_codes_replace_the_old(client, editor):
    client.force_login(editor)
    old = codes_on(set_up(client))
    assert codes_on(client.post(CHANGE, {"do": "codes", "password": "wrong"})) == []
    new = codes_on(client.post(CHANGE, {"do": "codes", "password": "pw"}))
    assert len(new) == second_factor.RECOVERY_CODES
    assert not set(new) & set(old)
    assert StaticToken.objects.count() == len(new)


def test_it_can_be_taken_away_with_the_password(client, editor):
    client.force_login(editor)
    set_up(client)
    client.post(CHANGE, {"do": "remove", "password": "wrong"})
    assert TOTPDevice.objects.exists()
    client.post(CHANGE, {"do": "remove", "password": "pw"})
    assert not TOTPDevice.objects.exists()
    assert try_in(Client())["Location"] == "/admin/"


@pytest.mark.parametrize(
    ("setting", "of_editor", "of_superuser"), [("optional", 200, 200), ("superusers", 200, 302), ("all", 302, 302)]
)
def test_an_operator_can_require_it(settings, client, editor, boss, setting, of_editor, of_superuser):
    settings.SECOND_FACTOR = setting
    for user, expected in ((editor, of_editor), (boss, of_superuser)):
        client.force_login(user)
        answer = client.get("/admin/")
        assert answer.status_code == expected
        assert expected == 200 or answer["Location"] == SET_UP
        assert client.get("/admin/archive/transcript/").status_code == expected
        assert client.post("/admin/archive/source/add/", {"name": "x"}).status_code in (200, 302)


def test_where_it_is_required_nothing_else_opens_until_it_is_set_up(settings, client, editor):
    settings.SECOND_FACTOR = "all"
    client.force_login(editor)
    assert client.get("/admin/account/")["Location"] == SET_UP
    set_up(client)
    assert client.get("/admin/").status_code == 200
    client.post(CHANGE, {"do": "remove", "password": "pw"})
    assert TOTPDevice.objects.exists()


def test_who_signed_in_without_it_must_sign_in_again_where_it_is_required(settings, client, editor, device):
    client.force_login(editor)
    settings.SECOND_FACTOR = "all"
    assert client.get("/admin/")["Location"].startswith("/admin/login/")


def test_a_setting_that_means_nothing_is_refused_at_the_start(settings):
    settings.SECOND_FACTOR = "yes"
    with pytest.raises(ImproperlyConfigured, match="optional, superusers, all"):
        look_at_sign_in()


def test_a_lost_device_is_taken_away_by_command(client, device, capsys):
    call_command("let_in", "vera", "--without-second-factor")
    assert "no second factor now" in capsys.readouterr().out
    assert try_in(client)["Location"] == "/admin/"


def test_a_lost_device_is_taken_away_by_a_superuser(client, device, editor, boss):
    client.force_login(boss)
    client.post("/admin/auth/user/", {"action": "take_second_factor_away", "_selected_action": [editor.pk]})
    assert not TOTPDevice.objects.exists()


def test_secrets_of_devices_have_no_page_in_the_admin(admin_client):
    assert admin_client.get("/admin/otp_totp/totpdevice/").status_code == 404
    assert admin_client.get("/admin/otp_static/staticdevice/").status_code == 404
