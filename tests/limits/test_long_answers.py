"""Exports hold a thread while they are read: how many of them there may be, and how large a heap of unread answers."""

from __future__ import annotations

import io
import time
from ipaddress import ip_network
from tempfile import NamedTemporaryFile, TemporaryFile
from types import SimpleNamespace

import pytest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from waitress.buffers import OverflowableBuffer, ReadOnlyFileBasedBuffer

from archive.limits.limits_middleware import Limits
from archive.limits.long_answers import LongAnswers
from archive.serving import connections
from archive.serving.connections import Connection, Limited, kept_in

pytestmark = pytest.mark.django_db
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORT = "/search/export/file/?format=csv"


@pytest.fixture
def limits():
    """The middleware, before exports of three pieces."""
    made = Limits(lambda request: StreamingHttpResponse(iter([b"a", b"b", b"c"])))
    made.long_answers = LongAnswers(3)
    made.long_answers.of_one = 2
    return made


@pytest.fixture
def ask(limits, rf):
    return lambda visitor="192.0.2.1", **more: limits(rf.get(EXPORT, REMOTE_ADDR=visitor, HTTP_HOST="localhost", **more))


def statuses(answers):
    return [answer.status_code for answer in answers]


def test_an_address_gets_a_few_at_a_time_and_leaves_some_to_others(ask):
    own = [ask() for _ in range(3)]
    others = [ask("192.0.2.2"), ask("192.0.2.3")]
    assert statuses(own) == [200, 200, 429] and statuses(others) == [200, 503]
    assert "Several large downloads to your address" in own[2].content.decode()
    assert own[2]["Retry-After"] == others[1]["Retry-After"] == "30"


def test_one_that_has_ended_makes_room(ask, limits):
    first, second = ask(), ask()
    assert b"".join(first.streaming_content) == b"abc"
    assert ask().status_code == 429  # read, but its reader may still have to be sent some of it
    first.close()
    assert ask().status_code == 200
    second.close()
    second.close()
    assert limits.long_answers.running == {"192.0.2.1": 1}


def test_one_piece_is_made_at_a_time(ask, limits):
    busy = []

    def pieces():
        busy.append(limits.long_answers.work.locked())
        yield b"a"

    limits.get_response = lambda request: StreamingHttpResponse(pieces())
    assert b"".join(ask().streaming_content) == b"a"
    assert busy == [True] and not limits.long_answers.work.locked()


def test_one_that_nobody_read_makes_room_too(ask, limits):
    for _ in range(5):
        ask().close()
    assert not limits.long_answers.running


def test_what_is_refused_is_closed(ask, limits):
    closed = []
    limits.get_response = lambda request: SimpleNamespace(
        streaming=True, streaming_content=iter([]), close=lambda: closed.append(request)
    )
    for _ in range(3):
        ask()
        limits.long_answers.known.clear()
    assert len(closed) == 1


def test_nothing_is_made_of_what_will_be_refused(ask, limits):
    made = []
    limits.get_response = lambda request: made.append(request) or StreamingHttpResponse(iter([b"a"]))
    assert statuses([ask() for _ in range(5)]) == [200, 200, 429, 429, 429]
    assert len(made) == 2


def test_exempt_addresses_are_counted_with_all_only(ask, limits):
    limits.exempt = [ip_network("192.0.2.1/32")]
    assert statuses([ask() for _ in range(4)]) == [200, 200, 200, 503]


@pytest.mark.parametrize(
    ("answer", "headers", "counts"),
    [
        (lambda: HttpResponse("page"), {}, 0),
        (lambda: FileResponse(io.BytesIO(b"file")), {}, 0),
        (lambda: FileResponse(io.BytesIO(b"file")), {"HTTP_ACCEPT_ENCODING": "gzip"}, 1),
        (lambda: FileResponse(io.BytesIO(b"file"), content_type=XLSX), {"HTTP_ACCEPT_ENCODING": "gzip"}, 0),
        (lambda: StreamingHttpResponse(iter([b"a"])), {}, 1),
    ],
    ids=["page", "file", "compressed file", "file that compresses itself", "made while read"],
)
def test_only_what_holds_a_thread_counts(ask, limits, answer, headers, counts):
    limits.get_response = lambda request: answer()
    ask(**headers)
    assert limits.long_answers.running.total() == counts


class Crowd(Limited):
    """A server of these connections."""

    def __init__(self, *readers: Connection) -> None:
        self.active_channels = dict(enumerate(readers))
        self.ended: list[Connection] = []

    def end(self, connection: Connection) -> None:
        self.ended.append(connection)


def reader(size: int, waited: float, of_file: bool = False) -> Connection:
    buffer = ReadOnlyFileBasedBuffer(io.BytesIO(b"x" * size)) if of_file else OverflowableBuffer(1 << 30)
    buffer.prepare(size) if of_file else buffer.append(b"x" * size)
    made = Connection.__new__(Connection)
    made.__dict__.update(outbufs=[buffer], total_outbufs_len=size, written_at=time.monotonic() - waited)
    return made


def test_who_has_left_most_unread_for_longest_makes_room(monkeypatch):
    monkeypatch.setattr(connections, "UNREAD", 1000)
    quick, slow, late = reader(600, 1), reader(600, 50), reader(10, 900)
    crowd = Crowd(quick, slow, late)
    crowd.bound_unread()
    assert crowd.ended == [slow]


def test_files_that_are_sent_from_where_they_are_take_no_room(monkeypatch):
    monkeypatch.setattr(connections, "UNREAD", 1000)
    crowd = Crowd(reader(5000, 900, of_file=True), reader(900, 5))
    crowd.bound_unread()
    assert not crowd.ended


@pytest.mark.parametrize(("made", "kept"), [(TemporaryFile, 5000), (NamedTemporaryFile, 0)])
def test_a_temporary_file_takes_its_room_until_all_of_it_is_read(made, kept):
    with made() as file:
        file.write(b"x" * 5000)
        file.seek(0)
        buffer = ReadOnlyFileBasedBuffer(file)
        buffer.prepare()
        buffer.get(4000, skip=True)
        assert kept_in(buffer) == kept
