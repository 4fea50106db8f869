"""One file of named arrays: the storage of an index segment.

Layout: magic, the arrays one after the other (aligned to 64 bytes), a JSON directory (type, offset, count and CRC-32 of each),
and a footer with the directory's offset, length and CRC-32. The footer detects truncated or foreign files on opening; `verify`
detects overwritten ones.
"""

from __future__ import annotations

import json
import mmap
import struct
import tempfile
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

import numpy as np

from search.engines.whoosh.storage.arrays import Array, bounds, join, narrowest
from search.text.memory import kept

MAGIC = b"CHANCERY-ARRAYS1"
FOOTER = struct.Struct("<QQI16s")
ALIGNMENT = 64
COPY_BLOCK = 1 << 20
MARK_EVERY = 16
SPOOLED = 1 << 18  # bytes of an array buffered in memory
DIRECTORY_BYTES = 500  # one directory entry and the view of its array


class DamagedFile(Exception):
    """The file is not a complete array file."""


def new_spool() -> IO[bytes]:
    """Return a spool for pieces: in memory, and in a file when there are many."""
    return tempfile.SpooledTemporaryFile(SPOOLED)


class ArrayFileWriter:
    """Writes arrays whole, or piece by piece if they are too large for memory."""

    def __init__(self, target: Any) -> None:
        self._target = target
        self._directory: dict[str, tuple[str, int, int, int]] = {}
        self._spools: dict[str, tuple[str, IO[bytes]]] = {}
        self._at = 0
        self.meta: dict[str, Any] = {}
        self._write(MAGIC)

    def add(self, name: str, array: Array) -> None:
        """Write one array whole."""
        self.add_pieces(name, array.dtype, (array,))

    def add_pieces(self, name: str, kind: Any, pieces: Iterable[Array]) -> None:
        """Write one array from pieces. Nothing else can be written until the last piece."""
        kind = np.dtype(kind)
        self._write(b"\0" * (-self._at % ALIGNMENT))
        at, checksum = self._at, 0
        for piece in pieces:
            data = np.ascontiguousarray(piece, kind).view(np.uint8).data
            self._write(data)
            checksum = zlib.crc32(data, checksum)
        self._directory[name] = (kind.str, at, (self._at - at) // kind.itemsize, checksum)

    def add_strings(self, name: str, strings: Sequence[bytes]) -> None:
        """Write a list of byte strings, as `<name>.blob` and `<name>.offsets`."""
        self.add_strings_in_pieces(name, (strings,))

    def add_strings_in_pieces(self, name: str, pieces: Iterable[Sequence[bytes]]) -> None:
        """Write a list of byte strings from pieces."""
        blobs = ((b"".join(piece), np.fromiter(map(len, piece), np.uint32, len(piece))) for piece in pieces)
        self.add_blobs(name, ((np.frombuffer(blob, np.uint8), lengths) for blob, lengths in blobs))

    def add_blobs(self, name: str, blobs: Iterable[tuple[Array, Array]]) -> None:
        """Write a list of byte strings from pieces, each given as bytes and lengths."""
        sizes: list[Array] = []

        def noted() -> Iterable[Array]:
            for blob, lengths in blobs:
                sizes.append(lengths.astype(np.uint32, copy=False))
                yield blob

        self.add_pieces(f"{name}.blob", np.uint8, noted())
        offsets = bounds(join(sizes, np.uint32))
        self.add(f"{name}.offsets", offsets.astype(narrowest(int(offsets[-1]))))

    def append(self, name: str, piece: Array) -> None:
        """Append a piece to an array while others grow too. All pieces of one name have one type. See `settle`."""
        kind, spool = self._spools.get(name) or self._spools.setdefault(name, (piece.dtype.str, new_spool()))
        if piece.dtype.str != kind:
            raise TypeError(f"{name}: {piece.dtype.str} after {kind}")
        spool.write(np.ascontiguousarray(piece).tobytes())

    def settle(self) -> None:
        """Write the appended arrays to the file. They cannot grow any more."""
        for name, (kind, spool) in self._spools.items():
            self.add_pieces(name, kind, _spooled(spool, kind))
            spool.close()
        self._spools.clear()

    def close(self) -> None:
        """Write the appended arrays, the directory and the footer."""
        self.settle()
        directory = json.dumps({"arrays": self._directory, "meta": self.meta}).encode()
        at = self._at
        self._write(directory)
        self._write(FOOTER.pack(at, len(directory), zlib.crc32(directory), MAGIC))
        self._target.close()

    def abandon(self) -> None:
        """Close everything without finishing the file."""
        for _, spool in self._spools.values():
            spool.close()
        self._target.close()

    def _write(self, data: bytes | memoryview) -> None:
        self._target.write(data)
        self._at += len(data)


def _spooled(spool: IO[bytes], kind: str) -> Iterable[Array]:
    spool.seek(0)
    while block := spool.read(COPY_BLOCK):
        yield np.frombuffer(block, kind)


class ArrayFile:
    """The named arrays of a file as views of the mapped file: nothing is read before it is used."""

    def __init__(self, buffer: Any) -> None:
        self._buffer = buffer
        if len(buffer) < FOOTER.size or bytes(buffer[: len(MAGIC)]) != MAGIC:
            raise DamagedFile("not a file of arrays")
        at, length, checksum, magic = FOOTER.unpack(buffer[-FOOTER.size :])
        directory = bytes(buffer[at : at + length])
        if magic != MAGIC or zlib.crc32(directory) != checksum:
            raise DamagedFile("cut short or overwritten")
        loaded = json.loads(directory)
        self._directory: dict[str, tuple[str, int, int, int]] = loaded["arrays"]
        self.meta: dict[str, Any] = loaded["meta"]
        self._views: dict[str, Array] = {}

    @classmethod
    def map(cls, path: Path) -> ArrayFile:
        """Map a file. Raises DamagedFile, and OSError if it does not exist."""
        with path.open("rb") as file:
            if path.stat().st_size < FOOTER.size:
                raise DamagedFile("cut short")
            return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))

    def __contains__(self, name: str) -> bool:
        return name in self._directory

    def __getitem__(self, name: str) -> Array:
        view = self._views.get(name)
        if view is None:
            kind, at, count, _ = self._directory[name]
            view = self._views[name] = np.frombuffer(self._buffer, kind, count, at)
        return view

    def names(self) -> list[str]:
        return list(self._directory)

    def get(self, name: str) -> Array | None:
        """Return an array, or None if the file has none of this name."""
        return self[name] if name in self._directory else None

    def strings(self, name: str) -> Strings:
        """Return a list of byte strings written by `add_strings` (empty if there is none)."""
        if f"{name}.blob" not in self:
            return Strings(np.empty(0, np.uint8), np.zeros(1, np.uint8))
        return Strings(self[f"{name}.blob"], self[f"{name}.offsets"])

    def verify(self, let_go: bool = False) -> None:
        """Read everything; with `let_go`, release the pages. Raises DamagedFile if a checksum differs."""
        for name, (_, _, _, checksum) in self._directory.items():
            if zlib.crc32(self[name].data) != checksum:
                raise DamagedFile(f"{name} was written over")
            if let_go:
                self.let_go()

    def let_go(self, endings: tuple[str, ...] = ()) -> None:
        """Release all pages of a mapped file, or those of arrays with these name endings.

        Harmless to concurrent readers: the pages are read again from the file, which never changes.
        """
        if isinstance(self._buffer, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            if not endings:
                self._buffer.madvise(mmap.MADV_DONTNEED)
                return
            for name, (kind, at, count, _) in self._directory.items():
                size = count * np.dtype(kind).itemsize
                if size >= mmap.PAGESIZE and name.endswith(endings):
                    start = at - at % mmap.PAGESIZE
                    self._buffer.madvise(mmap.MADV_DONTNEED, start, at + size - start)

    @property
    def told_size(self) -> int:
        """Return the approximate memory of the file's metadata, without its arrays."""
        return DIRECTORY_BYTES * len(self._directory)

    @property
    def size(self) -> int:
        """Return the size of the file in bytes."""
        return len(self._buffer)


class Strings(Sequence[bytes]):
    """A list of byte strings in two arrays."""

    def __init__(self, blob: Array, offsets: Array) -> None:
        self._blob = blob.data
        self._offsets = offsets

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            first, last, step = index.indices(len(self))
            return self._part(first, last) if step == 1 else [self[i] for i in range(first, last, step)]
        if not 0 <= index < len(self):
            raise IndexError(index)
        return bytes(self._blob[int(self._offsets[index]) : int(self._offsets[index + 1])])

    def texts(self, places: Array) -> list[str]:
        """Return the strings at these places as text; much faster than one by one."""
        blob, starts, ends = self._blob, self._offsets[places].tolist(), self._offsets[places + 1].tolist()
        return [str(blob[start:end], "utf-8") for start, end in zip(starts, ends, strict=True)]

    def all(self) -> list[bytes]:
        """Return the whole list at once; much faster than one by one."""
        return self._part(0, len(self))

    def _part(self, first: int, last: int) -> list[bytes]:
        offsets = self._offsets[first : max(first, last) + 1]
        start = int(offsets[0])
        part, edges = self._blob[start : int(offsets[-1])].tobytes(), (offsets - offsets.dtype.type(start)).tolist()
        return [part[a:b] for a, b in pairwise(edges)]

    @staticmethod
    def all_of(strings: Sequence[bytes]) -> list[bytes]:
        """Return any list of byte strings at once."""
        return strings.all() if isinstance(strings, Strings) else list(strings)

    def position(self, wanted: bytes) -> int:
        """Return where `wanted` is or would be. The list must be sorted."""
        first = max(0, (bisect_left(self._marks, wanted) - 1) * MARK_EVERY)
        blob, edges = self._blob, self._offsets[first : first + MARK_EVERY + 1].tolist()
        low, high = 0, len(edges) - 1
        while low < high:
            middle = (low + high) // 2
            if blob[edges[middle] : edges[middle + 1]].tobytes() < wanted:
                low = middle + 1
            else:
                high = middle
        return first + low

    @kept
    def _marks(self) -> list[bytes]:
        """Return every n-th string, so that most of a search runs over a list."""
        starts, ends = self._offsets[:-1:MARK_EVERY].tolist(), self._offsets[1::MARK_EVERY].tolist()
        return [bytes(self._blob[start:end]) for start, end in zip(starts, ends, strict=True)]

    def find(self, wanted: bytes) -> int:
        """Return the place of `wanted` in the sorted list, or -1."""
        place = self.position(wanted)
        start, *end = self._offsets[place : place + 2].tolist()
        return place if end and self._blob[start : end[0]] == wanted else -1

    def with_prefix(self, prefix: bytes) -> range:
        """Return the places of the strings with this prefix in the sorted list."""
        if not prefix:
            return range(len(self))
        low = self.position(prefix)
        begins = low < len(self) and self[low].startswith(prefix)
        return range(low, self.position(prefix + b"\xff" * 8) if begins else low)
