"""The day of the event on a draft's page: a doubtful one is chosen from those that it may be, an impossible one is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup

from archive.models import Upload
from archive.uploads.editing.draft import Draft
from tests.admin.desk import TALK, drop, file, page_of, press, said

pytestmark = pytest.mark.django_db
DOUBTFUL = TALK.replace("March 3, 2021", "07/03/2021")


@pytest.fixture
def doubtful(signed_in):
    drop(signed_in, file(DOUBTFUL))
    return Upload.objects.get()


def reading(upload):
    upload.refresh_from_db()
    return Draft.from_json(upload.draft).reading


def codes(upload):
    return {warning.code for warning in reading(upload).warnings}


def offered(client, upload):
    soup = BeautifulSoup(client.get(page_of(upload)).content, "lxml")
    return [button["value"] for button in soup.select(".details__days button")]


def test_both_days_are_offered(signed_in, doubtful):
    assert offered(signed_in, doubtful) == ["day:2021-03-07", "day:2021-07-03"]
    assert "date-guessed" in codes(doubtful)


def test_the_day_chosen_is_kept_and_no_longer_doubted(signed_in, doubtful):
    answer = press(signed_in, doubtful, "day:2021-07-03", title="The ferry")
    assert "The day of the event is 2021-07-03." in said(answer)
    assert (reading(doubtful).date, reading(doubtful).title) == (dt.date(2021, 7, 3), "The ferry")
    assert "date-guessed" not in codes(doubtful)
    assert offered(signed_in, doubtful) == []
    press(signed_in, doubtful, "undo")
    assert reading(doubtful).date == dt.date(2021, 3, 7)
    assert offered(signed_in, doubtful) == ["day:2021-03-07", "day:2021-07-03"]


def test_a_day_typed_settles_it_too(signed_in, doubtful):
    press(signed_in, doubtful, "save", date="2021-03-08")
    assert reading(doubtful).date == dt.date(2021, 3, 8)
    assert "date-guessed" not in codes(doubtful)


@pytest.mark.parametrize("day", ["2021-05-05", "", "²", "2021-07-03:1"])
def test_a_day_that_is_not_offered_is_refused(signed_in, doubtful, day):
    press(signed_in, doubtful, f"day:{day}")
    assert reading(doubtful).date in (dt.date(2021, 3, 7), dt.date(2021, 7, 3))


def test_a_sure_day_is_not_asked_about(signed_in, upload):
    assert offered(signed_in, upload) == []


@pytest.mark.parametrize(("day", "why"), [("2999-01-01", "in the future"), ("0021-03-03", "before 1800")])
@pytest.mark.parametrize("field", ["date", "published"])
def test_a_day_that_cannot_be_is_refused_at_its_field(signed_in, upload, field, day, why):
    before = getattr(reading(upload), field)
    answer = press(signed_in, upload, "save", **{field: day})
    assert why in BeautifulSoup(answer.content, "lxml").select_one(f"#error-{field}").get_text()
    assert getattr(reading(upload), field) == before
