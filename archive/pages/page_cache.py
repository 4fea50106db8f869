"""A cache of whole public pages, each kept until the archive changes, so that repeated requests cost next to nothing.

A page is stored compressed under the archive's version. The version is read before the page is made, so a page can only be newer
than its version, never older.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate

from archive.models import archive_version

KEEP_SECONDS = 24 * 60 * 60
LARGEST = 64_000  # bytes compressed; larger pages are not cached
SHOWN = (  # settings that affect pages
    *("SITE_NAME", "CONTACT_EMAIL", "FACET_LENGTH", "SEARCH_PAGE_SIZE", "LIST_PAGE_SIZE", "QUERY_LENGTH_LIMIT"),
    *("ALERTS", "DISPUTED_PLACES", "SEATS_AND_PLACES"),
)
LEVEL = 4  # compression level: 6 saves six per cent more for half as much time again
_REFUSED = re.compile(r"q\s*=\s*0(?:\.0*)?")
_passing: ContextVar[bool] = ContextVar("passing", default=False)
View = Callable[..., HttpResponseBase]
IN_STEP: list[Callable[[], bool]] = []  # each tells whether its part (an index) is up to date with the archive


class CachedPage(NamedTuple):
    """A page ready to send: its headers and its compressed body."""

    headers: dict[str, str]
    body: bytes


def cached(view: View) -> View:
    """Cache a view's answer for each address until the archive changes.

    The answer may depend only on the address and the public archive. Only answers with status 200 and without cookies are cached.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        version = archive_version.current()
        with archive_version.held(version):
            if not _may_keep():
                return view(request, *args, **kwargs)
            pages, key = caches["pages"], _key(request, version)
            page: CachedPage | None = pages.get(key)
            if page is None:
                response, page = _made(view, request, *args, **kwargs)
                if page is None:
                    return response
                pages.set(key, page, KEEP_SECONDS)
        return _sent(request, page)

    return answer


def _made(view: View, request: HttpRequest, *args: object, **kwargs: object) -> tuple[HttpResponseBase, CachedPage | None]:
    """Make an answer; return it with what may be cached of it."""
    token = _passing.set(False)
    try:
        response = view(request, *args, **kwargs)
        return response, None if _passing.get() else _page_of(response)
    finally:
        _passing.reset(token)


def only_now() -> None:
    """Say that the page being made holds for this moment only, such as one that was cut short. It is not cached."""
    _passing.set(True)


def _may_keep() -> bool:
    """Tell whether pages made now may be cached."""
    return bool(not settings.DEBUG and settings.PAGES_CACHED and all(in_step() for in_step in IN_STEP))


def _key(request: HttpRequest, version: int) -> str:
    """Return the cache key of a page: program, day (which pages print), archive version, and address with host."""
    parts = (_program(), localdate().isoformat(), str(version), request.scheme or "", request.get_host(), request.get_full_path())
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


@lru_cache(maxsize=1)
def _program() -> str:
    """Return what identifies this program among others that share the cache. A cache within the process is not shared."""
    if isinstance(caches["pages"], LocMemCache):
        return ""
    read = hashlib.blake2b(digest_size=16)
    for folder, kind in (("archive", "*.py"), ("search", "*.py"), ("templates", "*.html"), ("static", "*.*")):
        for file in sorted((settings.BASE_DIR / folder).rglob(kind)):
            stat = file.stat()
            read.update(f"{file.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    for name in SHOWN:
        read.update(f"{name}={getattr(settings, name)}\n".encode())
    return read.hexdigest()


def _page_of(response: HttpResponseBase) -> CachedPage | None:
    """Return the cacheable form of an answer, or None."""
    if not isinstance(response, HttpResponse) or response.status_code != 200 or response.cookies:
        return None
    if response.has_header("Content-Encoding") or "no-store" in response.get("Cache-Control", ""):
        return None
    body = gzip.compress(response.content, LEVEL, mtime=0)
    return CachedPage(dict(response.items()), body) if len(body) <= LARGEST else None


def is_compressed(response: HttpResponseBase) -> bool:
    """Tell whether an answer is a file that compresses itself: a zip or an Excel workbook."""
    kind = response.get("Content-Type", "")
    return bool(kind == "application/zip" or kind.startswith("application/vnd.openxmlformats"))


def accepts_gzip(request: HttpRequest) -> bool:
    """Tell whether a browser reads gzip: it names it, and does not refuse it with `q=0`."""
    for part in request.headers.get("Accept-Encoding", "").lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() in ("gzip", "x-gzip"):
            return _REFUSED.fullmatch(weight.strip()) is None
    return False


def _sent(request: HttpRequest, page: CachedPage) -> HttpResponse:
    """Return a cached page, compressed if the browser accepts that."""
    compressed = accepts_gzip(request)
    response = HttpResponse(page.body if compressed else gzip.decompress(page.body), headers=page.headers)
    if compressed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
