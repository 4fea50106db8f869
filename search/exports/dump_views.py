"""The page of dumps, and their files."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from archive.pages.links import site_of
from search.exports.data_package import TYPES
from search.exports.public_dumps import MANIFEST, PACKAGE, SUMS, read_manifest, withdrawn_from

DESCRIPTIONS = {MANIFEST: "application/json", PACKAGE: "application/json", SUMS: "text/plain; charset=utf-8"}


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
