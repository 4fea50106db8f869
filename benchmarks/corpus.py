"""Records for benchmarks: real passages grouped into statements and Q&A pairs, and recombined to any number.

The passages are read from ../shared/corpus; the results are kept only under var/bench.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import lzma
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from search import facets
from search.index.record_facts import MentionedIn, codes_by_field, groups_of

ROOT = Path(__file__).resolve().parent.parent
PASSAGES = ROOT.parent / "shared" / "corpus" / "passages.jsonl.xz"
KEPT = ROOT / "var" / "bench" / "base.json"
RECORDS_A_TRANSCRIPT = 50
SPEAKERS, ASKERS, PLACES, SOURCES = 400, 150, 120, 25
EVENTS = ("interview", "news_conference", "briefing", "speech", "statement", "meeting", "debate", "document")
HOMES = ("RU", "US", "DE", "FR", "CN", "IN", "")  # the countries that speakers speak for, in turn
FIRST_DAY, DAYS = dt.date(2004, 1, 1), 7600
QUESTION_WORDS = 90  # a turn up to this long that ends in a question mark counts as a question


@dataclass(frozen=True)
class Base:
    """One record from the passages: turns as (is a question, paragraphs), paragraphs as (text, country codes)."""

    title: str
    question: list[tuple[str, list[str]]]
    answer: list[tuple[str, list[str]]]


def base_records() -> list[Base]:
    """Return the records made from the passages. Finding their countries takes a minute the first time."""
    if not KEPT.exists():
        KEPT.parent.mkdir(parents=True, exist_ok=True)
        made = [vars(record) for record in _grouped()]
        KEPT.write_text(json.dumps(made), encoding="utf-8")
    return [Base(**record) for record in json.loads(KEPT.read_text(encoding="utf-8"))]


def _grouped() -> Iterator[Base]:
    from archive.countries import find_mentions

    with lzma.open(PASSAGES, "rt", encoding="utf-8") as file:
        passages = [json.loads(line) for line in file]
    for _, document in groupby(passages, key=lambda passage: passage["document"]):
        question: list[tuple[str, list[str]]] = []
        for _, turn in groupby(document, key=lambda passage: passage["speaker"]):
            said = list(turn)
            paragraphs = [(one["text"], sorted({found.code for found in find_mentions(one["text"])})) for one in said]
            if _is_question(paragraphs):
                question += paragraphs
            else:
                yield Base(said[0]["title"], question, paragraphs)
                question = []


def _is_question(paragraphs: list[tuple[str, list[str]]]) -> bool:
    return paragraphs[-1][0].rstrip().endswith("?") and sum(len(text.split()) for text, _ in paragraphs) <= QUESTION_WORDS


def documents(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Yield `count` documents in the index's form: first the passages' own, then recombined ones."""
    base, chance = base_records(), random.Random(seed)
    event: dict[str, Any] = {}
    for number in range(count):
        if number % RECORDS_A_TRANSCRIPT == 0:
            event = _event(number // RECORDS_A_TRANSCRIPT + 1, chance)
        one = base[number % len(base)]
        other = one if number < len(base) else base[chance.randrange(len(base))]
        yield _document(number + 1, one, other, event, chance)


def _zipf(chance: random.Random, size: int) -> int:
    return min(int(size ** chance.random()) - 1, size - 1)


def _event(transcript: int, chance: random.Random) -> dict[str, Any]:
    day = (FIRST_DAY + dt.timedelta(days=chance.randrange(DAYS))).isoformat()
    return {
        "transcript": transcript,
        "date": day,
        "event": [EVENTS[_zipf(chance, len(EVENTS))]],
        "source": [f"source-{_zipf(chance, SOURCES)}"],
        "place": [f"place-{_zipf(chance, PLACES)}"],
        "language": ["en"],
        "year": [day[:4]],
        "month": [day[:7]],
    }


def _document(pk: int, one: Base, other: Base, event: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    half = (len(one.answer) + 1) // 2
    answer = one.answer if one is other else [*one.answer[:half], *other.answer[half:]]
    asked, said = (sorted({code for _, codes in part for code in codes}) for part in (one.question, answer))
    texts = ["\n\n".join(text for text, _ in part) for part in (one.question, answer)]
    countries = sorted({*asked, *said})
    where = [MentionedIn(code, "named", place is asked) for place in (asked, said) for code in place if len(code) == 2]
    speaker = _zipf(chance, SPEAKERS)
    by_field = {name: sorted(codes) for name, codes in codes_by_field(where, frozenset({"RU"})).items()}
    return {
        **{key: [] for key in facets.TABLE.fields},  # no filter is missing, whatever filters there are
        "id": f"archive.record.{pk}",
        "django_ct": "archive.record",
        "django_id": str(pk),
        **event,
        "title": one.title,
        "question": texts[0],
        "answer": texts[1],
        "text": "\n\n".join(text for text in texts if text),
        "kind": ["qa_pair" if texts[0] else "statement"],
        "speaker": [f"speaker-{speaker}"],
        "speaker_country": [home] if (home := HOMES[speaker % len(HOMES)]) else [],
        "asker": [f"asker-{_zipf(chance, ASKERS)}"] if texts[0] else [],
        "office": [],
        **by_field,
        "group": (groups := groups_of(by_field["country"], None)),
        "group_named": groups,
        "org": [code for code in countries if len(code) != 2],
        "disputed": [],
        "historic": [],
        "fingerprint": hashlib.sha256(f"{pk}".encode()).hexdigest()[:16],
    }
