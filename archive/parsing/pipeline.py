"""The way of a file: reader, labels, zones, turns, roles, people, metadata, doubt."""

from __future__ import annotations

from collections.abc import Sequence

from archive.parsing.evidence import accepted
from archive.parsing.furniture import furniture_reason
from archive.parsing.kinds import kind_of
from archive.parsing.labels import candidates
from archive.parsing.lines import Line
from archive.parsing.metadata import read_metadata
from archive.parsing.paragraphs import find_wrap
from archive.parsing.people import People, part_office
from archive.parsing.readers import read_document
from archive.parsing.roles import assign, pairs_of
from archive.parsing.tidy import fold
from archive.parsing.turns import RawTurn, gather
from archive.parsing.types import ParsedTranscript, ParsedTurn, Role, Skipped
from archive.parsing.zones import find_zones


def parse(data: bytes, name: str) -> ParsedTranscript:
    """Read a file into a transcript; raises TranscriptError where that cannot be."""
    reading = read_document(data, name)
    lines = reading.lines
    hits = accepted(list(candidates(lines, reading.flowing)), lines, "")
    labels = [hit.label for hit in hits]
    names = frozenset(fold(part_office(label)[1] or label) for label in labels)
    zones = find_zones(lines, hits, names)
    turns, skipped = gather(lines, hits, zones, find_wrap(lines, reading.flowing))
    header, footer = lines[: zones.opening], lines[zones.end :]
    meta = read_metadata(reading, header, footer)
    people = People(labels)
    roles = assign(turns, frozenset())
    parsed = tuple(_turn(raw, role, people, names, meta.title) for raw, role in zip(turns, roles, strict=True))
    return ParsedTranscript(
        title=meta.title,
        date=meta.date,
        place=meta.place,
        language=meta.language,
        kind=kind_of(meta.title, roles, len({turn.speaker for turn in parsed})),
        published=meta.published,
        source_url=meta.source_url,
        publisher=meta.publisher,
        turns=parsed,
        pairs=tuple(pairs_of(roles)),
        warnings=reading.warnings,
        skipped=(*_around(header), *skipped, *_around(footer), *reading.skipped),
        found=meta.found,
        format=reading.format,
    )


def _turn(raw: RawTurn, role: Role, people: People, names: frozenset[str], title: str | None) -> ParsedTurn:
    if raw.label is None:
        named = (people.person(label).name for label in people.labels())
        speaker = next((name for name in named if name and f" {fold(name)} " in f" {fold(title or '')} "), None)
        return ParsedTurn(None, speaker, role, raw.text, notes=tuple(raw.notes), line=raw.line)
    person = people.person(raw.label)
    return ParsedTurn(raw.label, person.name, role, raw.text, person.office, tuple(raw.notes), raw.line)


def _around(lines: Sequence[Line]) -> list[Skipped]:
    return [Skipped(line.text, line.number, furniture_reason(line.text) or "around the talk") for line in lines]
