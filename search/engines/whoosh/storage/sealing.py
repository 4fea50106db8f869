"""A checksum at the end of a table of contents, to detect overwriting.

Whoosh ignores the rest of the file. A table without a seal (of an earlier version) is accepted.
"""

from __future__ import annotations

import os
import struct
import zlib

from search.engines.whoosh.storage.arrayfile import DamagedFile

SEAL = struct.Struct("<8sI")
MAGIC = b"CHNCSEAL"


def seal(path: str) -> None:
    """Append the checksum of a file to it."""
    with open(path, "r+b") as file:
        checksum = zlib.crc32(file.read())
        file.write(SEAL.pack(MAGIC, checksum))


def check_seal(folder: str, name: str) -> None:
    """Raise DamagedFile if a file differs from its seal, OSError if it cannot be read."""
    with open(os.path.join(folder, name), "rb") as file:
        content = file.read()
    if len(content) < SEAL.size:
        raise DamagedFile(f"{name} is truncated")
    magic, checksum = SEAL.unpack(content[-SEAL.size :])
    if magic == MAGIC and zlib.crc32(content[: -SEAL.size]) != checksum:
        raise DamagedFile(f"{name} was written over")
