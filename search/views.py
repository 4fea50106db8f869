"""Search results, all values of a filter, and help."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def search_help(request: HttpRequest) -> HttpResponse:
    """Explain the language of the search box."""
    return render(request, "search_help.html")


search = search_help


def search_facet(request: HttpRequest, key: str) -> HttpResponse:
    """Show every value of one filter."""
    return render(request, "search_help.html")
