"""The page that cites a transcript, a record, a paragraph or a quotation, and the files for reference managers."""

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
from archive.pages import presenters, public_pages
from archive.pages.cited_works import cited_paragraph, cited_record, cited_transcript
from archive.pages.quoted import ShownQuote, asked_quote, marked, show_quote
from archive.pages.transcript_pages import Paging

FILES: dict[str, tuple[str, str, Callable[[Cited], str]]] = {
    "bib": ("BibTeX", "application/x-bibtex", write_bibtex),
    "ris": ("RIS", "application/x-research-info-systems", write_ris),
    "json": ("CSL-JSON", "application/vnd.citationstyles.csl+json", lambda cited: write_csl([cited])),
}
COPIED = 20_000  # characters of a quotation offered for copying


@require_safe
def cite_transcript(request: HttpRequest, slug: str) -> HttpResponse:
    """Cite a transcript; with `?p=` one of its paragraphs, with `?quote=` words of it."""
    of = get_object_or_404(Transcript.objects.select_related("source"), slug=slug)
    if of.state != Transcript.State.PUBLISHED:
        return public_pages.not_public(request, of)
    asked, quoted = request.GET.get("p", ""), asked_quote(request.GET)
    if quoted:
        found = show_quote(Paging(request, of), quoted, mark_countries=False)
        cited = cited_paragraph(request, of, found.numbers) if found.numbers else cited_transcript(request, of)
        return _answer(request, of, cited, quote=found)
    return _answer(request, of, cited_paragraph(request, of, asked) if asked else cited_transcript(request, of))


@require_safe
def cite_record(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Cite a record; with `?quote=` words of it."""
    found = public_pages.public_record(request, slug, number)
    if isinstance(found, HttpResponse):
        return found
    asked = asked_quote(request.GET)
    quote = marked(presenters.read([found], mark_countries=False), asked) if asked else None
    return _answer(request, found.transcript, cited_record(request, found), record=found, quote=quote)


def _answer(
    request: HttpRequest, of: Transcript, cited: Cited, record: Record | None = None, quote: ShownQuote | None = None
) -> HttpResponse:
    """Answer with the file named by `?format=`, or with the page."""
    wanted = request.GET.get("format", "")
    copied = quote_with_link(request, record or of, cited, quote) if quote else ""
    if quote and wanted == "quote":
        said = copied or "These exact words are not in this revision."
        return HttpResponse(said, status=200 if copied else 404, content_type="text/plain; charset=utf-8")
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
        "paragraph": quote.numbers if quote and not record else request.GET.get("p", ""),
        "quote": quote,
        "copied": copied,
    }
    return render(request, "cite.html", context)


def quote_with_link(request: HttpRequest, of: Record | Transcript, cited: Cited, quote: ShownQuote) -> str:
    """Return the quotation, its citation and its address for copying; empty if the words were not found."""
    if quote.outcome != "exact":
        return ""
    words = quote.words if len(quote.words) <= COPIED else f"{quote.words[:COPIED]} …"
    address = request.build_absolute_uri(quote.address(of.get_absolute_url()))
    return f"“{words}”\n\n{references(cited)[0].text}\n\n{address}\n"
