"""The pages from which results and dumps of the archive are taken, and the files they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from archive.pages.links import site_of
from search.exports.export_fields import FIELDS, Exported, chosen_fields
from search.exports.export_files import EXPORT_FORMATS, PIECE, TYPES, write_xlsx
from search.exports.public_dumps import MANIFEST, PACKAGE, SUMS, read_manifest, withdrawn_from
from search.exports.research_packet import Packet
from search.exports.whole_result import WholeResult, batches, whole_result
from search.index.repairing import told_while_repaired
from search.query.params import SearchParams
from search.results import run_search

DESCRIPTIONS = {MANIFEST: "application/json", PACKAGE: "application/json", SUMS: "text/plain; charset=utf-8"}


@require_safe
@told_while_repaired
def export_page(request: HttpRequest) -> HttpResponse:
    """Offer the whole result of a search as a file."""
    params = SearchParams.from_querydict(request.GET)
    results = run_search(params)
    context = {
        "params": params,
        "total": results.total,
        "in_words": results.in_words,
        "formats": EXPORT_FORMATS,
        "fields": FIELDS,
        "hidden": params.pairs(),
    }
    return render(request, "search_export.html", context)


@require_safe
@told_while_repaired
def export_file(request: HttpRequest) -> HttpResponseBase:
    """Answer with the file. `format` and `field` (several) choose format and columns; the rest is the search."""
    wanted = request.GET.get("format", "")
    if wanted not in EXPORT_FORMATS:
        raise Http404(f"No such format. There are {', '.join(EXPORT_FORMATS)}.")
    return as_file(request, whole_result(SearchParams.from_querydict(request.GET)), wanted, request.GET.getlist("field"))


def as_file(request: HttpRequest, result: WholeResult, wanted: str, keys: Iterable[str]) -> HttpResponseBase:
    """Answer with a result as a file in the given format and columns."""
    _, media_type, write = EXPORT_FORMATS[wanted]
    fields = chosen_fields(keys)
    rows = _rows(result, site_of(request))
    name = f"chancery-{timezone.localdate():%Y-%m-%d}.{wanted.removeprefix('excel.')}"
    named = {"Content-Disposition": f'attachment; filename="{name}"', "X-Records": str(len(result.keys))}
    if wanted == "zip":
        packet = Packet(result, site_of(request), request.build_absolute_uri(result.path))
        return StreamingHttpResponse(packet.pieces(), content_type=media_type, headers=named)
    if write is None:
        file = TemporaryFile()  # noqa: SIM115  # the response closes it
        write_xlsx(file, rows, fields, about(request, result))
        file.seek(0)
        return FileResponse(file, content_type=media_type, headers=named)
    pieces = ("".join(piece) for piece in batches(write(rows, fields), PIECE))
    return StreamingHttpResponse(pieces, content_type=f"{media_type}; charset=utf-8", headers=named)


def about(request: HttpRequest, result: WholeResult) -> list[tuple[str, str | int]]:
    """Return a file's description of itself: archive, search, number, time, address."""
    return [
        ("Archive", settings.SITE_NAME),
        ("Search", result.in_words),
        ("Query", result.params.q),
        ("Records", len(result.keys)),
        ("Order", result.order),
        ("Exported", timezone.localtime().isoformat(timespec="seconds")),
        ("Address", request.build_absolute_uri(result.path)),
        *((field.key, field.meaning) for field in FIELDS),
    ]


def _rows(result: WholeResult, site: str) -> Iterator[Exported]:
    return (Exported(record, revision, site) for record, revision in result.records())


@require_safe
def dumps(request: HttpRequest) -> HttpResponse:
    """List the files, newest day first."""
    manifest = read_manifest(settings.DUMPS_DIR)
    context = {
        "parts": [manifest.parts[name] for name in sorted(manifest.parts, reverse=True)],
        "records": sum(part.records for part in manifest.parts.values()),
        "size": sum(file.size for file in manifest.files),
        "finished": manifest.finished.replace("T", " ")[:16],
        "descriptions": list(DESCRIPTIONS) if manifest.finished else [],
        "site": site_of(request),
    }
    return render(request, "dumps.html", context)


@require_safe
def dump_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve a file of the manifest or its description; 410 if a transcript in it has been withdrawn."""
    manifest = read_manifest(settings.DUMPS_DIR)
    if name in DESCRIPTIONS and manifest.finished:
        return _sent(request, settings.DUMPS_DIR / name, DESCRIPTIONS[name], "")
    for part in manifest.parts.values():
        for file in part.files:
            if file.path == name:
                if withdrawn_from(part):
                    return render(request, "dumps_stale.html", {"name": name}, status=410)
                media_type = f"{TYPES[name.rpartition('.')[2]]}; charset=utf-8"
                return _sent(request, settings.DUMPS_DIR / name, media_type, f'"{file.sha256}"')
    raise Http404("No such file. The list of dumps names those there are.")


def _sent(request: HttpRequest, path: Path, media_type: str, etag: str) -> HttpResponseBase:
    try:
        file = path.open("rb")
    except OSError:
        raise Http404("This file no longer exists. Fetch the manifest again.") from None
    known = get_conditional_response(request, etag=etag) if etag else None
    response = known or FileResponse(file, content_type=media_type, as_attachment=True, filename=path.name)
    if known is not None:
        file.close()
    if etag:
        response.headers["ETag"] = etag
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
