"""The sign-in pages and their forms: name and password, then a code if the account has a second factor."""

from __future__ import annotations

import logging
import time
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth import authenticate, login
from django.contrib.auth.forms import PasswordChangeForm, UsernameField
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from archive.models import SignInTry
from archive.serving.monitoring.metrics import count_failed_sign_in
from archive.signin import open_sessions, passwords, second_factor, throttle
from archive.signin.open_sessions import FACTOR

__all__ = ["AdminPasswordChangeForm", "CodeForm", "OwnPasswordForm", "SignInForm"]
LONGEST = 1024  # characters of a password; longer ones are not hashed
log = logging.getLogger("archive.signin")
Outcome = SignInTry.Outcome
PENDING = "half_signed_in"
PENDING_FOR = 300  # seconds between password and code
CODES = 5  # wrong codes before the password is asked for again
WRONG = "The name or password is wrong, or the account may not sign in here. Both are case-sensitive."
MANY = (
    "Too many failed attempts. Your password was not checked; try again in {}. "
    "A browser in which you have signed in before is not affected by other people's attempts."
)
BUSY = "Too many people are signing in at the moment. Your password was not checked; try again in a few seconds."


class PutOffError(Exception):
    """Too many wrong passwords. Retry in so many `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"put off for {seconds} seconds")
        self.seconds = seconds


class SignInForm(forms.Form):
    """Name and password."""

    username = UsernameField(label="Username", max_length=150, widget=forms.TextInput(attrs={"autofocus": True}))
    password = forms.CharField(
        label="Password",
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """The code of an app, or a recovery code."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "one-time-code", "spellcheck": "false"}),
    )


class OwnPasswordForm(PasswordChangeForm):
    """A new password, different from the present one."""

    def clean_old_password(self) -> str:
        """Refuse a wrong one; one that is too long is not hashed. Raises ValidationError."""
        if len(self.cleaned_data["old_password"]) > LONGEST:
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return str(super().clean_old_password())

    def clean_new_password1(self) -> str:
        """Refuse a password too long to hash. Raises ValidationError."""
        chosen = str(self.cleaned_data.get("new_password1", ""))
        if len(chosen) > LONGEST:
            raise ValidationError(f"Choose a password of at most {LONGEST} characters.")
        return chosen

    def clean(self) -> dict[str, Any]:
        """Refuse the present password. Raises ValidationError."""
        cleaned: dict[str, Any] = super().clean() or {}
        old, new = self.cleaned_data.get("old_password"), self.cleaned_data.get("new_password1")
        if old and old == new:
            self.add_error("new_password1", "That is your current password. Choose another.")
        return cleaned


@sensitive_post_parameters("password")
@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password. Tries over the limit are refused before hashing."""
    if request.method != "POST" and admin.site.has_permission(request):
        return HttpResponseRedirect(_next(request))
    form = SignInForm(request.POST or None)
    if not form.is_valid():
        return _page(request, "admin/login.html", form, "Log in")
    name = form.cleaned_data["username"]
    this = throttle.try_of(request, name)
    if wait := this.wait():
        _tell_once(this, wait)
        return put_off(request, wait)
    user = authenticate(request, username=name, password=form.cleaned_data["password"])
    if not isinstance(user, User) or not user.is_active or not user.is_staff:
        _failed(this, name, Outcome.PASSWORD)
        form.add_error(None, WRONG)
        return _page(request, "admin/login.html", form, "Log in")
    if second_factor.has_one(user):
        return _ask_for_code(request, user)
    return _come_in(request, user, this, factor=False)


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code once the password was right."""
    user = _half_signed_in(request)
    if user is None:
        return HttpResponseRedirect(reverse("admin:login"))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        this = throttle.try_of(request, user.get_username())
        if wait := this.wait():
            return put_off(request, wait)
        if second_factor.is_right(user, form.cleaned_data["code"]):
            return _come_in(request, user, this, factor=True)
        _failed(this, user.get_username(), Outcome.CODE)
        if _codes_are_used_up(request):
            return HttpResponseRedirect(reverse("admin:login"))
        form.add_error("code", "This code is wrong or was already used. Codes change every 30 seconds; wait for the next one.")
    return _page(request, "admin/signin/code.html", form, "Second factor")


def is_own_password(request: HttpRequest, user: User, typed: str) -> bool:
    """Check the password of somebody who is signed in. Wrong ones count as failed sign-ins. Raises PutOffError."""
    refuse_if_put_off(request, user)
    is_right = len(typed) <= LONGEST and user.check_password(typed)
    if not is_right:
        note_wrong_password(request, user)
    return is_right


def refuse_if_put_off(request: HttpRequest, user: User) -> None:
    """Raise PutOffError after too many wrong passwords. A stolen session must not be a way to guess the password."""
    if wait := throttle.try_of(request, user.get_username()).wait():
        raise PutOffError(wait)


