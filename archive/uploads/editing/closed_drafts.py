"""What to tell an editor whose draft has ended or is being published, with what was typed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html

from archive.models import Publication, Transcript, Upload
from archive.signin.kept_forms import drop_kept, kept_for, wants_json
from archive.text.numbers import read_int
from archive.uploads.editing.draft_fingerprints import FIELDS, PERSON_FIELD, Base, digest, indexes_in
from archive.uploads.editor_forms import DetailsForm
from archive.uploads.publishing import PUBLISHED_AS

IN_WORDS = {"role": "role", "label": "label as printed", "speaker": "person", "office": "office"}
GONE = "This upload is no longer waiting: it was published or discarded."
LOOK = "Press “Save changes” to see what you typed and how to go on."
UNSENT = ("csrfmiddlewaretoken", "do", "edits", "against", "carried")


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
    for key, match in [(key, match) for key in post if (match := PERSON_FIELD.fullmatch(key))]:
        name, number = post.get(key, ""), match[1]
        if (typed_name := post.get(f"speaker-{number}-name", name)) != name:
            yield Typed(f"{name}, name", typed_name)
        if post.get(f"speaker-{number}") == "other" and (other := post.get(f"speaker-{number}-other", "")):
            yield Typed(f"{name}, is known as", other)
        elif post.get(f"speaker-{number}", "") != post.get(f"speaker-{number}-chosen", ""):
            yield Typed(f"{name}, is", "a new speaker" if post.get(f"speaker-{number}") == "new" else "a stored speaker")


def gone(request: HttpRequest, key: int | None, site: Mapping[str, Any]) -> HttpResponse:
    """Say what became of a draft. If somebody was still typing, show what they typed and how to go on."""
    ending = ending_of(key)
    message = _ending_message(ending)
    if wants_json(request):
        return JsonResponse({"error": f"{message} {LOOK}"}, status=409)
    sent = _sent(request)
    if sent is None or not typed_in(sent):
        messages.warning(request, message)
        return redirect("admin:archive_upload_changelist")
    may_correct = ending.transcript is not None and request.user.has_perm("archive.change_transcript")
    return _page(request, sent, {**site, "said": message, "ending": ending, "may_correct": may_correct})


def busy(request: HttpRequest, publication: Publication, site: Mapping[str, Any]) -> HttpResponse:
    """Say that a draft is being published, and show what somebody typed meanwhile."""
    message = f"This draft is being published, as {publication.user} has asked. It takes no corrections now."
    if wants_json(request):
        return JsonResponse({"error": f"{message} {LOOK}"}, status=409)
    sent = _sent(request)
    if sent is None or not typed_in(sent):
        return redirect("admin:archive_upload_publication", publication.pk)
    return _page(request, sent, {**site, "said": message, "publication": publication})


def _sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent now, or before the editor signed in again."""
    kept = kept_for(request)
    drop_kept(request)
    return request.POST if request.method == "POST" else kept


def _page(request: HttpRequest, sent: QueryDict, more: Mapping[str, Any]) -> HttpResponse:
    context = {
        **more,
        "title": "What you typed is not saved",
        "opts": Upload._meta,
        "path": request.get_full_path(),
        "typed": typed_in(sent),
        "fields": [(name, value) for name, values in sent.lists() if name not in UNSENT for value in values],
    }
    return TemplateResponse(request, "admin/archive/upload/closed.html", context)


def _ending_message(ending: Ending) -> str:
    if ending.entry is None:
        return GONE
    when = ending.entry.action_time
    if ending.transcript is None:
        return f"This upload is no longer waiting: {ending.entry.user} discarded it on {when:%d %B %Y at %H:%M}."
    pattern = "This upload is no longer waiting: {} published it on {} as “{}”."
    return format_html(pattern, ending.entry.user, f"{when:%d %B %Y at %H:%M}", ending.transcript)
