"""What one address may ask of the site, as its visitors see it."""

from __future__ import annotations

import threading

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from archive.limits.limits_middleware import Limits

pytestmark = pytest.mark.django_db
HELP = "/search/help/"


@pytest.fixture
def three(settings):
    settings.LIMIT_REQUESTS = 3
    return Client()


def use_up(client, path=HELP, **more):
    for _ in range(3):
        assert client.get(path, **more).status_code == 200


def test_too_many_pages_are_refused_with_a_page_that_says_when(three):
    use_up(three)
    response = three.get(HELP)
    page = BeautifulSoup(response.content, "lxml")
    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 60
    assert f"{response['Retry-After']} second" in page.get_text() or "a second" in page.get_text()
    assert page.select_one("a.button")["href"] == HELP
    assert page.select_one("header.site-header, body > header") is not None
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store" and response["X-Frame-Options"] == "DENY"


def test_programs_are_refused_in_json(three):
    use_up(three)
    response = three.get("/search.json?q=border")
    assert response.status_code == 429
    assert response.json()["retry_after"] == int(response["Retry-After"])
    assert "error" in response.json() and response["Access-Control-Allow-Origin"] == "*"


def test_other_addresses_are_answered(three):
    use_up(three)
    assert three.get(HELP).status_code == 429
    assert three.get(HELP, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_an_ipv6_network_is_one_address(three):
    for host in ("1", "2:3", "ffff:4"):
        assert three.get(HELP, REMOTE_ADDR=f"2001:db8:1:2::{host}").status_code == 200
    assert three.get(HELP, REMOTE_ADDR="2001:db8:1:2:9::").status_code == 429
    assert three.get(HELP, REMOTE_ADDR="2001:db8:1:3::1").status_code == 200


def test_what_visitors_claim_of_their_address_counts_for_nothing(three):
    for number in range(3):
        assert three.get(HELP, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}").status_code == 200
    assert three.get(HELP, HTTP_X_FORWARDED_FOR="198.51.100.9").status_code == 429


def test_behind_a_proxy_the_last_entry_counts(three, settings):
    settings.BEHIND_PROXY = True
    for number in range(3):
        assert three.get(HELP, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, 198.51.100.1").status_code == 200
    assert three.get(HELP, HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.1").status_code == 429
    assert three.get(HELP, HTTP_X_FORWARDED_FOR="198.51.100.1, 198.51.100.2").status_code == 200


@pytest.mark.parametrize(
    ("exempt", "asking"), [("192.0.2.0/24", "192.0.2.9"), ("2001:db8::/32", "2001:db8:5::1"), ("127.0.0.1", "127.0.0.1")]
)
def test_addresses_can_be_exempt(settings, exempt, asking):
    settings.LIMIT_REQUESTS, settings.LIMIT_EXEMPT = 3, [exempt]
    client = Client()
    use_up(client, REMOTE_ADDR=asking)
    assert client.get(HELP, REMOTE_ADDR=asking).status_code == 200


def test_probes_are_never_refused(three):
    use_up(three)
    assert three.get("/healthz").status_code == 200


def test_nothing_asks_the_database(three, django_assert_num_queries):
    with django_assert_num_queries(0):
        use_up(three)
        assert three.get(HELP).status_code == 429


def test_an_address_that_used_its_time_still_gets_plain_pages(settings, rf):
    settings.LIMIT_COSTLY_SECONDS = 1
    limits = Limits(lambda request: pytest.fail("a costly page was made"))
    limits.rates.add("127.0.0.1", milliseconds=1000)
    refused = limits(rf.get("/search/?q=" + "ab~2+" * 120, HTTP_HOST="localhost"))
    assert refused.status_code == 429 and "plain searches still work" in refused.content.decode()
    limits.get_response = lambda request: "made"
    assert limits(rf.get("/search/?q=border")) == "made"


def test_a_flood_of_costly_pages_leaves_plain_ones_to_the_address(three, rf):
    limits = Limits(lambda request: "made")
    costly = [limits(rf.post("/search/new.json", HTTP_HOST="localhost")) for _ in range(6)]
    assert [answer == "made" for answer in costly] == [True, True, True, False, False, False]
    assert [limits(rf.get("/search/?q=border")) for _ in range(3)] == ["made"] * 3
    assert limits(rf.get("/search/?q=border", HTTP_HOST="localhost")).status_code == 429


def test_time_that_a_page_takes_is_counted(settings, rf):
    settings.LIMIT_COSTLY_MS = 0
    limits = Limits(lambda request: sum(range(300_000)))
    limits(rf.get("/search/?q=border"))
    assert limits.rates.add("127.0.0.1").milliseconds > 0
    assert limits.costs.known


def test_a_full_queue_is_refused_and_editors_are_not(settings, rf):
    settings.LIMIT_COSTLY_QUEUE = 0
    limits = Limits(lambda request: "made")
    login = limits(rf.post("/admin/login/", HTTP_HOST="localhost"))
    assert login.status_code == 429 and login["Retry-After"]
    assert limits(rf.post("/admin/archive/transcript/add/")) == "made"
    assert limits(rf.get("/t/")) == "made"


def test_who_waits_too_long_is_told_that_the_archive_is_busy(settings, rf):
    settings.LIMIT_AT_ONCE, settings.LIMIT_WAIT = 1, 0
    inside, leave = threading.Event(), threading.Event()

    def answer(request):
        inside.set()
        leave.wait(20)
        return "made"

    limits = Limits(answer)
    other = threading.Thread(target=limits, args=[rf.get("/t/")], daemon=True)
    other.start()
    assert inside.wait(20)
    busy = limits(rf.get("/search.json", HTTP_HOST="localhost"))
    leave.set()
    other.join(20)
    assert busy.status_code == 503 and busy["Retry-After"] == "1"


def test_a_flood_of_refusals_is_one_line_of_the_log(three, caplog):
    use_up(three)
    for _ in range(5):
        assert three.get(HELP).status_code == 429
    assert [record.name for record in caplog.records] == ["archive.limits.limits_middleware"]
