"""User accounts: Django's own page, and what a superuser can do for someone who cannot sign in."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from archive.models import GivenPassword, OpenSession
from archive.signin import open_sessions, second_factor, throttle

admin.site.unregister(User)
admin.site.unregister(StaticDevice)  # their pages show secrets
admin.site.unregister(TOTPDevice)


def view_on_site(request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponse:
    """Lead to a thing's public page, which tells its title. Django would tell anybody on the staff."""
    kind = get_object_or_404(ContentType, pk=content_type_id)
    if not any(request.user.has_perm(f"{kind.app_label}.{verb}_{kind.model}") for verb in ("view", "change")):
        raise PermissionDenied
    return shortcut(request, kind.pk, object_id)


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    """A password that somebody else gave must be changed at the next sign-in."""

    actions = ("let_try_again", "take_second_factor_away", "end_sessions")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            GivenPassword.objects.get_or_create(user=obj)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Mark a password that somebody else gave, and end the sessions under the one before."""
        before = User.objects.filter(pk=self.to_pk(id)).values_list("password", flat=True).first()
        answer = super().user_change_password(request, id, form_url)
        user = User.objects.filter(pk=self.to_pk(id)).first()
        if user and user.password != before and user.pk != request.user.pk:
            GivenPassword.objects.get_or_create(user=user)
            open_sessions.end(OpenSession.objects.filter(user=user))
        return answer

    @staticmethod
    def to_pk(typed: str) -> int:
        """Return the key typed, or -1 if it is not one."""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else -1

    @admin.action(description="Forget failed sign-ins", permissions=["change"])
    def let_try_again(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        forgotten = sum(throttle.forget_failures(user) for user in chosen)
        messages.success(request, f"{forgotten} failed sign-ins forgotten.")

    @admin.action(description="Remove the second factor (lost device)", permissions=["change"])
    def take_second_factor_away(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        """Remove the second factor: the password alone is enough until another is set up."""
        for user in chosen:
            second_factor.remove(user)
        messages.success(request, f"{len(chosen)} second factors removed.")

    @admin.action(description="End all sessions", permissions=["change"])
    def end_sessions(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        ended = open_sessions.end(OpenSession.objects.filter(user__in=chosen))
        messages.success(request, f"{ended} sessions ended.")
