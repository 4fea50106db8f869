"""Password rules beyond Django's (too short, common, similar to the name, numeric)."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured, ValidationError

LONGEST_LINE = 128
DIGEST = re.compile(rb"[0-9A-F]{40}")


class NotBreached:
    """Refuse passwords in the operator's list: sorted SHA-1 digests, one a line, as from Have I Been Pwned."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Look the password up. Raises ValidationError."""
        path = settings.BREACHED_PASSWORDS
        if path and is_listed(Path(path), password):
            raise ValidationError("This password appears in a leak of another site. Choose another.")

    def get_help_text(self) -> str:
        return "Your password cannot be one from a known leak."


class NotOfTheSite:
    """Refuse passwords made of the site's own name."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Compare it with the site's name. Raises ValidationError."""
        bare = re.sub(r"[\W\d_]", "", password.casefold())
        names = {re.sub(r"[\W\d_]", "", name.casefold()) for name in ("chancery", settings.SITE_NAME)} - {""}
        if any(bare.replace(name, "") in ("", "admin", "password", "the") for name in names):
            raise ValidationError("This password is too close to the name of the site. Choose another.")

    def get_help_text(self) -> str:
        return "Your password cannot be the name of the site."


def is_listed(path: Path, password: str) -> bool:
    """Tell whether a password is in a sorted list of digests. Reads at most some forty lines. Raises OSError."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, path.stat().st_size
        while low < high:
            middle = (low + high) // 2
            start, line = _line_after(file, middle)
            digest = line[:40].upper()
            if digest == wanted:
                return True
            if not line or start >= high or digest > wanted:
                high = middle
            else:
                low = start + len(line)
    return False


def _line_after(file: object, place: int) -> tuple[int, bytes]:
    """Return the first line at or after an offset, and its own offset."""
    file.seek(max(place - 1, 0))  # type: ignore[attr-defined]
    if place:
        file.readline(LONGEST_LINE)  # type: ignore[attr-defined]
    return file.tell(), file.readline(LONGEST_LINE)  # type: ignore[attr-defined]


def look_at_the_list(path: str) -> None:
    """Check at the start that the operator's list is usable. Raises ImproperlyConfigured."""
    if not path:
        return
    try:
        with open(path, "rb") as file:
            first = file.readline(LONGEST_LINE)
    except OSError as fault:
        raise ImproperlyConfigured(f"BREACHED_PASSWORDS: {path} cannot be read ({fault.strerror}).") from fault
    if not DIGEST.match(first.upper()):
        raise ImproperlyConfigured(
            f"BREACHED_PASSWORDS: {path} does not begin with a SHA-1 digest. Lines are DIGEST or DIGEST:COUNT, sorted."
        )
