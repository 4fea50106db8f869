"""Keeps forms that were sent after a session had ended, until their editor signs in again. Nothing is resubmitted by itself.

Only the fields are kept, in the session, for the editor named by a signed cookie from the last sign-in; nobody else sees them. A
form is kept only after Django's CSRF check, or, if signing in again in another window has outdated its token, if it comes from a
page of this very site.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.csrf import csrf_failure as refused_as_forged

from archive.pages.links import address_of
from archive.text.numbers import read_int

COOKIE = "chancery-editor"
COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_KEY = "kept_form"
LIMIT = 2 * 1024 * 1024  # characters; a draft's page has some ten thousand
UNSAID = ("csrfmiddlewaretoken",)
AGAIN = "You are signed out. Press “Save changes”: you sign in again and come back with what you typed."
FILES = "You were signed out, so the files were not received. Choose them again."
TOO_LONG = "You were signed out, and what you sent is too long to keep. Go back in your browser to find it."
Answer = Callable[[HttpRequest], HttpResponse]


class KeepTyped:
    """Keep what a signed-out editor sends, redirect to sign-in, and remember who is signed in."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Store who is signed in, on the way out."""
        response = self.get_response(request)
        if _is_admin(request) and request.user.is_authenticated and _who(request) != request.user.pk:
            response.set_signed_cookie(
                COOKIE,
                str(request.user.pk),
                max_age=COOKIE_AGE,
                path=reverse("admin:index"),
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    def process_view(self, request: HttpRequest, view: Answer, args: Any, kwargs: Any) -> HttpResponse | None:
        """Handle an admin form from an editor who is signed out. The CSRF check is done."""
        match = request.resolver_match
        is_door = match is not None and match.url_name in ("login", "logout", "sign_in_code")
        if request.method != "POST" or not _is_admin(request) or is_door or request.user.is_authenticated:
            return None
        return _led_to_sign_in(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Keep a form whose token is outdated because its editor signed in again in another window; refuse any other."""
    if not (_is_admin(request) and _is_from_here(request) and _who(request) is not None) or request.path == _login():
        return refused_as_forged(request, reason)
    if not request.user.is_authenticated:
        return _led_to_sign_in(request)
    if wants_json(request):
        return JsonResponse({"error": AGAIN}, status=403)
    keep(request, request.get_full_path())
    return redirect(_where(request))


def _led_to_sign_in(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": AGAIN}, status=401)
    if _who(request) is None:
        return redirect_to_login(request.get_full_path(), _login())
    keep(request, request.get_full_path())
    return redirect_to_login(_where(request), _login())


def keep(request: HttpRequest, path: str) -> None:
    """Keep what was sent for the page at `path`, which is prefilled with it."""
    if request.FILES:
        messages.warning(request, FILES)
        return
    sent = request.POST.copy()
    for name in UNSAID:
        sent.pop(name, None)
    encoded = sent.urlencode()
    if len(encoded) > LIMIT:
        messages.warning(request, TOO_LONG)
        return
    request.session[SESSION_KEY] = {"path": path, "user": _who(request), "sent": encoded}


def _where(request: HttpRequest) -> str:
    """Return the page to come back to: a draft's own page, which is prefilled; else the page that shows what is kept."""
    match = request.resolver_match
    if match is not None and match.url_name == "archive_upload_change":
        return request.get_full_path()
    if SESSION_KEY in request.session:
        return reverse("kept_form")
    return reverse("admin:archive_upload_changelist") if request.FILES else reverse("admin:index")


def kept_for(request: HttpRequest) -> QueryDict | None:
    """Return the form that this editor sent to this page while signed out."""
    kept = _kept(request)
    return QueryDict(kept["sent"], mutable=False) if kept and urlsplit(kept["path"]).path == request.path else None


def drop_kept(request: HttpRequest) -> None:
    """Forget the form kept for this page, which is being sent again."""
    if kept_for(request) is not None:
        del request.session[SESSION_KEY]


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = request.session.get(SESSION_KEY)
    return kept if kept and request.user.is_authenticated and kept["user"] == request.user.pk else None


@login_required
def kept_form(request: HttpRequest) -> HttpResponse:
    """Show what was sent while signed out, with a button that sends it."""
    from django.contrib import admin

    kept = _kept(request)
    if kept is None or request.method != "GET":
        if kept is not None:
            del request.session[SESSION_KEY]
        return redirect("admin:index")
    del request.session[SESSION_KEY]
    fields = [(name, value) for name, values in QueryDict(kept["sent"]).lists() for value in values]
    context = {
        **admin.site.each_context(request),
        "title": "Sent while you were signed out",
        "path": kept["path"],
        "fields": fields,
        "typed": [(name, value) for name, value in fields if value and not name.startswith(("_", "initial-"))],
    }
    return TemplateResponse(request, "admin/kept_form.html", context)


def _is_admin(request: HttpRequest) -> bool:
    return request.path.startswith(address_of("admin:index"))


def _login() -> str:
    return address_of("admin:login")


def _who(request: HttpRequest) -> int | None:
    """Return the key of the last user signed in with this browser."""
    return read_int(request.get_signed_cookie(COOKIE, default="", max_age=COOKIE_AGE))


def _is_from_here(request: HttpRequest) -> bool:
    """Tell whether the browser confirms that a page of this site sent the request."""
    site = request.headers.get("sec-fetch-site")
    own = f"{request.scheme}://{request.get_host()}"
    return site == "same-origin" if site else request.headers.get("origin", "") == own


def wants_json(request: HttpRequest) -> bool:
    """Tell whether the page's script is saving in the background."""
    return "application/json" in request.headers.get("accept", "")
