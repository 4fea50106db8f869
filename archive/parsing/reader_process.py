"""Reads transcripts for another process: files arrive on standard input, readings go to standard output.

The content of a file decides what reading it costs, so it is read in isolation: limits of processor time, memory and depth apply
to this process alone, and a crash affects nothing else. The other end is archive/importing/confined_reading.py.

A message is its length in eight bytes (big-endian), then its bytes. A request is two messages: JSON with `name`, `seconds`,
`authority` (the archive's own authority table as CSV, or null), `rules` (the source's learnt layout) and `corrected` (an editor's
reading to learn from, or null), then the bytes of the file. An answer is one message: JSON with `kind` (`read`, `learnt`,
`refused`, `memory`, `depth`, `fault`), `reading`, `rules` or `message`, and `last`: whether the process ends now because it has
grown. Run as `python -m archive.parsing.reader_process MEGABYTES`.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import traceback
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from archive.parsing.speakers.offices.authority import Authority

LENGTH = 8
READY = b"ready"  # the first message, before any request, so that loading the readers does not count as a file's time
# Read first, so that all tables and patterns are loaded.
WARMING = b"Press briefing\n\n4 May 2031\n\nQuestion: When?\n\nMinister Moor: At noon.\n"
FILES = 64  # open at once; fonts and encodings are read from files


def receive(stream: BinaryIO) -> bytes | None:
    """Return the next message, None at the end of the stream."""
    head = stream.read(LENGTH)
    if len(head) < LENGTH:
        return None
    size = int.from_bytes(head, "big")
    data = stream.read(size)
    return data if len(data) == size else None


def send(stream: BinaryIO, data: bytes) -> None:
    """Write a message."""
    stream.write(len(data).to_bytes(LENGTH, "big"))
    stream.write(data)
    stream.flush()


def limit_process(megabytes: int) -> None:
    """Drop what a reader does not need: memory beyond the limit, writing files, core dumps.

    The limit covers the data of the process (heap and anonymous maps), as the kernel counts them.
    """
    most = megabytes * 1024 * 1024
    for kind, limit in (
        (resource.RLIMIT_DATA, most),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, FILES),
    ):
        resource.setrlimit(kind, (limit, limit))


def limit_time(seconds: float) -> None:
    """Have the kernel end this process after this much more processor time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    at = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (at, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def resident_bytes() -> int:
    """Return the resident memory of this process, 0 if the system does not say.

    Not `ru_maxrss`, in which the kernel includes the parent's memory at the fork.
    """
    try:
        with open("/proc/self/statm") as counts:
            return int(counts.read().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


@lru_cache(maxsize=1)
def table(text: str) -> Authority:
    """Return an archive's authority table, cached for the next file."""
    from archive.parsing.speakers.offices.authority import Authority, read_authority

    return Authority(read_authority(text))


def answer(data: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    """Return the result of reading a file, or of learning from its correction."""
    from archive.parsing import TranscriptError

    try:
        return _learn(data, asked) if asked.get("corrected") else _read(data, asked)
    except TranscriptError as refusal:
        return {"kind": "refused", "message": str(refusal)}
    except (MemoryError, RecursionError) as excess:
        return {"kind": "memory" if isinstance(excess, MemoryError) else "depth", "message": ""}
    except Exception:  # an error in a reader is sent to the other end, which logs it
        return {"kind": "fault", "message": traceback.format_exc()}


def _read(data: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    from archive.parsing import parse_transcript
    from archive.parsing.parsed import to_dict
    from archive.parsing.profile.profile_rules import LayoutRule, Profile

    authority = table(asked["authority"]) if asked.get("authority") else None
    profile = Profile(tuple(LayoutRule(*rule) for rule in asked.get("rules", ())))
    return {"kind": "read", "reading": to_dict(parse_transcript(data, asked["name"], authority=authority, profile=profile))}


def _learn(data: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    from archive.parsing.parsed import from_dict
    from archive.parsing.profile.lessons import learn

    authority = table(asked["authority"]) if asked.get("authority") else None
    rules = learn(data, asked["name"], from_dict(asked["corrected"]), authority=authority)
    return {"kind": "learnt", "rules": [[rule.kind, rule.text, rule.seen] for rule in rules]}


def serve(source: BinaryIO, target: BinaryIO, megabytes: int) -> None:
    """Answer requests until the other end closes, or until half the memory was needed once, since it is not given back."""
    last = False
    while not last and (head := receive(source)) is not None and (data := receive(source)) is not None:
        asked = json.loads(head.decode("utf-8", "surrogatepass"))
        limit_time(asked["seconds"])
        said = answer(data, asked)
        last = said["kind"] == "memory" or resident_bytes() > megabytes * 512 * 1024
        try:
            written = json.dumps({**said, "last": last}, ensure_ascii=False).encode("utf-8", "surrogatepass")
        except MemoryError:
            last, written = True, b'{"kind": "memory", "message": "", "last": true}'
        send(target, written)


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # output of a library is not an answer
    limit_process(int(sys.argv[1]))
    _read(WARMING, {"name": "briefing.txt"})
    send(answers, READY)
    serve(sys.stdin.buffer, answers, int(sys.argv[1]))
