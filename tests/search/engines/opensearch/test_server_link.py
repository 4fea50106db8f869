"""What may go wrong is told apart, and a server that is away is left alone for a while."""

from __future__ import annotations

import threading

import pytest
from opensearchpy import exceptions

from search.engines.base import EngineTooSlow, EngineUnreachable, IndexOutdated, IndexUnreadable
from search.engines.opensearch.answered_by_server import RejectedQuery, _whole
from search.engines.opensearch.cluster_index import ClusterIndex, IndexPlan
from search.engines.opensearch.index_layout import LAYOUT, meta_of
from search.engines.opensearch.server_link import FAILURES, PAUSE, LinkOptions, ServerLink
from search.query.request import SearchRequest
from tests.search.engines.opensearch.fake_server import FakeClient, FakeLink

AWAY = exceptions.ConnectionError("N/A", "connection refused", OSError("connection refused"))
SLOW = exceptions.ConnectionTimeout("TIMEOUT", "read timed out", OSError("read timed out"))


def index_over(**answers):
    client = FakeClient(**answers)
    return ClusterIndex(FakeLink(client), IndexPlan("tried")), client


def mapping(**meta):
    return {"tried-records-s8-1": {"mappings": {"_meta": {**meta_of("uuid OpenSearchEngine 8", "noted"), **meta}}}}


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (AWAY, EngineUnreachable),
        (exceptions.SSLError("N/A", "certificate verify failed", OSError("certificate verify failed")), EngineUnreachable),
        (SLOW, EngineTooSlow),
        (exceptions.NotFoundError(404, "index_not_found_exception", {}), IndexUnreadable),
        (exceptions.AuthenticationException(401, "Unauthorized", {}), EngineUnreachable),
        (exceptions.AuthorizationException(403, "security_exception", {}), EngineUnreachable),
        (exceptions.TransportError(503, "no_shard_available_action_exception", {}), EngineUnreachable),
        (exceptions.TransportError(429, "rejected_execution_exception", {}), EngineTooSlow),
    ],
)
def test_faults_are_told_apart(error, fault):
    with pytest.raises(fault) as told:
        FakeLink(FakeClient(search=[error])).ask(lambda client: client.search())
    assert type(told.value) is fault


def test_a_request_that_is_wrong_is_a_fault_of_ours():
    with pytest.raises(exceptions.RequestError):
        FakeLink(FakeClient(search=[exceptions.RequestError(400, "parsing_exception", {})])).ask(lambda client: client.search())


def test_servers_that_are_away_are_not_asked_for_a_while():
    client = FakeClient(search=[AWAY] * FAILURES)
    link = FakeLink(client)
    for _ in range(FAILURES + 3):
        with pytest.raises(EngineUnreachable):
            link.ask(lambda client: client.search())
    assert len(client.asked) == FAILURES
    assert link.seen is None


def test_answers_that_are_no_faults_of_the_servers_keep_them_asked():
    client = FakeClient(search=[exceptions.NotFoundError(404, "index_not_found_exception", {})] * 9 + ["there"])
    link = FakeLink(client)
    for _ in range(9):
        with pytest.raises(IndexUnreadable):
            link.ask(lambda client: client.search())
    assert link.ask(lambda client: client.search()) == "there"
    assert link.seen is not None


def test_a_stamp_that_cannot_be_asked_is_not_a_missing_one():
    """Otherwise a fault of the network would have the index built anew."""
    index, _ = index_over(get_mapping=[AWAY])
    with pytest.raises(EngineUnreachable):
        index.stamp()


def test_an_index_that_is_not_there_has_no_stamp():
    index, _ = index_over(get_mapping=[exceptions.NotFoundError(404, "index_not_found_exception", {})])
    assert index.stamp() is None


def test_an_index_of_another_layout_or_without_a_facet_is_told_as_older():
    index, _ = index_over(get_mapping=[mapping(), mapping(layout=0), mapping(fields=["kind"])])
    assert [index.stamp() for _ in range(3)] == ["uuid OpenSearchEngine 8", *["uuid OpenSearchEngine 0"] * 2]


@pytest.mark.parametrize("schema", [8, 9])
def test_an_index_of_a_later_layout_is_told_as_later_than_ours(schema):
    """Otherwise a machine that is not updated yet would build its own in place of it."""
    index, _ = index_over(get_mapping=[mapping(layout=LAYOUT + 1, stamp=f"uuid OpenSearchEngine {schema}")])
    assert index.stamp() == f"uuid OpenSearchEngine {schema + 1}"


def test_an_index_of_another_layout_is_not_asked():
    index, client = index_over(get_mapping=[mapping(layout=0)])
    with pytest.raises(IndexOutdated):
        index.search(SearchRequest())
    assert [name for name, _ in client.asked] == ["get_mapping"]


def test_a_missing_index_is_said_to_be_missing():
    index, _ = index_over(get_mapping=[exceptions.NotFoundError(404, "index_not_found_exception", {})])
    with pytest.raises(IndexUnreadable):
        index.search(SearchRequest())


def test_the_note_is_remembered_while_nobody_answers():
    index, _ = index_over(get_mapping=[mapping(), AWAY])
    assert index.note() == "noted"
    index._forget()
    assert index.note() == "noted"


def test_part_of_an_answer_is_no_answer():
    shards = {"failed": 0}
    assert _whole({"_shards": shards, "timed_out": False})["_shards"] is shards
    with pytest.raises(EngineTooSlow):
        _whole({"_shards": shards, "timed_out": True})
    with pytest.raises(EngineUnreachable):
        _whole({"_shards": {"failed": 1}, "timed_out": False})
    with pytest.raises(EngineTooSlow):
        _whole({"error": {"type": "search_phase_execution_exception", "reason": "Time exceeded"}, "status": 500})
    with pytest.raises(RejectedQuery):
        _whole({"error": {"type": "parsing_exception"}, "status": 400})


def test_threads_do_not_wait_for_each_other():
    link, inside, over = FakeLink(FakeClient()), threading.Barrier(2), []

    def meet(client):
        inside.wait(20)
        over.append(True)

    threads = [threading.Thread(target=link.ask, args=(meet,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert over == [True, True]


def test_after_the_pause_one_is_asked_again(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("search.engines.opensearch.server_link.time.monotonic", lambda: now[0])
    client = FakeClient(search=[AWAY] * (FAILURES + 1) + ["there", "there"])
    link = FakeLink(client)

    def ask():
        return link.ask(lambda client: client.search())

    for _ in range(FAILURES + 2):
        with pytest.raises(EngineUnreachable):
            ask()
    now[0] += PAUSE
    for _ in range(3):
        with pytest.raises(EngineUnreachable):
            ask()
    assert len(client.asked) == FAILURES + 1
    now[0] += PAUSE
    assert (ask(), ask()) == ("there", "there")


def test_a_node_that_does_not_answer_is_one_line_of_the_log(caplog):
    link = ServerLink(LinkOptions(("http://127.0.0.1:9",), search_seconds=0.5))
    with pytest.raises(EngineUnreachable):
        link.ask(lambda client: client.indices.get_mapping(index="tried"))
    lines = [record for record in caplog.records if record.name == "opensearch"]
    assert lines and any("refused" in record.getMessage() for record in lines)
    assert not any(record.exc_info or record.exc_text or "\n" in record.getMessage() for record in lines)
