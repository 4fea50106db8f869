"""Reading a file in a process of its own (archive/parsing/reader_process.py), within limits of time, memory and depth.

One such process stands ready in each process that reads; it is made with the first file and ends with its parent.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import selectors
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
from archive.parsing.profile.profile_rules import LayoutRule
from archive.parsing.reader_process import LENGTH, send
from archive.parsing.serialisation import from_dict, to_dict

ROOT = Path(__file__).resolve().parents[2]
FILES_EACH = 200  # files that one process reads before a fresh one takes its place
PATIENCE = 3  # a busy machine may take so many times the processor time by the clock
QUEUE_SECONDS = 60
START_SECONDS = 60
CHUNK = 1 << 20
log = logging.getLogger(__name__)


class ReaderFault(Exception):
    """Say that a reader failed on a file in a way it should not; the message is the last line of its traceback."""


class _Ended(Exception):
    """Say that the reading process has ended or was ended before it answered."""


def parse_confined(
    data: bytes, name: str = "", authority: str | None = None, rules: Sequence[LayoutRule] = ()
) -> ParsedTranscript:
    """Read a published transcript as archive.parsing.parse_transcript does, in a process with limits.

    `authority` is an archive's own authority table as CSV, `rules` what is known of the source's layout. Raises TranscriptError
    where the file cannot be read or needs more than READ_SECONDS of processor time or READ_MEMORY_MB, and ReaderFault where
    a reader has a fault.
    """
    asked = {"rules": [[rule.kind, rule.text, rule.seen] for rule in rules]}
    return from_dict(_asked(data, name, authority, asked)["reading"])


def learn_confined(data: bytes, name: str, corrected: ParsedTranscript, authority: str | None = None) -> list[LayoutRule]:
    """Return what a file's correction teaches of its layout, in a process with limits. Raises as parse_confined does."""
    said = _asked(data, name, authority, {"corrected": to_dict(corrected)})
    return [LayoutRule(*rule) for rule in said["rules"]]


def _asked(data: bytes, name: str, authority: str | None, more: dict[str, Any]) -> dict[str, Any]:
    if not _turn.acquire(timeout=QUEUE_SECONDS):
        raise TranscriptError("other files are being read; try again in a minute")
    try:
        return _understood(_process().ask(data, {"name": name, "authority": authority, **more}), name)
    finally:
        _turn.release()


def _understood(said: dict[str, Any], name: str) -> dict[str, Any]:
    if said["kind"] in ("read", "learnt"):
        return said
    if said["kind"] == "fault":
        log.error("reading %s failed:\n%s", name, said["message"])
        raise ReaderFault(said["message"].strip().splitlines()[-1])
    excess = {
        "memory": f"reading it needs more than {settings.READ_MEMORY_MB} MB of memory; split it or save it in a simpler format",
        "time": f"reading it takes more than {settings.READ_SECONDS} seconds; split it or save it in a simpler format",
        "depth": "its elements are nested too deeply; save it in a simpler format",
        "broken": "reading it broke the reader; the file may be damaged. Save it in another format",
    }
    raise TranscriptError(excess.get(said["kind"]) or said["message"])


@dataclass
class _Reader:
    """A process that reads, and what is known of it."""

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
        """Wait until it can read. Raises TranscriptError where it does not start."""
        try:
            self._receive(time.monotonic() + START_SECONDS)
        except _Ended:
            self.end()
            raise TranscriptError("the process that reads files does not start; tell who runs the site") from None

    @property
    def is_usable(self) -> bool:
        """Tell whether it runs, is this process's own and has not read too much."""
        return self.owner == os.getpid() and self.files < FILES_EACH and self.process.poll() is None

    def ask(self, data: bytes, wanted: dict[str, Any]) -> dict[str, Any]:
        """Have a file read, or learnt from; return the answer, or why there is none."""
        self.files += 1
        seconds = settings.READ_SECONDS
        began = time.monotonic()
        try:
            target = cast(IO[bytes], self.process.stdin)
            asked = json.dumps({**wanted, "seconds": seconds}, ensure_ascii=False)
            send(target, asked.encode("utf-8", "surrogatepass"))  # type: ignore[arg-type]
            send(target, data)  # type: ignore[arg-type]
            answer: dict[str, Any] = json.loads(self._receive(began + PATIENCE * seconds).decode("utf-8", "surrogatepass"))
            if answer["last"]:
                self.end()
        except (_Ended, OSError):
            self.end()
            late = time.monotonic() - began >= PATIENCE * seconds
            answer = {"kind": "time" if late or self.process.returncode in _BY_TIME else "broken"}
        return answer

    def _receive(self, deadline: float) -> bytes:
        size = int.from_bytes(self._read(LENGTH, deadline), "big")
        return self._read(size, deadline)

    def _read(self, size: int, deadline: float) -> bytes:
        """Return that many bytes of the answer. Raises _Ended where the process ends or the deadline (time.monotonic) passes."""
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
        """End the process, if it is this one's to end."""
        if self.owner == os.getpid():
            self.process.kill()
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                if stream is not None:
                    _close(stream)


def _close(stream: IO[bytes]) -> None:
    with suppress(OSError):  # what was still to be written has nowhere to go
        stream.close()


_BY_TIME = (-24, -9)  # SIGXCPU, and SIGKILL where a hard limit of the system ends it
_turn = Lock()
_ready: list[_Reader] = []


def _process() -> _Reader:
    """Return a process that can be asked, a new one where there is none."""
    if _ready and _ready[-1].is_usable:
        return _ready[-1]
    end_reader()
    reader = _Reader()
    reader.await_ready()
    _ready.append(reader)
    return reader


def end_reader() -> None:
    """End the process that stands ready."""
    while _ready:
        _ready.pop().end()


def _after_fork() -> None:
    """Forget a parent's process and its lock: neither is this process's own."""
    global _turn
    _turn = Lock()
    _ready.clear()


os.register_at_fork(after_in_child=_after_fork)
atexit.register(end_reader)
