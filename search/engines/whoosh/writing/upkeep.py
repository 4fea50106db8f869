"""Which segments are merged, and when; and how an index built beside another takes its place.

While records come in, enough segments of about the same size are merged. So each record is rewritten about once per power of
MANY, and the number of segments grows with the logarithm of the records (O'Neil et al., The Log-Structured Merge-Tree, 1996). A
segment that has lost many records is rewritten. When the index has been quiet for a while, a serving process merges until each
segment is RATIO times as large as all smaller ones together, since every search reads every segment. No merged segment exceeds
LARGEST records.

To take another's place, files are linked, not moved, so an interrupted swap leaves both indexes whole and can be repeated.
"""

from __future__ import annotations

import logging
import math
import os
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Thread
from typing import Any, TypeAlias

from whoosh.index import LockError
from whoosh.util.filelock import try_for

from search.engines.whoosh.haystack import internals
from search.engines.whoosh.haystack.codec import ArraySegment
from search.engines.whoosh.storage.arrayfile import DamagedFile
from search.engines.whoosh.storage.directory import FORMAT, MARK, DurableStorage, fingerprint, give_up, write_durably
from search.engines.whoosh.storage.mapped import forget_segments, map_again
from search.engines.whoosh.writing.merging import Merge, MergedSegment
from search.engines.whoosh.writing.writer import INDEX_NAME, LOCK, ArrayIndex, publish

Policy: TypeAlias = Callable[[Sequence[ArraySegment]], list[ArraySegment]]
log = logging.getLogger(__name__)
MANY = 8
SMALLEST = 500  # records; smaller segments count as equal in size
LARGEST = 520_000
RATIO = 3
WAIT = 0.05  # seconds between two checks whether another has finished
QUIET = 5.0  # seconds without a change before further merging
LOST = 0.3  # share of deleted records from which a segment is rewritten
MERGE_LOCK = "MERGELOCK"
UNFINISHED = ".merging-"
WRITER_TIMEOUT = 60.0  # seconds to wait for the writer before a finished merge is discarded
_at_work: set[tuple[str, str]] = set()
_starting = Lock()
BESIDE = "beside"  # inside the index folder: on the same disk, and deleted along with it


def choose(segments: Sequence[ArraySegment]) -> list[ArraySegment]:
    """Return segments to be merged into one; empty if none need it."""
    sizes: dict[int, list[ArraySegment]] = defaultdict(list)
    for segment in sorted(segments, key=lambda segment: segment.doc_count()):
        sizes[_level(segment.doc_count())].append(segment)
    for _, alike in sorted(sizes.items()):
        chosen = _bounded(alike)
        if len(alike) >= MANY and len(chosen) > 1:
            return chosen
    for segment in segments:
        if segment.deleted_count() > LOST * segment.doc_count_all():
            return [segment]
    return []


def choose_when_quiet(segments: Sequence[ArraySegment]) -> list[ArraySegment]:
    """Return segments to be merged into one while the index is quiet; empty if none need it."""
    by_size = sorted(segments, key=lambda segment: -segment.doc_count())
    sizes = [segment.doc_count() for segment in by_size]
    for place, size in enumerate(sizes):
        smaller = sum(sizes[place + 1 :])
        if smaller * RATIO >= size and size + smaller <= LARGEST and place + 1 < len(sizes):
            return by_size[place:]
    return []


def _level(count: int) -> int:
    return int(math.log(max(count, SMALLEST) / SMALLEST, MANY))


def _bounded(segments: Sequence[ArraySegment]) -> list[ArraySegment]:
    chosen, total = [], 0
    for segment in segments:
        total += segment.doc_count()
        if total > LARGEST:
            break
        chosen.append(segment)
    return chosen


def merge_once(index: ArrayIndex, policy: Policy | None = None) -> bool:
    """Merge what the policy chooses; tell whether anything was merged. Does nothing if another process is merging."""
    lock = index.lock(MERGE_LOCK)
    if not lock.acquire(blocking=False):
        return False
    try:
        _remove_unfinished(index)
        chosen = (policy or choose)(index.contents().segments)
        return bool(chosen) and _merge(index, chosen)
    finally:
        lock.release()


def _remove_unfinished(index: ArrayIndex) -> None:
    for name in list(index.storage.list()):
        if name.startswith(UNFINISHED):
            index.storage.delete_file(name)


def merged_to_one(index: ArrayIndex, segments: list[ArraySegment]) -> list[ArraySegment]:
    """Merge all segments for a writer about to commit; return the replacement."""
    if len(segments) < 2 and not any(segment.deleted for segment in segments):
        return segments
    merge = _merge_of(index, segments)
    segment = ArraySegment(index.indexname, merge.count)
    merge.write(index.storage.create_file(segment.file_name))
    return [segment] if merge.count else []


def _merge_of(index: ArrayIndex, segments: Sequence[ArraySegment]) -> Merge:
    sources = [MergedSegment(map_again(index.storage, segment), segment.deleted) for segment in segments]
    for source in sources:  # damage must not be copied into a file with a valid checksum
        source.file.verify(let_go=True)
    return Merge(sources)


