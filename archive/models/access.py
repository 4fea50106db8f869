"""Sign-ins, failed tries and open sessions."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SignInTry(models.Model):
    """A checked attempt to sign in. Attempts refused unchecked are not stored, so that nobody can fill the disk with them."""

    class Outcome(models.TextChoices):
        """The outcome of an attempt."""

        SIGNED_IN = "in", "Signed in"
        PASSWORD = "password", "Wrong password"
        CODE = "code", "Wrong code"

    account = models.CharField(max_length=64, help_text="Keyed hash of the typed name, which may have been a password")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="sign_in_tries"
    )
    address = models.CharField(max_length=50)
    browser = models.CharField(
        max_length=20, blank=True, help_text="Mark of a browser in which this account has signed in before"
    )
    agent = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "sign-in attempt"
        verbose_name_plural = "sign-in attempts"
        indexes = [
            models.Index(fields=["account", "outcome", "at"], name="try_by_account"),
            models.Index(fields=["address", "outcome", "at"], name="try_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.address}"


class OpenSession(models.Model):
    """A signed-in session. Django's own sessions cannot be searched by user."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.CharField(max_length=50)
    agent = models.CharField(max_length=200, blank=True)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return f"session of {self.user_id}"


class GivenPassword(models.Model):
    """An account that still has a password set by somebody else, and must choose its own."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="given_password"
    )

    def __str__(self) -> str:
        return f"given password of {self.user_id}"
