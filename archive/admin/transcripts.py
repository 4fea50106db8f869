"""Transcripts: their state, and how to correct them. The text is changed only on a draft's page, as a new revision."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList as DjangoChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from archive.admin.bases import ModelAdmin
from archive.admin.mention_editing import mentions_view
from archive.admin.revisions import restore_view
from archive.admin.sureness_lists import HowSure
from archive.importing.importer import ImportRefused, set_state
from archive.models import Revision, Transcript
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
        if "carried" in request.POST:  # typed into a draft that was published in the meantime (archive/uploads/ended_drafts.py)
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
