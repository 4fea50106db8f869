"""Sources, and the revisions of what they published."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header

from archive.admin.bases import ModelAdmin, ModelForm
from archive.importing.importer import announce
from archive.models import Revision, Source, write_locks


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
        answer = HttpResponse(bytes(revision.original.data), content_type="application/octet-stream")
        answer["Content-Disposition"] = content_disposition_header(True, revision.file_name)
        return answer
