"""Password hashing in separate processes, few at a time, with lower priority than serving pages.

A hash deliberately takes some tenths of a second. If each request made its own, a few wrong sign-ins would block every page. A
low-priority thread would too, because it keeps the interpreter's lock while the system runs others. So a small process makes each
hash, and at most `PLACES` threads of a worker wait for one.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import threading

from django.contrib.auth.hashers import PBKDF2PasswordHasher

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
    said = json.dumps([password, salt, iterations])
    try:
        done = subprocess.run(command, input=said, capture_output=True, text=True, timeout=LONGEST, check=True)
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
