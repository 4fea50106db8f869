"""Two pages about speakers: probable duplicates and doubtful names, each decided with one click; and splitting one in two."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from archive.admin.bases import ModelAdmin
from archive.models import OfficeHolder, Speaker, Transcript, Turn
from archive.speakers import registry, review
from archive.speakers.namesakes import NamesakeContext, contexts_of, groups
from archive.speakers.splitting import PartingRefused, SplitChoice, part
from archive.text.numbers import read_int
from archive.text.typed_input import printable
from archive.uploads.uploader import editor

A_PAGE = 25
TRANSCRIPTS_A_PAGE = 50
MOST_SHOWN = 200


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
    summaries = review.summaries_of({speaker for pair in pairs for speaker in pair.both} | {doubt.speaker for doubt in names})
    return {
        **admin.site.each_context(request),
        "title": "Review the speakers",
        "pairs": pairs,
        "names": names,
        "pair_rows": [(pair, summaries[pair.one.pk], summaries[pair.other.pk]) for pair in pairs],
        "name_rows": [(doubt, summaries[doubt.speaker.pk]) for doubt in names],
        "opts": Speaker._meta,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def part_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a speaker consists of, and split it as ticked."""
    if not request.user.has_perm("archive.change_speaker"):
        raise PermissionDenied
    speaker = get_object_or_404(Speaker, pk=pk)
    if request.method == "POST":
        try:
            other = part(speaker, chosen(request), printable(request.POST.get("note", "")), editor(request))
        except PartingRefused as refusal:
            messages.error(request, str(refusal))
        else:
            kept = f"{speaker} keeps the address {speaker.get_absolute_url()}"
            messages.success(request, f"Split. This is the new speaker; {kept}. To undo it, merge the two.")
            return redirect("admin:archive_speaker_change", other.pk)
    return TemplateResponse(request, "admin/archive/speaker/part.html", context(request, speaker))


def chosen(request: HttpRequest) -> SplitChoice:
    """Return the ticked values. Anything malformed is ignored."""

    def numbers(name: str) -> list[int]:
        return [number for value in request.POST.getlist(name) if (number := read_int(value)) is not None]

    offices = [office for office in request.POST.getlist("office") if "\x00" not in office]
    return SplitChoice(offices, numbers("source"), numbers("transcript"))


def context(request: HttpRequest, speaker: Speaker) -> dict[str, Any]:
    """Return the template context. Six queries."""
    turns = Turn.objects.filter(speaker=speaker).order_by()
    found = Transcript.objects.filter(turns__speaker=speaker).annotate(turns_here=Count("turns")).select_related("source")
    transcripts = found.order_by(F("date").desc(nulls_last=True), "-pk")
    page = Paginator(transcripts, TRANSCRIPTS_A_PAGE).get_page(request.GET.get("page"))
    return {
        **admin.site.each_context(request),
        "title": "Split a speaker in two",
        "subtitle": str(speaker),
        "speaker": speaker,
        "note": request.POST.get("note", ""),
        "ticked": {name: request.POST.getlist(name) for name in ("office", "source", "transcript")},
        "offices": turns.exclude(office="").values("office").annotate(n=Count("pk")).order_by("-n", "office")[:MOST_SHOWN],
        "sources": turns.values("transcript__source", "transcript__source__name")
        .annotate(n=Count("pk"))
        .order_by("-n")[:MOST_SHOWN],
        "page": page,
        "opts": Speaker._meta,
    }


def possible_namesakes(speaker: Speaker) -> list[list[NamesakeContext]]:
    """Return the groups of offices if a speaker may be several persons, else nothing. One query."""
    found = groups(contexts_of([speaker]).get(speaker.pk, []))
    return found if len(found) > 1 else []
