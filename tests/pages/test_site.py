"""What holds for every page."""

from itertools import pairwise

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import RetiredRecord
from tests import world

PAGES = [
    "/",
    "/t/",
    "/t/{slug}/",
    "/t/{slug}/2/",
    "/t/{slug}/9/",
    "/t/never/",
    "/speakers/",
    "/speakers/ilse-marchetti/",
    "/countries/",
    "/countries/RS/",
    "/about/",
    "/search/",
    "/search/?q=ferry",
    "/search/?q=nothingofthekind&country=RS",
    "/search/help/",
    "/search/values/speaker/",
]


@pytest.fixture
def talks(index):
    made = world.harbour_talks()
    RetiredRecord.objects.create(transcript=made, number=9)
    index()
    return made


@pytest.fixture(params=PAGES)
def page(request, get, talks):
    return get(request.param.format(slug=talks.slug))


def test_it_has_one_main_heading(page):
    assert len(page.soup.select("h1")) == 1


def test_it_has_a_title_that_ends_in_the_site_s_name(page):
    assert page.title.endswith("Chancery") or page.title.startswith("Chancery:")


def test_headings_leave_no_level_out(page):
    levels = [int(found.name[1]) for found in page.soup.select("h1, h2, h3, h4")]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_field_has_a_label(page):
    for field in page.soup.select("input:not([type=hidden]), select, textarea"):
        assert page.soup.select(f"label[for='{field['id']}']"), field


def test_no_id_stands_twice(page):
    ids = [found["id"] for found in page.soup.select("[id]")]
    assert len(ids) == len(set(ids))


def test_links_within_the_page_lead_somewhere(page):
    for link in page.soup.select("a[href^='#']"):
        assert page.soup.find(id=link["href"][1:]), link


def test_every_landmark_of_a_kind_has_its_own_name(page):
    names = [found.get("aria-label") or found.get("aria-labelledby") for found in page.soup.select("nav")]
    assert None not in names
    assert len(names) == len(set(names))


def test_it_holds_nothing_inline(page):
    assert page.soup.select("[style], main style, script:not([src]):not([type='application/ld+json'])") == []
    assert not [name for found in page.soup.find_all(True) for name in found.attrs if name.startswith("on")]


def test_it_allows_nothing_from_elsewhere(page):
    assert "default-src 'self'" in page.response["Content-Security-Policy"]
    assert page.response["X-Content-Type-Options"] == "nosniff"


def test_the_part_of_the_site_is_marked_in_the_menu(get, talks):
    assert get("/speakers/ilse-marchetti/").texts(".masthead [aria-current]") == ["Speakers"]
    assert get("/search/").texts(".masthead [aria-current=page]") == ["Search"]


def test_a_page_that_has_not_changed_is_not_sent_again(client, talks):
    tag = client.get("/")["ETag"]
    assert client.get("/", headers={"If-None-Match": tag}).status_code == 304


def test_browsers_ask_again_before_they_show_a_kept_page(client, talks):
    assert client.get("/")["Cache-Control"] == "no-cache"


def test_public_pages_need_no_cookie(client, talks):
    assert not client.get(talks.get_absolute_url()).cookies


def test_pages_are_only_read(client, talks):
    assert client.post("/").status_code == 405


def test_the_site_says_that_it_is_up(client, db):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_crawlers_are_kept_out_of_the_combinations(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /search/?" in answer.text


def test_a_page_that_is_not_there_helps_on(get):
    page = get("/nowhere/")
    assert page.status == 404
    assert page.soup.select("#q")


def test_the_icon_and_styles_are_served(get, settings):
    page = get("/about/")
    assert page.links("link[rel=icon]") == ["/static/img/favicon.svg"]


def test_a_broken_page_says_so_calmly(settings, db):
    settings.ROOT_URLCONF = "tests.pages.broken_urls"
    answer = Client(raise_request_exception=False).get("/broken/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text


COUNTED = [path for path in PAGES if "/9/" not in path and "never" not in path]


@pytest.mark.parametrize("path", COUNTED)
def test_a_page_asks_the_database_little_however_much_there_is(client, talks, index, path):
    address = path.format(slug=talks.slug)
    few = queries(client, address)
    world.crowd(12)
    index()
    many = queries(client, address)
    assert few == many <= 15


def queries(client, address):
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)
