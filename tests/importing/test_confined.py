"""Reading in a process of its own: the same readings, and nothing that a file does reaches further than that process."""

from __future__ import annotations

import io
import os
import signal
import threading
import zipfile

import pytest

from archive.importing import confined_reading
from archive.importing.batch import take_in
from archive.importing.confined_reading import ReaderFault, end_reader, parse_confined
from archive.models import Transcript
from archive.parsing import TranscriptError, parse_transcript
from tests.parsing.goldens import pieces
from tests.uploads.test_bombs import pages, stream
from tests.world import BRIEFING, INTERVIEW

SLOW = (
    b"Question: What of it?\n\nIlka Moren: Nothing of it, as I said before.\n\n" * 68_000
)  # seconds, within every limit of size


@pytest.fixture(autouse=True)
def fresh_reader():
    end_reader()
    yield
    end_reader()


def test_a_reading_is_the_same_as_without_the_process():
    for path in pieces()[::5]:
        try:
            plain = parse_transcript(path.read_bytes(), path.name)
        except TranscriptError as refusal:
            with pytest.raises(TranscriptError, match=".") as confined_refusal:
                parse_confined(path.read_bytes(), path.name)
            assert str(confined_refusal.value) == str(refusal)
        else:
            assert parse_confined(path.read_bytes(), path.name) == plain


def test_one_process_reads_many_files():
    parse_confined(BRIEFING.encode(), "b.txt")
    first = confined_reading._ready[-1].process.pid
    parse_confined(INTERVIEW.encode(), "i.txt")
    assert confined_reading._ready[-1].process.pid == first


def test_a_large_parent_does_not_make_its_reader_look_large():
    ballast = bytearray(300 * 1024 * 1024)
    parse_confined(BRIEFING.encode(), "b.txt")
    first = confined_reading._ready[-1].process.pid
    parse_confined(INTERVIEW.encode(), "i.txt")
    assert confined_reading._ready[-1].process.pid == first
    assert len(ballast)


def test_what_takes_too_long_is_refused_with_the_limit(settings, monkeypatch):
    settings.READ_SECONDS = 1
    with pytest.raises(TranscriptError, match="more than 1 seconds"):
        parse_confined(SLOW, "slow.txt")
    assert parse_confined(BRIEFING.encode(), "b.txt").turns


def test_what_takes_too_much_memory_is_refused_with_the_limit(settings):
    settings.READ_MEMORY_MB = 120
    with pytest.raises(TranscriptError, match="more than 120 MB"):
        parse_confined(b"a\n" * 2_400_000, "lines.txt")
    assert parse_confined(BRIEFING.encode(), "b.txt").turns


def test_a_pdf_that_takes_too_much_memory_is_not_called_broken(settings):
    settings.READ_MEMORY_MB = 90
    with pytest.raises(TranscriptError, match="more than 90 MB"):
        parse_confined(pages(stream(b"z" * 4_000_000, b"/Filter/ASCII85Decode")), "unpacks.pdf")


def test_a_reader_that_is_killed_is_replaced():
    parse_confined(BRIEFING.encode(), "b.txt")
    os.kill(confined_reading._ready[-1].process.pid, signal.SIGKILL)
    confined_reading._ready[-1].process.wait()
    assert parse_confined(BRIEFING.encode(), "b.txt").turns


def test_a_reader_killed_while_it_reads_refuses_that_file_only():
    parse_confined(BRIEFING.encode(), "b.txt")
    reader = confined_reading._ready[-1].process
    threading.Timer(0.3, reader.kill).start()
    with pytest.raises(TranscriptError, match="the system ended the process"):
        parse_confined(SLOW, "slow.txt")
    assert parse_confined(BRIEFING.encode(), "b.txt").turns


def test_a_busy_machine_refuses_no_good_file(settings):
    settings.READ_SECONDS = 1
    parse_confined(BRIEFING.encode(), "b.txt")
    reader = confined_reading._ready[-1].process
    reader.send_signal(signal.SIGSTOP)  # gets no turn for longer than the limit of processor time
    threading.Timer(3.5, reader.send_signal, [signal.SIGCONT]).start()
    assert parse_confined(INTERVIEW.encode(), "i.txt").turns
    assert confined_reading._ready[-1].process is reader


def test_what_gets_no_turn_for_long_is_given_up_without_blaming_the_file(settings, monkeypatch):
    settings.READ_SECONDS = 50
    parse_confined(BRIEFING.encode(), "b.txt")
    monkeypatch.setattr(confined_reading, "CLOCK_FACTOR", 0.01)
    confined_reading._ready[-1].process.send_signal(signal.SIGSTOP)
    with pytest.raises(TranscriptError, match="the machine is too busy"):
        parse_confined(INTERVIEW.encode(), "i.txt")
    monkeypatch.undo()
    assert parse_confined(BRIEFING.encode(), "b.txt").turns


def test_a_fault_of_a_reader_is_told_as_one(monkeypatch):
    monkeypatch.setattr(
        confined_reading._Reader, "ask", lambda *_: {"kind": "fault", "message": "Traceback\nZeroDivisionError: x"}
    )
    with pytest.raises(ReaderFault, match="ZeroDivisionError: x"):
        parse_confined(b"x", "x.txt")


def test_files_of_several_threads_are_read_one_after_the_other():
    read = []
    threads = [threading.Thread(target=lambda: read.append(parse_confined(BRIEFING.encode(), "b.txt"))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read) == 6 and len(confined_reading._ready) == 1


@pytest.mark.parametrize("name", ["Ä\udcff.txt", "x" * 5000, ""])
def test_any_name_will_do(name):
    assert parse_confined(BRIEFING.encode(), name).turns


def test_the_process_cannot_write_files(tmp_path):
    parse_confined(BRIEFING.encode(), "b.txt")
    with open(f"/proc/{confined_reading._ready[-1].process.pid}/limits") as limits:
        assert any(line.startswith("Max file size") and line.split()[3] == "0" for line in limits)


@pytest.mark.django_db(transaction=True)
def test_a_command_refuses_what_is_over_the_limit_and_goes_on(tmp_path, settings):
    settings.READ_SECONDS = 1
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("1.txt", BRIEFING)
        out.writestr("2.txt", SLOW)
        out.writestr("3.txt", INTERVIEW)
    (tmp_path / "all.zip").write_bytes(packed.getvalue())
    results = list(take_in(tmp_path / "all.zip", "published"))
    assert [result.status for result in results] == ["created", "failed", "created"]
    assert "more than 1 seconds" in results[1].reason
    assert Transcript.objects.count() == 2
