"""A checksum at the end of a table of contents, so that one that was written over is known before it is believed.

Whoosh reads what it knows and leaves the rest of the file alone. A table without a seal (of an earlier version) is believed.
"""

from __future__ import annotations

import os
import struct
import zlib

from search.engines.whoosh.storage.arrayfile import DamagedFile

SEAL = struct.Struct("<8sI")
MAGIC = b"CHNCSEAL"


def seal(path: str) -> None:
    """Write the checksum of a file at its end."""
    with open(path, "r+b") as file:
        checksum = zlib.crc32(file.read())
        file.write(SEAL.pack(MAGIC, checksum))


def check_seal(folder: str, name: str) -> None:
    """Raise DamagedFile where a file is not what was sealed, OSError where it cannot be read."""
    with open(os.path.join(folder, name), "rb") as file:
        content = file.read()
    if len(content) < SEAL.size:
        raise DamagedFile(f"{name} was cut short")
    magic, checksum = SEAL.unpack(content[-SEAL.size :])
    if magic == MAGIC and zlib.crc32(content[: -SEAL.size]) != checksum:
        raise DamagedFile(f"{name} was written over")
