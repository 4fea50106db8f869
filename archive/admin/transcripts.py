"""Transcripts: their state, how to correct them (the text only on a draft's page), and the countries mentioned in them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList as DjangoChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from archive.admin.bases import ModelAdmin
from archive.admin.sources import restore_view
from archive.admin.uploads import HowSure
from archive.countries import COUNTRY_LAYERS, LAYER_TABLE
from archive.importing.importer import ImportRefused, set_state
from archive.mentions.decisions import MentionRefused, accept, add, alike, mentions_by_words, reject
from archive.models import Mention, Revision, Transcript
from archive.models.sureness import in_words
from archive.signin.kept_forms import keep
from archive.text.numbers import read_int
from archive.uploads.receiving import correction_of
from archive.uploads.uploader import editor

DONE = {
    Transcript.State.PUBLISHED: "published",
    Transcript.State.WITHDRAWN: "withdrawn: only editors see it",
    Transcript.State.DRAFT: "made a draft: only editors see it",
}


@require_http_methods(["GET", "HEAD", "POST"])
def mentions_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a transcript's mentions, and carry out an editor's decision."""
    if not request.user.has_perm("archive.change_transcript"):
        raise PermissionDenied
    transcript = get_object_or_404(Transcript, pk=pk)
    if request.method == "POST":
        return take(request, transcript)
    context = {
        **admin.site.each_context(request),
        "title": "Countries mentioned",
        "subtitle": str(transcript),
        "transcript": transcript,
        "groups": mentions_by_words(transcript),
        "country_layers": [LAYER_TABLE[key] for key in COUNTRY_LAYERS],
        "opts": Transcript._meta,
    }
    return TemplateResponse(request, "admin/archive/transcript/mentions.html", context)


def take(request: HttpRequest, transcript: Transcript) -> HttpResponse:
    """Carry out the pressed button and redirect to the same place."""
    if "add" in request.POST:
        take_addition(request, transcript)
        return back_to(transcript, "add")
    for verb, done in (("reject", reject), ("accept", accept)):
        for extent in ("", "-all"):
            number = read_int(request.POST.get(verb + extent))
            if number is not None:
                mention = Mention.objects.filter(pk=number, turn__transcript=transcript).select_related("turn").first()
                if mention is None:
                    messages.warning(request, "This mention no longer exists; nothing was changed.")
                    return back_to(transcript, "")
                try:
                    done(transcript, alike(mention) if extent else [mention], editor(request))
                except MentionRefused as refusal:
                    messages.error(request, str(refusal))
                return back_to(transcript, f"mention-{number}" if extent else f"mention-{number}-place")
    return back_to(transcript, "")


def take_addition(request: HttpRequest, transcript: Transcript) -> None:
    """Add a mention wherever the given words occur, or say why that is not possible."""
    words, country = request.POST.get("words", ""), request.POST.get("country", "")
    try:
        count = add(transcript, words, country, request.POST.get("layer", ""), editor(request))
    except MentionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Added at {count} place{'' if count == 1 else 's'}.")


def back_to(transcript: Transcript, place: str) -> HttpResponse:
    return redirect(reverse("admin:archive_transcript_mentions", args=[transcript.pk]) + (f"#{place}" if place else ""))


class ChangeList(DjangoChangeList):
    """Django's change list. Years outside the calendar are ignored in the date hierarchy, like any other unreadable filter."""

    def get_filters(self, request: HttpRequest) -> Any:
        """Return the filters. Raises IncorrectLookupParameters if one cannot be read."""
        try:
            return super().get_filters(request)
        except (OverflowError, ValueError) as error:
            raise IncorrectLookupParameters(error) from error


