"""From a search to an alert and back, as a reader goes: pages, the mails between them, and what nobody may do."""

from __future__ import annotations

import datetime as dt
import re
from unittest import mock

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.models import Record
from search.alerts import alert_links, shown_alerts, subscribing
from search.alerts.alert_mails import neutral, passages_of
from search.models import Alert, MailRequest, NewMatch, Subscriber, WatchedSearch
from tests import world
from tests.pages.conftest import Page
from tests.search.alerts.conftest import READER, asked, confirmed, links, params, said, send, tell
from tests.search.alerts.mail_server import Letters, mail_server

NEW = "/alerts/new/?q=ferry"
FORM = {"address": READER, "rhythm": "daily"}


@pytest.fixture(autouse=True)
def any_host(settings):
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture
def page(client, db):
    """Return a function that opens a page, or sends a form to it where one is given."""

    def fetch(path, form=None):
        return Page(client.get(path, follow=True) if form is None else client.post(path, form, follow=True))

    return fetch


def confirm_path() -> str:
    """Return the address in the last mail by which an alert is confirmed."""
    return next(link for link in links(mail.outbox[-1]) if "/confirm/" in link)


def test_a_reader_follows_a_search_and_is_sent_what_is_new(talks, page):
    offered = page("/search/?q=ferry")
    assert NEW in offered.links(".finding__away a")
    form = page(NEW)
    assert form.h1 == "Get new results by e-mail"
    assert "A mail is on its way to reader@journal.example" in page(NEW, FORM).text
    assert [message.to for message in mail.outbox] == [[READER]]
    assert "The alert is confirmed" in page(confirm_path(), {}).text
    said("A new ferry sails to Velport.")
    (message,) = send()
    assert message.to == [READER]
    assert message.subject == "1 new record with ferry"


def test_alerts_are_offered_wherever_a_feed_is_and_where_nothing_is_found(talks, page):
    for path, offered in (
        ("/search/?q=ferry&sort=oldest&size=1&page=2", "/alerts/new/?q=ferry"),
        ("/search/?q=xylophonist&kind=qa_pair", "/alerts/new/?q=xylophonist&kind=qa_pair"),
        ("/speakers/ilse-marchetti/", "/alerts/new/?speaker=ilse-marchetti"),
        ("/countries/RS/", "/alerts/new/?country=RS"),
        ("/search/saved/", "/alerts/"),
    ):
        assert offered in page(path).links(), path
        assert page(offered).status == 200
    assert page("/search/saved/").soup.select_one("[data-saved-searches]")["data-alert"] == "/alerts/new/"


def test_nothing_is_sent_before_the_reader_confirms(talks, page):
    page(NEW, FORM)
    said("A new ferry sails to Velport.")
    assert send() == []
    page(confirm_path())  # a program that follows every link confirms nothing
    assert send() == []
    assert Alert.objects.get().state == "asked"


def test_the_page_says_what_a_mail_would_have_and_about_how_many_come(talks, page, index):
    for number in range(24):
        day = timezone.localdate() - dt.timedelta(days=3 * number)
        world.talk(world.said(f"Ferry number {number} sails.", world.MARCHETTI), date=day)
    index()
    form = page(NEW)
    assert "25 records found now. 24 records from the last 12 weeks: about 2 records a week." in form.text
    assert len(form.texts(".alert__preview li")) == shown_alerts.SHOWN
    assert "Ferry number 23 sails" in form.texts(".alert__preview mark, .alert__preview .result__passage")[0]
    assert form.texts(".alert__preview mark")[0] == "Ferry"


@pytest.mark.parametrize(
    "lately, total, words",
    [
        (0, 0, "Nothing is found yet. The first new record will be mailed."),
        (0, 5, "None is from the last 12 weeks, so expect few."),
        (5, 9, "5 records from the last 12 weeks: less than one a week."),
        (12, 12, "12 records from the last 12 weeks: about 1 record a week."),
        (600, 900, "600 records from the last 12 weeks: about 50 records a week."),
    ],
)
def test_the_pace_says_what_it_is_taken_from(lately, total, words):
    assert shown_alerts.pace_in_words(lately, total) == words


def test_the_days_of_a_search_bound_what_its_pace_is_taken_from(talks, index):
    world.talk(world.said("A ferry.", None), date=timezone.localdate())
    index()
    assert shown_alerts.recent(params("q=ferry")) == 1
    assert shown_alerts.recent(params("q=ferry&to=2024")) == 0
    assert shown_alerts.recent(params("q=ferry&from=2030")) == 0


