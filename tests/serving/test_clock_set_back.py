"""The clock is set back by a day: whoever waited for a time waits no longer than before, and nobody stays longer."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive.models import SignInTry, UploadBatch
from archive.signin import open_sessions
from archive.signin.sign_in import PENDING
from archive.uploads import background_work
from search.alerts import subscribing
from search.index.queue import stamp
from search.index.writer_lock import writing_to
from search.models import IndexState, MailRequest
from tests.serving.test_connections import begun, is_closed, served
from tests.signin.conftest import STRANGER, code_of, is_in, try_in
from tests.signin.conftest import boss as boss
from tests.signin.conftest import device as device
from tests.signin.conftest import editor as editor

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_tries_of_before_lengthen_no_pause(settings, editor):
    for _ in range(settings.SIGN_IN_TRIES_ACCOUNT):
        try_in(Client(), password="wrong", address=STRANGER)
    now = timezone.now()
    SignInTry.objects.update(at=now + dt.timedelta(seconds=settings.SIGN_IN_PAUSE / 2))
    answer = try_in(Client(), address="192.0.2.7")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) <= settings.SIGN_IN_PAUSE
    SignInTry.objects.update(at=now + DAY)
    assert try_in(Client(), address="192.0.2.7").status_code == 302


def test_a_session_of_before_ends_when_unused_like_any_other(client, editor, settings, monkeypatch):
    client.force_login(editor)
    session, real = client.session, time.time
    session[open_sessions.BEGUN] = session[open_sessions.SEEN] = int(real() + DAY.total_seconds())
    session.save()
    assert is_in(client)
    monkeypatch.setattr("archive.signin.open_sessions.time.time", lambda: real() + settings.SESSION_IDLE + 5)
    assert not is_in(client)


def test_half_a_sign_in_of_before_begins_again(client, device):
    try_in(client)
    session = client.session
    session[PENDING] = {**session[PENDING], "at": int(time.time() + DAY.total_seconds())}
    session.save()
    assert client.post("/admin/login/code/", {"code": code_of(device)})["Location"].startswith("/admin/login/")


def test_a_code_of_now_is_right_though_one_was_used_in_the_future_and_counts_once(client, device):
    device.last_t = int(time.time() + DAY.total_seconds()) // device.step
    device.save()
    code = code_of(device)
    for visitor, comes_in in ((client, True), (Client(), False)):
        try_in(visitor)
        visitor.post("/admin/login/code/", {"code": code})
        assert is_in(visitor) == comes_in


@pytest.mark.parametrize("kind", [TOTPDevice, StaticDevice])
def test_a_wrong_code_of_before_keeps_nobody_waiting_for_a_day(client, editor, kind):
    app = TOTPDevice.objects.create(user=editor, name="App", confirmed=True)
    recovery = StaticDevice.objects.create(user=editor, name="Recovery codes", confirmed=True)
    recovery.token_set.create(token="abcdefgh")
    kind.objects.update(throttling_failure_timestamp=timezone.now() + DAY, throttling_failure_count=1)
    typed = code_of(app) if kind is TOTPDevice else "abcd-efgh"
    try_in(client)
    client.post("/admin/login/code/", {"code": typed})
    assert not is_in(client)  # the pause after a wrong code stays: a second, from now on
    (waits,) = kind.objects.all()
    assert waits.throttling_failure_timestamp <= timezone.now()
    kind.objects.update(throttling_failure_timestamp=timezone.now() - dt.timedelta(seconds=2))
    client.post("/admin/login/code/", {"code": typed})
    assert is_in(client)


def test_work_claimed_before_is_taken_up_when_its_process_is_gone(editor):
    batch = UploadBatch.objects.create(user=editor, claimed_at=timezone.now() + DAY)
    assert background_work.claim(batch)
    assert not background_work.claim(batch)


def test_a_turn_of_before_ends(settings):
    stamp()
    IndexState.objects.update(turn_until=timezone.now() + DAY)
    with writing_to(True, wait=False) as turn:
        assert turn is not None


def test_requests_of_before_do_not_count_for_a_day(settings):
    settings.ALERT_REQUESTS_ADDRESS = 1
    subscribing.count_request("reader@journal.example", "192.0.2.1")
    MailRequest.objects.update(at=timezone.now() + DAY)
    subscribing.count_request("reader@journal.example", "192.0.2.1")
    with pytest.raises(subscribing.AlertRefused):
        subscribing.count_request("reader@journal.example", "192.0.2.1")


def test_a_slow_client_is_closed_all_the_same(monkeypatch):
    monkeypatch.setattr("archive.serving.connections.HEAD_TIME", 0.1)
    real = time.time
    with served() as (server, port):
        server.adj.cleanup_interval = 0.1
        server.next_channel_cleanup = real() + DAY.total_seconds()
        assert is_closed(begun(port, b"GET / HTTP/1.1\r\nHo"))
        server.adj.channel_timeout = 0.3
        idle = begun(port, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        idle.recv(1 << 16)
        for one in list(server.active_channels.values()):
            one.last_activity = real() + DAY.total_seconds()
        assert is_closed(idle)
