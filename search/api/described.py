"""The description of the API: as OpenAPI for programs, as a page for people."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from archive.pages.http_answers import problem
from archive.pages.links import address_of, site_of, with_filters
from search.api.api_view import Found, api
from search.api.openapi import OPERATIONS, Operation, description

EXAMPLES = {
    "/search": {"q": '"strategic stability"', "from": "2020"},
    "/suggestions": {"q": "strat"},
    "/transcripts": {"kind": "interview", "from": "2023"},
    "/records": {"kind": "qa_pair"},
}


@require_safe
def readable(request: HttpRequest) -> HttpResponse:
    """Show what the API offers and how to use it."""
    operations = [(operation, _example(operation)) for operation in OPERATIONS]
    return render(request, "api.html", {"operations": operations, "site": site_of(request)})


@api(of_archive=False)
def openapi_json(request: HttpRequest, found: Found) -> dict[str, Any]:
    """Answer with the description."""
    return description(site_of(request), settings.SITE_NAME)


@csrf_exempt
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer that there is no such address."""
    return problem(request, 404, "There is nothing at this address. /api/ says what there is.")


def _example(of: Operation) -> str:
    """Return an example address, empty if it would need an id."""
    return "" if of.parts else with_filters(address_of(f"api_{of.name}"), EXAMPLES.get(of.path, {}))
