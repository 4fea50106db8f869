"""Whole pages kept until the archive changes: never an older one, never another address's, and cheap when asked again."""

import gzip
import random
import re

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.test import RequestFactory

from archive.models import Transcript, archive_version
from archive.pages import page_cache
from search.index.queue import queue
from search.query import budget
from search.query.budget import Budget
from tests import world

TOOK = re.compile(r"[\d.]+ s\b|\"took_ms\": ?[\d.]+")
AGAIN = 2  # queries: the archive's version, and what waits to be indexed


@pytest.fixture
def talks(index):
    made = world.harbour_talks()
    index()
    return made


@pytest.fixture
def pages():
    return caches["pages"]


def made_of(answers):
    """Return a kept view that gives one answer after the other, and how often it was asked."""
    asked = []

    @page_cache.cached
    def view(request):
        asked.append(request)
        return answers[min(len(asked), len(answers)) - 1]

    return view, asked


@pytest.mark.parametrize("address", ["/", "/t/", "/speakers/", "/countries/", "/search/?q=harbour", "/search.json?q=harbour"])
def test_a_page_asked_for_again_is_the_same_and_costs_two_queries(client, talks, address, django_assert_max_num_queries):
    first = client.get(address)
    with django_assert_max_num_queries(AGAIN):
        again = client.get(address)
    assert again.content == first.content
    assert again.headers["Content-Type"] == first.headers["Content-Type"]


def test_a_change_of_the_archive_is_seen_at_once(client, talks):
    assert talks.title in client.get("/t/").text
    Transcript.objects.filter(pk=talks.pk).update(title="Renamed talks")
    world.changed(talks)
    assert "Renamed talks" in client.get("/t/").text


def test_a_withdrawn_transcript_is_gone_at_once(client, talks):
    address = talks.get_absolute_url()
    assert client.get(address).status_code == 200
    talks.state = Transcript.State.WITHDRAWN
    talks.save()
    world.changed(talks)
    assert client.get(address).status_code == 410


def test_nothing_is_kept_while_the_index_is_behind(client, talks, pages, monkeypatch):
    monkeypatch.setattr("search.results.search_steps.is_serving", lambda: False)
    queue([talks.pk])
    client.get("/search/?q=harbour")
    assert not pages._cache


@pytest.mark.parametrize("other", ["/search/?q=harbours", "/search/?q=harbour&page=2", "/search/?q=Harbour"])
def test_another_address_has_a_page_of_its_own(client, talks, pages, other):
    client.get("/search/?q=harbour")
    client.get(other)
    assert len(pages._cache) == 2


def test_another_host_and_scheme_have_pages_of_their_own(client, talks, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    one = client.get("/t/", headers={"host": "one.example"}).text
    two = client.get("/t/", headers={"host": "two.example"}).text
    encrypted = client.get("/t/", headers={"host": "two.example"}, secure=True).text
    assert "http://one.example/t/" in one
    assert "http://two.example/t/" in two
    assert "https://two.example/t/" in encrypted


def test_browsers_that_read_no_gzip_get_the_same_page(client, talks):
    packed = client.get("/t/", headers={"accept-encoding": "gzip, br"})
    plain = client.get("/t/")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_a_browser_that_has_the_page_is_told_so(client, talks):
    tag = client.get("/t/").headers["ETag"]
    assert client.get("/t/", headers={"if-none-match": tag}).status_code == 304
    world.changed(talks)
    Transcript.objects.filter(pk=talks.pk).update(title="Renamed talks")
    assert client.get("/t/", headers={"if-none-match": tag}).status_code == 200


def with_cookie():
    response = HttpResponse("of one reader")
    response.set_cookie("reader", "1")
    return response


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse("gone", status=410),
        HttpResponse("moved", status=302),
        with_cookie(),
        HttpResponse("secret", headers={"Cache-Control": "no-store"}),
        HttpResponse("packed", headers={"Content-Encoding": "br"}),
        HttpResponse(random.Random(3).randbytes(70_000)),
    ],
    ids=["gone", "moved", "cookie", "no-store", "packed", "too large"],
)
@pytest.mark.django_db
def test_what_may_not_be_kept_is_made_each_time(answer, pages):
    view, asked = made_of([answer])
    for _ in range(2):
        assert view(RequestFactory().get("/x")).content == answer.content
    assert len(asked) == 2
    assert not pages._cache


