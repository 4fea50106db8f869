"""Values that SQLite accepts and PostgreSQL refuses get a clear answer on every page."""

from __future__ import annotations

import pytest
from django.db import DataError
from django.test import Client

pytestmark = pytest.mark.django_db


class Refused(Exception):
    """As psycopg says it."""

    def __init__(self, message: str, sqlstate: str | None = None) -> None:
        super().__init__(message)
        self.sqlstate = sqlstate


@pytest.fixture
def sent(monkeypatch):
    """Send something to a page whose database refuses a value; returns the answer."""

    def send(cause: Exception, **more):
        def fail(*args, **named):
            raise DataError(str(cause)) from cause

        monkeypatch.setattr("search.views.run_search", fail)
        return Client(raise_request_exception=False).get("/search/?q=ferry", **more)

    return send


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (Refused("PostgreSQL text fields cannot contain NUL (0x00) bytes"), "NUL character"),
        (Refused('invalid byte sequence for encoding "UTF8": 0x00', "22021"), "NUL character"),
        (Refused("unsupported Unicode escape sequence", "22P05"), "half of a character"),
        (Refused("value too long for type character varying(300)", "22001"), "longer than its field"),
        (Refused("integer out of range", "22003"), "too large"),
    ],
)
def test_a_value_that_cannot_be_kept_is_named(sent, cause, told):
    answer = sent(cause)
    assert answer.status_code == 400 and told in answer.content.decode() and "Nothing was stored" in answer.content.decode()


def test_scripts_are_told_in_a_line(sent):
    answer = sent(Refused("any", "22001"), headers={"Accept": "application/json"})
    assert answer.status_code == 400 and "longer than its field" in answer.json()["error"]


def test_another_fault_of_the_data_stays_a_fault(sent):
    assert sent(Refused("division by zero", "22012")).status_code == 500
