"""The page for a request that was refused before it was read: what was too much, and what to do."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string

BACK = "Nothing was stored. Go back in your browser: what you typed should still be there."


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what was wrong with a request; with the page's script, in a line."""
    said, remedy = _words_for(exception)
    status = 413 if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)) else 400
    if "application/json" in request.headers.get("accept", "").split(","):
        return JsonResponse({"error": f"{said} {remedy}"}, status=status)
    # A page names the host that it was asked for under; one that is refused is named nowhere.
    known = None if isinstance(exception, DisallowedHost) else request
    return HttpResponse(render_to_string("400.html", {"status": status, "said": said, "remedy": remedy}, known), status=status)


def _words_for(exception: Exception) -> tuple[str, str]:
    if isinstance(exception, TooManyFieldsSent):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
        return (
            f"The form has more than {most:,} fields, which is too many to process at once.",
            f"{BACK} Send less at a time; whoever runs the site can allow more with DATA_UPLOAD_MAX_NUMBER_FIELDS.",
        )
    if isinstance(exception, RequestDataTooBig):
        most = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        return (
            f"The form holds more than {most} of text, which is too many to process at once.",
            f"{BACK} Send less at a time; whoever runs the site can allow more with DATA_UPLOAD_MAX_MEMORY_SIZE.",
        )
    if isinstance(exception, TooManyFilesSent):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        return f"More than {most:,} files came at once.", "Nothing was stored. Send fewer, or make a zip of them."
    if isinstance(exception, DisallowedHost):
        return "This site is not known under this name.", "Whoever runs it can add the name to ALLOWED_HOSTS."
    return "The browser sent a malformed request.", "Go back, reload the page, and try again."
