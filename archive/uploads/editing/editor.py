"""The page that corrects a draft: one form, and a button for each step. Works without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from archive.importing.importer import Outcome
from archive.models import Source, SourceProfile, Transcript, Turn, Upload
from archive.parsing.parsed import ParsedTranscript, Skipped
from archive.signin.kept_forms import drop_kept, kept_for, wants_json
from archive.text.numbers import read_int
from archive.uploads.background_publishing import ask, being_published, is_long, publication_of, publish_in_background
from archive.uploads.draft_reading import read
from archive.uploads.editing import steps
from archive.uploads.editing.closed_drafts import busy, gone
from archive.uploads.editing.draft import Draft
from archive.uploads.editing.draft_people import people_on
from archive.uploads.editing.line_marks import MARKS
from archive.uploads.editing.navigation import Place
from archive.uploads.editing.posted_changes import Posted, details_base, take_over
from archive.uploads.editing.preview import preview
from archive.uploads.editor_forms import DetailsForm, days_offered
from archive.uploads.layout_teaching import teach
from archive.uploads.learnt_reading import layout_of
from archive.uploads.publishing import (
    Hindered,
    alike_to,
    apart_from,
    changes_shown,
    obstacles,
    people_for,
    publish,
    standing_of,
    target_shown,
)
from archive.uploads.receiving import save
from archive.uploads.uploader import editor

LEFT_OUT = 50
HINDRANCES = 20
PUBLISHERS = 1000
STALE = "This draft was changed in another window. This is its current state."
STAYED = "What you typed is saved, but the button had no effect. Check the draft and press it again."
SIGNED_OUT = "You were signed out. What you typed is filled in again but not saved. Check it and press the button again."

CARRIED = "What you typed into the earlier draft is filled in here but not saved. Check it and press “Save changes”."
FAILED = "It could not be published, and nothing was stored. {}"


def answer(request: HttpRequest, upload: Upload, site: Mapping[str, Any]) -> HttpResponse:
    """Show the draft, or carry out the step and show the draft at the same place."""
    if request.method != "POST":
        under_way = being_published(upload)
        return busy(request, under_way, site) if under_way else _show_again(request, upload, Draft.from_json(upload.draft), site)
    with transaction.atomic():
        still = (
            Upload.objects.defer("data")
            .select_for_update(of=("self",))
            .select_related("publication")
            .filter(pk=upload.pk)
            .first()
        )
        if still is None:
            return gone(request, upload.pk, site)
        if under_way := being_published(still):
            return busy(request, under_way, site)
        drop_kept(request)
        upload = still
        if failed := publication_of(upload):
            failed.delete()  # it was seen
        draft = Draft.from_json(upload.draft)
        posted, step = _done(request, upload, draft)
        posted.draft = replace(step.draft, edits=draft.edits + (step.draft != draft))
        if posted.draft != draft:
            upload.wording = None if request.POST.get("do", "").startswith("again") else upload.wording
            save(upload, posted.draft)
    return _after(request, upload, posted, step, site)


def _done(request: HttpRequest, upload: Upload, draft: Draft) -> tuple[Posted, steps.Step]:
    """Apply what was typed and carry out the button's step. A button of a stale page is checked first."""
    posted = take_over(draft, request.POST)
    do = request.POST.get("do", "save")
    if request.POST.get("edits") != str(draft.edits):
        posted.is_stale = True
        do = steps.follow(do, draft.reading, request.POST) or ""
    if not do:
        return posted, steps.Step(posted.draft, error=STAYED)
    if do.startswith("mark:"):
        return posted, steps.take_mark(do, posted.draft, request.POST)
    return posted, steps.take(do, posted.draft, lambda how: reread(upload, how), draft)


def reread(upload: Upload, how: str = "") -> ParsedTranscript:
    """Read the file again as if newly uploaded, `with` or `without` the learnt layout of its source."""
    return read(bytes(upload.data), upload.file_name, by_profile=how != "without", anyhow=how == "with")


def _after(request: HttpRequest, upload: Upload, posted: Posted, step: steps.Step, site: Mapping[str, Any]) -> HttpResponse:
    """Report what was done. If something could not be applied, show the page with it still filled in."""
    errors = [*posted.errors, *posted.conflicts, *([step.error] if step.error else [])]
    if wants_json(request):
        return _saved_in_background(request, posted, errors)
    if posted.is_stale:
        messages.warning(request, STALE)
    for error in errors:
        messages.error(request, error)
    if not posted.is_whole:
        messages.error(request, "Not everything could be saved: see the messages here and beside the fields.")
        return _show(request, upload, posted.draft, site, details=posted.details, kept=request.POST)
    if step.state:
        return _publish(request, upload, posted.draft, step.state)
    place = Place(upload, posted.draft.reading, request.GET)
    going = place.after(request.POST.get("do", "save"), request.POST)
    if step.said and not step.error and going is None:
        messages.success(request, step.said)
    return redirect(going or place.address(turn=step.turn))


