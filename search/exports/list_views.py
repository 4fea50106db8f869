"""A list of records: the page that shows, cites and exports it, and its files. Without records, the list kept on the device."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from archive.formats.citation_styles import STYLES, Reference, references
from archive.formats.cited import Cited
from archive.formats.reference_files import write_bibtex, write_csl, write_ris
from archive.pages.links import site_of
from search.display.record_cards import ShownRecord, card_of
from search.display.result_rows import rows_of
from search.display.results_page import ResultRow
from search.display.snippets import Passages
from search.engines.base import EngineHit
from search.exports.export_fields import FIELDS, Exported
from search.exports.export_files import EXPORT_FORMATS
from search.exports.export_views import as_file
from search.exports.record_list import MOST_RECORDS, RecordList, changed, read_names, record_list
from search.exports.research_packet import cited_row
from search.exports.whole_result import records_of
from search.query.params import SearchParams
from search.query.tree import Everything


class ReferenceFile(NamedTuple):
    """A file of references: name, media type and writer."""

    label: str
    media_type: str
    write: Callable[[Sequence[Cited]], str]


REFERENCES = {
    "bib": ReferenceFile("BibTeX", "application/x-bibtex", lambda works: "\n".join(map(write_bibtex, works))),
    "ris": ReferenceFile("RIS", "application/x-research-info-systems", lambda works: "".join(map(write_ris, works))),
    "json": ReferenceFile("CSL-JSON", "application/vnd.citationstyles.csl+json", write_csl),
}
METHODS = require_http_methods(["GET", "HEAD", "POST"])


class ListedRow(NamedTuple):
    """A record of a list: its row, its reference, and whether its words have changed since it was collected."""

    hit: ResultRow
    reference: Reference
    changed: bool


# A form too long for an address is posted. It changes nothing, so it needs no token.
@csrf_exempt
@METHODS
def record_list_page(request: HttpRequest) -> HttpResponse:
    """Show the records named in the address or form, with references in the chosen style."""
    parameters = _parameters(request)
    named = read_names(parameters)
    found = record_list(named)
    style = parameters.get("style", "")
    style = style if style in STYLES else next(iter(STYLES))
    context = {
        "found": found,
        "rows": _rows(request, found, style),
        "style": style,
        "styles": list(STYLES),
        "formats": EXPORT_FORMATS,
        "fields": FIELDS,
        "reference_files": {key: one.label for key, one in REFERENCES.items()},
        "most": MOST_RECORDS,
        "asked": bool(named.names or named.unread),
    }
    return render(request, "record_list.html", context)


@csrf_exempt
@METHODS
def record_list_file(request: HttpRequest) -> HttpResponseBase:
    """Answer with a list as a file. `format` and `field` (several) choose format and columns."""
    parameters = _parameters(request)
    found, wanted = record_list(read_names(parameters)), parameters.get("format", "")
    if wanted in EXPORT_FORMATS:
        return as_file(request, found, wanted, parameters.getlist("field"))
    if wanted not in REFERENCES:
        raise Http404(f"No such format. There are {', '.join((*EXPORT_FORMATS, *REFERENCES))}.")
    works = [cited_row(row, timezone.localdate()) for row in _exported(found, site_of(request))]
    file = REFERENCES[wanted]
    named = {"Content-Disposition": f'attachment; filename="chancery-{timezone.localdate():%Y-%m-%d}.{wanted}"'}
    return HttpResponse(file.write(works), content_type=f"{file.media_type}; charset=utf-8", headers=named)


def _parameters(request: HttpRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def _exported(found: RecordList, site: str) -> Iterator[Exported]:
    return (Exported(record, revision, site) for record, revision in records_of(found.keys))


def _rows(request: HttpRequest, record_list: RecordList, style: str) -> list[ListedRow]:
    params, today = SearchParams(), timezone.localdate()
    records = {row.record.pk: row for row in _exported(record_list, site_of(request))}
    hits = [EngineHit(key, 0.0) for key in record_list.keys]
    rows = rows_of(
        hits,
        {key: ShownRecord(row.record, card_of(row.record)) for key, row in records.items()},
        params,
        Passages(Everything(), {}),
    )
    other = changed(record_list.named, {row.record_key: row.fingerprint for row in rows})
    cited = (cited_row(records[row.record_id], today) for row in rows)
    return [
        ListedRow(row, next(one for one in references(work) if one.style == style), row.record_key in other)
        for row, work in zip(rows, cited, strict=True)
    ]
