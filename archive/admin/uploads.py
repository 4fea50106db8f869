"""Uploads: dropping files, correcting what was read, lists by confidence, and batches."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, TooManyFilesSent
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from archive.admin.bases import ModelAdmin
from archive.admin.publications import of_editor as publications_of
from archive.admin.publications import publication_view
from archive.models import Transcript, Upload, UploadBatch
from archive.models.sureness import EVERY_LEVEL, Level
from archive.text.numbers import read_int
from archive.uploads import background_publishing, background_reading
from archive.uploads.background_reading import progress_of, read_in_background
from archive.uploads.editing import editor as page
from archive.uploads.editing.closed_drafts import gone
from archive.uploads.editor_forms import UploadForm
from archive.uploads.publishing import Hindered, publish_unseen
from archive.uploads.receiving import Refusal, take
from archive.uploads.uploader import editor

REFRESH_SECONDS = 3
ORDERS = {
    "unsure": ("Least sure first", ("confidence", "created_at", "pk")),
    "sure": ("Surest first", ("-confidence", "created_at", "pk")),
    "newest": ("Newest first", ("-created_at", "-pk")),
}


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


class HowSure(admin.SimpleListFilter):
    """Admin list filter by level of confidence."""

    title = "how sure the reading is"
    parameter_name = "sure"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(level.key, level.words) for level in EVERY_LEVEL]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        level = Level.named(self.value())
        return queryset if level is None else queryset.filter(level.within)


class ListLink(NamedTuple):
    """A link above a list: its text, address and count, and whether it is the current one."""

    words: str
    query: str
    number: int | None
    chosen: bool


class ListChoice(NamedTuple):
    """Which uploads the list shows, in which order, and the alternatives."""

    uploads: QuerySet[Upload]
    levels: list[ListLink]
    orders: list[ListLink]
    query: str


def choose(request: HttpRequest, every: QuerySet[Upload]) -> ListChoice:
    """Return the uploads selected by the address (`sure`, `order`). Unknown values are ignored. One query."""
    level, order = Level.named(request.GET.get("sure")), request.GET.get("order", "")
    order = order if order in ORDERS else "unsure"
    key = level.key if level else ""
    counts = every.order_by().aggregate(all=Count("pk"), **{one.key: Count("pk", filter=one.within) for one in EVERY_LEVEL})
    levels = [ListLink("All", _query("", order), counts["all"], not key)]
    levels += [ListLink(one.words, _query(one.key, order), counts[one.key], one.key == key) for one in reversed(EVERY_LEVEL)]
    orders = [ListLink(words, _query(key, name), None, name == order) for name, (words, _) in ORDERS.items()]
    selected = every.filter(level.within) if level else every
    return ListChoice(selected.order_by(*ORDERS[order][1]), levels, orders, _query(key, order))


def _query(level: str, order: str) -> str:
    """Return the query string, without the default order."""
    parameters = [f"sure={level}" if level else "", f"order={order}" if order != "unsure" else ""]
    return "&".join(filter(None, parameters))


@admin.register(Upload)
class UploadAdmin(ModelAdmin[Upload]):
    """Files that wait for an editor: a list with a drop zone, and a page to correct each."""

    delete_confirmation_template = "admin/archive/upload/discard.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Upload]:
        """Return the editor's own uploads and those of commands; everybody's for a superuser."""
        match = request.resolver_match
        is_shown = request.method == "GET" and match is not None and match.url_name == "archive_upload_change"
        left = ("data",) if is_shown else ("data", "draft")  # a draft is loaded once: here, or by the code that locks it
        every = super().get_queryset(request).select_related("publication").defer(*left)
        return every if request.user.is_superuser else every.filter(Q(user=editor(request)) | Q(user=None))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the waiting uploads, least confident first, and the drop zone."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._list(request, UploadForm())

    @method_decorator(csrf_exempt)
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Accept dropped files. The CSRF check runs below, once the files are known to be readable."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        try:
            list(request.FILES)
        except TooManyFilesSent:
            limit = settings.DATA_UPLOAD_MAX_NUMBER_FILES
            messages.error(
                request, f"More than {limit} files came at once; nothing was stored. Send fewer, or make a zip of them."
            )
            return redirect("admin:archive_upload_changelist")
        return self._add(request)

    @method_decorator(csrf_protect)
    def _add(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self._list(request, UploadForm())
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._list(request, form)
        transcript = form.cleaned_data["transcript"]
        if transcript and not editor(request).has_perm("archive.change_transcript"):
            raise PermissionDenied
        if transcript is None and background_reading.is_batch(form.cleaned_data["files"]):
            return self._read_later(request, form)
        result = take(form.cleaned_data["files"], editor(request), form.cleaned_data["even_if_alike"], transcript)
        for upload in result.uploads:
            self.log_addition(request, upload, "Read from a file.")
        for refusal in result.refusals:
            messages.error(request, _with_link(refusal))
        if result.uploads:
            count = len(result.uploads)
            messages.success(request, f"{count} file{'s' if count > 1 else ''} read. Look, correct, and publish.")
        if len(result.uploads) == 1 and not result.refusals:
            return redirect("admin:archive_upload_change", result.uploads[0].pk)
        return redirect("admin:archive_upload_changelist")

    def _read_later(self, request: HttpRequest, form: UploadForm) -> HttpResponse:
        batch = background_reading.keep(form.cleaned_data["files"], editor(request), form.cleaned_data["even_if_alike"])
        background_reading.read_in_background()
        return redirect("admin:archive_upload_batch", batch.pk)

    def get_urls(self) -> list[URLPattern]:
        """Return the admin's addresses and that of publishing from the list."""
        view = self.admin_site.admin_view(require_POST(self.publish_view))
        own = [
            path("publish/", view, name="archive_upload_publish"),
            path("batch/<int:pk>/", self.admin_site.admin_view(batch_view), name="archive_upload_batch"),
            path("publication/<int:pk>/", self.admin_site.admin_view(publication_view), name="archive_upload_publication"),
        ]
        return [*own, *super().get_urls()]

    def publish_view(self, request: HttpRequest) -> HttpResponse:
        """Publish the uploads ticked in the list. One that needs review stays, with the reason."""
        keys = [key for typed in request.POST.getlist("chosen") if (key := read_int(typed)) is not None]
        chosen = list(self.get_queryset(request).select_related("transcript").filter(pk__in=keys)) if keys else []
        if not chosen:
            messages.warning(request, "Nothing is selected. Tick the uploads to publish.")
        is_long = background_publishing.is_long(chosen)
        for upload in chosen:
            if not self.has_change_permission(request, upload):
                raise PermissionDenied
            self._publish(request, upload, is_long)
        background_publishing.publish_in_background()
        return redirect("admin:archive_upload_changelist")

    def _publish(self, request: HttpRequest, upload: Upload, is_long: bool) -> None:
        try:
            if background_publishing.being_published(upload):
                return
            if is_long:
                background_publishing.ask_unseen(upload, editor(request))
            else:
                messages.success(request, page.said_of(publish_unseen(upload, editor(request))))
        except Hindered as hindered:
            address = reverse("admin:archive_upload_change", args=[upload.pk])
            name = upload.summary.get("title") or upload.file_name
            messages.error(request, format_html('“<a href="{}">{}</a>” waits: {}', address, name, hindered))

    def _list(self, request: HttpRequest, form: UploadForm) -> HttpResponse:
        choice = choose(
            request, self.get_queryset(request).defer("data", "draft").select_related("user", "transcript", "publication")
        )
        target = read_int(request.GET.get("transcript") or request.POST.get("transcript"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Uploads",
            "opts": self.opts,
            "form": form,
            "target": Transcript.objects.filter(pk=target).first() if target is not None else None,
            "page": Paginator(choice.uploads, settings.LIST_PAGE_SIZE).get_page(request.GET.get("page")),
            "choice": choice,
            "batches": of_editor(request),
            "publications": publications_of(request),
            "may_add": self.has_add_permission(request),
            "file_limit": settings.UPLOAD_FILE_LIMIT,
        }
        return TemplateResponse(request, "admin/archive/upload/change_list.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a draft as the site will show it, and save corrections."""
        upload = self.get_object(request, object_id)
        if upload is None:
            return gone(request, read_int(object_id), self.admin_site.each_context(request))
        if not self.has_change_permission(request, upload):
            raise PermissionDenied
        return page.answer(request, upload, self.admin_site.each_context(request))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Ask for confirmation before a draft is discarded. Refused while it is being published."""
        upload = self.get_object(request, object_id)
        under_way = background_publishing.being_published(upload) if upload else None
        if under_way is not None:
            messages.warning(request, "This draft is being published. Stop that first if you want to discard it.")
            return redirect("admin:archive_upload_publication", under_way.pk)
        return super().delete_view(request, object_id, extra_context)


def _with_link(refusal: Refusal) -> str:
    if not refusal.url:
        return refusal.message
    return format_html('{} <a href="{}">{}</a>.', refusal.message, refusal.url, refusal.linked)