def _saved_in_background(request: HttpRequest, posted: Posted, errors: list[str]) -> JsonResponse:
    fields = {name: [str(error) for error in problems] for name, problems in posted.details.errors.items()}
    answer = {
        "edits": posted.draft.edits,
        "errors": errors,
        "fields": fields,
        "values": posted.told_otherwise(request.POST),
        "bases": posted.bases(request.POST),
    }
    if posted.conflicts:
        return JsonResponse({**answer, "error": " ".join([STALE, *errors])}, status=409)
    return JsonResponse(answer)


def _publish(request: HttpRequest, upload: Upload, draft: Draft, state: str) -> HttpResponse:
    against = request.POST.get("against")
    try:
        if is_long([upload]):
            publication = ask(upload, draft, state, editor(request), against)
            publish_in_background()
            return redirect("admin:archive_upload_publication", publication.pk)
        outcome = publish(upload, draft, state, editor(request), against)
    except Hindered as hindered:
        for obstacle in hindered.obstacles:
            messages.error(request, obstacle)
        return redirect("admin:archive_upload_change", upload.pk)
    messages.success(request, said_of(outcome))
    taught = teach(upload, draft, outcome)
    if taught is not None:
        messages.info(request, said_of_layout(taught))
    return redirect("admin:archive_upload_changelist")


def said_of_layout(known: SourceProfile) -> str:
    """Say what a correction has taught about its source's layout, with a link to the rules."""
    address = reverse("admin:archive_sourceprofile_change", args=[known.pk])
    used = known.is_used and not known.hindrance
    now = f"it will be used for the next files of {known.source}" if used else f"it is not used. {known.hindrance}"
    return format_html('<a href="{}">What was learnt</a> from {}: {}.', address, known.said, now.rstrip("."))


def said_of(outcome: Outcome) -> str:
    """Report the outcome of publishing, with links to the pages."""
    transcript = outcome.transcript
    done = {"created": "is stored", "revised": "has a new revision", "unchanged": "already matches this"}[outcome.status]
    state = transcript.get_state_display().lower()
    records = f"{outcome.records} record{'' if outcome.records == 1 else 's'}"
    edit = reverse("admin:archive_transcript_change", args=[transcript.pk])
    message = format_html('“<a href="{}">{}</a>” {}: {}, {}.', edit, transcript.title, done, records, state)
    if transcript.state == Transcript.State.PUBLISHED:
        message += format_html(' <a href="{}">View on the site</a>.', transcript.get_absolute_url())
    return message


def _show_again(request: HttpRequest, upload: Upload, draft: Draft, site: Mapping[str, Any]) -> HttpResponse:
    """Show the draft with what was typed before the editor was signed out."""
    kept = kept_for(request)
    if kept is None:
        return _show(request, upload, draft, site)
    messages.warning(request, CARRIED if "carried" in kept else SIGNED_OUT)
    posted = take_over(draft, kept)
    for message in [*posted.errors, *posted.conflicts]:
        messages.error(request, message)
    return _show(request, upload, draft, site, details=posted.details, typed=posted.as_typed, kept=kept)


def _show(
    request: HttpRequest,
    upload: Upload,
    draft: Draft,
    site: Mapping[str, Any],
    *,
    details: DetailsForm | None = None,
    typed: ParsedTranscript | None = None,
    kept: QueryDict | None = None,
) -> HttpResponse:
    """Show one page of a draft. `typed` is the reading with unsaved input, `kept` the form it was typed in."""
    place = Place(upload, draft.reading, request.GET)
    people = people_for(upload, draft)
    form = details or DetailsForm.of(draft.reading)
    target = target_shown(upload, draft)
    context = {
        **site,
        "is_nav_sidebar_enabled": False,
        "title": draft.reading.title or upload.file_name,
        "upload": upload,
        "draft": draft,
        "place": place,
        "details": list(form.say_where_found(draft.reading)),
        "details_base": details_base(draft.reading),
        "days_offered": days_offered(draft.reading),
        "hindrances": [*_failed(upload), *obstacles(draft.reading, people)][:HINDRANCES],
        "preview": preview(draft.reading, place.slices, typed),
        "left_out": _left_out(draft.reading, request),
        "roles": Turn.Role.choices,
        "marks": MARKS.items(),
        "publishers": Source.objects.values_list("name", flat=True)[:PUBLISHERS],
        "target": target,
        "changes": changes_shown(upload, draft, target, asked="changes" in request.GET),
        "against": standing_of(target),
        "apart_from": apart_from(upload, draft),
        "layout": layout_of(draft.reading),
        "alike": alike_to(upload, draft, target),
        "opts": Upload._meta,
        "kept": kept,
        **people_on(place, people, kept),
    }
    return TemplateResponse(request, "admin/archive/upload/change_form.html", context)


def _failed(upload: Upload) -> list[str]:
    """Return why publishing in the background failed, if not seen yet."""
    publication = publication_of(upload)
    return [FAILED.format(publication.problem)] if publication and publication.problem else []


def _left_out(reading: ParsedTranscript, request: HttpRequest) -> Page[tuple[int, Skipped]]:
    """Return one page of the skipped parts, each with its index among all of them."""
    return Paginator(list(enumerate(reading.skipped)), LEFT_OUT).get_page(read_int(request.GET.get("left")))
