"""Sending through a real mail server, and what becomes of mails that it does not take."""

from __future__ import annotations

import datetime as dt
import re
import smtplib

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from archive.serving.outages import TRY_AGAIN
from search.alerts import sending, subscribing
from search.alerts.sending import alone
from search.alerts.watching import collect
from search.models import Alert, AlertMail, ChangedTranscript, MailedRecord, NewMatch
from tests.search.alerts.conftest import READER, confirmed, params, said, send, tell, tomorrow
from tests.search.alerts.mail_server import Letters, free_port, mail_server

NO_SUCH = "550 5.1.1 no such mailbox"
LATER = "451 4.7.1 greylisted"


@pytest.fixture
def letters(settings):
    """A mail server to which Chancery sends."""
    box = Letters()
    with mail_server(box) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield box


def run(**options) -> int:
    """Run the command; return its exit status."""
    try:
        call_command("send_alerts", **options)
    except CommandError as error:
        return error.returncode
    return 0


def recipients(letters) -> list[str]:
    return [address for address, _ in letters.taken]


def test_a_mail_goes_through_a_real_server_as_rfc_5322_wants_it(talks, letters):
    confirmed("q=ferry")
    said("A new ferry sails to Vélport – «на севере» 🛳.", by="Ada Quarrell")
    assert run() == 0
    (data,) = [data for _, data in letters.taken]
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert b"\n" not in data.replace(b"\r\n", b"")
    (message,) = letters.messages()
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert not any(part.defects for part in message.walk())
    for name in ("From", "To", "Date", "Subject", "Message-ID", "MIME-Version"):
        assert len(message.get_all(name)) == 1, name
    assert "«на севере» 🛳" in message.get_body(("plain",)).get_content()
    assert "Vélport" in message.get_body(("html",)).get_content()


