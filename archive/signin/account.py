"""The account page: sign-ins, sessions, second factor, password; for a superuser, all sessions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from archive.models import GivenPassword, OpenSession, SignInTry
from archive.signin import open_sessions, second_factor
from archive.signin.sign_in import CodeForm, OwnPasswordForm, is_own_password, note_wrong_password, refuse_if_put_off
from archive.text.numbers import read_int

NEWEST = 10
SESSIONS_ON_A_PAGE = 50
NEW_KEY = "new_second_factor"
WRONG_PASSWORD = "This is not your password. Nothing was changed."


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    return TemplateResponse(
        request, f"admin/signin/{template}.html", {**admin.site.each_context(request), "title": title, **context}
    )


@require_http_methods(["GET", "HEAD"])
def account(request: HttpRequest) -> HttpResponse:
    """Show recent sign-ins and failures, open sessions, and the second factor."""
    user = _user(request)
    context = {
        "tries": SignInTry.objects.filter(user=user)[:NEWEST],
        "sessions": open_sessions.listed().filter(user=user),
        "this_session": request.session.session_key,
        "has_factor": second_factor.has_one(user),
        "required": second_factor.is_required_of(user),
        "codes_left": second_factor.recovery_codes_left(user),
    }
    return _page(request, "account", "Your account", **context)


@require_http_methods(["GET", "HEAD"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Show all sessions."""
    if not _user(request).is_superuser:
        raise PermissionDenied
    pages = Paginator(open_sessions.listed(), SESSIONS_ON_A_PAGE)
    page = pages.get_page(request.GET.get("p", 1))
    return _page(request, "sessions", "All sessions", page=page, this_session=request.session.session_key)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one session, or all of one's own except this one. A superuser may end any."""
    user = _user(request)
    if request.POST.get("which") == "others":
        ended = open_sessions.end_others(request, user)
    else:
        number = read_int(request.POST.get("which", ""))
        within = OpenSession.objects.all() if user.is_superuser else OpenSession.objects.filter(user=user)
        ended = open_sessions.end(within.filter(pk=number if number is not None else -1))
    messages.info(request, f"{ended} session{'' if ended == 1 else 's'} ended." if ended else "That session has already ended.")
    back = "sessions" if request.POST.get("back") == "sessions" and user.is_superuser else "account"
    return HttpResponseRedirect(reverse(back))


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app: show its secret, then ask for the password and a first code."""
    user = _user(request)
    key = request.session.get(NEW_KEY) or second_factor.new_key()
    request.session[NEW_KEY] = key
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if not _password_is_right(request):
            form.add_error(None, WRONG_PASSWORD)
        elif codes := second_factor.set_up(user, key, form.cleaned_data["code"]):
            return _set_up(request, user, codes)
        else:
            form.add_error("code", "This code is wrong. Check the clock of your device: codes depend on it.")
    context = {"form": form, "picture": second_factor.picture(user, key), "key": second_factor.typed_key(key)}
    return _page(request, "set_up", "Set up the second factor", required=second_factor.is_required_of(user), **context)


def _set_up(request: HttpRequest, user: User, codes: list[str]) -> HttpResponse:
    del request.session[NEW_KEY]
    request.session[open_sessions.FACTOR] = True
    open_sessions.renew(request)
    open_sessions.end_others(request, user)
    return _page(request, "codes", "Your recovery codes", codes=codes)


@sensitive_post_parameters("password")
@require_POST
def change_factor(request: HttpRequest) -> HttpResponse:
    """Create new recovery codes or remove the second factor, after asking for the password."""
    user, do = _user(request), request.POST.get("do")
    if not _password_is_right(request):
        messages.error(request, WRONG_PASSWORD)
    elif do == "codes" and second_factor.has_one(user):
        return _page(request, "codes", "Your recovery codes", codes=second_factor.new_recovery_codes(user))
    elif do == "remove" and not second_factor.is_required_of(user):
        second_factor.remove(user)
        request.session[open_sessions.FACTOR] = False
        open_sessions.end_others(request, user)
        messages.info(request, "The second factor was removed. Your password alone lets you in.")
    return HttpResponseRedirect(reverse("account"))


def _password_is_right(request: HttpRequest) -> bool:
    return is_own_password(request, _user(request), request.POST.get("password", ""))


@method_decorator(sensitive_post_parameters(), name="dispatch")
class ChangePassword(PasswordChangeView):
    """Change one's own password. All other sessions of the account end."""

    form_class = OwnPasswordForm
    template_name = "registration/password_change_form.html"
    success_url = reverse_lazy("admin:index")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return {**super().get_context_data(**context), **admin.site.each_context(self.request), "title": "Change your password"}

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Store the password, and end the other sessions."""
        answer = super().form_valid(form)
        user = _user(self.request)
        OpenSession.objects.filter(session_key=self.old_key).update(session_key=self.request.session.session_key)
        GivenPassword.objects.filter(user=user).delete()
        self.request.session[open_sessions.MUST_CHANGE] = False
        open_sessions.end_others(self.request, user)
        messages.success(self.request, "Your password was changed. You were signed out everywhere else.")
        return answer

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Remember the session's key, which changing the password replaces. Raises PutOffError."""
        refuse_if_put_off(request, _user(request))
        self.old_key = request.session.session_key
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: PasswordChangeForm) -> HttpResponse:
        """Count a wrong old password."""
        if form.has_error("old_password", "password_incorrect"):
            note_wrong_password(self.request, _user(self.request))
        return super().form_invalid(form)
