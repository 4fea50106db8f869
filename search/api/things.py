"""The archive's objects in the form of the API: transcripts, records, speakers, countries and sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive.formats.transcript_json import transcript_facts, turn_data
from archive.models import Record, Source, Speaker, Transcript
from archive.pages.links import address_of
from archive.pages.takeaway.whole_loading import load_turns, load_whole
from archive.statistics.queries import CountryFigure


def transcript_in_list(of: Transcript, site: str) -> dict[str, Any]:
    """Return a transcript without its words. Its source must be loaded."""
    return {
        "id": of.slug,
        "url": site + of.get_absolute_url(),
        "api_url": site + address_of("api_transcript", of.slug),
        "title": of.title,
        "kind": of.kind,
        "date": of.date.isoformat() if of.date else None,
        "place": of.place or None,
        "language": of.language,
        "publisher": of.source.name,
        "source": of.source.slug,
        "source_url": of.source_url or None,
        "published": of.published.isoformat() if of.published else None,
        "updated": of.updated_at.isoformat(timespec="seconds"),
    }


def whole_transcript(of: Transcript, site: str) -> dict[str, Any]:
    """Return a transcript with all its words. Four queries."""
    whole = load_whole(of, site)
    records = [
        {"number": one.number, "kind": one.kind, "url": f"{whole.url}{one.number}/", "turns": [turn_data(t) for t in one.turns]}
        for one in whole.records
    ]
    facts = transcript_facts(whole)
    return {
        **transcript_in_list(of, site),
        **{key: facts[key] for key in ("revision", "revised", "archive", "rights")},
        "records": records,
    }


def records(of: Sequence[Record], site: str) -> list[dict[str, Any]]:
    """Return records with their words. Their transcripts and sources must be loaded. Two queries."""
    turns = load_turns(of, site)
    return [
        {
            "id": f"{one.transcript.slug}/{one.number}",
            "url": site + address_of("record", one.transcript.slug, one.number),
            "api_url": site + address_of("api_record", one.transcript.slug, one.number),
            "number": one.number,
            "kind": one.kind,
            "transcript": transcript_in_list(one.transcript, site),
            "turns": [turn_data(turn) for turn in turns.get(one.pk, [])],
        }
        for one in of
    ]


def speaker_in_list(of: Speaker, site: str) -> dict[str, Any]:
    """Return a speaker."""
    return {
        "id": of.slug,
        "url": site + address_of("speaker", of.slug),
        "api_url": site + address_of("api_speaker", of.slug),
        "name": of.name,
        "country": of.country or None,
    }


def country_in_list(of: CountryFigure, site: str) -> dict[str, Any]:
    """Return an entry of the gazetteer with its number of records."""
    return {
        "id": of.code,
        "url": site + address_of("country", of.code),
        "api_url": site + address_of("api_country", of.code),
        "name": of.name,
        "layer": of.layer,
        "records": of.records,
    }


def source_in_list(of: Source, site: str) -> dict[str, Any]:
    """Return a source."""
    return {
        "id": of.slug,
        "api_url": site + address_of("api_source", of.slug),
        "name": of.name,
        "homepage": of.url or None,
        "country": of.country or None,
    }
