"""Every address of the site with a value for each part of it, over a small archive with every kind of thing in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from archive.importing.importer import import_transcript, set_state
from archive.models import Mention, OfficeHolder, Revision, Source, Speaker, SpeakerAlias, Transcript, Upload
from archive.pages.site_files import SITEMAPS
from search.alerts import alert_links, subscribing
from search.index.queue import drain
from search.models import MailRequest
from search.query.params import SearchParams
from tests.admin.desk import TALK, drop, file
from tests.world import BRIEFING, INTERVIEW

# What stands for a part in an address without a name: <path:object_id>, or (?P<url>.*)$.
PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>\.\*\)\$")


@dataclass(frozen=True)
class World:
    """Two clients, one of them signed in, and the values that parts of addresses have here."""

    anybody: Client
    admin: Client
    values: dict[str, tuple[str, ...]]


def build() -> World:
    """Make an archive with published, draft and withdrawn transcripts, uploads, speakers, sources, editors; index it."""
    superuser = superuser_of()
    User.objects.create_user("clerk", is_staff=True).groups.add(Group.objects.get(name="Editors"))
    made = [import_transcript(text.encode(), name).transcript for text, name in ((BRIEFING, "b.txt"), (INTERVIEW, "i.txt"))]
    withdrawn = import_transcript(TALK.encode(), "ferry.txt").transcript
    set_state(withdrawn, Transcript.State.WITHDRAWN, superuser)
    admin = Client(raise_request_exception=False)
    admin.force_login(superuser)
    drop(admin, file(INTERVIEW.replace("March 2", "March 9").replace("Greece", "Malta"), "other.txt"), even_if_alike="on")
    drain()
    return World(Client(raise_request_exception=False), admin, values_of([*made, withdrawn]))


def superuser_of() -> User:
    """Return an active superuser, made anew where a request has taken it away."""
    user, _ = User.objects.get_or_create(username="chief")
    user.is_staff = user.is_superuser = user.is_active = True
    user.set_password("pw")
    user.save()
    return user


def sign_in_again(made: World) -> None:
    """Sign the admin's client in; a request drawn may have signed it out."""
    made.admin.force_login(superuser_of())


def values_of(made: list[Transcript]) -> dict[str, tuple[str, ...]]:
    """Return what may stand in each part of an address."""
    kinds = (Transcript, Upload, Speaker, Source, Revision, User, Group, Mention, SpeakerAlias, OfficeHolder)
    keys = tuple(str(one.pk) for one in (thing._default_manager.first() for thing in kinds) if one is not None)
    return {
        "slug": (*(one.slug for one in made), *Speaker.objects.values_list("slug", flat=True)[:3]),
        "number": ("1", "2", "999"),
        "code": ("GR", "NO", "nato", "crimea", "gr"),
        "key": ("country", "speaker", "place", "kind"),
        "section": (*SITEMAPS, "other"),
        "rest": ("nothing", "transcripts/"),
        **dict.fromkeys(("pk", "id", "object_id"), keys),
        "app_label": ("archive", "auth"),
        "content_type_id": ("1",),
        "url": ("archive/",),
        "token": tokens(),
    }


def tokens() -> tuple[str, ...]:
    """Return tokens that open alerts: one alert, all of an address, one to confirm; each is wrong where another is wanted."""
    params = SearchParams(q="lighthouse")
    MailRequest.objects.all().delete()
    alert = subscribing.ask_for(params, "reader@journal.example", "daily", "192.0.2.1")
    subscribing.confirm(alert.pk, "daily")
    links = (alert_links.mine_link(alert.subscriber), alert_links.confirm_link(alert, "weekly"))
    return (alert_links.alert_token(alert), *(link.strip("/").rpartition("/")[2] for link in links), "1.wrong")


def addresses() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every address of the site by its name, or by its whole route where it has none, and the names of its parts."""
    yield from _addresses(get_resolver().url_patterns, "", "/", ())


def _addresses(
    patterns: list[URLPattern | URLResolver], namespace: str, route: str, parts: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for one in patterns:
        own = (*parts, *(name for name in one.pattern.regex.groupindex))
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _addresses(one.url_patterns, inner, route + str(one.pattern), own)
        else:
            yield (namespace + one.name if one.name else route + str(one.pattern)), own


def address(name: str, parts: tuple[str, ...], value_of) -> str | None:
    """Return an address with these values in its parts, None where it does not take them."""
    try:
        if name.startswith("/"):
            return PART.sub(lambda found: quote(value_of(found[1] or found[2])), name)
        return reverse(name, kwargs={part: value_of(part) for part in parts})
    except (NoReverseMatch, UnicodeEncodeError):
        return None
