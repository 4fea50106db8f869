"""Checks of `manage.py check --deploy`: settings that would not work, for one machine and for several."""

from __future__ import annotations

import os
from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

SHORTEST_TOKEN = 20
HERE = ("127.0.0.1", "::1", "localhost")
OWN_MEMORY = ("locmem", "dummy")


@register("chancery", deploy=True)
def several_machines(app_configs: Any, **more: Any) -> list[CheckMessage]:
    """Check what several web machines have to share."""
    return list(_shared()) if settings.WEB_MACHINES > 1 else []


def _shared() -> Iterator[CheckMessage]:
    several = f"WEB_MACHINES is {settings.WEB_MACHINES}, but "
    if settings.ON_SQLITE:
        hint = "Set DATABASE_URL to one PostgreSQL for all of them. A file on a network drive will be damaged sooner or later."
        yield Error(f"{several}the database is SQLite, a file of one machine.", hint=hint, id="chancery.E001")
    if not os.environ.get("SECRET_KEY"):
        hint = "Set the same SECRET_KEY on all of them; otherwise each signs its own sessions and forms."
        yield Error(f"{several}SECRET_KEY is not set.", hint=hint, id="chancery.E002")
    if is_of_one_process("default"):
        hint = "Set CACHE_URL to a Redis that all of them reach: pauses after wrong passwords are counted there."
        yield Error(f"{several}CACHE_URL is not set: each process has a cache of its own.", hint=hint, id="chancery.E003")
    if "limits" not in settings.CACHES:
        hint = "Set LIMIT_CACHE_URL, or know that an address may have as many times the limits as there are machines."
        yield Warning(f"{several}each counts for itself what an address may have.", hint=hint, id="chancery.W004")
    if not settings.BEHIND_PROXY:
        hint = "Set BEHIND_PROXY=true: limits and sign-ins otherwise see the address of the proxy for everybody."
        yield Warning(
            f"{several}BEHIND_PROXY is not set, and a proxy divides visitors among them.", hint=hint, id="chancery.W005"
        )


@register("chancery", deploy=True)
def who_asks_for_figures(app_configs: Any, **more: Any) -> list[CheckMessage]:
    """Check who may request /metrics."""
    return [*_token(), *_addresses()]


def _token() -> Iterator[CheckMessage]:
    if settings.METRICS_TOKEN and len(settings.METRICS_TOKEN) < SHORTEST_TOKEN:
        hint = 'Make one: python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
        message = f"METRICS_TOKEN has {len(settings.METRICS_TOKEN)} characters and can be guessed."
        yield Warning(message, hint=hint, id="chancery.W006")


def _addresses() -> Iterator[CheckMessage]:
    for one in settings.METRICS_ADDRESSES:
        if ip_network(one, strict=False).is_loopback and not settings.BEHIND_PROXY:
            hint = "With a proxy on this machine set BEHIND_PROXY=true; everybody who comes by it gets the figures otherwise."
            yield Warning(f"METRICS_ADDRESSES names {one}, and BEHIND_PROXY is not set.", hint=hint, id="chancery.W007")


@register("chancery", deploy=True)
def how_originals_travel(app_configs: Any, **more: Any) -> list[CheckMessage]:
    """Check the connection to the object store."""
    address = urlsplit(settings.ORIGINALS_ENDPOINT)
    if not settings.ORIGINALS_BUCKET or address.scheme != "http" or address.hostname in HERE:
        return []
    message = "ORIGINALS_ENDPOINT is reached by http: drafts and withdrawn files can be read and changed on the way."
    return [Warning(message, hint="Give the store a certificate, and an address that begins with https.", id="chancery.W008")]


@register("chancery", deploy=True)
def the_way_to_the_cluster(app_configs: Any, **more: Any) -> list[CheckMessage]:
    """Check the connection to OpenSearch."""
    cluster = settings.HAYSTACK_CONNECTIONS["default"]
    away = [host for host in cluster.get("hosts", ()) if urlsplit(host).hostname not in HERE]
    return list(_cluster(cluster, away)) if away else []


def _cluster(cluster: dict[str, Any], away: list[str]) -> Iterator[CheckMessage]:
    if plain := [host for host in away if urlsplit(host).scheme != "https"]:
        hint = (
            "Give the nodes certificates and name them with https; or silence this (SILENCED_CHECKS) on a network of their own."
        )
        yield Warning(f"OPENSEARCH_HOSTS are reached without TLS: {', '.join(plain)}.", hint=hint, id="chancery.W009")
    elif not cluster["verify"]:
        hint = "Set OPENSEARCH_CA_FILE, and leave OPENSEARCH_VERIFY out: anybody on the way can be the cluster otherwise."
        yield Error("OPENSEARCH_VERIFY is false: certificates of the cluster are not looked at.", hint=hint, id="chancery.E010")
    if not plain and not (cluster["user"] and cluster["password"]):
        hint = "Set both: whoever reaches the cluster can otherwise read and change the index."
        yield Warning("OPENSEARCH_USER or OPENSEARCH_PASSWORD is not set.", hint=hint, id="chancery.W011")


@register("chancery", deploy=True)
def how_alerts_leave(app_configs: Any, **more: Any) -> list[CheckMessage]:
    """Check the connection to the mail server, and the site's address in mails."""
    if not settings.ALERTS:
        return []
    warnings: list[CheckMessage] = []
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        hint = "Set EMAIL_URL to a mail server, or ALERTS=false to offer none."
        warnings.append(
            Warning("Alerts are offered, and their mails only printed on the console.", hint=hint, id="chancery.W012")
        )
    if not settings.SITE_URL and any(host.startswith((".", "*")) for host in settings.ALLOWED_HOSTS):
        hint = "Set SITE_URL, as https://archive.example.org."
        warnings.append(Warning("ALLOWED_HOSTS names no one host for the links in mails.", hint=hint, id="chancery.W013"))
    return warnings


def is_of_one_process(cache: str) -> bool:
    """Tell whether a cache is local to each process."""
    return any(kind in settings.CACHES[cache]["BACKEND"] for kind in OWN_MEMORY)
