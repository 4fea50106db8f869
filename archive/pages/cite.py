"""The page on which a transcript, a record or a paragraph is cited, and the files that reference managers take."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.formats.bibtex import write_bibtex
from archive.formats.citation_styles import references
from archive.formats.cited import Cited
from archive.formats.csl_json import write_csl
from archive.formats.ris import write_ris
from archive.models import Record, Transcript
from archive.pages import views
from archive.pages.cited_works import cited_paragraph, cited_record, cited_transcript

FILES: dict[str, tuple[str, str, Callable[[Cited], str]]] = {
    "bib": ("BibTeX", "application/x-bibtex", write_bibtex),
    "ris": ("RIS", "application/x-research-info-systems", write_ris),
    "json": ("CSL-JSON", "application/vnd.citationstyles.csl+json", lambda cited: write_csl([cited])),
}


@require_safe
def cite_transcript(request: HttpRequest, slug: str) -> HttpResponse:
    """Cite a transcript, or with `?p=` one of its paragraphs."""
    of = get_object_or_404(Transcript.objects.select_related("source"), slug=slug)
    if of.state != Transcript.State.PUBLISHED:
        return views.not_public(request, of)
    asked = request.GET.get("p", "")
    return _answer(request, of, cited_paragraph(request, of, asked) if asked else cited_transcript(request, of))


@require_safe
def cite_record(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Cite a record."""
    found = views.public_record(request, slug, number)
    if isinstance(found, HttpResponse):
        return found
    return _answer(request, found.transcript, cited_record(request, found), record=found)


def _answer(request: HttpRequest, of: Transcript, cited: Cited, record: Record | None = None) -> HttpResponse:
    """Answer with the file that `?format=` names, or with the page."""
    wanted = request.GET.get("format", "")
    if wanted in FILES:
        _, media_type, write = FILES[wanted]
        named = {"Content-Disposition": f'attachment; filename="{cited.key}.{wanted}"'}
        return HttpResponse(write(cited), content_type=f"{media_type}; charset=utf-8", headers=named)
    paragraphs = [number for turn in record.turns.all() for number in turn.paragraphs] if record else []
    context = {
        "cited": cited,
        "references": references(cited),
        "files": [(key, label, write(cited)) for key, (label, _, write) in FILES.items()],
        "transcript": of,
        "record": record,
        "paragraphs": paragraphs,
        "paragraph": request.GET.get("p", ""),
    }
    return render(request, "cite.html", context)
