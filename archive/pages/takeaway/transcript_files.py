"""A transcript as a file: at an address of its own, or by `Accept` at the page's address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from archive.formats import akn_file, tei_file, transcript_json, transcript_text
from archive.formats.whole_transcript import WholeTranscript
from archive.models import Transcript
from archive.pages import public_pages, views
from archive.pages.feeds import archive_etag
from archive.pages.links import address_of, site_of
from archive.pages.takeaway.signposting import signposts
from archive.pages.takeaway.whole_loading import load_whole
from archive.text.numbers import read_int


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A file format of transcripts: its file ending, label, media type and writer."""

    ending: str
    label: str
    media_type: str
    write: Callable[[WholeTranscript], Iterator[str]]


FORMATS = {
    form.ending: form
    for form in (
        FileFormat("xml", "Akoma Ntoso", akn_file.MEDIA_TYPE, akn_file.write_akn),
        FileFormat("tei.xml", "TEI", tei_file.MEDIA_TYPE, tei_file.write_tei),
        FileFormat("json", "JSON", transcript_json.MEDIA_TYPE, transcript_json.write_json),
        FileFormat("txt", "Text", transcript_text.MEDIA_TYPE, transcript_text.write_text_file),
    )
}
HTML = "text/html"
ACCEPTED = {HTML: "", **{form.media_type: form.ending for form in FORMATS.values()}, "application/xml": "xml", "text/xml": "xml"}


@require_safe
def transcript_or_file(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show a transcript's page, or answer with a file if `Accept` prefers it."""
    ending = ACCEPTED[request.get_preferred_type(list(ACCEPTED)) or HTML]
    response = transcript_file(request, slug, ending) if ending else views.transcript(request, slug)
    patch_vary_headers(response, ["Accept"])
    if ending and response.status_code == 200:
        response.headers["Content-Location"] = file_address(slug, ending)
    elif response.status_code == 200:
        response.headers["Link"] = signposts(address_of("transcript", slug), address_of("cite_transcript", slug), _files(slug))
    return response


@require_safe
def transcript_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """Answer with a transcript's file. `revision` may name the public one."""
    form = FORMATS.get(ending)
    if form is None:
        raise Http404(f"No such format. There are {', '.join(FORMATS)}.")
    found = get_object_or_404(Transcript.objects.select_related("source"), slug=slug)
    if found.state != Transcript.State.PUBLISHED:
        return public_pages.not_public(request, found)
    _refuse_other_revisions(request, found)
    etag = archive_etag(request, form.ending)
    known = get_conditional_response(request, etag=etag)
    response = known or HttpResponse("".join(form.write(load_whole(found, site_of(request)))))
    response.headers["ETag"] = etag
    response.headers["Access-Control-Allow-Origin"] = "*"
    if known is None:
        response.headers["Content-Type"] = f"{form.media_type}; charset=utf-8"
        response.headers["Content-Disposition"] = f'inline; filename="{found.slug}.{ending}"'
    return response


def file_address(slug: str, ending: str) -> str:
    """Return the address of a transcript's file."""
    return address_of("transcript_file", slug, ending)


def _files(slug: str) -> list[tuple[str, str]]:
    return [(file_address(slug, form.ending), form.media_type) for form in FORMATS.values()]


def _refuse_other_revisions(request: HttpRequest, of: Transcript) -> None:
    """Raise Http404 for any revision but the newest: what a correction removed is not public."""
    asked = request.GET.get("revision", "")
    if not asked:
        return
    newest = of.revisions.order_by("-number").values_list("number", flat=True).first() or 1
    if read_int(asked) != newest:
        raise Http404(f"Revision {newest} is the one that is public.")
