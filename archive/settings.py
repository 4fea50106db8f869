"""Every setting, read from the environment; the defaults suit one machine. Each is documented in docs/settings.md."""

from __future__ import annotations

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from jinja2 import StrictUndefined

from archive.serving.object_store import object_store
from archive.serving.private_files import keep_private, secret_key_of

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# Storage
DATA_DIR = Path(env.str("DATA_DIR", default="") or BASE_DIR / "var")
INDEX_DIR = Path(env.str("INDEX_DIR", default="") or DATA_DIR / "index")
DUMPS_DIR = Path(env.str("DUMPS_DIR", default="") or DATA_DIR / "dumps")
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'chancery.sqlite3'}")}
ON_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
keep_private(DATA_DIR, INDEX_DIR, database=DATABASES["default"]["NAME"] if ON_SQLITE else "")

# Originals in an S3-compatible object store; without a bucket, in the database
ORIGINALS_BUCKET = env.str("ORIGINALS_BUCKET", default="")
ORIGINALS_ENDPOINT = env.str("ORIGINALS_ENDPOINT", default="")
ORIGINALS_REGION = env.str("ORIGINALS_REGION", default="")
ORIGINALS_PREFIX = env.str("ORIGINALS_PREFIX", default="originals")
ORIGINALS_PATIENCE = env.int("ORIGINALS_PATIENCE", default=10)

# The site
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or secret_key_of(DATA_DIR)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_NAME = env.str("SITE_NAME", default="Chancery")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
HTTPS = env.bool("HTTPS", default=False)
DISPUTED_PLACES = env.str("DISPUTED_PLACES", default="")
SEATS_AND_PLACES = env.str("SEATS_AND_PLACES", default="")

# Page sizes
SEARCH_PAGE_SIZE = env.int("SEARCH_PAGE_SIZE", default=20)
LIST_PAGE_SIZE = env.int("LIST_PAGE_SIZE", default=50)
FACET_LENGTH = env.int("FACET_LENGTH", default=10)
QUERY_LENGTH_LIMIT = env.int("QUERY_LENGTH_LIMIT", default=1000)
UPLOAD_FILE_LIMIT = env.int("UPLOAD_FILE_LIMIT", default=5 * 1024 * 1024)
# Reading runs in a process of its own: processor time in seconds, and memory.
READ_SECONDS = env.int("READ_SECONDS", default=10)
READ_MEMORY_MB = env.int("READ_MEMORY_MB", default=400)
UPLOAD_ZIP_FILES_LIMIT = env.int("UPLOAD_ZIP_FILES_LIMIT", default=1000)
UPLOAD_ZIP_LIMIT = env.int("UPLOAD_ZIP_LIMIT", default=200 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = env.int("DATA_UPLOAD_MAX_MEMORY_SIZE", default=20 * 1024 * 1024)
DATA_UPLOAD_MAX_NUMBER_FILES = UPLOAD_ZIP_FILES_LIMIT
DATA_UPLOAD_MAX_NUMBER_FIELDS = env.int("DATA_UPLOAD_MAX_NUMBER_FIELDS", default=50_000)

# Limits for each address (archive/limits)
LIMIT_WINDOW = env.int("LIMIT_WINDOW", default=60)
LIMIT_REQUESTS = env.int("LIMIT_REQUESTS", default=6000)
LIMIT_COSTLY_MS = env.int("LIMIT_COSTLY_MS", default=150)
LIMIT_COSTLY_SECONDS = env.int("LIMIT_COSTLY_SECONDS", default=30)
LIMIT_AT_ONCE = env.int("LIMIT_AT_ONCE", default=4)
LIMIT_COSTLY_AT_ONCE = env.int("LIMIT_COSTLY_AT_ONCE", default=1)
LIMIT_COSTLY_QUEUE = env.int("LIMIT_COSTLY_QUEUE", default=8)
LIMIT_WAIT = env.int("LIMIT_WAIT", default=10)
LIMIT_DOWNLOADS = env.int("LIMIT_DOWNLOADS", default=12)
LIMIT_EXEMPT = env.list("LIMIT_EXEMPT", default=[])
LIMIT_CACHE_URL = env.str("LIMIT_CACHE_URL", default="")

# Alerts by e-mail (search/alerts)
ALERTS = env.bool("ALERTS", default=True)
ALERT_REQUESTS_ADDRESS = env.int("ALERT_REQUESTS_ADDRESS", default=3)
ALERT_REQUESTS_VISITOR = env.int("ALERT_REQUESTS_VISITOR", default=10)
ALERT_REQUESTS_ALL = env.int("ALERT_REQUESTS_ALL", default=200)
ALERT_MAILS_PER_MINUTE = env.int("ALERT_MAILS_PER_MINUTE", default=60)
SITE_URL = env.str("SITE_URL", default="").rstrip("/")
globals().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="")

