"""No address answers odd parameters with a server error; 50,000 by `python -m tests.addresses`."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from pathlib import Path

import pytest
from django.urls import Resolver404, URLResolver, get_resolver, resolve

from search import facets
from tests.addresses import fuzz, multipart, site
from tests.admin.conftest import index_dir

__all__ = ["index_dir"]
REQUESTS = 600
DRAWS = 6000
ROOT = Path(__file__).resolve().parents[2]
ODD_DIGITS = ("٢٠٢٣", "२०२३", "２０２３", "²", "①", "Ⅳ", "9" * 30, "-1", "1_0", "abc", "")


@pytest.fixture
def made(db, index_dir):
    return site.build()


@pytest.mark.parametrize("seed", [1, 2])
def test_no_address_answers_odd_parameters_with_a_fault(made, seed):
    assert list(fuzz.findings(made, REQUESTS, seed)) == []


@pytest.mark.parametrize("seed", range(40))
def test_no_form_with_files_is_a_fault(made, seed):
    body = multipart.body(random.Random(seed))
    for path in ("/admin/archive/upload/add/", "/admin/archive/upload/publish/"):
        answer = made.admin.post(path, body, content_type=f"multipart/form-data; boundary={multipart.BOUNDARY}")
        assert 200 <= answer.status_code < 500


def test_a_draw_can_be_made_again(made):
    every = sorted(site.addresses())
    assert [fuzz.draw(n, 7, made, every) for n in range(50)] == [fuzz.draw(n, 7, made, every) for n in range(50)]


def routes(patterns, before=""):
    """Yield every address of the site as Django itself tells of it, from the root on."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern).removeprefix("^")


def test_every_address_of_the_site_is_fuzzed(made):
    every = sorted(site.addresses())
    drawn = [one for number in range(DRAWS) if (one := fuzz.draw(number, 1, made, every))]
    reached = set()
    for one in drawn:
        with suppress(Resolver404):
            reached.add(resolve(one.path).route)
    assert set(routes(get_resolver().url_patterns)) - reached == set()
    assert {one.client for one in drawn} == {"admin", "anybody"}


@pytest.mark.parametrize(("asked", "known"), [("GET", fuzz.PARAMETERS), ("POST", fuzz.FORMS)])
def test_every_parameter_that_the_code_asks_for_is_fuzzed(asked, known):
    files = [path for folder in ("archive", "search") for path in (ROOT / folder).rglob("*.py")]
    pattern = re.compile(rf'request\.{asked}(?:\.get|\.getlist|\.pop)?[(\[]"([^"]+)"')
    read = {name for path in files for name in pattern.findall(path.read_text(encoding="utf-8"))}
    assert len(read) >= 10
    assert read - {name for names in known.values() for name in names.split()} == set()


def test_every_facet_is_a_parameter_of_searches():
    assert {*facets.TABLE.filters} - {*fuzz.SEARCHED.split()} == set()


@pytest.mark.parametrize("typed", ODD_DIGITS)
@pytest.mark.parametrize(
    ("path", "key"),
    [
        *(("/search/", key) for key in ("from", "to", "page", "size")),
        *(("/search.json", key) for key in ("from", "to", "page", "size")),
        *(("/t/", key) for key in ("year", "page")),
        ("/admin/archive/upload/", "transcript"),
        ("/admin/archive/upload/", "page"),
        ("/admin/archive/transcript/", "date__year"),
    ],
)
def test_no_number_is_a_fault(made, path, key, typed):
    assert made.admin.get(path, {key: typed}).status_code in (200, 302)


@pytest.mark.parametrize("year", ["9999", "10000", "99999", "2147483648"])
def test_the_last_years_of_the_calendar_are_no_fault_in_the_admin(made, year):
    for more in ({}, {"date__month": "12"}, {"date__month": "12", "date__day": "31"}):
        assert made.admin.get("/admin/archive/transcript/", {"date__year": year, **more}).status_code in (200, 302)


@pytest.mark.parametrize("typed", ODD_DIGITS)
def test_no_number_in_a_form_is_a_fault(made, typed):
    upload = made.admin.get("/admin/archive/upload/").context["page"].object_list[0]
    for do in (
        f"merge:{typed}",
        f"split:{typed}:1",
        f"split:1:{typed}",
        f"leave:{typed}",
        f"back:{typed}",
        "split:1",
        "merge:1:2",
    ):
        answer = made.admin.post(f"/admin/archive/upload/{upload.pk}/change/", {"do": do, "edits": "0"})
        assert answer.status_code in (200, 302)
    assert made.admin.post("/admin/archive/upload/publish/", {"chosen": typed}).status_code == 302
    mentions = f"/admin/archive/transcript/{made.values['pk'][0]}/countries/"
    for button in ("reject", "accept", "reject-all", "accept-all"):
        assert made.admin.post(mentions, {button: typed}).status_code == 302


@pytest.mark.parametrize(("typed", "found"), [("٢٠٢٣", "2023"), ("२०२३-०५", "2023-05"), ("２０２３", "2023")])
def test_a_year_may_be_written_in_any_digits(made, typed, found):
    answer = made.anybody.get("/search.json", {"from": typed, "to": typed}).json()
    plain = made.anybody.get("/search.json", {"from": found, "to": found}).json()
    assert answer["warnings"] == []
    assert answer["total"] == plain["total"] > 0
    assert made.anybody.get("/search.json", {"q": f"date:{typed}"}).json()["total"] == plain["total"]


@pytest.mark.parametrize("named", ["", "+", "aliases", "turns", "no such field", "²"])
def test_no_field_named_in_an_address_of_the_admin_is_a_fault(made, named):
    for kind in ("speaker", "source", "transcript"):
        for page in (f"/admin/archive/{kind}/1/delete/", f"/admin/archive/{kind}/1/change/", f"/admin/archive/{kind}/"):
            assert made.admin.get(page, {"_to_field": named}).status_code < 500
