"""What all API addresses share: reading parameters, answering as JSON, reporting errors as problem details."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeAlias

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from archive.pages.feeds import archive_etag
from archive.pages.http_answers import problem
from search.api.parameters import BadParameter, Parameter, read
from search.index.queue import waiting
from search.index.repairing import RETRY_AFTER, BeingRepaired

ALLOWED = "GET, HEAD, OPTIONS"
Found: TypeAlias = Mapping[str, list[str]]
Answer: TypeAlias = Callable[..., "dict[str, Any] | HttpResponse"]


class GoneError(Exception):
    """The requested object was public once. `more` says what replaced it."""

    def __init__(self, message: str, **more: Any) -> None:
        super().__init__(message)
        self.message, self.more = message, more


def api(*known: Parameter, of_archive: bool = True) -> Callable[[Answer], Callable[..., HttpResponse]]:
    """Make an API view from a function that takes a request, its parameters, and the parts of the address.

    With `of_archive` the answer depends on the archive alone, so its entity tag is known beforehand; others are tagged by their
    content.
    """

    def around(answer: Answer) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(answer)
        def view(request: HttpRequest, **parts: str | int) -> HttpResponse:
            if request.method not in ("GET", "HEAD"):
                return _other_method(request)
            try:
                found = read(request.GET, known)
                return _tagged(request, lambda: answer(request, found, **parts), of_archive)
            except BadParameter as bad:
                return problem(request, 400, bad.message, parameter=bad.name)
            except GoneError as gone:
                return problem(request, 410, gone.message, **gone.more)
            except Http404 as missing:
                return problem(request, 404, str(missing) or "There is nothing at this address.")
            except BeingRepaired as state:
                return _repaired(request, state)

        return view

    return around


def page(request: HttpRequest, key: str, items: Sequence[Any], following: str, **more: Any) -> dict[str, Any]:
    """Return one page of a list. `following` is the cursor of the next, empty on the last."""
    query = request.GET.copy()
    query["cursor"] = following
    address = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    return {**more, key: list(items), "next": address if following else None}


def _tagged(request: HttpRequest, make: Callable[[], dict[str, Any] | HttpResponse], of_archive: bool) -> HttpResponse:
    etag = archive_etag(request) if of_archive else ""
    any_at_all = request.headers.get("If-None-Match", "").strip() == "*"  # answered once it is known to exist
    known = get_conditional_response(request, etag=etag) if etag and not any_at_all else None
    response = known or _as_response(make())
    if etag and response.status_code in (200, 304):
        response.headers["ETag"] = etag
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    return response


def _as_response(made: dict[str, Any] | HttpResponse) -> HttpResponse:
    return made if isinstance(made, HttpResponse) else JsonResponse(made, json_dumps_params={"ensure_ascii": False})


def _other_method(request: HttpRequest) -> HttpResponse:
    """Answer a CORS preflight; refuse other methods."""
    if request.method != "OPTIONS":
        response: HttpResponse = problem(request, 405, f"{request.method} is not possible here: the API only reads. Use GET.")
    else:
        response = HttpResponse(status=204)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Methods"] = ALLOWED
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match, Accept"
        response.headers["Access-Control-Max-Age"] = "86400"
    response.headers["Allow"] = ALLOWED
    return response


def _repaired(request: HttpRequest, state: BeingRepaired) -> HttpResponse:
    response = problem(request, 503, state.said, behind=waiting() if state.repairing else 0, retry_after=RETRY_AFTER)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
