"""Addresses that pages link to. Search pages are referred to by URL name only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.http import RFC3986_SUBDELIMS

SAFE = RFC3986_SUBDELIMS + "/~:@"  # left unquoted by Django's reverse()
PLAIN = re.compile(r"[A-Za-z0-9_.-]*").fullmatch  # left unquoted by quote(), which finds out more slowly


@dataclass(frozen=True, slots=True)
class PageLink:
    """One link of the pagination. `number` 0 is a gap."""

    number: int
    url: str
    current: bool


def address_of(name: str, *args: str | int) -> str:
    """Return the address of a page by its URL name, ten times faster than `reverse`.

    The arguments are not validated: they come from the database.
    """
    return _address(get_script_prefix(), name, *args)


def addresses() -> Callable[..., str]:
    """Return `address_of` for many addresses of one page, which looks up the script's prefix once."""
    return partial(_address, get_script_prefix())


@lru_cache(maxsize=20_000)
def _address(prefix: str, name: str, *args: str | int) -> str:
    address, *rest = _pieces(prefix, name, len(args))
    for arg, piece in zip(args, rest, strict=True):
        address += (str(arg) if PLAIN(str(arg)) else quote(str(arg), SAFE)) + piece
    return address


@lru_cache(maxsize=100)
def _pieces(prefix: str, name: str, count: int) -> tuple[str, ...]:
    """Return the parts of an address around its arguments. Unique numbers are put in the arguments' places and cut out."""
    marks = [str(900_000_001 + place) for place in range(count)]
    address = reverse(name, args=marks)
    return tuple(re.split("|".join(marks), address)) if marks else (address,)


def site_of(request: HttpRequest) -> str:
    """Return the site's address as requested, without a final slash."""
    return f"{request.scheme}://{request.get_host()}"


def own_site() -> str:
    """Return the site's address outside requests: SITE_URL, or the first usable entry of ALLOWED_HOSTS."""
    named = (host for host in settings.ALLOWED_HOSTS if host not in ("*", "") and not host.startswith("."))
    return str(settings.SITE_URL or f"{'https' if settings.HTTPS else 'http'}://{next(named, 'localhost')}")


def place_in(transcript_url: str, anchor: str, *, paged: bool, query: str = "") -> str:
    """Return the address of a place in a transcript. `query` holds encoded parameters.

    A server does not see what follows #, so for a transcript of several pages the place is a parameter too.
    """
    asked = "&".join(filter(None, (f"p={anchor.removeprefix('p')}" if paged and anchor else "", query)))
    return transcript_url + (f"?{asked}" if asked else "") + (f"#{anchor}" if anchor else "")


def search_url(**filters: object) -> str:
    """Return the address of the search with these filters. Empty ones are left out."""
    return with_filters(address_of("search"), filters)


def values_url(facet: str, **filters: object) -> str:
    """Return the page with every value of a facet in the search with these filters."""
    return with_filters(address_of("search_facet", facet), filters)


def with_filters(path: str, filters: Mapping[str, object]) -> str:
    chosen = {key: value for key, value in filters.items() if value not in (None, "")}
    query = urlencode(chosen, doseq=True)
    return path + (f"?{query}" if query else "")


def page_links(request: HttpRequest, page: Page[Any]) -> tuple[PageLink, ...]:
    """Return the pagination links in order, keeping the request's other parameters; none for a single page."""
    return numbered_links(page.number, page.paginator.num_pages, lambda number: with_parameter(request, "page", number))


def numbered_links(current: int, last: int, address: Callable[[int], str]) -> tuple[PageLink, ...]:
    """Return links to the first, the last and neighbouring pages; none for a single page."""
    return tuple(_numbered_links(current, last, address)) if last > 1 else ()


def _numbered_links(current: int, last: int, address: Callable[[int], str]) -> Iterator[PageLink]:
    near = Paginator(range(last), 1).get_elided_page_range(min(current, last), on_each_side=2, on_ends=1)
    for number in near:
        if isinstance(number, int):
            yield PageLink(number, address(number), current=number == current)
        else:
            yield PageLink(0, "", current=False)


def with_parameter(request: HttpRequest, key: str, value: object, page: int = 1) -> str:
    """Return this page's address with one parameter changed, at `page`. An empty value removes it."""
    query = request.GET.copy()
    for place in ("page", "p", "quote", "at", key):  # `p` is a paragraph, which implies the page, as quoted words do
        query.pop(place, None)
    if value not in ("", None, 1):
        query[key] = str(value)
    if page > 1:
        query["page"] = str(page)
    return request.path + (f"?{query.urlencode()}" if query else "")