def test_a_search_that_cannot_be_read_gets_no_form_and_no_alert(talks, page):
    form = page("/alerts/new/?q=ferry&from=soon")
    assert not form.soup.select("form[method=post]")
    assert page("/alerts/new/?q=ferry&from=soon", FORM).status == 400
    assert not Alert.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "reader",
        "reader@",
        "a b@journal.example",
        "reader@journal.example\nBcc: all@journal.example",
        "x" * 250 + "@j.example",
    ],
)
def test_what_is_no_address_gets_a_message_and_keeps_what_was_typed(talks, page, typed):
    answer = page(NEW, {"address": typed, "rhythm": "daily"})
    assert answer.status == 400
    assert "This is not an e-mail address. Write it as name@example.org." in answer.text
    assert mail.outbox == []
    assert not Subscriber.objects.exists()


def test_the_form_is_guarded_against_forgery(talks):
    assert Client(enforce_csrf_checks=True).post(NEW, FORM).status_code == 403
    assert Client(enforce_csrf_checks=True).post("/alerts/", FORM).status_code == 403


def test_an_address_may_be_sent_so_many_mails_an_hour(talks, page, settings):
    settings.ALERT_REQUESTS_ADDRESS = 2
    answers = [page(f"/alerts/new/?q=ferry+{number}", FORM).status for number in range(3)]
    assert answers == [200, 200, 429]
    assert page("/alerts/", {"address": READER.upper()}).status == 429
    assert len(mail.outbox) == 2
    assert page(NEW, {**FORM, "address": "other@journal.example"}).status == 200


def test_a_visitor_may_ask_for_so_many_mails_an_hour(talks, client, settings):
    settings.ALERT_REQUESTS_VISITOR = 2
    statuses = [client.post(NEW, {"address": f"r{number}@journal.example"}).status_code for number in range(3)]
    assert statuses == [200, 200, 429]
    other = client.post(NEW, {"address": "r9@journal.example"}, REMOTE_ADDR="198.51.100.7")
    assert other.status_code == 200


def test_all_together_may_ask_for_so_many_mails_an_hour_and_the_operator_hears_of_it(talks, client, settings, caplog):
    settings.ALERT_REQUESTS_ALL = 2
    statuses = [
        client.post(NEW, {"address": f"r{number}@journal.example"}, REMOTE_ADDR=f"198.51.100.{number}").status_code
        for number in range(3)
    ]
    assert statuses == [200, 200, 429]
    assert "ALERT_REQUESTS_ALL" in caplog.text


def test_who_asked_is_forgotten_after_an_hour(talks, page, settings):
    settings.ALERT_REQUESTS_ADDRESS = 1
    page(NEW, FORM)
    row = MailRequest.objects.get()
    assert READER not in f"{row.address}{row.visitor}"
    MailRequest.objects.update(at=timezone.now() - dt.timedelta(minutes=61))
    assert page(NEW, FORM).status == 200
    assert MailRequest.objects.count() == 1


def test_what_nobody_confirms_is_forgotten_with_its_address(talks, page):
    page(NEW, FORM)
    path = confirm_path()
    send()
    assert Subscriber.objects.exists()
    Alert.objects.update(asked_at=timezone.now() - dt.timedelta(hours=49))
    send()
    assert not (Subscriber.objects.exists() or Alert.objects.exists() or WatchedSearch.objects.exists())
    assert page(path, {}).status == 404


def test_a_link_to_confirm_is_old_after_two_days(talks, page):
    alert = asked()
    with mock.patch("django.core.signing.time.time", return_value=timezone.now().timestamp() - 49 * 3600):
        path = alert_links.confirm_link(alert, "daily")
    assert page(path).status == page(path, {}).status == 404
    assert Alert.objects.get().state == "asked"


