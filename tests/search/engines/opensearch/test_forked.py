"""A process that is forked from one with open connections to a cluster: gunicorn's workers are."""

from __future__ import annotations

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from search.engines.opensearch.opensearch_engine import OpenSearchEngine


class Node(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):  # noqa: N802 (the name that http.server looks for)
        body = json.dumps({"path": self.path, "port": self.client_address[1]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *told):
        pass


@pytest.fixture
def engine():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Node)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    engine = OpenSearchEngine()
    engine.options = {"hosts": [f"http://127.0.0.1:{server.server_port}"], "prefix": "forked"}
    yield engine
    server.shutdown()
    server.server_close()
    thread.join(20)


def asked(engine, path):
    """Return by which connection a node was asked."""
    answer = engine.cluster.link.ask(lambda client: client.transport.perform_request("GET", path))
    assert answer["path"] == path
    return answer["port"]


def test_it_asks_by_connections_of_its_own(engine):
    """On one connection each process would read answers that are meant for the other: wrong counts, without an error."""
    ours = asked(engine, "/ours")
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writing, f"{asked(engine, '/theirs')}".encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as told:
        theirs = told.read()
    assert theirs and int(theirs) != ours
    assert asked(engine, "/ours") == ours


def test_a_lock_that_another_thread_held_at_the_fork_is_free_in_the_new_process(engine):
    from search.engines.opensearch import opensearch_engine

    with opensearch_engine._opening:
        child = os.fork()
        if not child:
            os._exit(0 if opensearch_engine._opening.acquire(timeout=5) else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
