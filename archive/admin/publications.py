"""The page of a long draft that is being published in the background: progress and outcome."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from archive.importing.importer import Outcome
from archive.models import Publication, Upload
from archive.uploads.background_publishing import publish_in_background
from archive.uploads.editing.editor import said_of
from archive.uploads.uploader import editor

REFRESH_SECONDS = 3
STOPPED = "Stopped. Nothing was stored, and the draft waits as it was."
WAS_FASTER = "It was stored before it could be stopped."


@require_http_methods(["GET", "HEAD", "POST"])
def publication_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the progress of publishing. A POST cancels it, or removes the note of one that has ended."""
    if not request.user.has_perm("archive.view_upload"):
        raise PermissionDenied
    publication = get_object_or_404(of_editor(request), pk=pk)
    if request.method == "POST":
        return _end(request, publication)
    if is_under_way(publication):
        publish_in_background()
    context = {
        **admin.site.each_context(request),
        "title": "Publishing",
        "opts": Upload._meta,
        "publication": publication,
        "whole": 2 * publication.total,
        "problems": publication.problem.splitlines(),
        "is_under_way": is_under_way(publication),
        "said": said_of_publication(publication),
    }
    answer = TemplateResponse(request, "admin/archive/upload/publication.html", context)
    if is_under_way(publication):
        answer["Refresh"] = str(REFRESH_SECONDS)
    return answer


def _end(request: HttpRequest, publication: Publication) -> HttpResponse:
    """Cancel by deleting the row. The publishing process checks for the row before it commits."""
    stopped = Publication.objects.filter(pk=publication.pk, status="").delete()[0]
    if stopped and is_under_way(publication):
        messages.warning(request, STOPPED)
        return redirect("admin:archive_upload_change", publication.upload_id)
    if is_under_way(publication):
        messages.warning(request, WAS_FASTER)
        return redirect("admin:archive_upload_publication", publication.pk)
    Publication.objects.filter(pk=publication.pk).delete()
    return redirect("admin:archive_upload_changelist")


def is_under_way(publication: Publication) -> bool:
    """Tell whether publishing is still in progress."""
    return not publication.status and not publication.problem and publication.upload_id is not None


def said_of_publication(publication: Publication) -> SafeString | str:
    if not publication.status or publication.transcript is None:
        return ""
    outcome = Outcome(publication.status, publication.transcript, publication.records, 0)  # type: ignore[arg-type]
    return said_of(outcome)


def of_editor(request: HttpRequest) -> QuerySet[Publication]:
    """Return the publications an editor may see: their own, or all for a superuser."""
    every = Publication.objects.select_related("user", "transcript")
    return every if request.user.is_superuser else every.filter(user=editor(request))
