"""Serves stored files so that browsers do not render them."""

from __future__ import annotations

from pathlib import PurePath

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from archive.models import Revision

SAFE_TYPES = {
    ".txt": "text/plain",
    ".md": "text/plain",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def attachment(revision: Revision) -> HttpResponse:
    """Return the uploaded bytes as a download under their original name. The revision's original must be loaded."""
    name = printable(revision.file_name) or f"{revision.original_id[:12]}.bin"
    kind = SAFE_TYPES.get(PurePath(name).suffix.lower(), "application/octet-stream")
    response = HttpResponse(bytes(revision.original.data), content_type=kind)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = (
        "default-src 'none'; sandbox; frame-ancestors 'none'"  # in case a browser renders it anyway
    )
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["ETag"] = f'"{revision.original_id}"'
    return response


def printable(name: str) -> str:
    """Return the last part of a file's name without characters that a header must not contain."""
    return "".join(letter for letter in PurePath(name.replace("\\", "/")).name if letter.isprintable())
