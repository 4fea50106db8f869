"""Opens zips from strangers without letting them take more memory or time than a zip of transcripts needs."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

DIRECTORY_LIMIT = 8 << 20  # bytes of the list of files: some 40,000 files with ordinary names
NAME_LIMIT = 1000  # characters of a name with its folders
DEPTH_LIMIT = 50  # folders within each other
CHUNK = 64 * 1024
# zipfile unpacks bzip2 and LZMA without a limit, and some bytes of bzip2 hold a gigabyte.
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError)


class DirectoryTooLarge(zipfile.BadZipFile):
    """The list of a zip's files is too large to be read."""


class BoundedFile:
    """A zip's bytes. zipfile reads the list of files in one piece, as large as the zip says, and parses all of it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def read(self, size: int = -1) -> bytes:
        """Read so many bytes. Raises DirectoryTooLarge."""
        if size > DIRECTORY_LIMIT:
            raise DirectoryTooLarge
        return self.file.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.file.seek(offset, whence)

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.file.tell()


def opened_zip(file: IO[bytes]) -> zipfile.ZipFile:
    """Open a zip. Raises one of BROKEN, or NotImplementedError."""
    return zipfile.ZipFile(BoundedFile(file))


def unpacked(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the content of a member in pieces, so that a reader can stop. Raises one of BROKEN, or NotImplementedError."""
    if entry.compress_type not in METHODS:
        raise NotImplementedError
    with packed.open(entry) as member:
        while chunk := member.read(CHUNK):
            yield chunk


def problem_of_name(member: str) -> str:
    """Say what is wrong with the length of a member's name; empty if nothing is."""
    if len(member) > NAME_LIMIT:
        return f"a member's name has {len(member):,} characters, and it may have {NAME_LIMIT:,}"
    if (depth := member.count("/")) > DEPTH_LIMIT:
        return f"a member lies {depth:,} folders deep, and it may lie {DEPTH_LIMIT} deep"
    return ""