@pytest.mark.parametrize("kind", ["confirm", "one", "mine"])
def test_a_link_that_was_changed_opens_nothing(talks, page, kind):
    alert = confirmed()
    whole = {
        "confirm": alert_links.confirm_link(alert, "daily"),
        "one": f"/alerts/one/{alert_links.alert_token(alert)}/",
        "mine": alert_links.mine_link(alert.subscriber),
    }[kind]
    assert page(whole).status == 200
    foreign = re.sub(r"/(\d+)\.", lambda found: f"/{int(found[1]) + 1}.", whole, count=1)
    assert foreign != whole
    for wrong in (foreign, whole[:-3] + "xx/", f"/alerts/{kind}/1/", f"/alerts/{kind}/²./"):
        assert page(wrong).status == page(wrong, {"do": "off"}).status == 404, wrong
    assert Alert.objects.count() == 1


def test_links_of_one_kind_do_not_open_what_those_of_another_do(talks, page):
    alert = confirmed()
    token = alert_links.alert_token(alert)
    assert page(f"/alerts/mine/{token}/").status == 404
    assert page(f"/alerts/confirm/{token}/").status == 404


def test_an_alert_is_paused_resumed_and_changed(talks, page):
    alert = confirmed()
    path = f"/alerts/one/{alert_links.alert_token(alert)}/"
    assert "Daily, when there is anything new" in page(path).text
    assert "Weekly, when there is anything new" in page(path, {"do": "weekly"}).text
    assert "Daily" in page(path, {"do": "daily"}).text
    assert "Paused." in page(path, {"do": "pause"}).text
    said("A new ferry sails to Velport.")
    assert send() == []
    assert "1 record found meanwhile waits" in page(path).text
    page(path, {"do": "resume"})
    assert len(send()) == 1
    assert page(path, {"do": "nonsense"}).status == 200
    assert "The alert has ended" in page(path, {"do": "off"}).text
    assert "has ended" in page(path).text
    assert not Alert.objects.exists()


def test_what_was_found_during_a_pause_can_be_left_out(talks, page):
    alert = confirmed()
    path = f"/alerts/one/{alert_links.alert_token(alert)}/"
    page(path, {"do": "pause"})
    said("A new ferry sails to Velport.")
    send()
    assert "Resume without the 1 record found meanwhile" in page(path).text
    page(path, {"do": "skip"})
    assert send() == []
    said("Another ferry sails.")
    assert len(send()) == 1


def test_the_link_in_a_mail_leads_to_its_alert_and_to_its_end(talks, page):
    confirmed()
    said("A new ferry sails to Velport.")
    found = links(send()[0])
    change, off = (next(link for link in found if re.search(pattern, link)) for pattern in (r"/one/[^/]+/$", "/off/$"))
    assert "Records with ferry" in page(change).text
    assert "End this alert?" in page(off).h1
    assert Alert.objects.count() == 1
    page(off, {})
    assert not Alert.objects.exists()


def test_all_alerts_of_an_address_are_seen_by_a_link_that_is_mailed_to_it(talks, page):
    confirmed("q=ferry")
    confirmed("q=tariffs&speaker=ilse-marchetti", rhythm="weekly")
    confirmed("q=lighthouse", "other@journal.example")
    assert "Check your mail" in page("/alerts/", {"address": f" {READER.title()} "}).text
    (message,) = mail.outbox
    (path,) = (link for link in links(message) if "/mine/" in link)
    mine = page(path)
    assert mine.texts(".alert__list h2") == ["Records with ferry", "Records with tariffs, by Ilse Marchetti"]
    key = str(Alert.objects.get(search__query="q=ferry").pk)
    assert "Paused." in page(path, {"alert": key, "do": "pause"}).text
    foreign = Alert.objects.get(subscriber__address="other@journal.example")
    page(path, {"alert": str(foreign.pk), "do": "off"})
    page(path, {"alert": "²", "do": "off"})
    page(path, {"alert": "9" * 30, "do": "off"})
    assert Alert.objects.count() == 3
    page(path, {"alert": key, "do": "off"})
    assert page(path).texts(".alert__list h2") == ["Records with tariffs, by Ilse Marchetti"]


def test_a_stranger_does_not_learn_who_has_alerts(talks, page):
    confirmed()
    known, unknown = page("/alerts/", {"address": READER}), page("/alerts/", {"address": "nobody@journal.example"})
    assert known.text.replace(READER, "X") == unknown.text.replace("nobody@journal.example", "X")
    assert len(mail.outbox) == 1
    again, new = page(NEW, FORM), page(NEW, {**FORM, "address": "nobody@journal.example"})
    assert again.text.replace(READER, "X") == new.text.replace("nobody@journal.example", "X")


