"""Reading a file in a child process (archive/parsing/reader_process.py) with limits of time, memory and depth.

Each process that reads keeps one such child ready. It is started with the first file and ends with its parent.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import IO, Any, cast

from django.conf import settings

from archive.parsing import ParsedTranscript, TranscriptError
from archive.parsing.parsed import from_dict, to_dict
from archive.parsing.profile.profile_rules import LayoutRule
from archive.parsing.reader_process import LENGTH, send

ROOT = Path(__file__).resolve().parents[2]
FILES_EACH = 200  # files read by one process before a fresh one replaces it
CLOCK_FACTOR = 20  # on a busy machine, reading may take this many times its processor time by the clock
QUEUE_SECONDS = 60
START_SECONDS = 300  # for a machine with much else to do; a process that ends instead is noticed at once
CHUNK = 1 << 20
log = logging.getLogger(__name__)


class ReaderFault(Exception):
    """A reader failed on a file in an unexpected way. The message is the last line of its traceback."""


class _Ended(Exception):
    """The reading process ended before it answered."""


def parse_confined(
    data: bytes, name: str = "", authority: str | None = None, rules: Sequence[LayoutRule] = ()
) -> ParsedTranscript:
    """Read a published transcript like archive.parsing.parse_transcript, in a process with limits.

    `authority` is the archive's authority table as CSV, `rules` the learnt layout of the source. Raises TranscriptError if the
    file cannot be read, exceeds READ_SECONDS of processor time or READ_MEMORY_MB, or is not read in time by the clock, and
    ReaderFault for an error in a reader.
    """
    asked = {"rules": [[rule.kind, rule.text, rule.seen] for rule in rules]}
    return from_dict(_asked(data, name, authority, asked)["reading"])


def learn_confined(data: bytes, name: str, corrected: ParsedTranscript, authority: str | None = None) -> list[LayoutRule]:
    """Return what a correction teaches about a file's layout, in a process with limits. Raises like parse_confined."""
    answer = _asked(data, name, authority, {"corrected": to_dict(corrected)})
    return [LayoutRule(*rule) for rule in answer["rules"]]


def _asked(data: bytes, name: str, authority: str | None, more: dict[str, Any]) -> dict[str, Any]:
    if not _turn.acquire(timeout=QUEUE_SECONDS):
        raise TranscriptError("other files are being read; try again in a minute")
    try:
        return _understood(_process().ask(data, {"name": name, "authority": authority, **more}), name)
    finally:
        _turn.release()


def _understood(answer: dict[str, Any], name: str) -> dict[str, Any]:
    if answer["kind"] in ("read", "learnt"):
        return answer
    if answer["kind"] == "fault":
        log.error("reading %s failed:\n%s", name, answer["message"])
        raise ReaderFault(answer["message"].strip().splitlines()[-1])
    excess = {
        "memory": f"reading it needs more than {settings.READ_MEMORY_MB} MB of memory; split it or save it in a simpler format",
        "time": f"reading it takes more than {settings.READ_SECONDS} seconds; split it or save it in a simpler format",
        "late": f"after {CLOCK_FACTOR * settings.READ_SECONDS} seconds it was not read; the machine is too busy. Try again later",
        "killed": "the system ended the process that read it, perhaps for want of memory. Try again later",
        "depth": "its elements are nested too deeply; save it in a simpler format",
        "broken": "reading it broke the reader; the file may be damaged. Save it in another format",
    }
    raise TranscriptError(excess.get(answer["kind"]) or answer["message"])


@dataclass
class _Reader:
    """A reading process and its state."""

    owner: int = field(default_factory=os.getpid)
    files: int = 0

    def __post_init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "archive.parsing.reader_process", str(settings.READ_MEMORY_MB)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"},
        )

    def await_ready(self) -> None:
        """Wait until it is ready. Raises TranscriptError if it does not start."""
        try:
            self._receive(time.monotonic() + START_SECONDS)
        except _Ended:
            self.end()
            raise TranscriptError("the process that reads files does not start; tell whoever runs the site") from None

    @property
    def is_usable(self) -> bool:
        """Tell whether the process is running, belongs to this process and has not reached FILES_EACH."""
        return self.owner == os.getpid() and self.files < FILES_EACH and self.process.poll() is None

    def ask(self, data: bytes, wanted: dict[str, Any]) -> dict[str, Any]:
        """Have a file read, or learnt from. Return the answer, or the reason why there is none."""
        self.files += 1
        seconds = settings.READ_SECONDS
        began = time.monotonic()
        try:
            target = cast(IO[bytes], self.process.stdin)
            asked = json.dumps({**wanted, "seconds": seconds}, ensure_ascii=False)
            send(target, asked.encode("utf-8", "surrogatepass"))  # type: ignore[arg-type]
            send(target, data)  # type: ignore[arg-type]
            answer: dict[str, Any] = json.loads(self._receive(began + CLOCK_FACTOR * seconds).decode("utf-8", "surrogatepass"))
            if answer["last"]:
                self.end()
        except (_Ended, OSError):
            late = time.monotonic() - began >= CLOCK_FACTOR * seconds
            self.end()
            answer = {"kind": "late" if late else _ENDED_BY.get(self.process.returncode, "broken")}
        return answer

    def _receive(self, deadline: float) -> bytes:
        size = int.from_bytes(self._read(LENGTH, deadline), "big")
        return self._read(size, deadline)

    def _read(self, size: int, deadline: float) -> bytes:
        """Return that many bytes of the answer. Raises _Ended if the process ends or the deadline (time.monotonic) passes."""
        source = cast(IO[bytes], self.process.stdout).fileno()
        parts, missing = [], size
        with selectors.DefaultSelector() as waiting:
            waiting.register(source, selectors.EVENT_READ)
            while missing:
                if not waiting.select(max(0.0, deadline - time.monotonic())):
                    raise _Ended
                part = os.read(source, min(missing, CHUNK))
                if not part:
                    raise _Ended
                parts.append(part)
                missing -= len(part)
        return b"".join(parts)

    def end(self) -> None:
        """End the process if this process started it."""
        if self.owner == os.getpid():
            self.process.kill()
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                if stream is not None:
                    _close(stream)


def _close(stream: IO[bytes]) -> None:
    with suppress(OSError):  # unsent data has no receiver any more
        stream.close()


_ENDED_BY = {-signal.SIGXCPU: "time", -signal.SIGKILL: "killed"}
_turn = Lock()
_ready: list[_Reader] = []


def _process() -> _Reader:
    """Return a usable process, starting one if needed."""
    if _ready and _ready[-1].is_usable:
        return _ready[-1]
    end_reader()
    reader = _Reader()
    reader.await_ready()
    _ready.append(reader)
    return reader


def end_reader() -> None:
    """End the idle reading process."""
    while _ready:
        _ready.pop().end()


def _after_fork() -> None:
    """Forget the parent's process and lock after a fork."""
    global _turn
    _turn = Lock()
    _ready.clear()


os.register_at_fork(after_in_child=_after_fork)
atexit.register(end_reader)