def note_wrong_password(request: HttpRequest, user: User) -> None:
    """Count a wrong password of somebody who is signed in as a failed sign-in."""
    _failed(throttle.try_of(request, user.get_username()), user.get_username(), Outcome.PASSWORD)


def put_off(request: HttpRequest, wait: int) -> HttpResponse:
    """Say that there were too many wrong passwords."""
    return refused(request, MANY.format(_in_words(wait)), wait)


def refused(request: HttpRequest, why: str, wait: int) -> HttpResponse:
    """Refuse unchecked, and say when to retry."""
    answer = TemplateResponse(
        request, "admin/signin/refused.html", {"why": why, "title": "Not now", "site_header": settings.SITE_NAME}
    )
    return not_now(answer.render(), wait)


def not_now(answer: HttpResponse, wait: int) -> HttpResponse:
    """Add Retry-After to an answer."""
    answer.status_code = 429
    answer._has_been_logged = True  # type: ignore[attr-defined]  # Django would write a line for each
    answer.headers["Retry-After"] = str(wait)
    return answer


def busy(request: HttpRequest) -> HttpResponse:
    """Say that too many passwords are being checked."""
    return refused(request, BUSY, passwords.SECONDS)


def _ask_for_code(request: HttpRequest, user: User) -> HttpResponse:
    request.session.cycle_key()
    request.session[PENDING] = {"user": user.pk, "hash": user.get_session_auth_hash(), "at": int(time.time()), "codes": 0}
    request.session[PENDING]["next"] = _next(request)
    return HttpResponseRedirect(reverse("sign_in_code"))


def _half_signed_in(request: HttpRequest) -> User | None:
    pending = request.session.get(PENDING)
    if not pending or not -open_sessions.AHEAD < time.time() - pending["at"] <= PENDING_FOR:
        return None
    user = User.objects.filter(pk=pending["user"], is_active=True, is_staff=True).first()
    return user if user and user.get_session_auth_hash() == pending["hash"] else None


def _codes_are_used_up(request: HttpRequest) -> bool:
    pending: dict[str, Any] = request.session[PENDING]
    request.session[PENDING] = {**pending, "codes": pending["codes"] + 1}
    if pending["codes"] + 1 < CODES:
        return False
    del request.session[PENDING]
    return True


def _tell_once(this: throttle.Try, wait: int) -> None:
    """Log that tries are refused, once a pause, so that a flood does not fill the disk."""
    count_failed_sign_in("put off")
    if cache.add(f"sign-in-put-off:{this.address}:{this.account}", True, wait):
        log.warning("Sign-ins from %s are put off for %d s: too many wrong tries.", this.address, wait)


def _failed(this: throttle.Try, name: str, outcome: Outcome) -> None:
    user = User.objects.filter(username=name).first()
    this.note(outcome, user)
    count_failed_sign_in(outcome.label.lower())
    log.warning("Failed sign-in of %s from %s: %s.", user or "an unknown account", this.address, outcome.label.lower())


def _come_in(request: HttpRequest, user: User, this: throttle.Try, factor: bool) -> HttpResponse:
    greeting = _since_last_time(user)
    pending = request.session.pop(PENDING, {})
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session[FACTOR] = factor
    throttle.forget_the_old()
    answer = HttpResponseRedirect(pending.get("next") or _next(request))
    throttle.mark(request, answer, user)
    this.note(Outcome.SIGNED_IN, user)
    log.info("%s signed in from %s%s.", user, this.address, " with a second factor" if factor else "")
    messages.info(request, greeting)
    return answer


def _since_last_time(user: User) -> str:
    """Say when the account last signed in, and how many tries failed since."""
    tries = SignInTry.objects.filter(user=user)
    last = tries.filter(outcome=Outcome.SIGNED_IN).first()
    failed = tries.exclude(outcome=Outcome.SIGNED_IN)
    if last:
        failed = failed.filter(at__gt=last.at)
        when = date_format(timezone.localtime(last.at), "j F Y, H:i")
        last_visit = f"You last signed in on {when} from {last.address}."
    else:
        last_visit = "This is your first sign-in."
    number = failed.count()
    tried = f"{number} failed sign-in{'' if number == 1 else 's'} since" if number else "No failed sign-in since"
    return f"{last_visit} {tried}."


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if allowed else reverse("admin:index")


def _page(request: HttpRequest, template: str, form: Any, title: str) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, "form": form, "app_path": request.get_full_path()}
    return TemplateResponse(request, template, {**context, "next": _next(request), "username": request.user.get_username()})


def _in_words(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return f"{minutes} minutes" if minutes > 1 else "a minute"
