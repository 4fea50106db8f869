"""Passwords are hashed in a process apart, few at a time, behind what serves pages.

A hash takes some tenths of a second on purpose. Were each request to make its own, a few wrong sign-ins would hold every page
up. A thread of low priority would too: it takes the interpreter's lock, and keeps it while the system lets others run first. So
each is made by a small process that has a priority of its own, and no more than `PLACES` of a worker's threads wait for one.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import threading

from django.contrib.auth.hashers import PBKDF2PasswordHasher

PLACES = 2  # of which one is at work
NICENESS = 5
SECONDS = 3  # after which to come again
LONGEST = 20  # seconds that a hash may take on a machine that has no time

WORK = """
import base64, hashlib, json, os, sys
os.nice(int(sys.argv[1]))
password, salt, iterations = json.load(sys.stdin)
sys.stdout.write(base64.b64encode(hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), iterations)).decode())
"""


class BusyError(Exception):
    """Too many passwords are being checked; try again in `SECONDS`."""


_places = threading.BoundedSemaphore(PLACES)
_at_work = threading.Lock()


def has_place() -> bool:
    """Tell whether another password could be checked now. Looks only; `digest` takes the place or refuses."""
    free = _places.acquire(blocking=False)
    if free:
        _places.release()
    return free


def digest(password: str, salt: str, iterations: int) -> str:
    """Return PBKDF2-HMAC-SHA256 in base64. Raises BusyError, at once where there is no place left."""
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
    except (OSError, subprocess.CalledProcessError):  # no process to be had: better slow than not at all
        return base64.b64encode(hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), iterations)).decode("ascii")
    return done.stdout


class BoundedPBKDF2(PBKDF2PasswordHasher):
    """Django's own hasher, whose work is done apart."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        """Return the hash as Django stores it. Raises BusyError."""
        if not salt or "$" in salt:
            raise ValueError("A salt has letters, and none of them is $.")
        rounds = iterations or self.iterations
        return f"{self.algorithm}${rounds}${salt}${digest(password, salt, rounds)}"
