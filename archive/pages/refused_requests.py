"""The page for a request refused before it was read: the limit it exceeded, and what to do."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string

# Values that SQLite stores but PostgreSQL refuses: https://www.postgresql.org/docs/current/errcodes-appendix.html
UNFIT = {
    "22021": ("The text has a NUL character, which is invisible and cannot be stored.", "Remove it, or type the text again."),
    "22P05": ("The text has half of a character, which cannot be stored.", "Remove it, or type the text again."),
    "22001": ("A text is longer than its field.", "Shorten it."),
    "22003": ("A number is too large.", "Give a smaller one."),
}
BACK = "Nothing was stored. Go back in your browser: what you typed should still be there."


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Explain a bad request as a page, or in one line for the page's script."""
    said, remedy = _words_for(exception)
    status = 413 if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)) else 400
    if "application/json" in request.headers.get("accept", "").split(","):
        return JsonResponse({"error": f"{said} {remedy}"}, status=status)
    # A page prints the host of its request; a refused host must not be printed.
    known = None if isinstance(exception, DisallowedHost) else request
    return HttpResponse(render_to_string("400.html", {"status": status, "said": said, "remedy": remedy}, known), status=status)


def unfit(error: Exception) -> tuple[str, str] | None:
    """Return what the database cannot store and what to do about it; None for other errors."""
    if not isinstance(error, DataError):
        return None
    state = getattr(error.__cause__, "sqlstate", None) or ("22021" if "NUL" in str(error) else "")
    return UNFIT.get(state)


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
            f"The form holds more than {most} of text, which is too much to process at once.",
            f"{BACK} Send less at a time; whoever runs the site can allow more with DATA_UPLOAD_MAX_MEMORY_SIZE.",
        )
    if isinstance(exception, TooManyFilesSent):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        return f"More than {most:,} files came at once.", "Nothing was stored. Send fewer, or make a zip of them."
    if words := unfit(exception):
        return words[0], f"{BACK} {words[1]}"
    if isinstance(exception, DisallowedHost):
        return "This site is not known under this name.", "Whoever runs it can add the name to ALLOWED_HOSTS."
    return "The browser sent a malformed request.", "Go back, reload the page, and try again."
