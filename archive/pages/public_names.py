"""Names that the public may be told: of people, of how they are printed, and of sources.

A speaker, an alias or a source may be known from a draft, a withdrawn transcript or an older revision alone. Such a name is
in the database but in nothing that anybody can read, so no public page, suggestion or JSON answer may give it.
"""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from archive.models import Source, Speaker, SpeakerAlias, Transcript, Turn


def public_turns() -> QuerySet[Turn]:
    """Return the turns of published transcripts."""
    return Turn.objects.filter(transcript__state=Transcript.State.PUBLISHED).order_by()


def public_speakers() -> QuerySet[Speaker]:
    """Return those who say or ask anything in a published transcript."""
    return Speaker.objects.filter(Exists(public_turns().filter(speaker=OuterRef("pk"))))


def public_aliases() -> QuerySet[SpeakerAlias]:
    """Return the names that an editor wrote, those that are the speaker's own, and those that a published transcript prints."""
    printed = public_turns().filter(speaker=OuterRef("speaker"), label__icontains=OuterRef("name"))
    return SpeakerAlias.objects.filter(Q(from_file=False) | Q(name=F("speaker__name")) | Exists(printed))


def public_sources() -> QuerySet[Source]:
    """Return the sources of published transcripts."""
    return Source.objects.filter(Exists(Transcript.objects.published().filter(source=OuterRef("pk"))))
