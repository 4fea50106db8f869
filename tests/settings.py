"""archive.settings, with all that a test writes in a folder of this process alone (each pytest-xdist worker has its own)."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

TEST_DIR = Path(tempfile.mkdtemp(prefix="chancery-tests-"))
atexit.register(shutil.rmtree, TEST_DIR, ignore_errors=True)

for name in (
    "DEBUG",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "HTTPS",
    "HSTS_SECONDS",
    "HSTS_SUBDOMAINS",
    "HSTS_PRELOAD",
    "BEHIND_PROXY",
    "CACHE_URL",
    "SITE_NAME",
):
    os.environ.pop(name, None)
os.environ["DATA_DIR"] = str(TEST_DIR)
os.environ["INDEX_DIR"] = str(TEST_DIR / "index")
os.environ["STATIC_ROOT"] = str(TEST_DIR / "static")
os.environ["STATIC_STORAGE"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
(TEST_DIR / "static").mkdir(mode=0o700)

from archive.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# One client asks for all pages of all tests; those of limits set their own.
LIMIT_REQUESTS = LIMIT_COSTLY_SECONDS = LIMIT_DOWNLOADS = 0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if ON_SQLITE:  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405  # pytest-django knows Django's own engine only
