"""Answers for transcripts and records that are retired, withdrawn or not yet public."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from archive.models import Record, RetiredRecord, Transcript
from archive.pages import presenters

WITHDRAWN = "This transcript was withdrawn."
CORRECTED = "The corrected file of this transcript no longer contains this record."


def public_record(request: HttpRequest, slug: str, number: int) -> Record | HttpResponse:
    """Return a record with everything needed to show it, or the page that says why it is not public."""
    of = get_object_or_404(Transcript.objects.select_related("source"), slug=slug)
    if of.state != Transcript.State.PUBLISHED:
        return not_public(request, of)
    found = presenters.whole(of.records.filter(number=number)).first()
    if found is None:
        return retired(request, of, number)
    found.transcript = of
    return found


def retired(request: HttpRequest, of: Transcript, number: int) -> HttpResponse:
    """Say what replaced a record that a corrected file no longer has."""
    context = {"transcript": of, "number": number, "said": CORRECTED, "replaced_by": retired_record(of, number).replaced_by}
    return render(request, "410.html", context, status=410)


def retired_record(of: Transcript, number: int) -> RetiredRecord:
    """Return what is kept of a record that a corrected file no longer has. Raises Http404 where there never was one."""
    return get_object_or_404(RetiredRecord.objects.select_related("replaced_by"), transcript=of, number=number)


def not_public(request: HttpRequest, found: Transcript) -> HttpResponse:
    """Answer for a transcript that is not public: 410 if it was withdrawn, 404 for a draft."""
    if found.state == Transcript.State.WITHDRAWN:
        return render(request, "410.html", {"said": WITHDRAWN}, status=410)
    raise Http404("No such transcript.")
