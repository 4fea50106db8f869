"""Loads transcripts as the facts from which their files are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import cast

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from archive.countries import FoundMention, Layer
from archive.formats.whole_transcript import FilePerson, FileRecord, FileTurn, WholeTranscript
from archive.models import EventKind, Mention, Record, Speaker, Transcript, Turn
from archive.pages.links import address_of


def load_whole(of: Transcript, site: str) -> WholeTranscript:
    """Return all public facts of a transcript whose source is loaded. `site` has no final slash. Four queries."""
    last = of.revisions.order_by("-number").values_list("number", "created_at").first()
    number, changed = last or (1, of.updated_at)
    mentions = _mentions(Mention.objects.filter(turn__transcript=of))
    turn_rows = of.turns.select_related("speaker").order_by("position")
    turns = [(turn.record_id, _turn(turn, mentions.get(turn.pk, []), site)) for turn in turn_rows]
    return _put_together(of, turns, site, number, timezone.localtime(changed).date())


def load_turns(of: Sequence[Record], site: str) -> dict[int, list[FileTurn]]:
    """Return turns by the primary keys of their records, as `load_whole` does. Two queries."""
    keys = [record.pk for record in of]
    mentions = _mentions(Mention.objects.filter(record__in=keys))
    found: dict[int, list[FileTurn]] = {}
    for turn in Turn.objects.filter(record__in=keys).select_related("speaker").order_by("position"):
        found.setdefault(turn.record_id, []).append(_turn(turn, mentions.get(turn.pk, []), site))
    return found


def _put_together(
    of: Transcript, turns: list[tuple[int, FileTurn]], site: str, revision: int, changed: dt.date
) -> WholeTranscript:
    rows = list(of.records.order_by("position").values_list("pk", "number", "kind"))
    numbers = {pk: number for pk, number, _ in rows}
    by_record: dict[int, list[FileTurn]] = {}
    for key, turn in turns:
        by_record.setdefault(key, []).append(turn)
    return WholeTranscript(
        slug=of.slug,
        title=of.title,
        kind=of.kind,
        event=str(EventKind(of.kind).label),
        language=of.language,
        publisher=of.source.name,
        publisher_country=of.source.country,
        archive=settings.SITE_NAME,
        url=site + of.get_absolute_url(),
        changed=changed,
        revision=revision,
        date=of.date,
        place=of.place,
        published=of.published,
        source_url=of.source_url,
        records=[FileRecord(number, kind, by_record.get(pk, ())) for pk, number, kind in rows],
        turns=[(numbers[key], turn) for key, turn in turns],
    )


def _turn(turn: Turn, mentions: list[FoundMention], site: str) -> FileTurn:
    return FileTurn(
        role=turn.role,
        text=turn.text,
        label=turn.label,
        person=_person(turn.speaker, site) if turn.speaker else None,
        office=turn.office,
        notes=turn.notes,
        paragraphs=turn.paragraphs,
        mentions=mentions,
    )


def _person(speaker: Speaker, site: str) -> FilePerson:
    return FilePerson(speaker.name, site + address_of("speaker", speaker.slug), speaker.country)


def _mentions(of_turns: QuerySet[Mention]) -> dict[int, list[FoundMention]]:
    """Return mentions that no editor rejected, by turn, in file order: by start, then longest first."""
    found: dict[int, list[FoundMention]] = {}
    for one in of_turns.filter(rejected=False).order_by("turn_id", "start", "-end", "code").iterator(chunk_size=2000):
        known = cast(Layer, one.layer)  # guaranteed by the table's constraint
        found.setdefault(one.turn_id, []).append(FoundMention(one.code, known, one.surface, one.start, one.end, one.rule))
    return found