def _merge(index: ArrayIndex, chosen: list[ArraySegment]) -> bool:
    unfinished = f"{UNFINISHED}{chosen[0].segid}"
    merge = _merge_of(index, chosen)
    merge.write(index.storage.create_file(unfinished))
    segment = ArraySegment(index.indexname, merge.count)
    lock = index.lock(LOCK)
    if not try_for(lock.acquire, timeout=WRITER_TIMEOUT, delay=0.02):
        raise LockError
    try:
        contents = index.contents()
        now = {found.file_name: found for found in contents.segments}
        if not all(found.file_name in now for found in chosen):
            index.storage.delete_file(unfinished)  # the index was deleted in the meantime
            return False
        segment.delete_all(_deleted_meanwhile(merge, chosen, now))
        index.storage.rename_file(unfinished, segment.file_name)
        names = {found.file_name for found in chosen}
        kept = [found for found in contents.segments if found.file_name not in names]
        segments = [*kept, segment] if segment.doc_count() else kept
        publish(index.storage, index.indexname, contents.schema, segments, contents.generation + 1, [])
        return True
    finally:
        lock.release()


def _deleted_meanwhile(merge: Merge, chosen: Sequence[ArraySegment], now: dict[str, ArraySegment]) -> set[int]:
    deleted: set[int] = set()
    for segment, numbers in zip(chosen, merge.numbers, strict=True):
        deleted.update(int(numbers[record]) for record in now[segment.file_name].deleted - segment.deleted)
    return deleted


def merge_in_background(index: ArrayIndex) -> None:
    """Merge in a thread until nothing needs it, unless this process already merges the same index."""
    if choose(index.contents().segments):
        _start(index, _merge_all_due, daemon=False)


def tidy_in_background(index: ArrayIndex) -> None:
    """Merge further in a thread once the index is quiet, unless this process already does; the thread ends with its process."""
    if choose_when_quiet(index.contents().segments):
        _start(index, _tidy_when_quiet, daemon=True)


def tidy(index: ArrayIndex) -> None:
    """Merge everything due, and everything due when quiet; wait for another process or thread that is merging."""
    while choose(segments := index.contents().segments) or choose_when_quiet(segments):
        if not (merge_once(index) or merge_once(index, choose_when_quiet)):
            time.sleep(WAIT)


def _start(index: ArrayIndex, work: Callable[[ArrayIndex], None], daemon: bool) -> None:
    key = (str(index.storage.folder), work.__name__)
    with _starting:
        if key in _at_work:
            return
        _at_work.add(key)
    Thread(target=_run, args=(index, work, key), name=work.__name__.strip("_"), daemon=daemon).start()


def _run(index: ArrayIndex, work: Callable[[ArrayIndex], None], key: tuple[str, str]) -> None:
    try:
        work(index)
    except LockError:
        log.warning("Merging is postponed until after the next change: the index was being written all the time")
    except DamagedFile as fault:
        log.error("The index is damaged (%s); it is rebuilt", fault)
        give_up(Path(index.storage.folder))
    except Exception:
        log.exception("Merging failed; it is tried again after the next change")
    finally:
        with _starting:
            _at_work.discard(key)


def _merge_all_due(index: ArrayIndex) -> None:
    while merge_once(index):
        pass


def _tidy_when_quiet(index: ArrayIndex) -> None:
    while choose_when_quiet(index.contents().segments):
        before = index.latest_generation()
        time.sleep(QUIET)
        if index.latest_generation() == before and not merge_once(index, choose_when_quiet):
            return


def take_its_place(folder: Path, beside: Path, schema: Any, carried: Iterable[str]) -> None:
    """Make the index in `beside` the one in `folder`, with the small files to be carried over; remove `beside`."""
    built = DurableStorage(str(beside))
    kept = DurableStorage(str(folder))
    with _held(built, MERGE_LOCK), _held(built, LOCK), _held(kept, LOCK):
        contents = ArrayIndex(built).contents()
        for segment in contents.segments:
            _link(beside / segment.file_name, folder / segment.file_name)
        generation = internals.latest_generation(kept, INDEX_NAME) + 1
        publish(kept, INDEX_NAME, contents.schema, contents.segments, generation, contents.segments)
        write_durably(folder, MARK, f"{FORMAT} {fingerprint(schema)}")
        for name in carried:
            write_durably(folder, name, _text(beside / name))
        forget_segments(str(beside), set())
        shutil.rmtree(beside)


@contextmanager
def _held(storage: DurableStorage, name: str) -> Iterator[None]:
    lock = storage.lock(f"{INDEX_NAME}_{name}")
    lock.acquire(blocking=True)
    try:
        yield
    finally:
        lock.release()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _link(source: Path, target: Path) -> None:
    """Hard-link a finished file, or copy it if links are not supported. Leftovers of an earlier try are replaced."""
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
