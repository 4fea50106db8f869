"""The sign-in forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth.forms import PasswordChangeForm, UsernameField
from django.core.exceptions import ValidationError

__all__ = ["AdminPasswordChangeForm", "CodeForm", "OwnPasswordForm", "SignInForm"]
LONGEST = 1024  # characters of a password; longer ones are not hashed


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
