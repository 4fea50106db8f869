"""Packs older originals, or moves originals between the database and the object store, one at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from archive.models import Original
from archive.models.original_bytes import Packing

AWAY = (Packing.STORED, Packing.STORED_DEFLATED)
REPORT_EVERY = 500  # originals between two progress lines
Tell = Callable[[str], None]


@dataclass
class Packed:
    """The result: how many originals, their bytes in the database before and after, and the damaged ones."""

    count: int = 0
    before: int = 0
    after: int = 0
    left: int = 0
    damaged: list[str] = field(default_factory=list)


def pack_originals(away: bool | None, limit: int | None, tell: Tell) -> Packed:
    """Pack unpacked originals. Move all into the store (`away` true), out of it (false), or none (None).

    Each is read, checked against its SHA-256 and written back in its own transaction, so the run can be stopped at any time.
    Damaged ones are left alone. Raises StoreFault if the store does not answer.
    """
    done = Packed()
    wanted = Original.objects.filter(still_to_do(away)).order_by("pk")
    keys = list(wanted.values_list("pk", flat=True)[:limit])
    for number, sha256 in enumerate(keys, 1):
        with transaction.atomic():
            _pack(Original.objects.select_for_update().get(pk=sha256), away, done)
        if number % REPORT_EVERY == 0:
            tell(f"{number:,} of {len(keys):,} originals")
    done.left = wanted.exclude(pk__in=done.damaged).count()
    return done


def still_to_do(away: bool | None) -> Q:
    """Return the originals that are still to be processed."""
    unpacked = Q(packing=None)
    if away is None:
        return unpacked
    return unpacked | (~Q(packing__in=AWAY) if away else Q(packing__in=AWAY))


def _pack(original: Original, away: bool | None, done: Packed) -> None:
    before, data = len(original.kept), original.data
    if hashlib.sha256(data).hexdigest() != original.sha256:
        done.damaged.append(original.sha256)
        return
    was_away = original.packed_as.is_away
    original.data = data
    if away or (away is None and was_away):
        original.put_away()
    original.save(update_fields=["kept", "packing"])
    done.count += 1
    done.before += before
    done.after += len(original.kept)
