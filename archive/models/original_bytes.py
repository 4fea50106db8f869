"""How the bytes of an original are stored: deflated if that makes them smaller, in the database or in an object store.

Objects in the store are addressed by their SHA-256 and never overwritten or deleted. An import that fails after writing one
leaves an object that the next import finds.
"""

from __future__ import annotations

import hashlib
import zlib

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import models

from archive.serving.outages import StoreFault

STORE = "originals"  # key in STORAGES
LEVEL = 6
COMPRESSION_LIMIT = 0.9  # deflated only below this share of the size; PDF and Word files stay as they are


class Packing(models.IntegerChoices):
    """How and where bytes are stored. Older rows have no value: undeflated, in the database."""

    PLAIN = 1, "As they came, in the database"
    DEFLATED = 2, "Deflated, in the database"
    STORED = 3, "As they came, in the object store"
    STORED_DEFLATED = 4, "Deflated, in the object store"

    @property
    def is_away(self) -> bool:
        """Tell whether they are in the object store."""
        return self in (Packing.STORED, Packing.STORED_DEFLATED)

    @property
    def is_deflated(self) -> bool:
        """Tell whether they have to be inflated."""
        return self in (Packing.DEFLATED, Packing.STORED_DEFLATED)

    def in_store(self, away: bool) -> Packing:
        """Return the same packing, in the store or in the database."""
        if away:
            return Packing.STORED_DEFLATED if self.is_deflated else Packing.STORED
        return Packing.DEFLATED if self.is_deflated else Packing.PLAIN


def uses_store() -> bool:
    """Tell whether new originals go to the object store."""
    return bool(settings.ORIGINALS_BUCKET)


def packed(data: bytes) -> tuple[bytes, Packing]:
    """Return bytes as stored in the database."""
    deflated = zlib.compress(data, LEVEL)
    return (deflated, Packing.DEFLATED) if len(deflated) < COMPRESSION_LIMIT * len(data) else (data, Packing.PLAIN)


def unpacked(kept: bytes, packing: Packing) -> bytes:
    """Return stored bytes as they were uploaded."""
    return zlib.decompress(kept) if packing.is_deflated else kept


def put(sha256: str, kept: bytes) -> None:
    """Put bytes into the store and verify them. Raises StoreFault."""
    try:
        store, name = _store(), name_of(sha256)
        if store.exists(name) and store.size(name) == len(kept):
            return
        store.delete(name)  # left by an interrupted write
        written = store.save(name, ContentFile(kept))
    except Exception as error:
        raise StoreFault(f"{sha256} could not be put there: {error}") from error
    if written != name:
        raise StoreFault(f"{sha256} was put there as {written}")


def fetched(sha256: str, packing: Packing) -> bytes:
    """Return bytes from the store, checked against their SHA-256. Raises StoreFault."""
    try:
        with _store().open(name_of(sha256)) as file:
            data = unpacked(file.read(), packing)
    except Exception as error:
        raise StoreFault(f"{sha256} could not be read: {error}") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise StoreFault(f"{sha256} is damaged: its checksum differs")
    return data


def name_of(sha256: str) -> str:
    """Return the object name of an original."""
    return f"{sha256[:2]}/{sha256}"


def _store() -> Storage:
    return storages[STORE]