def test_one_click_ends_an_alert_from_the_headers_of_its_mail(talks, letters, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    confirmed("q=ferry")
    said("A new ferry sails to Velport.")
    run()
    (message,) = letters.messages()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.fullmatch(r"<https://archive\.example(/\S+)>", message["List-Unsubscribe"])[1]
    assert client.get(address).status_code == 200
    assert Alert.objects.count() == 1
    strict = type(client)(enforce_csrf_checks=True)
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Alert.objects.exists()
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_many_new_records_come_in_several_mails_and_none_is_left_out(talks, letters, monkeypatch):
    monkeypatch.setattr(sending, "RECORDS_A_MAIL", 3)
    monkeypatch.setattr(sending, "MAILS_A_RUN", 2)
    alert = confirmed("q=ferry")
    of = said(*[f"The ferry number {number} sails." for number in range(8)])
    assert run() == 0
    bodies = [message.get_body(("plain",)).get_content() for message in letters.messages()]
    assert [body.count("Record: ") for body in bodies] == [3, 3]
    assert "2 more records did not fit" in bodies[1]
    alert.refresh_from_db()
    assert alert.next_day == timezone.localdate() + dt.timedelta(days=1)
    assert run() == 0
    assert len(letters.taken) == 2
    tomorrow()
    assert run() == 0
    text = "".join(message.get_body(("plain",)).get_content() for message in letters.messages())
    found = re.findall(r"Record: https://archive\.example(\S+)", text)
    assert found == [f"{of.get_absolute_url()}{number}/" for number in range(1, 9)]


@pytest.mark.parametrize("rhythm, days", [("daily", 1), ("weekly", 7)])
def test_an_alert_rests_until_its_next_day(talks, letters, rhythm, days):
    alert = confirmed("q=ferry", rhythm=rhythm)
    said("A new ferry sails to Velport.")
    run()
    alert.refresh_from_db()
    assert alert.next_day == timezone.localdate() + dt.timedelta(days=days)
    said("Another ferry sails to Velport.")
    run()
    assert len(letters.taken) == 1


def test_an_alert_rests_no_longer_where_the_clock_was_set_back(talks, letters):
    confirmed("q=ferry")
    said("A new ferry sails to Velport.")
    run()
    Alert.objects.update(next_day=timezone.localdate() + dt.timedelta(days=300))
    said("Another ferry sails to Velport.")
    run()
    assert len(letters.taken) == 2


def test_a_weekly_alert_gathers_a_week_first(talks):
    alert = subscribing.confirm(subscribing.ask_for(params("q=ferry"), READER, "weekly", "").pk, "weekly")
    assert alert.next_day == timezone.localdate() + dt.timedelta(days=7)
    said("A new ferry sails to Velport.")
    assert send() == []


def test_who_is_refused_for_now_gets_it_with_the_next_run_and_with_what_came_since(talks, letters):
    confirmed("q=ferry")
    confirmed("q=ferry", "other@journal.example")
    said("A new ferry sails to Velport.")
    letters.of_recipient = lambda address: LATER if address == READER else "250 OK"
    assert run() == TRY_AGAIN
    assert recipients(letters) == ["other@journal.example"]
    assert not MailedRecord.objects.filter(alert__subscriber__address=READER).exists()
    said("Another ferry sails to Velport.")
    letters.of_recipient = lambda address: "250 OK"
    assert run() == 0
    assert recipients(letters) == ["other@journal.example", READER]
    assert letters.messages()[1].get_body(("plain",)).get_content().count("Record: ") == 2


def test_an_address_that_is_refused_for_good_pauses_after_three_days(talks, letters, caplog):
    alert = confirmed("q=ferry")
    said("A new ferry sails to Velport.")
    letters.of_recipient = lambda address: NO_SUCH
    for tries in (1, 2, 3):
        assert run() == 1
        alert.refresh_from_db()
        assert (alert.refusals, alert.state) == (tries, "refused" if tries == 3 else "active")
        assert run() == 0  # not again on the same day
        tomorrow()
    assert "no such mailbox" in alert.refusal
    assert "paused after 3 mails were refused" in caplog.text
    assert letters.taken == []
    letters.of_recipient = lambda address: "250 OK"
    assert run() == 0
    subscribing.resume(alert)
    assert run() == 0
    assert len(letters.taken) == 1


def test_one_mail_that_is_taken_forgives_earlier_refusals(talks, letters):
    alert = confirmed("q=ferry")
    said("A new ferry sails to Velport.")
    letters.of_mail = lambda address: "554 5.7.1 looks like spam"
    run()
    tomorrow()
    letters.of_mail = lambda address: "250 OK"
    run()
    alert.refresh_from_db()
    assert (alert.refusals, alert.refusal, len(letters.taken)) == (0, "", 1)


def test_a_server_that_is_away_loses_nothing(talks, letters, settings):
    confirmed("q=ferry")
    said("A new ferry sails to Velport.")
    right, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    assert run() == TRY_AGAIN
    settings.EMAIL_PORT = right
    assert run() == 0
    assert len(letters.taken) == 1


def test_a_password_that_is_refused_is_the_operators_matter(talks, letters, settings):
    alert = confirmed("q=ferry")
    said("A new ferry sails to Velport.")
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "chancery", "wrong"
    assert run() in (1, TRY_AGAIN)
    alert.refresh_from_db()
    assert (alert.refusals, letters.taken) == (0, [])


def test_what_was_taken_before_the_connection_broke_goes_again_under_the_same_name(talks, letters, monkeypatch):
    """The server has it, and its answer is lost."""
    confirmed("q=ferry")
    said("A new ferry sails to Velport.")
    data = smtplib.SMTP.data

    def lost(self, message):
        data(self, message)
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")

    monkeypatch.setattr(smtplib.SMTP, "data", lost)
    assert run() == TRY_AGAIN
    monkeypatch.undo()
    said("Another ferry sails to Velport.")
    assert run() == 0
    first, again, next_one = letters.messages()
    assert first["Message-ID"] == again["Message-ID"] != next_one["Message-ID"]
    assert first.get_body(("plain",)).get_content() == again.get_body(("plain",)).get_content()
    assert next_one.get_body(("plain",)).get_content().count("Record: ") == 1


def test_a_record_that_is_withdrawn_before_the_second_try_is_left_out_of_it(talks, letters, monkeypatch):
    confirmed("q=ferry")
    of = said("A new ferry sails to Velport.")
    monkeypatch.setattr(sending.Postman, "_hand_over", lambda self, message: (sending.Fate.UNKNOWN, "lost."))
    assert run() == TRY_AGAIN
    monkeypatch.undo()
    of.state = "withdrawn"
    of.save()
    assert run() == 0
    assert letters.taken == []
    assert not AlertMail.objects.filter(sent_at=None).exists()


def test_a_mail_that_cannot_be_written_does_not_hold_up_the_others(talks, letters, monkeypatch):
    confirmed("q=ferry")
    confirmed("q=velport", "other@journal.example")
    said("A new ferry sails to Velport.")
    writes = sending.new_records

    def broken(mail, *rest):
        if mail.alert.subscriber.address == READER:
            raise ValueError("nobody thought of this")
        return writes(mail, *rest)

    monkeypatch.setattr(sending, "new_records", broken)
    assert run() == TRY_AGAIN
    assert recipients(letters) == ["other@journal.example"]
    monkeypatch.undo()
    assert run() == 0
    assert recipients(letters)[1:] == [READER]


def test_of_two_runs_at_once_one_sends_and_the_other_says_so(talks, letters):
    confirmed("q=ferry")
    said("A new ferry sails to Velport.")
    with alone(), pytest.raises(CommandError, match="Another process is sending alerts") as refused:
        call_command("send_alerts")
    assert (refused.value.returncode, letters.taken) == (TRY_AGAIN, [])
    assert run() == 0
    assert len(letters.taken) == 1


def test_a_dry_run_tells_and_changes_nothing(talks, letters, capsys):
    alert = confirmed("q=ferry")
    said("A new ferry sails to Velport.")
    assert run(dry_run=True) == 0
    assert f"Alert {alert.pk} (Daily, q=ferry): 1 new record" in capsys.readouterr().out
    assert (letters.taken, NewMatch.objects.count(), ChangedTranscript.objects.count()) == ([], 0, 1)
    assert run() == 0
    assert len(letters.taken) == 1


def test_mails_go_no_faster_than_the_settings_say(talks, letters, settings, monkeypatch):
    settings.ALERT_MAILS_PER_MINUTE = 30
    waits, now = [], [100.0]
    monkeypatch.setattr(sending, "monotonic", lambda: now[0])
    for number in range(3):
        confirmed("q=ferry", f"reader{number}@journal.example")
    said("A new ferry sails to Velport.")
    collect()

    def pause(seconds):
        waits.append(seconds)
        now[0] += seconds

    with alone():
        sending.Postman("https://archive.example", print, pause).deliver(timezone.localdate())
    assert waits == [0.0, 2.0, 2.0]
    assert len(letters.taken) == 3


def test_who_ends_an_alert_while_others_are_sent_gets_nothing(talks, letters, monkeypatch):
    confirmed("q=ferry")
    second = confirmed("q=ferry", "other@journal.example")
    said("A new ferry sails to Velport.")
    hands = sending.Postman._hand_over

    def then_ended(self, message):
        fate = hands(self, message)
        Alert.objects.filter(pk=second.pk).delete()
        return fate

    monkeypatch.setattr(sending.Postman, "_hand_over", then_ended)
    assert run() == 0
    assert recipients(letters) == [READER]


def test_alerts_that_are_off_send_nothing(talks, letters, settings, capsys):
    confirmed("q=ferry")
    said("A new ferry sails to Velport.")
    settings.ALERTS = False
    assert run() == 0
    assert letters.taken == []
    assert "Alerts are off" in capsys.readouterr().out


def test_matches_that_all_have_been_through_are_forgotten_and_never_sent_again(talks, letters):
    alert = confirmed("q=ferry")
    of = said("A new ferry sails to Velport.")
    run()
    run()
    assert not NewMatch.objects.exists()
    assert alert.mailed.count() == 1
    of.turns.update(text="Sailing to Velport by ferry.")
    tell(of)
    tomorrow()
    run()
    assert len(letters.taken) == 1
