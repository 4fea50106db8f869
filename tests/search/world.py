"""A small archive to search: two ministries' events, told by invented people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from archive.models import Record, Speaker, Transcript
from tests.pages.world import answer, mention, question, record, speaker, statement, transcript


@dataclass(frozen=True)
class Archive:
    """Three published transcripts and their records, by name."""

    conference: Transcript
    interview: Transcript
    undated: Transcript
    marchetti: Speaker
    farro: Speaker
    stability: Record
    grain: Record
    opening: Record
    harbour: Record


def archive() -> Archive:
    """Make the archive."""
    marchetti, farro = speaker("Ilse Marchetti"), speaker("Lucien Farro")
    conference = transcript("News conference in Port Selene", date=dt.date(2023, 4, 18), place="Port Selene")
    interview = transcript("Interview with Radio Lantern", date=dt.date(2024, 1, 9), place="Geneva", kind="interview")
    undated = transcript("Opening remarks", date=None, place="", kind="speech")
    stability = record(
        conference,
        question("What is left of strategic stability?"),
        answer(
            "We spoke about the weather at length.\n\nStrategic stability is the end of all our talks with Serbia.",
            marchetti,
            office="Minister of External Affairs",
        ),
    )
    grain = record(conference, question("And the grain? Does Chad buy?"), answer("Grain goes by sea to Serbia and Chad.", farro))
    opening = record(conference, statement("Good morning. Talks begin at noon; security comes first.", marchetti))
    harbour = record(interview, question("Will the harbour stay open?"), answer("The harbour stays open to Chad.", marchetti))
    record(undated, statement("An opening without a day, about stability and security.", farro))
    for said, surface, code in (
        (stability, "Serbia", "RS"),
        (grain, "Serbia", "RS"),
        (grain, "Chad", "TD"),
        (harbour, "Chad", "TD"),
    ):
        mention(said.turns.filter(text__contains=surface).latest("position"), surface, code)
    return Archive(conference, interview, undated, marchetti, farro, stability, grain, opening, harbour)
