"""Sources, the layouts learnt for them, and revisions: what they published, and how to restore it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from archive.admin.bases import ModelAdmin, ModelForm, TabularInline
from archive.importing.importer import ImportRefused, announce
from archive.importing.undo_revision import Undoing, restore_revision, undoing
from archive.models import LearntRule, Revision, Source, SourceProfile, Transcript, write_locks
from archive.pages.takeaway.downloads import attachment
from archive.parsing.profile.profile_rules import BadRule, LayoutRule
from archive.text.numbers import read_int
from archive.uploads.layout_teaching import tried
from archive.uploads.uploader import editor


@admin.register(Source)
class SourceAdmin(ModelAdmin[Source]):
    """Who publishes transcripts."""

    list_display = ("name", "country", "url")
    search_fields = ("name", "slug", "url")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    prepopulated_fields = {"slug": ("name",)}

    def get_prepopulated_fields(self, request: HttpRequest, obj: Source | None = None) -> dict[str, Any]:
        """Prefill the slug of a new source only. A stored slug never changes."""
        return {} if obj else {"slug": ("name",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> tuple[str, ...]:
        """Make the slug of a stored source read-only."""
        return ("slug",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Source, form: ModelForm[Source], change: bool) -> None:
        """Save, and announce every transcript of this source as changed."""
        with transaction.atomic():
            write_locks.alone()  # many transcripts may name it
            super().save_model(request, obj, form, change)
            if change and {"name", "country"} & set(form.changed_data):
                announce(obj.transcripts.values_list("pk", flat=True))


@admin.register(Revision)
class RevisionAdmin(ModelAdmin[Revision]):
    """What was stored and from which bytes. Read-only."""

    list_display = ("transcript", "number", "file_name", "created_at", "edited_by", "download")
    list_select_related = ("transcript", "created_by")
    list_filter = ("created_at",)
    search_fields = ("transcript__title", "file_name", "original__sha256")
    fields = readonly_fields = ("transcript", "number", "file_name", "sha256", "size", "created_at", "edited_by", "download")
    ordering = ("-created_at", "-pk")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return revisions without their content, which no page here shows."""
        return super().get_queryset(request).defer("content", "standing")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Revision | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Revision | None = None) -> bool:
        return False

    @admin.display(description="created by", ordering="created_by_name")
    def edited_by(self, revision: Revision) -> str:
        return revision.editor

    @admin.display(description="SHA-256")
    def sha256(self, revision: Revision) -> str:
        return revision.original_id

    @admin.display(description="Size in bytes")
    def size(self, revision: Revision) -> int:
        return Revision.objects.values_list("original__size", flat=True).get(pk=revision.pk)

    @admin.display(description="Original")
    def download(self, revision: Revision) -> str:
        return format_html('<a href="{}" download>Download</a>', reverse("admin:archive_revision_original", args=[revision.pk]))

    def get_urls(self) -> list[URLPattern]:
        own = path("<int:pk>/original/", self.admin_site.admin_view(self.original_view), name="archive_revision_original")
        return [own, *super().get_urls()]

    def original_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send the uploaded bytes as a download. Browsers must not render files made by others."""
        revision = get_object_or_404(Revision.objects.select_related("original"), pk=pk)
        if not self.has_view_permission(request, revision):
            raise PermissionDenied
        return attachment(revision)


class RuleForm(ModelForm[LearntRule]):
    """One rule as text. An unusable rule is refused with advice."""

    class Meta:
        model = LearntRule
        fields = ("is_used", "kind", "text")
        widgets = {"text": forms.TextInput(attrs={"class": "vTextField"})}

    def clean(self) -> dict[str, Any]:
        """Refuse a rule that the parser could not use."""
        data = super().clean() or self.cleaned_data
        try:
            data["text"] = LayoutRule(data.get("kind", ""), data.get("text", "")).checked().text
        except BadRule as fault:
            self.add_error("text", str(fault))
        return data


class RuleInline(TabularInline[LearntRule, SourceProfile]):
    """The rules of a source's layout."""

    model = LearntRule
    form = RuleForm
    extra = 1
    fields = ("sentence", "is_used", "kind", "text", "seen")
    readonly_fields = ("sentence", "seen")

    @admin.display(description="In words")
    def sentence(self, rule: LearntRule) -> str:
        return str(rule) if rule.pk else ""


@admin.register(SourceProfile)
class SourceProfileAdmin(ModelAdmin[SourceProfile]):
    """How the files of a source are laid out, as learnt from corrections."""

    list_display = ("source", "is_used", "corrections", "hindrance", "updated_at")
    list_select_related = ("source",)
    search_fields = ("source__name",)
    fields = ("source", "is_used", "corrections", "hindrance")
    readonly_fields = ("source", "corrections", "hindrance")
    inlines = (RuleInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the rules and try them on the source's published transcripts."""
        super().save_related(request, form, formsets, change)
        profile = tried(SourceProfile.objects.get(pk=form.instance.pk))
        if profile.hindrance:
            messages.warning(request, f"{profile.hindrance} It is not used until that is corrected.")


@require_http_methods(["GET", "HEAD", "POST"])
def restore_view(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    if not request.user.has_perm("archive.change_transcript"):
        raise PermissionDenied
    transcript = get_object_or_404(Transcript, pk=pk)
    try:
        if request.method == "POST":
            return _restore(request, transcript, number)
        return _show(request, transcript, undoing(transcript, number))
    except ImportRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("admin:archive_transcript_change", pk)


def _restore(request: HttpRequest, transcript: Transcript, number: int) -> HttpResponse:
    expected_last = read_int(request.POST.get("seen"))
    if expected_last is None:
        return redirect("admin:archive_transcript_restore", transcript.pk, number)
    outcome = restore_revision(transcript, number, editor(request), expected_last)
    last = outcome.transcript.revisions.order_by("-number").values_list("number", flat=True).first()
    messages.success(request, f"Revision {number} is current again, as revision {last}. The previous one can be restored too.")
    return redirect("admin:archive_transcript_change", transcript.pk)


def _show(request: HttpRequest, transcript: Transcript, change: Undoing) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": f"Restore revision {change.revision.number}?",
        "transcript": transcript,
        "change": change,
        "opts": Transcript._meta,
    }
    return TemplateResponse(request, "admin/archive/transcript/restore.html", context)
