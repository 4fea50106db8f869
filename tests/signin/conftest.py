from __future__ import annotations

import time

import pytest
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.admin.conftest import signed_in, upload
from tests.admin.desk import make_editor

__all__ = ["signed_in", "upload"]

LOGIN = "/admin/login/"
PASSWORD = "pw"
STRANGER = "203.0.113.9"


@pytest.fixture
def editor(db):
    return make_editor()


@pytest.fixture
def boss(db):
    user = make_editor("boss")
    user.is_superuser = True
    user.save()
    return user


@pytest.fixture
def device(editor):
    return TOTPDevice.objects.create(user=editor, name="App", confirmed=True)


def try_in(client: Client, name="vera", password=PASSWORD, address="192.0.2.1", follow=False, **more):
    return client.post(LOGIN, {"username": name, "password": password, **more}, follow=follow, REMOTE_ADDR=address)


def is_in(client: Client) -> bool:
    return client.get("/admin/account/").status_code == 200


def code_of(device: TOTPDevice, steps: int = 0) -> str:
    """Return the code of now, or of some steps of thirty seconds away."""
    return f"{totp(device.bin_key, device.step, device.t0, device.digits, device.drift + steps):06}"


def later(monkeypatch, seconds: float) -> None:
    """Let so much time pass, for sessions."""
    now = time.time
    monkeypatch.setattr("archive.signin.open_sessions.time.time", lambda: now() + seconds)