def test_a_mail_server_that_is_away_or_refuses_tells_nobody_who_has_alerts(talks, page, settings, caplog, monkeypatch):
    confirmed()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    away = [page("/alerts/", {"address": address}) for address in (READER, "nobody@journal.example")]
    assert [(answer.status, answer.h1) for answer in away] == [(503, "The mail could not be sent")] * 2
    done = []
    monkeypatch.setattr("search.alerts.alert_views.beside", done.append)
    letters = Letters(of_mail=lambda address: "550 no")
    with mail_server(letters) as settings.EMAIL_PORT:
        said = [page("/alerts/", {"address": address}).text for address in (READER, "nobody@journal.example")]
        assert said[0].replace(READER, "X") == said[1].replace("nobody@journal.example", "X")
        assert not letters.taken and "550" not in caplog.text  # the answer waits for no mail
        for work in done:
            work()
    assert len(done) == 2 and caplog.text.count("550") == 1


def test_everything_about_an_address_is_deleted_at_once(talks, page):
    confirmed("q=ferry")
    confirmed("q=velport")
    said("A new ferry sails to Velport.")
    send()
    page(alert_links.mine_link(Subscriber.objects.get()), {"do": "forget"})
    with connection.cursor() as cursor:
        for table in ("subscriber", "alert", "alertmail", "mailedrecord", "watchedsearch", "newmatch"):
            cursor.execute(f"SELECT count(*) FROM search_{table}")
            assert cursor.fetchone() == (0,), table


def test_the_address_goes_with_its_last_alert(talks, page):
    alert = confirmed()
    page(f"/alerts/one/{alert_links.alert_token(alert)}/off/", {})
    assert not Subscriber.objects.exists()


def test_what_an_alert_found_stays_while_another_reader_follows_the_same(talks, page):
    one, other = confirmed(), confirmed(address="other@journal.example")
    subscribing.end(one)
    said("A new ferry sails to Velport.")
    assert [message.to for message in send()] == [["other@journal.example"]]
    assert other.search.known is not None or WatchedSearch.objects.get().known is not None


def test_an_alert_that_is_asked_for_again_is_changed_by_the_mail_and_not_doubled(talks, page):
    confirmed(rhythm="weekly")
    page(NEW, FORM)
    assert "already receives this alert" in mail.outbox[-1].body
    assert Alert.objects.get().rhythm == "weekly"
    page(confirm_path(), {})
    assert Alert.objects.get().rhythm == "daily"


def test_a_search_that_lost_its_readers_begins_anew_with_the_next(talks, page):
    subscribing.end(confirmed())
    said("A new ferry sails to Velport.")
    confirmed()
    assert send() == []
    said("Another ferry sails.")
    assert len(send()) == 1


