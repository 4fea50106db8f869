"""What to tell somebody who still types into a draft that has ended: what happened, what was typed, how to go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import QueryDict

from archive.models import Transcript, Upload
from archive.text.numbers import read_int
from archive.uploads.editing.draft_fingerprints import FIELDS, PERSON_FIELD, Base, digest, indexes_in
from archive.uploads.editor_forms import DetailsForm
from archive.uploads.publishing import PUBLISHED_AS

IN_WORDS = {"role": "role", "label": "label as printed", "speaker": "person", "office": "office"}


@dataclass(frozen=True, slots=True)
class Ending:
    """How a draft ended: published as `transcript`, or discarded; by whom and when, if logged."""

    transcript: Transcript | None = None
    is_discarded: bool = False
    entry: LogEntry | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """One typed value and its field."""

    where: str
    what: str


def ending_of(key: int | None) -> Ending:
    """Return how a deleted draft ended. Two queries."""
    if key is None:
        return Ending()
    kind = ContentType.objects.get_for_model(Upload)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(key)).select_related("user")
    last = entries.order_by("-action_time", "-pk").first()
    if last is None:
        return Ending()
    if last.action_flag == DELETION:
        return Ending(None, True, last)
    published = read_int(last.change_message.removeprefix(PUBLISHED_AS))
    transcript = Transcript.objects.filter(pk=published).first() if published else None
    return Ending(transcript, False, last if transcript else None)


def typed_in(post: QueryDict) -> list[Typed]:
    """Return what somebody typed into a draft's page, compared with the page as it was drawn."""
    return [*_details(post), *_turns(post), *_people(post)]


def _details(post: QueryDict) -> Iterator[Typed]:
    names = list(DetailsForm.base_fields)
    bases = post.get("details-was", "").split(".")
    for name, base in zip(names, bases, strict=False):
        value = post.get(name)
        if value is not None and len(bases) == len(names) and digest(value) != base:
            yield Typed(str(DetailsForm.base_fields[name].label or name.capitalize()), value)


def _turns(post: QueryDict) -> Iterator[Typed]:
    for index in indexes_in(post):
        base = Base.read(post.get(f"turn-{index}-was", ""))
        for name in FIELDS:
            value = post.get(f"turn-{index}-{name}")
            if value is not None and base.is_typed(name, value, ""):
                yield Typed(f"Turn {index + 1}, {IN_WORDS[name]}", value)


def _people(post: QueryDict) -> Iterator[Typed]:
    for key, found in [(key, found) for key in post if (found := PERSON_FIELD.fullmatch(key))]:
        name, number = post.get(key, ""), found[1]
        if (given := post.get(f"speaker-{number}-name", name)) != name:
            yield Typed(f"{name}, name", given)
        if post.get(f"speaker-{number}") == "other" and (other := post.get(f"speaker-{number}-other", "")):
            yield Typed(f"{name}, is known as", other)
        elif post.get(f"speaker-{number}", "") != post.get(f"speaker-{number}-chosen", ""):
            yield Typed(f"{name}, is", "a new speaker" if post.get(f"speaker-{number}") == "new" else "a stored speaker")
