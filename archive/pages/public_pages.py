"""What is public: names that may be shown, and answers for records that are retired, withdrawn or not yet public.

A name may be known only from a draft, a withdrawn transcript or an older revision. No public page, suggestion or JSON answer may
reveal it.
"""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from archive.models import Record, RetiredRecord, Source, Speaker, SpeakerAlias, Transcript, Turn
from archive.pages import presenters

# Conditions on a row of archive_speaker, in SQL (archive.models.flat_rows): it has turns in a published transcript.
SPEAKS = f"""EXISTS (
    SELECT 1 FROM archive_turn JOIN archive_transcript ON archive_transcript.id = archive_turn.transcript_id
    WHERE archive_turn.speaker_id = archive_speaker.id AND archive_transcript.state = '{Transcript.State.PUBLISHED.value}'
)"""
SAYS = SPEAKS.replace("WHERE", "WHERE archive_turn.role IN ('statement', 'answer') AND")  # and not only as questions


def public_turns() -> QuerySet[Turn]:
    """Return the turns of published transcripts."""
    return Turn.objects.filter(transcript__state=Transcript.State.PUBLISHED).order_by()


def public_speakers() -> QuerySet[Speaker]:
    """Return the people who speak or ask in a published transcript."""
    return Speaker.objects.filter(Exists(public_turns().filter(speaker=OuterRef("pk"))))


def public_aliases() -> QuerySet[SpeakerAlias]:
    """Return aliases entered by editors, speakers' own names, and names printed in a published transcript."""
    printed = public_turns().filter(speaker=OuterRef("speaker"), label__icontains=OuterRef("name"))
    return SpeakerAlias.objects.filter(Q(from_file=False) | Q(name=F("speaker__name")) | Exists(printed))


def public_sources() -> QuerySet[Source]:
    """Return the sources of published transcripts."""
    return Source.objects.filter(Exists(Transcript.objects.published().filter(source=OuterRef("pk"))))


WITHDRAWN = "This transcript was withdrawn."
CORRECTED = "The corrected file of this transcript no longer contains this record."


def public_record(request: HttpRequest, slug: str, number: int) -> Record | HttpResponse:
    """Return a record with everything needed to show it, or the page that says why it is not public."""
    of = get_object_or_404(Transcript.objects.select_related("source"), slug=slug)
    if of.state != Transcript.State.PUBLISHED:
        return not_public(request, of)
    record = presenters.whole(of.records.filter(number=number)).first()
    if record is None:
        return retired(request, of, number)
    record.transcript = of
    return record


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
