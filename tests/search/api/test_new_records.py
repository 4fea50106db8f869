"""What is new to searches that a reader keeps: counted among the records that came since, for all in one request."""

import pytest

from search.api import json_api
from search.index.queue import queue
from tests import world
from tests.addresses.fuzz import NUMBERS, WORDS

NEW = "/search/new.json"


def asked(client, *searches):
    return client.post(NEW, {"s": searches}).json()


def test_only_records_that_came_since_count(client, indexed, db):
    first = world.harbour_talks()
    indexed(first)
    position = asked(client)["position"]
    assert position == first.records.order_by("-pk").first().pk
    searches = [f"{position}:q=ferry", f"{position}:", "0:q=ferry", f"{position}:speaker=nobody"]
    assert asked(client, *searches)["counts"] == [0, 0, 1, 0]
    second = world.harbour_talks()
    indexed(second)
    answer = asked(client, *searches)
    assert answer["counts"] == [1, 3, 2, 0]
    assert answer["position"] == second.records.order_by("-pk").first().pk


def test_what_waits_to_be_indexed_is_new_later(client, indexed, db):
    first = world.harbour_talks()
    indexed(first)
    before = asked(client)["position"]
    second = world.harbour_talks()
    queue([second.pk])
    assert asked(client, f"{before}:q=ferry")["position"] == before
    indexed(second)
    assert asked(client, f"{before}:q=ferry")["counts"] == [1]


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_public_is_not_counted(client, indexed, db, state):
    hidden = world.harbour_talks()
    hidden.state = state
    hidden.save()
    indexed(hidden)
    assert asked(client, "0:q=ferry", "0:") == {"position": 0, "most": json_api.MOST_NEW, "counts": [0, 0]}


def test_nothing_new_asks_the_engine_nothing(client, indexed, db, monkeypatch):
    indexed(world.harbour_talks())
    position = asked(client)["position"]
    monkeypatch.setattr(json_api, "ask", lambda *_: pytest.fail("asked"))
    assert asked(client, *[f"{position}:q=ferry"] * 50)["counts"] == [0] * json_api.MOST_SEARCHES


def test_searches_that_cost_too_much_have_no_count(client, indexed, db, monkeypatch):
    indexed(world.harbour_talks())
    monkeypatch.setattr(json_api, "SEARCHING", 1)
    assert asked(client, "0:q=ferry*", "0:q=talks")["counts"] == [None, None]


def test_odd_searches_break_nothing(client, indexed, db):
    indexed(world.harbour_talks())
    for value in (*NUMBERS, *WORDS, ":" * 99, "0:" + "q=a&" * 3000, "99999999999999999999:q=a", "1:q=%ff%00"):
        value = value.encode("utf-8", "replace").decode()
        for method in (client.get, client.post):
            assert method(NEW, {"s": [value, value]}).status_code == 200
    assert client.put(NEW).status_code == 405
