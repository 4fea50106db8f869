"""No address answers odd parameters with a fault of its own; 50,000 by `python -m tests.addresses`."""

from __future__ import annotations

import random

import pytest

from tests.addresses import fuzz, multipart, world
from tests.admin.conftest import index_dir

__all__ = ["index_dir"]
REQUESTS = 600
ODD_DIGITS = ("٢٠٢٣", "२०२३", "２０２３", "²", "①", "Ⅳ", "9" * 30, "-1", "1_0", "abc", "")


@pytest.fixture
def made(db, index_dir):
    return world.build()


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
    every = sorted(world.addresses())
    assert [fuzz.draw(n, 7, made, every) for n in range(50)] == [fuzz.draw(n, 7, made, every) for n in range(50)]


def test_every_address_of_the_site_can_be_drawn(made):
    every = {name for name, _ in world.addresses()}
    assert {"search", "search_json", "transcript", "record", "why", "admin:archive_upload_change", "admin:index"} <= every


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