@admin.register(Transcript)
class TranscriptAdmin(ModelAdmin[Transcript]):
    """Published documents: publish, withdraw, correct, see revisions. Nothing is ever deleted here."""

    list_display = ("title", "state", "date", "record_count", "kind", "source", "how_sure")
    list_filter = ("state", HowSure, "kind", "source")
    list_select_related = ("source",)
    fields = readonly_fields = ("title", "date", "place", "kind", "language", "source", "published", "source_url", "confidence")
    search_fields = ("title", "place", "source_url", "slug")
    date_hierarchy = "date"
    show_full_result_count = False
    view_on_site = False
    actions = ("publish", "withdraw", "make_draft")
    change_form_template = "admin/archive/transcript/change_form.html"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Transcript]:
        return super().get_queryset(request).annotate(records_now=Count("records"))

    @admin.display(description="Records", ordering="records_now")
    def record_count(self, transcript: Any) -> int:
        return int(transcript.records_now)

    @admin.display(description="How sure", ordering="confidence")
    def how_sure(self, transcript: Transcript) -> str:
        return in_words(transcript.confidence)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Transcript | None = None) -> bool:
        """Forbid deletion: addresses are permanent, so a transcript is withdrawn instead."""
        return False

    @admin.action(description="Publish", permissions=["change"])
    def publish(self, request: HttpRequest, chosen: QuerySet[Transcript]) -> None:
        self._set_states(request, chosen, Transcript.State.PUBLISHED)

    @admin.action(description="Withdraw", permissions=["change"])
    def withdraw(self, request: HttpRequest, chosen: QuerySet[Transcript]) -> None:
        """Withdraw the chosen transcripts."""
        self._set_states(request, chosen, Transcript.State.WITHDRAWN)

    @admin.action(description="Make drafts", permissions=["change"])
    def make_draft(self, request: HttpRequest, chosen: QuerySet[Transcript]) -> None:
        self._set_states(request, chosen, Transcript.State.DRAFT)

    def _set_states(self, request: HttpRequest, chosen: QuerySet[Transcript], state: Transcript.State) -> None:
        changed = [transcript for transcript in chosen if transcript.state != state]
        for transcript in changed:
            self._set_state(request, transcript, state)
        count = len(changed)
        messages.success(request, f"{count} transcript{'' if count == 1 else 's'} {DONE[state]}.")

    def _set_state(self, request: HttpRequest, transcript: Transcript, state: str) -> None:
        try:
            set_state(transcript, state, editor(request))
        except ImportRefused as refusal:
            messages.error(request, str(refusal))

    def get_urls(self) -> list[URLPattern]:
        door = self.admin_site.admin_view
        own = [
            path("<int:pk>/correct/", door(require_POST(self.correct_view)), name="archive_transcript_correct"),
            path("<int:pk>/countries/", door(mentions_view), name="archive_transcript_mentions"),
            path("<int:pk>/revisions/<int:number>/restore/", door(restore_view), name="archive_transcript_restore"),
            path("<int:pk>/state/", door(require_POST(self.state_view)), name="archive_transcript_state"),
        ]
        return own + super().get_urls()

    def correct_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin a correction, or continue the one that is open."""
        transcript = self._changeable(request, pk)
        address = reverse("admin:archive_upload_change", args=[correction_of(transcript, editor(request)).pk])
        if (
            "carried" in request.POST
        ):  # typed into a draft that was published in the meantime (archive/uploads/editing/closed_drafts.py)
            keep(request, address)
        return redirect(address)

    def state_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publish a transcript, withdraw it, or make it a draft again."""
        transcript = self._changeable(request, pk)
        state = request.POST.get("state", "")
        self._set_state(request, transcript, state)
        if transcript.state == state:
            messages.success(request, f"“{transcript}” is {DONE[Transcript.State(state)]}.")
        return redirect("admin:archive_transcript_change", pk)

    def _changeable(self, request: HttpRequest, pk: int) -> Transcript:
        transcript = get_object_or_404(Transcript, pk=pk)
        if not self.has_change_permission(request, transcript):
            raise PermissionDenied
        return transcript

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a transcript with its revisions and available actions."""
        if request.method == "POST":
            raise PermissionDenied
        key = read_int(object_id) or 0
        every = Revision.objects.filter(transcript__pk=key).order_by("-number")
        revisions = every.select_related("created_by").defer("content", "standing")
        context = {**(extra_context or {}), "revisions": revisions, "title": "Transcript"}
        return super().change_view(request, object_id, form_url, context)