def test_a_mail_that_cannot_be_sent_is_said_so(talks, page, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    answer = page(NEW, FORM)
    assert (answer.status, answer.h1) == (503, "The mail could not be sent")
    assert "Check EMAIL_URL" in caplog.text


def test_a_site_without_a_mail_server_says_so(talks, page, settings):
    assert "No mail server is set up" not in page(NEW).text
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert "No mail server is set up" in page(NEW).text


def test_a_site_without_alerts_offers_none_but_lets_them_be_ended(talks, page, settings):
    alert = confirmed()
    settings.ALERTS = False
    assert page(NEW).status == page("/alerts/").status == 404
    for path in ("/search/?q=ferry", "/search/saved/"):
        assert not [link for link in page(path).links() if link.startswith("/alerts/")]
    page(f"/alerts/one/{alert_links.alert_token(alert)}/off/", {})
    assert not Alert.objects.exists()


def test_pages_of_alerts_are_kept_by_nobody_and_found_by_no_search_engine(talks, client):
    alert = confirmed()
    token = alert_links.alert_token(alert)
    for path in (NEW, f"/alerts/one/{token}/", f"/alerts/one/{token}/off/", alert_links.mine_link(alert.subscriber)):
        answer = client.get(path)
        assert "no-store" in answer["Cache-Control"]
        assert b'name="robots" content="noindex' in answer.content
    assert not client.get(f"/alerts/one/{token}/").cookies


def test_pages_ask_few_queries_however_many_alerts_there_are(talks, client):
    for number in range(30):
        confirmed(f"q=ferry+{number}&speaker=ilse-marchetti")
    for path in (alert_links.mine_link(Subscriber.objects.get()), NEW):
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        assert len(queries) <= 15, path


@pytest.mark.parametrize(
    "typed, told",
    [
        ("with strategic stability, by Jane Doe", "with strategic stability, by Jane Doe"),
        ("with http://evil.example/win?a=1", "with http evil example win a 1"),
        ("with write to me@evil.example", "with write to me evil example"),
        ("with call 0800-123 456 now", "with call now"),
        ("with tel+442079460000", "with"),
        ("between 2023 and 2024", "between 2023 and 2024"),
        ("with a\r\nBcc: all@journal.example", "with a Bcc all journal example"),
        ("with <b>bold</b> \u202etxt.exe", "with b bold b txt exe"),
    ],
)
def test_a_search_is_told_in_a_mail_to_a_stranger_without_addresses_and_numbers(typed, told):
    assert neutral(typed) == told


def test_a_long_search_is_cut_in_a_mail_to_a_stranger(talks, page):
    page("/alerts/new/?q=" + "+".join(["prize"] * 150), FORM)
    assert mail.outbox[-1].body.count("prize") <= 12


def test_no_header_can_be_put_into_a_mail_by_a_search(talks, page):
    page("/alerts/new/?q=ferry%0D%0ABcc:+all@journal.example", FORM)
    message = mail.outbox[-1].message()
    assert message["Bcc"] is None
    assert mail.outbox[-1].recipients() == [READER]


@pytest.mark.parametrize("host, leads", [("archive.example.org", True), ("evil.example", False)])
def test_links_in_mails_lead_to_hosts_that_the_operator_has_named_alone(talks, client, settings, host, leads):
    settings.SITE_URL = ""
    settings.ALLOWED_HOSTS = ["archive.example.org", "*"]
    client.post(NEW, FORM, HTTP_HOST=host)
    assert "http://archive.example.org/alerts/confirm/" in mail.outbox[-1].body
    assert "evil.example" not in mail.outbox[-1].body


def test_each_record_of_a_mail_has_what_a_reader_needs(talks):
    confirmed("q=lighthouse")
    by = "Ada Quarrell"
    lit = world.answered("The <i>lighthouse</i> & its keeper do.", by, office="Envoy")
    of = world.talk(
        world.said("Welcome to the old customs house.", by),
        world.asked("Who tends the lamp?"),
        lit,
        world.said("Thank you all for coming.", by),
        title="Statements at the Harbour",
        date="2024-05-06",
    )
    tell(of)
    (message,) = send()
    text, html = message.body, message.alternatives[0][0]
    for words in (
        "1. Ada Quarrell, Envoy",
        "6 May 2024 · News conference · Port Selene",
        "Statements at the Harbour",
        "Before: Ada Quarrell: Welcome to the old customs house.",
        "Question: Who tends the lamp?",
        "> The <i>*lighthouse*</i> & its keeper do.",
        "After: Ada Quarrell: Thank you all for coming.",
        f"Record: https://archive.example{of.get_absolute_url()}2/",
    ):
        assert words in text, words
    assert "&lt;i&gt;<strong>lighthouse</strong>&lt;/i&gt; &amp; its keeper do." in html
    assert f'<a href="https://archive.example{of.get_absolute_url()}2/">' in html
    assert "<q>Welcome to the old customs house.</q>" in html


def test_the_first_and_the_last_record_have_nothing_before_and_after_them(talks):
    confirmed("q=lighthouse")
    said("The lighthouse stands.")
    text = send()[0].body
    assert "Before:" not in text and "After:" not in text


def test_a_mail_asks_few_queries_however_many_records_it_has(talks):
    confirmed("q=lighthouse")
    said(*[f"The lighthouse number {number} stands." for number in range(40)])
    keys = list(Record.objects.order_by("-pk").values_list("pk", flat=True)[:40])
    with CaptureQueriesContext(connection) as queries:
        assert len(passages_of(params("q=lighthouse"), keys, "")) == 40
    assert len(queries) <= 10


def test_a_run_asks_no_more_for_alerts_that_have_nothing_new(talks):
    for number in range(20):
        confirmed("q=ferry", f"r{number}@journal.example")
    send()
    with CaptureQueriesContext(connection) as queries:
        call_command("send_alerts", verbosity=0)
    assert len(queries) <= 20
    assert not NewMatch.objects.exists()
