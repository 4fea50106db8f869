"""`manage.py check --deploy` finds settings that would not do, for one machine and for several."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.checks import run_checks

from tests.house import ROOT

SEVERAL = {
    "WEB_MACHINES": "2",
    "DATABASE_URL": "postgres://chancery:secret@db.internal:5432/chancery",
    "SECRET_KEY": "5" + "many-random-letters-" * 4 + "XyZ",
    "CACHE_URL": "redis://cache.internal:6379/1",
    "LIMIT_CACHE_URL": "redis://cache.internal:6379/2",
    "BEHIND_PROXY": "true",
    "HTTPS": "true",
    "ALLOWED_HOSTS": "archive.example.org",
    "EMAIL_URL": "smtp://mail.internal:25",
}
ONE = {name: SEVERAL[name] for name in ("HTTPS", "BEHIND_PROXY", "ALLOWED_HOSTS", "EMAIL_URL")}


def found() -> set[str]:
    return {message.id for message in run_checks(include_deployment_checks=True) if message.id.startswith("chancery.")}


def checked(tmp_path, variables):
    """Return what the command says under these settings and no others."""
    own = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = own | {"DATA_DIR": str(tmp_path)} | variables
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("variables", [ONE, SEVERAL], ids=["one machine", "several"])
def test_settings_that_do_are_not_complained_about(tmp_path, variables):
    done = checked(tmp_path, variables)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("missing", "complaint"),
    [
        ("DATABASE_URL", "chancery.E001"),
        ("SECRET_KEY", "chancery.E002"),
        ("CACHE_URL", "chancery.E003"),
        ("LIMIT_CACHE_URL", "chancery.W004"),
        ("BEHIND_PROXY", "chancery.W005"),
    ],
)
def test_what_several_machines_lack_is_named(settings, monkeypatch, missing, complaint):
    monkeypatch.setenv("SECRET_KEY", SEVERAL["SECRET_KEY"])
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache"}
    settings.WEB_MACHINES, settings.ON_SQLITE, settings.BEHIND_PROXY = 2, missing == "DATABASE_URL", missing != "BEHIND_PROXY"
    settings.CACHES = {"default": redis, "limits": redis}
    if missing == "SECRET_KEY":
        monkeypatch.delenv("SECRET_KEY")
    if missing == "CACHE_URL":
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}, "limits": redis}
    if missing == "LIMIT_CACHE_URL":
        settings.CACHES = {"default": redis}
    assert found() == {complaint}


def test_one_machine_needs_none_of_it(settings):
    settings.WEB_MACHINES = 1
    assert found() == set()


@pytest.mark.parametrize(
    ("name", "value", "proxy", "complaint"),
    [
        ("METRICS_TOKEN", "guessable", True, {"chancery.W006"}),
        ("METRICS_TOKEN", "x" * 20, True, set()),
        ("METRICS_ADDRESSES", ["127.0.0.1"], False, {"chancery.W007"}),
        ("METRICS_ADDRESSES", ["127.0.0.1"], True, set()),
        ("METRICS_ADDRESSES", ["10.0.0.0/8"], False, set()),
    ],
)
def test_who_may_ask_for_figures_is_looked_at(settings, name, value, proxy, complaint):
    settings.BEHIND_PROXY = proxy
    setattr(settings, name, value)
    assert found() == complaint


@pytest.mark.parametrize(
    ("endpoint", "complaint"),
    [
        ("http://store.internal:9000", {"chancery.W008"}),
        ("https://store.internal:9000", set()),
        ("http://[::1]:9000", set()),
        ("", set()),
    ],
)
def test_the_way_to_the_object_store_is_looked_at(settings, endpoint, complaint):
    settings.ORIGINALS_BUCKET, settings.ORIGINALS_ENDPOINT = "originals", endpoint
    assert found() == complaint


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({}, set()),
        ({"hosts": ["https://10.0.0.41:9200", "http://10.0.0.42:9200"]}, {"chancery.W009"}),
        ({"hosts": ["http://127.0.0.1:9200", "http://localhost:9201"], "user": ""}, set()),
        ({"verify": False}, {"chancery.E010"}),
        ({"password": ""}, {"chancery.W011"}),
        ({"user": "", "verify": False}, {"chancery.E010", "chancery.W011"}),
    ],
)
def test_the_way_to_the_cluster_is_looked_at(settings, changed, complaint):
    sound = {"hosts": ["https://10.0.0.41:9200"], "user": "chancery", "password": "secret", "verify": True}
    settings.HAYSTACK_CONNECTIONS = {"default": settings.HAYSTACK_CONNECTIONS["default"] | sound | changed}
    assert found() == complaint


@pytest.mark.parametrize(
    ("alerts", "backend", "hosts", "site", "complaints"),
    [
        (True, "console", ["archive.example"], "", {"chancery.W012"}),
        (True, "smtp", ["archive.example"], "", set()),
        (True, "smtp", [".example"], "", {"chancery.W013"}),
        (True, "smtp", ["*"], "https://archive.example", set()),
        (False, "console", ["*"], "", set()),
    ],
)
def test_the_way_of_alerts_is_looked_at(settings, alerts, backend, hosts, site, complaints):
    settings.ALERTS, settings.ALLOWED_HOSTS, settings.SITE_URL = alerts, hosts, site
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    assert found() == complaints


@pytest.mark.parametrize("name", ["METRICS_ADDRESSES", "LIMIT_EXEMPT"])
def test_a_network_that_is_none_is_named_at_the_start(tmp_path, name):
    done = checked(tmp_path, ONE | {name: "10.0.0.0/8,10.0.0.300"})
    assert done.returncode != 0 and f"{name} names '10.0.0.300', which is not an address or network." in done.stderr
