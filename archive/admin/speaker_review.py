"""The page that lists probable duplicates and doubtful names. Each is decided with one click."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from archive.admin.bases import ModelAdmin
from archive.models import OfficeHolder, Speaker
from archive.speakers import registry, review
from archive.text.numbers import read_int
from archive.uploads.uploader import editor

A_PAGE = 25


@admin.register(OfficeHolder)
class OfficeHolderAdmin(ModelAdmin[OfficeHolder]):
    """Who held which office when. These rows let an office alone identify a person."""

    list_display = ("person", "office", "country", "start", "end", "checked")
    list_filter = ("country",)
    search_fields = ("person", "aliases", "office", "source")
    fields = ("person", "aliases", "office", "country", "start", "end", "checked", "source")


@require_http_methods(["GET", "HEAD", "POST"])
def review_view(request: HttpRequest) -> HttpResponse:
    """Show the review lists, and carry out the clicked action."""
    if not request.user.has_perm("archive.change_speaker"):
        raise PermissionDenied
    if request.method == "POST":
        _decide(request)
        return redirect(request.get_full_path())
    return TemplateResponse(request, "admin/archive/speaker/review.html", _context(request))


def _decide(request: HttpRequest) -> None:
    one, other = _speaker(request, "one"), _speaker(request, "other")
    what = request.POST.get("do")
    if what == "merge" and one and other and one != other:
        if not request.user.has_perm("archive.delete_speaker"):
            raise PermissionDenied
        try:
            registry.merge(one, other, editor(request))
        except registry.SpeakerGone as gone:
            messages.error(request, str(gone))
        else:
            messages.success(request, f"{other} is now {one}. The old address leads there.")
    elif what == "apart" and one and other and one != other:
        review.keep_apart(one, other)
        messages.success(request, f"{one} and {other} stay separate and are not listed again.")
    elif what == "right" and one:
        review.name_is_right(one)
        messages.success(request, f"{one} stays and is not listed again.")
    else:
        messages.error(request, "Nothing was done: choose one of the buttons of a row.")


def _speaker(request: HttpRequest, name: str) -> Speaker | None:
    number = read_int(request.POST.get(name, ""))
    return None if number is None else get_object_or_404(Speaker, pk=number)


def _context(request: HttpRequest) -> dict[str, Any]:
    """Return the template context. Ten queries."""
    pairs = Paginator(review.probable_pairs(), A_PAGE).get_page(request.GET.get("pairs"))
    names = Paginator(review.doubtful_names(), A_PAGE).get_page(request.GET.get("names"))
    told = review.told_of({speaker for pair in pairs for speaker in pair.both} | {doubt.speaker for doubt in names})
    return {
        **admin.site.each_context(request),
        "title": "Review the speakers",
        "pairs": pairs,
        "names": names,
        "pair_rows": [(pair, told[pair.one.pk], told[pair.other.pk]) for pair in pairs],
        "name_rows": [(doubt, told[doubt.speaker.pk]) for doubt in names],
        "opts": Speaker._meta,
    }
