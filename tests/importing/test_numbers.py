"""Through any sequence of corrected files, a number always means the same text."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.importing.importer import import_transcript
from archive.models import Record, RetiredRecord, Transcript, Turn
from archive.parsing.parsed import ParsedTranscript, ParsedTurn
from archive.text.folding import words
from tests.world import answered, asked, reading, said

pytestmark = pytest.mark.django_db
addresses = count(1)

SENTENCES = (
    "The ferry line between the two harbours opens in the second week of May.",
    "Grain prices fell in all markets after the corridor was agreed.",
    "We have asked both neighbours to send observers to the upper valley.",
    "No date has been set for the next meeting of the water commission.",
    "The forest law protects the villages that live from the old woods.",
    "Yes.",
    "Thank you.",
)
texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map("\n\n".join)
turns = st.one_of(texts.map(said), texts.map(asked), texts.map(answered))
readings = st.lists(turns, min_size=1, max_size=7)


def of(turns: list[ParsedTurn], address: str) -> ParsedTranscript:
    return reading(*turns, source_url=address)


def paragraphs(transcript: Transcript) -> dict[int, str]:
    return {part.number: part.text for turn in transcript.turns.all() for part in turn.numbered_paragraphs()}


def whole(record: Record) -> set[str]:
    return set(words(" ".join(turn.text for turn in record.turns.all())))


@settings(max_examples=40, deadline=None)
@given(st.lists(readings, min_size=2, max_size=4))
def test_numbers_hold_through_any_corrections(revisions):
    address = f"https://mfa.vaska.example/{next(addresses)}"
    seen: dict[int, str] = {}
    for number, turns in enumerate(revisions):
        before = {record.number: whole(record) for record in Record.objects.filter(transcript__source_url=address)}
        transcript = import_transcript(f"{address} {number}".encode(), "x.txt", parsed=of(turns, address)).transcript
        transcript.refresh_from_db()
        now = {record.number: whole(record) for record in transcript.records.all()}
        retired = set(RetiredRecord.objects.filter(transcript=transcript).values_list("number", flat=True))
        assert set(now) | retired == set(range(1, transcript.next_record)) and not set(now) & retired
        assert all(before[kept] & now[kept] for kept in set(before) & set(now) if before[kept])
        placed = paragraphs(transcript)
        assert sum(len(turn.paragraphs) for turn in Turn.objects.filter(transcript=transcript)) == len(placed)
        assert all(set(words(seen[same])) & set(words(text)) for same, text in placed.items() if same in seen)
        assert max(placed) < transcript.next_paragraph
        seen.update(placed)


@settings(max_examples=20, deadline=None)
@given(readings)
def test_every_word_of_every_turn_is_in_exactly_one_record(turns):
    address = f"https://mfa.vaska.example/{next(addresses)}"
    transcript = import_transcript(address.encode(), "x.txt", parsed=of(turns, address)).transcript
    stored = [turn.text for record in transcript.records.all() for turn in record.turns.all()]
    assert sorted(stored) == sorted(turn.text for turn in turns)
