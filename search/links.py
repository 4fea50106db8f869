"""Addresses that a page repeats often, worked out once."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, reverse


def address_of(name: str, *args: str) -> str:
    """Return the address of a page by its name; meant for the few that come again and again."""
    return _address_of(get_script_prefix(), name, args)


@lru_cache(maxsize=2000)
def _address_of(prefix: str, name: str, args: tuple[str, ...]) -> str:
    return reverse(name, args=args)
