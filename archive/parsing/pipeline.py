"""The way of a file: reader, labels, pieces, turns, people, roles, metadata."""

from __future__ import annotations

from collections.abc import Sequence

from archive.parsing.evidence import accepted
from archive.parsing.furniture import furniture_reason
from archive.parsing.implied import bold_questions, split_answers
from archive.parsing.kinds import is_document, kind_of
from archive.parsing.labels import Hit, candidates, echoes
from archive.parsing.lines import Line, Reading
from archive.parsing.metadata import Metadata, read_metadata
from archive.parsing.offices import part_office
from archive.parsing.paragraphs import Wrap, find_wrap
from archive.parsing.people import People, Person, find_people
from archive.parsing.principal import principal, section_principal
from archive.parsing.readers import read_document
from archive.parsing.roles import Voice, assign, pairs_of
from archive.parsing.tidy import fold
from archive.parsing.turns import RawTurn, gather
from archive.parsing.types import ParsedTranscript, ParsedTurn, Role, Skipped
from archive.parsing.zones import HEADER_LINES, pieces


def parse(data: bytes, name: str) -> ParsedTranscript:
    """Read a file into a transcript; raises TranscriptError where that cannot be."""
    reading = read_document(data, name)
    lines, wrap = reading.lines, find_wrap(reading.lines, reading.flowing)
    hits = find_labels(lines, reading.flowing, wrap)
    names = frozenset(fold(part_office(hit.label).name or hit.label) for hit in hits)
    found = pieces(lines, hits, names)
    turns, skipped = gather(lines, found, wrap)
    turns = split_answers(turns)
    around = [line for piece in found if not piece.spoken for line in lines[piece.start : piece.stop]]
    header = lines[: next((piece.first for piece in found if piece.spoken), len(lines))]
    meta = read_metadata(reading, around, header, " ".join(turn.text for turn in turns)[:100_000])
    return _assemble(reading, turns, meta, header, around, [*skipped, *_skipped(around)])


def find_labels(lines: Sequence[Line], flowing: bool, wrap: Wrap) -> list[Hit]:
    """Return the labels of a document, those without colon and questions in bold among them."""
    hits = accepted(list(candidates(lines, flowing)), lines, wrap)
    if hits:
        return echoes(lines, hits)
    return [Hit(i, i, "", "question", (), lines[i].text, "bold", True, lines[i].number) for i in bold_questions(lines)]


def _assemble(
    reading: Reading,
    turns: list[RawTurn],
    meta: Metadata,
    header: Sequence[Line],
    around: Sequence[Line],
    skipped: list[Skipped],
) -> ParsedTranscript:
    heads = [line.text for line in header[:HEADER_LINES]]
    beside = [line.text for line in around]
    labels = [turn.label for turn in turns if turn.label]
    spoken = [paragraph for turn in turns for paragraph in turn.paragraphs]
    people = find_people(labels, meta.title, beside, spoken)
    asides = [field.value for name in ("summary", "aside") for field in reading.fields.get(name, ())]
    lead = principal(people, meta.title, [*heads, *asides])
    persons = [_person(turn, people, _section_lead(turn, people, around) or lead) for turn in turns]
    roles = assign([_voice(turn, person) for turn, person in zip(turns, persons, strict=True)])
    body = ""
    if is_document(turns, meta.title):
        body = "\n\n".join(turn.text for turn in turns)
        turns, roles, persons = [], [], []
    parsed = tuple(map(_turn, turns, persons, roles))
    return ParsedTranscript(
        title=meta.title,
        date=meta.date,
        place=meta.place,
        language=meta.language,
        kind=kind_of(meta.title, _about(around, asides), parsed, reading.field("kind")),
        published=meta.published,
        source_url=meta.source_url,
        publisher=meta.publisher,
        turns=parsed,
        pairs=tuple(pairs_of(roles)),
        warnings=reading.warnings,
        skipped=tuple(sorted((*skipped, *reading.skipped), key=lambda piece: piece.line)),
        found=meta.found,
        format=reading.format,
        body=body,
    )


def _person(turn: RawTurn, people: People, lead: Person | None) -> Person:
    if turn.label is None:
        return Person(None) if turn.key else (lead or Person(None))
    person = people.person(turn.label)
    return person if turn.person is None else _from_markup(turn, person)


def _section_lead(turn: RawTurn, people: People, around: Sequence[Line]) -> Person | None:
    """Name the person in the heading of the section that a turn without a label opens."""
    if turn.label or turn.section == 0:
        return None
    above = [line.text for line in around if line.kind == "section" and line.number <= turn.line]
    return section_principal(people, above[-1]) if above else None


def _from_markup(turn: RawTurn, person: Person) -> Person:
    """Prefer the markup's name where the label is an office or the markup's is fuller."""
    given = part_office(turn.person or "")
    own = person.name or ""
    fuller = given.name is not None and not given.honorific_only and len(given.name.split()) > 1
    if fuller:
        return Person(given.name, person.office or given.office)
    named = given.name is not None and fold(given.name).split()[-1] in fold(own).split()
    return person if named else Person(turn.person, turn.label)


def _about(around: Sequence[Line], asides: Sequence[str]) -> str:
    """Return what is said about the event around the talk: prose and closing notes, not menus."""
    told = [line.text for line in around if len(line.text) > 40 or furniture_reason(line.text) == "stage note"]
    return " ".join([*told[:20], *told[-5:], *asides])[:8000]


def _voice(turn: RawTurn, person: Person) -> Voice:
    return Voice(turn.key, person.who or turn.key or "", turn.text, turn.section, turn.role)


def _turn(raw: RawTurn, person: Person, role: Role) -> ParsedTurn:
    return ParsedTurn(raw.label or None, person.name, role, raw.text, person.office, tuple(raw.notes), raw.line)


def _skipped(lines: Sequence[Line]) -> list[Skipped]:
    return [Skipped(line.text, line.number, furniture_reason(line.text) or "around the talk") for line in lines]