INSTALLED_APPS = [
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "archive.apps.ArchiveConfig",
    "search.apps.SearchConfig",
    "haystack",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "csp",
]

MIDDLEWARE = [
    "archive.serving.monitoring.request_log.RequestLog",
    "archive.serving.monitoring.metrics.Measure",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "archive.pages.http_answers.Compression",
    "csp.middleware.CSPMiddleware",
    "archive.pages.http_answers.Headers",
    "archive.serving.outage_pages.SayOutages",
    "archive.limits.limits_middleware.Limits",
    "archive.signin.admin_guard.EarlyRefusal",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "archive.pages.http_answers.HostCheck",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "archive.signin.admin_guard.Guard",
    "archive.signin.kept_forms.KeepTyped",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"

# Two template engines, each with its own folder: Jinja2 for public pages, Django for editors.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "pages", BASE_DIR / "templates" / "mail"],
        "OPTIONS": {
            "context_processors": ["archive.pages.templating.site"],
            "extensions": ["archive.pages.templating.ArchiveWords", "search.display.template_marks.SearchWords"],
            "undefined": StrictUndefined,  # a misspelt name is an error, not an empty string
            "trim_blocks": True,
            "lstrip_blocks": True,
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "editors"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database
DATABASES["default"].setdefault("ATOMIC_REQUESTS", False)
if ON_SQLITE:
    DATABASES["default"]["ENGINE"] = "archive.serving.sqlite3"
    # Writers wait for each other instead of failing; readers are never blocked (write-ahead log).
    DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": env.int("SQLITE_PATIENCE", default=20)}
    DATABASES["default"]["OPTIONS"] |= {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-2048; PRAGMA mmap_size=1073741824;",
    }
DATABASES["default"]["CONN_MAX_AGE"] = CONN_MAX_AGE = env.int("CONN_MAX_AGE", default=60)
DATABASE_CONNECTIONS = env.int("DATABASE_CONNECTIONS", default=15)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ENGINES = {
    "whoosh": "search.engines.whoosh.haystack.haystack_engine.ChanceryEngine",
    "opensearch": "search.engines.opensearch.opensearch_engine.OpenSearchEngine",
}
SEARCH_ENGINE = env.str("SEARCH_ENGINE", default="whoosh")
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": ENGINES.get(SEARCH_ENGINE, SEARCH_ENGINE), "PATH": str(INDEX_DIR)}}
OPENSEARCH = {
    "hosts": env.list("OPENSEARCH_HOSTS", default=["http://127.0.0.1:9200"]),
    "user": env.str("OPENSEARCH_USER", default=""),
    "password": env.str("OPENSEARCH_PASSWORD", default=""),
    "ca_file": env.str("OPENSEARCH_CA_FILE", default=""),
    "verify": env.bool("OPENSEARCH_VERIFY", default=True),
    "search_seconds": env.float("OPENSEARCH_SEARCH_SECONDS", default=5.0),
    "write_seconds": env.float("OPENSEARCH_WRITE_SECONDS", default=60.0),
    "prefix": env.str("OPENSEARCH_INDEX", default="chancery"),
    "shards": env.int("OPENSEARCH_SHARDS", default=1),
    "replicas": env.int("OPENSEARCH_REPLICAS", default=-1),
}
if SEARCH_ENGINE == "opensearch":
    HAYSTACK_CONNECTIONS["default"] |= OPENSEARCH

READY_BEHIND = env.int("READY_BEHIND", default=1000)
INDEX_IN_SERVER = env.bool("INDEX_IN_SERVER", default=True)
INDEX_POLL = env.float("INDEX_POLL", default=0.5)
INDEX_FORGET_HOURS = env.int("INDEX_FORGET_HOURS", default=72)
SEARCH_MEMORY_MB = env.int("SEARCH_MEMORY_MB", default=200)
PAGES_CACHED = env.int("PAGES_CACHED", default=300)
CACHES = {
    "default": env.cache_url("CACHE_URL", default="locmemcache://chancery"),
    "pages": env.cache_url("CACHE_URL", default=f"locmemcache://pages?max_entries={PAGES_CACHED or 1}"),
}
if LIMIT_CACHE_URL:
    CACHES["limits"] = environ.Env.cache_url_config(LIMIT_CACHE_URL)

# Language and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_I18N = True
USE_TZ = True

# Static files: hashed names, so that browsers may cache them for ever
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", default="") or DATA_DIR / "static")
if STATIC_ROOT.resolve() == BASE_DIR / "static":  # collectstatic would begin by deleting the originals
    raise ImproperlyConfigured("STATIC_ROOT is the folder of the sources of styles and scripts. Name another folder.")
if STATIC_ROOT.is_relative_to(DATA_DIR):
    FILE_UPLOAD_PERMISSIONS = 0o600  # like all other files; collectstatic would make them world-readable
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": env.str("STATIC_STORAGE", default="whitenoise.storage.CompressedManifestStaticFilesStorage")},
}
if ORIGINALS_BUCKET:
    STORAGES["originals"] = object_store(
        ORIGINALS_BUCKET, ORIGINALS_ENDPOINT, ORIGINALS_REGION, ORIGINALS_PREFIX, ORIGINALS_PATIENCE
    )

# Security
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if HTTPS:
    # The prefix makes browsers accept these cookies only from this host, over https, for the whole site.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
# These checks concern hosts other than Chancery's, so they are the operator's choice.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", *env.list("SILENCED_CHECKS", default=[])]
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Sign-in
SIGN_IN_TRIES_ACCOUNT = env.int("SIGN_IN_TRIES_ACCOUNT", default=10)
SIGN_IN_TRIES_ADDRESS = env.int("SIGN_IN_TRIES_ADDRESS", default=30)
SIGN_IN_PAUSE = env.int("SIGN_IN_PAUSE", default=900)
OTP_TOTP_ISSUER = SITE_NAME
SECOND_FACTOR = env.str("SECOND_FACTOR", default="optional")
SESSION_IDLE = env.int("SESSION_IDLE", default=3600)
SESSION_COOKIE_AGE = env.int("SESSION_LENGTH", default=43_200)
BREACHED_PASSWORDS = env.str("BREACHED_PASSWORDS", default="")
PASSWORD_HASHERS = ["archive.signin.passwords.BoundedPBKDF2"]  # of two hashers with one algorithm, the last would check
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "archive.signin.passwords.NotBreached"},
    {"NAME": "archive.signin.passwords.NotOfTheSite"},
]
LOGIN_URL = "admin:login"
CSRF_FAILURE_VIEW = "archive.signin.kept_forms.csrf_failure"

# Logging and monitoring (archive/serving/monitoring)
LOG_FORMAT = env.str("LOG_FORMAT", default="text")
if LOG_FORMAT not in ("text", "json"):
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT!r}; it can be text or json.")
LOG_REQUESTS = env.bool("LOG_REQUESTS", default=False)
LOG_QUERIES = env.bool("LOG_QUERIES", default=False)
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
METRICS_ADDRESSES = env.list("METRICS_ADDRESSES", default=[])
WEB_MACHINES = env.int("WEB_MACHINES", default=1)
QUIET = {} if LOG_QUERIES else {"level": "WARNING"}  # these loggers repeat search terms below this level
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "archive.serving.monitoring.log_lines.formatter", "name": LOG_FORMAT}},
    "filters": {"short": {"()": "archive.serving.monitoring.log_lines.Shortened"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["short"]}},
    "loggers": {
        "archive.signin": {"level": "INFO"},  # sign-ins are always logged
        "archive.requests": {"level": "INFO"},
        "django.db.backends": QUIET,
        "opensearch": QUIET,
        "urllib3": QUIET,
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
