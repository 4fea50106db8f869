"""Addresses that a page repeats often, put together from what is worked out once."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from django.urls import get_script_prefix, reverse
from django.utils.http import RFC3986_SUBDELIMS

SAFE = RFC3986_SUBDELIMS + "/~:@"  # what Django's reverse() leaves as it is
PLAIN = re.compile(r"[A-Za-z0-9_.-]*").fullmatch  # what quote() leaves as it is, and finds out more slowly


def address_of(name: str, *args: str | int) -> str:
    """Return the address of a page by its name, as `reverse` does but ten times quicker.

    Whether the arguments are such as the page takes is not looked at: they come from the database.
    """
    address, *rest = _pieces(get_script_prefix(), name, len(args))
    for arg, piece in zip(args, rest, strict=True):
        address += (str(arg) if PLAIN(str(arg)) else quote(str(arg), SAFE)) + piece
    return address


@lru_cache(maxsize=100)
def _pieces(prefix: str, name: str, count: int) -> tuple[str, ...]:
    """Return what stands around the arguments of an address: numbers no other part has are put in their place and cut out."""
    marks = [str(900_000_001 + place) for place in range(count)]
    address = reverse(name, args=marks)
    return tuple(re.split("|".join(marks), address)) if marks else (address,)
