"""What is typed to come in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth.forms import PasswordChangeForm, UsernameField
from django.core.exceptions import ValidationError

__all__ = ["AdminPasswordChangeForm", "CodeForm", "OwnPasswordForm", "SignInForm"]
LONGEST = 1024  # letters of a password: no more is hashed


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
    """A new password of one's own, which is not the one before."""

    def clean_new_password1(self) -> str:
        """Refuse what is too long to be hashed. Raises ValidationError."""
        chosen = str(self.cleaned_data.get("new_password1", ""))
        if len(chosen) > LONGEST:
            raise ValidationError(f"Choose a password of at most {LONGEST} characters.")
        return chosen

    def clean(self) -> dict[str, Any]:
        """Refuse the password of before. Raises ValidationError."""
        cleaned: dict[str, Any] = super().clean() or {}
        old, new = self.cleaned_data.get("old_password"), self.cleaned_data.get("new_password1")
        if old and old == new:
            self.add_error("new_password1", "That is your current password. Choose another.")
        return cleaned
