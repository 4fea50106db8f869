"""Whole transcripts to write files from: of a reading, and made up by hypothesis with everything that is hard to write."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from archive.countries import FoundMention, find_mentions
from archive.countries.layers import LAYERS
from archive.formats.whole_transcript import FilePerson, FileRecord, FileTurn, WholeTranscript
from archive.importing.numbering import plan_records, spoken
from archive.parsing.parsed import EVENT_KINDS

CHANGED = dt.date(2026, 11, 27)


def whole_of(reading):
    """Return what files are written from where a reading is all there is; records and paragraphs are numbered from 1."""
    said = spoken(reading)
    turns = [
        FileTurn(
            role=turn.role,
            text=turn.text,
            label=turn.label or "",
            person=FilePerson(turn.known_as or turn.speaker) if turn.speaker else None,
            office=turn.office or "",
            notes=turn.notes,
            mentions=in_order(find_mentions(turn.text)),
        )
        for turn in said.turns
    ]
    plan = plan_records(said)
    numbers = {index: number for number, planned in enumerate(plan, 1) for index in planned.turns}
    return WholeTranscript(
        slug="talks",
        title=reading.title or "Untitled",
        kind=reading.kind,
        event=reading.kind,
        language=reading.language,
        publisher=reading.publisher or "",
        archive="Chancery",
        url="https://archive.example/t/talks/",
        changed=CHANGED,
        date=reading.date,
        place=reading.place or "",
        published=reading.published,
        source_url=reading.source_url or "",
        records=[FileRecord(n, planned.kind, [turns[i] for i in planned.turns]) for n, planned in enumerate(plan, 1)],
        turns=[(numbers[index], turn) for index, turn in enumerate(turns)],
    )


def in_order(mentions):
    return sorted(mentions, key=lambda mention: (mention.start, -mention.end, mention.code))


def places(mentions):
    return [(one.code, one.layer, one.surface, one.start, one.end) for one in mentions]


# Whatever XML can hold: marks of markup, line breaks, tabs, many spaces, other scripts, letters beyond 16 bits.
CHARS = st.sampled_from(list("ab <>&\"'\n\n\n\t\r  éЖ渡𝔄\u2028\u0085[]-")) | st.characters(
    exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"
)
TEXTS = st.text(CHARS, min_size=1, max_size=60)
NAMES = st.text(CHARS, min_size=1, max_size=12)
DAYS = st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))
CODES = ("FR", "RS", "SUHH", "nagorno-karabakh", "eu")


@st.composite
def turns(draw, roles):
    text = draw(TEXTS)
    found = {}
    for start, end in draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))), max_size=5)):
        if start < end:
            mention = FoundMention(draw(st.sampled_from(CODES)), draw(st.sampled_from(LAYERS)), text[start:end], start, end)
            found[start, end, mention.code] = mention
    return FileTurn(
        role=draw(st.sampled_from(roles)),
        text=text,
        label=draw(st.just("") | NAMES),
        person=draw(st.none() | st.builds(FilePerson, NAMES, st.sampled_from(["", "https://archive.example/speakers/a/"]))),
        office=draw(st.just("") | NAMES),
        notes=draw(st.lists(NAMES, max_size=3)),
        mentions=in_order(found.values()),
    )


@st.composite
def transcripts(draw):
    """Make up a transcript; its pairs may stand among each other's turns."""
    records = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        pair = draw(st.booleans())
        said = draw(st.lists(turns(("question", "answer") if pair else ("statement",)), min_size=1, max_size=3 if pair else 1))
        records.append(FileRecord(number * 3, "qa_pair" if pair else "statement", said))
    order = draw(st.permutations([record.number for record in records for _ in record.turns]))
    left = {record.number: list(record.turns) for record in records}
    return WholeTranscript(
        slug="talks",
        title=draw(TEXTS),
        kind=draw(st.sampled_from([kind for kind in EVENT_KINDS if kind != "document"])),
        event="Event",
        language=draw(st.sampled_from(["en", "ru", "zh-Hans", "und"])),
        publisher=draw(st.just("") | NAMES),
        archive="Chancery",
        url="https://archive.example/t/talks/",
        changed=CHANGED,
        date=draw(DAYS),
        place=draw(st.just("") | NAMES),
        published=draw(DAYS),
        source_url=draw(st.sampled_from(["", "https://a.example/?a=1&b=2"])),
        records=records,
        turns=[(number, left[number].pop(0)) for number in order],
    )
