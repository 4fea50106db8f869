"""What is new to a search: each record once, whatever happens to it."""

from __future__ import annotations

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Record, Transcript
from search.alerts import watching
from search.alerts.watching import keys_of, packed, unpacked
from search.index.queue import queue
from search.index.repairing import BeingRepaired
from search.models import ChangedTranscript, NewMatch, WatchedSearch
from tests.search.alerts.conftest import asked, confirmed, params, said, send, tell, tomorrow

RECORDS = "Record: https://archive.example"


@given(st.lists(st.integers(1, 2**62)))
def test_keys_come_back_as_they_were_kept(keys):
    kept = keys_of(keys)
    assert unpacked(packed(kept)).tolist() == sorted(set(keys))


def test_keys_of_a_search_that_finds_all_take_next_to_nothing():
    assert len(packed(np.arange(1, 1_000_001))) < 20_000


def test_what_is_found_when_an_alert_begins_is_no_news(talks):
    confirmed("q=ferry")
    assert send() == []


def test_a_record_that_comes_later_is_sent_once(talks):
    confirmed("q=ferry")
    of = said("A new ferry sails to Velport.", "Nothing of that kind.")
    (message,) = send()
    assert message.body.count(RECORDS) == 1
    assert f"{RECORDS}{of.get_absolute_url()}1/" in message.body
    tomorrow()
    assert send() == []


def test_a_correction_is_not_sent_again(talks):
    confirmed("q=ferry")
    of = said("A new ferry sails to Velport.")
    assert len(send()) == 1
    of.turns.update(text="A new ferry sails to Velport on Sunday.")
    tell(of)
    tomorrow()
    assert send() == []


def test_a_correction_of_what_was_there_before_is_no_news(talks):
    confirmed("q=ferry")
    turn = talks.turns.get(text__contains="ferry will sail")
    turn.text = "Belgrade has replied. The ferry will sail soon."
    turn.save()
    tell(talks)
    assert send() == []


def test_a_correction_that_makes_an_old_record_match_is_sent(talks):
    confirmed("q=lighthouse")
    turn = talks.turns.get(text__contains="The tariffs stay")
    turn.text += " So does the lighthouse."
    turn.save()
    tell(talks)
    (message,) = send()
    assert f"{RECORDS}{talks.get_absolute_url()}3/" in message.body


def test_a_draft_is_sent_when_it_is_published(talks):
    confirmed("q=ferry")
    of = said("A new ferry sails to Velport.", state="draft")
    assert send() == []
    Transcript.objects.filter(pk=of.pk).update(state="published")
    tell(of)
    assert len(send()) == 1


def test_what_is_withdrawn_before_the_mail_never_goes_out(talks):
    confirmed("q=ferry")
    of = said("A new ferry sails to Velport.")
    watching.collect()
    assert NewMatch.objects.count() == 1
    Transcript.objects.filter(pk=of.pk).update(state="withdrawn")
    tell(of)
    assert send() == []


def test_what_is_withdrawn_between_looking_and_writing_never_goes_out(talks, monkeypatch):
    """The index still has it, and so does the list of matches."""
    confirmed("q=ferry")
    of = said("A new ferry sails to Velport.")
    watching.collect()
    Transcript.objects.filter(pk=of.pk).update(state="withdrawn")
    assert send() == []


def test_what_is_published_again_before_it_was_sent_is_sent(talks):
    confirmed("q=ferry")
    of = said("A new ferry sails to Velport.")
    for state in ("withdrawn", "published"):
        watching.collect()
        Transcript.objects.filter(pk=of.pk).update(state=state)
        tell(of)
    assert len(send()) == 1


def test_what_was_sent_is_not_sent_again_when_it_is_published_again(talks):
    confirmed("q=ferry")
    of = said("A new ferry sails to Velport.")
    assert len(send()) == 1
    for state in ("withdrawn", "published"):
        Transcript.objects.filter(pk=of.pk).update(state=state)
        tell(of)
        tomorrow()
        assert send() == []


def test_one_query_is_searched_once_however_many_follow_it(talks, monkeypatch):
    for number in range(5):
        confirmed("q=ferry", f"reader{number}@journal.example")
    confirmed("q=tariffs")
    searched = []
    asks = watching.ask
    monkeypatch.setattr(watching, "ask", lambda request, budget: searched.append(request) or asks(request, budget))
    said("A new ferry sails to Velport.")
    assert len(send()) == 5
    new = frozenset({Record.objects.latest("pk").pk})
    assert [request.records for request in searched] == [new, new]


def test_nothing_is_searched_where_nothing_has_changed(talks, monkeypatch):
    confirmed("q=ferry")
    send()
    monkeypatch.setattr(watching, "ask", lambda *_: pytest.fail("searched"))
    with CaptureQueriesContext(connection) as queries:
        assert watching.collect() == 0
    assert len(queries) == 1


def test_nothing_is_noted_where_nobody_follows_anything(talks):
    asked("q=ferry")
    said("A new ferry sails to Velport.")
    assert not ChangedTranscript.objects.exists()


def test_a_run_that_is_stopped_while_it_looks_finds_the_same_again(talks, monkeypatch):
    confirmed("q=ferry")
    confirmed("q=velport")
    said("A new ferry sails to Velport.")
    looks = watching._look
    done = []

    def stopped(pk, changed):
        if done:
            raise KeyboardInterrupt
        done.append(pk)
        return looks(pk, changed)

    monkeypatch.setattr(watching, "_look", stopped)
    with pytest.raises(KeyboardInterrupt):
        watching.collect()
    monkeypatch.setattr(watching, "_look", looks)
    assert (watching.collect(), NewMatch.objects.count()) == (1, 2)
    assert len(send()) == 2


def test_what_waits_to_be_indexed_when_an_alert_begins_is_sent(talks, index):
    of = said("A new ferry sails to Velport.")
    of.turns.update(text="A new lighthouse.")
    queue([of.pk])
    confirmed("q=lighthouse")
    assert len(send()) == 1


def test_searches_that_say_the_same_are_one(talks):
    confirmed("q=ferry&sort=oldest&page=3&size=5&view=compact")
    confirmed("q=ferry", "other@journal.example")
    assert WatchedSearch.objects.count() == 1
    assert watching.params_of(WatchedSearch.objects.get()) == params("q=ferry")


@pytest.mark.parametrize(
    "query", ["", "country=RS", "speaker=ilse-marchetti&from=2023&to=2024", 'q="ferry line"', "q=fer*&kind=qa_pair"]
)
def test_any_search_can_be_followed(talks, query):
    confirmed(query)
    turn = "Ilse Marchetti speaks of Serbia and of the ferry line."
    said(turn, by="Ilse Marchetti")
    assert watching.collect() == ("qa_pair" not in query)


def test_no_alert_begins_while_the_index_is_built_anew(talks, monkeypatch):
    """Everything not yet indexed again would count as new."""
    monkeypatch.setattr(watching, "is_rebuilding", lambda index: True)
    with pytest.raises(BeingRepaired):
        confirmed("q=ferry")
    assert WatchedSearch.objects.get().known is None
