"""Slow clients hold no thread, and cannot hold a connection for ever."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace

import pytest
from waitress import wasyncore
from waitress.adjustments import Adjustments

from archive.serving import connections
from archive.serving.connections import PLAIN_BODY, Connection, FairLine, TcpServer, Threads

LARGE = b"x" * (6 << 20)


MADE, MORE = threading.Semaphore(0), threading.Semaphore(0)


def streamed():
    """Yield two pieces, and tell of each that it was taken; go on when the test says so."""
    for _ in range(2):
        yield b"x" * 100_000
        MADE.release()
        assert MORE.acquire(timeout=30)


def application(environ, start_response):
    if environ["PATH_INFO"] == "/stream":
        start_response("200 OK", [])
        return streamed()
    body = (
        LARGE if environ["PATH_INFO"] == "/large" else f"{environ['REQUEST_METHOD']} {len(environ['wsgi.input'].read())}".encode()
    )
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


@contextmanager
def served(threads=1, limit=1000):
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    about = (listener.family, listener.type, listener.proto, listener.getsockname())
    adjustments = Adjustments(
        sockets=[listener], connection_limit=limit, cleanup_interval=0, max_request_body_size=10 * PLAIN_BODY
    )
    around, pool = {}, Threads(threads)
    server = TcpServer(application, around, True, listener, pool, adjustments, about, bind_socket=False)
    ended = threading.Event()

    def run():
        while not ended.is_set():
            wasyncore.loop(timeout=0.05, use_poll=True, map=around, count=1)

    loop = threading.Thread(target=run, daemon=True)
    loop.start()
    try:
        yield server, listener.getsockname()[1]
    finally:
        ended.set()
        loop.join(20)
        pool.shutdown()
        for one in list(server.active_channels.values()):
            one.handle_close()
        wasyncore.close_all(around)


def ask(port, first=b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(first)
        return b"".join(iter(lambda: client.recv(1 << 16), b""))


def begun(port, first):
    client = socket.create_connection(("127.0.0.1", port), timeout=30)
    client.sendall(first)
    return client


def is_closed(client):
    with client:
        try:
            return client.recv(1 << 16) == b""
        except ConnectionError:
            return True


@pytest.mark.parametrize(
    "first",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\nX-more",
        b"POST /admin/ HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\na",
        b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n",
        b"",
    ],
    ids=["heads", "bodies", "readers", "silence"],
)
def test_slow_clients_hold_no_thread(first):
    with served(threads=1) as (_, port):
        slow = [begun(port, first) for _ in range(30)]
        assert ask(port).endswith(b"GET 0")
        for client in slow:
            client.close()


def test_a_slow_reader_gets_all_of_its_answer():
    with served() as (_, port):
        assert len(ask(port, b"GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")) > len(LARGE)


def test_when_there_is_no_room_the_oldest_that_waits_makes_room():
    with served(limit=40) as (server, port), ExitStack() as opened:

        def begin():
            client = opened.enter_context(begun(port, b"GET / HTTP/1.1\r\n"))
            until = time.monotonic() + 30  # its clock starts when its first bytes are read: the next must come after that
            while not all(one.request for one in list(server.active_channels.values())) and time.monotonic() < until:
                time.sleep(0.001)
            return client

        slow = [begin() for _ in range(60)]
        assert ask(port).endswith(b"GET 0")
        assert is_closed(slow[0])


@pytest.mark.parametrize("first", [b"GET / HTTP/1.1\r\nHo", b"POST /admin/ HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\na"])
def test_a_request_that_never_ends_is_cut_off(monkeypatch, first):
    monkeypatch.setattr(connections, "HEAD_TIME", 0.1)
    monkeypatch.setattr(connections, "PACE_AFTER", 0.1)
    with served() as (_, port):
        assert is_closed(begun(port, first))


def test_a_long_answer_that_makes_progress_does_not_hang():
    with served() as (server, port), socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(b"GET /stream HTTP/1.0\r\nHost: a\r\n\r\n")
        assert MADE.acquire(timeout=30)
        [channel] = server.active_channels.values()
        channel.serving_since -= 1000
        assert channel.hangs(time.monotonic(), 500)
        MORE.release()
        assert MADE.acquire(timeout=30)
        assert not channel.hangs(time.monotonic(), 500)
        MORE.release()


def test_a_reader_who_does_not_read_is_cut_off(monkeypatch):
    monkeypatch.setattr(connections, "PACE_AFTER", 0.1)
    with served() as (server, port):
        client = begun(port, b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        until = time.monotonic() + 30
        while not server.active_channels and time.monotonic() < until:
            time.sleep(0.01)
        while server.active_channels and time.monotonic() < until:
            time.sleep(0.01)
        assert not server.active_channels
        client.close()


def connection(**facts):
    made = Connection.__new__(Connection)
    made.__dict__.update(
        {"requests": [], "request": None, "total_outbufs_len": 0, "waiting_since": 0.0, "sending_since": 0.0, "unsent": 0},
        **facts,
    )
    return made


def body(received):
    return SimpleNamespace(headers_finished=True, body_bytes_received=received)


def test_a_long_upload_that_keeps_the_pace_has_its_time():
    an_hour = 3600.0
    assert not connection(request=body(200 << 20)).is_too_slow(an_hour)
    assert connection(request=body(5000)).is_too_slow(an_hour)


def test_a_reader_is_judged_by_what_was_read_since():
    reader = connection(total_outbufs_len=1 << 20)
    assert not reader.is_too_slow(100.0)
    reader.total_outbufs_len -= 60_000
    assert not reader.is_too_slow(160.0)
    assert reader.is_too_slow(400.0)


@pytest.mark.parametrize(("path", "status"), [(b"/search/", b"413"), (b"/admin/", b"200")])
def test_only_editors_send_large_bodies(path, status):
    size = PLAIN_BODY + 1
    head = b"POST " + path + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + str(size).encode() + b"\r\n\r\n"
    with served() as (_, port):
        client = begun(port, head)
        if status == b"200":
            client.sendall(b"x" * size)
        assert client.recv(1 << 16).startswith(b"HTTP/1.1 " + status)
        client.close()


def test_every_address_has_its_turn():
    line = FairLine(lambda task: task[0])
    for task in ("a1", "a2", "a3", "b1", "c1", "b2"):
        line.append(task)
    assert len(line) == 6
    assert [line.popleft() for _ in range(6)] == ["a1", "b1", "c1", "a2", "b2", "a3"]
    with pytest.raises(IndexError):
        line.popleft()


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 3\r\nContent-Length: 5\r\n",
        b"Content-Length: +3\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n",
        b"Content-Length : 3\r\n",
    ],
)
def test_a_request_of_two_lengths_is_refused(head):
    with served() as (_, port):
        answer = ask(port, b"POST / HTTP/1.1\r\nHost: a\r\n" + head + b"\r\nabcde")
        assert answer.split(b" ")[1] in {b"400", b"501"}
        assert answer.count(b"HTTP/1.") == 1
