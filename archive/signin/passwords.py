"""Password rules beyond Django's, and hashing in separate processes, few at a time, with lower priority than serving pages.

A hash deliberately takes some tenths of a second. If each request made its own, a few wrong sign-ins would block every page. A
low-priority thread would too, because it keeps the interpreter's lock while the system runs others. So a small process makes each
hash, and at most `PLACES` threads of a worker wait for one.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import threading
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured, ValidationError

LONGEST_LINE = 128
DIGEST = re.compile(rb"[0-9A-F]{40}")
PLACES = 2  # one of them at work
NICENESS = 5
SECONDS = 3  # seconds until a retry
LONGEST = 20  # seconds that a hash may take on a busy machine

WORK = """
import base64, hashlib, json, os, sys
os.nice(int(sys.argv[1]))
password, salt, iterations = json.load(sys.stdin)
sys.stdout.write(base64.b64encode(hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), iterations)).decode())
"""


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


class BusyError(Exception):
    """Too many passwords are being checked. Retry in `SECONDS`."""


_places = threading.BoundedSemaphore(PLACES)
_at_work = threading.Lock()


def has_place() -> bool:
    """Tell whether another password could be checked now. Only looks; `digest` takes the place or refuses."""
    free = _places.acquire(blocking=False)
    if free:
        _places.release()
    return free


def digest(password: str, salt: str, iterations: int) -> str:
    """Return PBKDF2-HMAC-SHA256 in base64. Raises BusyError at once if there is no place."""
    if not _places.acquire(blocking=False):
        raise BusyError
    try:
        with _at_work:
            return _made_apart(password, salt, iterations)
    finally:
        _places.release()


def _made_apart(password: str, salt: str, iterations: int) -> str:
    command = [sys.executable, "-I", "-S", "-c", WORK, str(NICENESS)]
    payload = json.dumps([password, salt, iterations])
    try:
        done = subprocess.run(command, input=payload, capture_output=True, text=True, timeout=LONGEST, check=True)
    except subprocess.TimeoutExpired as late:
        raise BusyError from late
    except (OSError, subprocess.CalledProcessError):  # no process available: better slow than not at all
        return base64.b64encode(hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), iterations)).decode("ascii")
    return done.stdout


class BoundedPBKDF2(PBKDF2PasswordHasher):
    """Django's hasher, run in a separate process."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        """Return the hash as Django stores it. Raises BusyError."""
        if not salt or "$" in salt:
            raise ValueError("A salt has letters, and none of them is $.")
        rounds = iterations or self.iterations
        return f"{self.algorithm}${rounds}${salt}${digest(password, salt, rounds)}"
