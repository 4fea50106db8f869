"""Names that may be public: of people, their printed forms, and sources.

A name may be known only from a draft, a withdrawn transcript or an older revision. No public page, suggestion or JSON answer may
reveal it.
"""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from archive.models import Source, Speaker, SpeakerAlias, Transcript, Turn

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