@pytest.mark.django_db
def test_a_page_made_while_the_archive_changes_is_not_taken_for_the_new_one(monkeypatch):
    monkeypatch.setattr(page_cache, "IN_STEP", [])  # there is no index here, which is never in step
    view, asked = made_of([HttpResponse("old"), HttpResponse("new")])
    request = RequestFactory().get("/x")
    assert view(request).content == b"old"
    archive_version.bump()
    assert view(request).content == b"new"
    assert view(request).content == b"new"
    assert len(asked) == 2


@pytest.mark.django_db
def test_no_page_is_kept_where_the_setting_says_none(settings, pages):
    settings.PAGES_CACHED = 0
    view, asked = made_of([HttpResponse("one"), HttpResponse("two")])
    assert [view(RequestFactory().get("/x")).content for _ in range(2)] == [b"one", b"two"]
    assert not pages._cache


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [("gzip", True), ("br, gzip;q=0.2", True), ("x-gzip", True), ("gzip;q=0", False), ("br, gzip; q=0.000", False), ("", False)],
)
def test_gzip_is_sent_only_to_those_who_read_it(client, talks, accepted, packed):
    for address in ("/t/", "/search/help/"):  # one that is cached, one that is not
        for _ in range(2):
            answer = client.get(address, headers={"accept-encoding": accepted})
            assert (answer.headers.get("Content-Encoding") == "gzip") is packed, address
            assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.django_db
def test_what_was_cut_short_by_the_clock_is_asked_anew(monkeypatch):
    monkeypatch.setattr(page_cache, "IN_STEP", [])
    asked = []

    @page_cache.cached
    def view(request):
        asked.append(request)
        if len(asked) == 1:
            page_cache.only_now()
        return HttpResponse(str(len(asked)))

    assert [view(RequestFactory().get("/x")).content for _ in range(3)] == [b"1", b"2", b"2"]


def test_a_search_that_ran_out_of_time_is_whole_the_next_time(client, talks, monkeypatch):
    address = "/search.json?q=harbour"
    with monkeypatch.context() as hurry:
        hurry.setattr(budget, "LAST_RESORT", -1.0)
        hurry.setattr(budget, "LOOK_EVERY", 0)
        hurry.setattr(Budget, "__init__", a_late_one)
        assert client.get(address).json()["total"] == 0
    assert client.get(address).json()["total"] > 0


def a_late_one(self, steps=0, seconds=0.0):
    """Make a budget whose time was over before it began."""
    self.left, self.cut, self.late, self._next, self._end = 10**9, False, False, 10**9 + 1, 0.0


@pytest.mark.parametrize("other", ["/speakers/../t/", "/speakers/./", "/speakers/%2e%2e/t/"])
def test_an_address_that_leads_up_gets_no_other_address_s_page(client, talks, other):
    for address in ("/t/", "/speakers/"):
        client.get(address)
    assert client.get(other).status_code in (301, 400, 404)


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-host": "evil.example"},
        {"x-forwarded-proto": "https"},
        {"x-forwarded-port": "99"},
        {"x-original-url": "/admin/"},
        {"x-rewrite-url": "/admin/"},
        {"x-http-method-override": "DELETE"},
        {"forwarded": "host=evil.example;proto=https"},
        {"cookie": "theme=evil; language=evil; sessionid=evil"},
        {"accept-language": "evil"},
        {"accept": "application/evil"},
        {"range": "bytes=0-3"},
    ],
)
@pytest.mark.parametrize("address", ["/t/", "/search/?q=harbour", "/search.json?q=harbour"])
def test_no_header_of_one_visitor_is_in_the_page_of_the_next(client, talks, headers, address):
    plain = TOOK.sub("", client.get(address).text)
    caches["pages"].clear()
    assert client.get(address, headers=headers).status_code == 200
    after = TOOK.sub("", client.get(address).text)
    assert "evil" not in after
    assert after == plain


def test_an_editor_s_page_is_that_of_everybody_and_the_admin_s_is_never_kept(admin_client, client, talks, pages):
    assert admin_client.get("/t/").text == client.get("/t/").text
    pages.clear()
    for address in ("/admin/", "/admin/archive/transcript/", "/admin/login/"):
        assert "no-store" in admin_client.get(address).headers["Cache-Control"]
    assert not pages._cache


def test_other_methods_get_no_cached_page_but_head_gets_its_headers(client, talks):
    page = client.get("/t/")
    head = client.head("/t/")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"] == page.headers["Content-Type"]
    for method in (client.post, client.put, client.patch, client.delete, client.options):
        assert method("/t/").status_code == 405
