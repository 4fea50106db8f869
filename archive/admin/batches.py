"""The page of a batch of uploaded files: how many have been read, and which could not be."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from archive.models import Upload, UploadBatch
from archive.uploads.background_reading import progress_of, read_in_background
from archive.uploads.uploader import editor

REFRESH_SECONDS = 3


@require_http_methods(["GET", "HEAD", "POST"])
def batch_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a batch. A POST cancels it: files already read are kept, waiting ones are dropped."""
    if not request.user.has_perm("archive.add_upload"):
        raise PermissionDenied
    batch = get_object_or_404(of_editor(request), pk=pk)
    progress = progress_of(batch)
    if request.method == "POST":
        batch.delete()
        if progress.waiting:
            messages.warning(request, f"Stopped. {progress.waiting} files were not read; upload them again if you need them.")
        return redirect("admin:archive_upload_changelist")
    if not progress.is_over:
        read_in_background()
    context = {**admin.site.each_context(request), "title": "Files being read", "opts": Upload._meta, "progress": progress}
    answer = TemplateResponse(request, "admin/archive/upload/batch.html", context)
    if not progress.is_over:
        answer["Refresh"] = str(REFRESH_SECONDS)
    return answer


def of_editor(request: HttpRequest) -> QuerySet[UploadBatch]:
    """Return the batches an editor may see: their own, or all for a superuser."""
    every = UploadBatch.objects.select_related("user")
    return every if request.user.is_superuser else every.filter(user=editor(request))
