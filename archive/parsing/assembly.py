"""From turns to the transcript: the person behind each label, the role of each turn, and warnings."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason, is_dateline, is_masthead, is_publisher
from archive.parsing.cleaning import fold
from archive.parsing.confidence.judging import judged
from archive.parsing.labels.answer_openings import named_openings
from archive.parsing.labels.candidates import key_of
from archive.parsing.labels.missed_labels import Suspect, suspect_turns
from archive.parsing.lines import Line
from archive.parsing.metadata.breadcrumbs import is_path
from archive.parsing.metadata.kind import is_document, kind_of
from archive.parsing.metadata.publisher import find_home
from archive.parsing.parsed import ParsedTranscript, ParsedTurn, ParseWarning, Role, Skipped
from archive.parsing.parsed_parts import Talk
from archive.parsing.segments import HEADER_LINES
from archive.parsing.speakers.askers import event_of, holds_office
from archive.parsing.speakers.default_speaker import (
    only_in_title,
    only_other,
    principal,
    quoted_in_title,
    section_principal,
    signed,
    titled_names,
)
from archive.parsing.speakers.holders import Context
from archive.parsing.speakers.interviewers import name_asker_in_brackets, with_interviewer
from archive.parsing.speakers.introductions import introduced_in, introductions_in, self_named_in
from archive.parsing.speakers.named import bare_names, named_in, named_in_fields, signboards
from archive.parsing.speakers.names.person import Person
from archive.parsing.speakers.names.uncased_scripts import reporter_at_end
from archive.parsing.speakers.offices.label_parts import is_full_name, part_office
from archive.parsing.speakers.resolution import People, find_people
from archive.parsing.speakers.roles import assign, pairs_of
from archive.parsing.speakers.voices import Voice, is_affiliation
from archive.parsing.turns import RawTurn
from archive.parsing.warnings import ParseFindings, confidence, doubts

HEAD_LINES = 15
LINES_AROUND = 120  # lines above the talk among which people are looked for
FOOT_LINES, LONGEST_FOOT, LONGEST_OPENING = 6, 200, 400
MASTHEADS = 8  # lines of the head searched for the publisher's name
_FIELD = re.compile(r"[^\W\d_][\w ]{1,20}:\s")  # "From: Foreign Office" begins a line of its own
MARGIN = 50  # characters of a line that may have been wrapped


def assemble(talk: Talk) -> ParsedTranscript:
    """Assemble the transcript."""
    meta, reading = talk.meta, talk.reading
    for turn in talk.turns:
        name_asker_in_brackets(turn)
    document = is_document(talk.turns, meta.title)
    # A bracketed note belongs to the text of a document without speakers.
    body = "\n\n".join(part for turn in talk.turns for part in turn.paragraphs) if document else ""
    turns = [] if document else talk.turns
    asides = [field.value for name in ("summary", "aside") for field in reading.fields.get(name, ())]
    persons, lead, suspects = _persons(talk, turns, asides)
    head = " ".join(line.text for line in talk.header[:HEAD_LINES])
    headings = [line.text for line in talk.around if line.kind in ("heading", "section")]
    event = event_of(meta.title or "", " ".join([head, *headings]))
    voices = [_voice(turn, person) for turn, person in zip(turns, persons, strict=True)]
    roles = assign(voices, (lead.who or "") if lead else "", event)
    if event in ("interview", ""):
        told = [meta.title or "", *asides, *(line.text for line in talk.around)]
        persons = with_interviewer(persons, roles, turns, told, event)
    parsed = tuple(map(_turn, turns, persons, roles))
    warnings = _warnings(replace(talk, suspects=suspects), turns, persons, roles, document)
    reading_of_it = ParsedTranscript(
        title=meta.title,
        date=meta.date,
        place=meta.place,
        language=meta.language,
        kind=kind_of(meta.title, _about(talk.around, asides), parsed, reading.field("kind"), [line.text for line in talk.header]),
        published=meta.published,
        source_url=meta.source_url,
        publisher=meta.publisher,
        turns=parsed,
        pairs=tuple(pairs_of(roles)),
        warnings=tuple(warnings),
        skipped=_skipped(talk),
        found=meta.found,
        confidence=confidence(warnings),
        format=reading.format,
        body=body,
        other_days=meta.other_days,
    )
    return judged(reading_of_it, talk.clues)


def _persons(
    talk: Talk, turns: Sequence[RawTurn], asides: Sequence[str]
) -> tuple[list[Person], Person | None, Sequence[Suspect]]:
    """Return the person of each turn, the person named in the title, and possible labels."""
    heads = [line.text for line in talk.header[:HEADER_LINES]]
    labels = [turn.label for turn in turns if turn.label]
    spoken = [paragraph for turn in turns for paragraph in turn.paragraphs]
    around = [line.text for line in talk.around]
    context = _context(talk, turns, asides)
    people = find_people(labels, talk.meta.title, [*asides, *around], spoken, context)
    title = talk.meta.title or ""
    asking = frozenset(people.person(turn.label).who for turn in turns if turn.label and turn.role == "question")
    leads: tuple[Callable[[], Person | None], ...] = (
        lambda: _told_by_fields(people, context),
        people.only_official,
        lambda: quoted_in_title(title, [one.name for one in context.in_head]),
        lambda: principal(people, talk.meta.title, [*heads, *asides], asking),
        lambda: signed(people, context),
        lambda: _only_in_title(people, title, [*spoken, *around]),
        lambda: only_other(context, asking),
    )
    lead = next((one for find in leads if (one := find()) is not None and one.who not in asking), None)
    opening = named_openings(turns, talk.reading.lines, lead.name) if lead and lead.name else ()
    suspects = [*talk.suspects, *opening]
    doubted = suspect_turns(turns, suspects)
    persons = [
        Person(None) if index in doubted else _person(turn, people, _section_lead(turn, people, talk.around) or lead, title)
        for index, turn in enumerate(turns)
    ]
    return persons, lead, suspects


def _told_by_fields(people: People, context: Context) -> Person | None:
    """Return the only person in the markup's fields if no label names anybody."""
    labelled = any(people.person(label).name for label in people.labels() if fold(label) not in lexicon.SPOKEN)
    only = context.in_fields[0] if len(context.in_fields) == 1 else None
    return Person(only.name, only.office) if only is not None and not labelled else None


def _only_in_title(people: People, title: str, spoken: Sequence[str]) -> Person | None:
    """Return the one person of the title where no label names anybody."""
    named = any(people.person(label).name for label in people.labels() if fold(label) not in lexicon.SPOKEN)
    words = frozenset(word for text in spoken if text != title for word in text.replace(",", " ").split() if word[:1].isupper())
    return None if named else only_in_title(title, words)


def _context(talk: Talk, turns: Sequence[RawTurn], asides: Sequence[str]) -> Context:
    """Return what the document says that identifies office holders."""
    fields, header = talk.reading.fields, [line.text for line in talk.header[:HEADER_LINES]]
    given = [field.value for name in ("source_url", "publisher") for field in fields.get(name, ())]
    mastheads = [text for text in header[:MASTHEADS] if is_masthead(text) or is_publisher(text)]
    title = talk.meta.title or ""
    # A few lines above the first label may be prose about the talk.
    short = bool(turns) and turns[0].label is None and len(turns) > 1 and len(turns[0].text) <= LONGEST_OPENING
    wrapped, boards = _wrapped(talk.header[:HEADER_LINES]), signboards(header)
    said = [title, *asides, *header, *wrapped, *(turns[0].paragraphs if short else ())]
    return Context(
        find_home([talk.meta.source_url, *given], [talk.meta.publisher, *given, *mastheads], [title, *header[:MASTHEADS]]),
        talk.meta.date,
        talk.authority,
        named_in_fields(fields.get("persons", ())),
        named_in(said),
        bare_names(title, lexicon.SPOKEN),
        on_signboard=named_in(boards),
        in_foot=named_in([*_foot(talk), *(piece.text for piece in talk.reading.skipped if piece.reason == "caption")]),
        introduced=introduced_in([(turn.label, turn.text) for turn in turns]),
        head=said[:HEAD_LINES],
        self_named=self_named_in([(turn.label, turn.text) for turn in turns]),
        passages=[
            *(title, *asides, *header, *_paragraphs(talk.header[:HEADER_LINES]), *boards),
            *(turns[0].paragraphs if short else ()),
        ],
        said_first=introductions_in([(turn.label, turn.text) for turn in turns]),
        around=[title, *asides, *(line.text for line in talk.header[:LINES_AROUND]), *wrapped, *_foot(talk)],
    )


def _wrapped(lines: Sequence[Line]) -> list[str]:
    """Return the paragraphs of a head wrapped within a phrase: an office may end a line, its holder begin the next."""

    def goes_on(before: str, line: Line) -> bool:
        cut = before.endswith(",") or not lexicon.OFFICES.isdisjoint(fold(before).split()[-1:])
        return cut and len(before) > MARGIN

    return _joined(lines, goes_on)


def _paragraphs(lines: Sequence[Line]) -> list[str]:
    """Return the paragraphs of a head that has long lines: a name may begin on one and end on the next."""

    def goes_on(before: str, line: Line) -> bool:
        ends = before.rstrip().endswith((".", "!", "?", ";")) or is_path(before) or is_path(line.text)
        return len(before) > MARGIN and not ends and not _FIELD.match(line.text)

    return _joined(lines, goes_on)


def _joined(lines: Sequence[Line], goes_on: Callable[[str, Line], bool]) -> list[str]:
    """Return the paragraphs of several lines. `goes_on` tells of a line and the text before it whether they are one."""
    found: list[list[str]] = []
    for line in lines:
        if found and not line.gap and goes_on(found[-1][-1], line) and not is_dateline(line.text):
            found[-1].append(line.text.strip())
        else:
            found.append([line.text.strip()])
    return [" ".join(texts) for texts in found if len(texts) > 1]


def _foot(talk: Talk) -> list[str]:
    """Return the short lines right below the talk: a signature, the speaker."""
    last = max((turn.line for turn in talk.turns), default=0)
    below = [line.text for line in talk.around if line.number > last and len(line.text) <= LONGEST_FOOT]
    alone = len(talk.turns) == 1 and talk.turns[0].label is None
    signed = [line.text for line in talk.reading.lines[-FOOT_LINES:] if len(line.text) <= LONGEST_FOOT] if alone else []
    return [*below[:FOOT_LINES], *signed]


def _person(turn: RawTurn, people: People, lead: Person | None, title: str) -> Person:
    if turn.label is None:
        answers = not turn.key or turn.key in lexicon.ANSWERERS
        return (lead if answers else None) or Person(None)
    if fold(turn.label) == fold(title) and not is_full_name(turn.label) and key_of(turn.label) not in lexicon.SPOKEN:
        return lead if lead and fold(lead.name or "") != fold(title) else Person(None)
    if turn.key in lexicon.ANSWERERS:
        answering = lead if turn.section else _named_by_title(people, title, lead)
        return replace(answering, misprint=False) if answering else Person(None)
    if turn.key in lexicon.ASKERS and (asker := _reporter(turn)) is not None:
        return Person(asker)
    person = people.person(turn.label)
    return person if turn.person is None else _from_markup(turn, person)


def _named_by_title(people: People, title: str, lead: Person | None) -> Person | None:
    """Return who answers without a name: the lead, unless the title names somebody else and not the lead."""
    if lead is not None and (fold(lead.name or "").split() or [""])[-1] in fold(title):
        return lead
    named = next((name for name in titled_names(title) if fold(name) not in people.everybody), None)
    return Person(named) if named is not None and " with " not in f" {fold(title)} " else lead


def _reporter(turn: RawTurn) -> str | None:
    """Return who asks if brackets before or after the question name a reporter."""
    if turn.person and fold(turn.person) not in lexicon.SPOKEN:
        return turn.person
    said = [turn.text, *(f"({note})" for note in turn.notes)]
    return next(filter(None, map(reporter_at_end, said)), None)


def _section_lead(turn: RawTurn, people: People, around: Sequence[Line]) -> Person | None:
    """Return the person in the heading of the section that an unlabelled turn opens."""
    if turn.label or turn.section == 0:
        return None
    above = [line.text for line in around if line.kind == "section" and line.number <= turn.line]
    return section_principal(people, above[-1]) if above else None


def _from_markup(turn: RawTurn, person: Person) -> Person:
    """Prefer the markup's name if the label is an office, or if the markup's name is fuller."""
    if person.name is None and fold(turn.person or "") in lexicon.SPOKEN:
        return person
    given = part_office(turn.person or "")
    own = person.name or ""
    if given.name is not None and not given.honorific_only and len(given.name.split()) > 1:
        return Person(given.name, person.office or given.office)
    named = given.name is not None and fold(given.name).split()[-1] in fold(own).split()
    return person if named else Person(turn.person, turn.label)


def _voice(turn: RawTurn, person: Person) -> Voice:
    office = holds_office(turn.label or "", person.office)
    behind = person.office or ""  # "Ana Lima, Tide News Agency", "ANA LIMA/TV19"
    press = bool(behind) and not office and (is_affiliation(behind) or (turn.label or "").endswith(f"/{behind}"))
    return Voice(turn.key, person.who or turn.key or "", turn.text, turn.section, turn.role, outlet=press, office=office)


def _turn(raw: RawTurn, person: Person, role: Role) -> ParsedTurn:
    notes = tuple(raw.notes)
    return ParsedTurn(raw.label or None, person.name, role, raw.text, person.office, notes, raw.line, person.known_as)


def _about(around: Sequence[Line], asides: Sequence[str]) -> str:
    """Return the prose and closing notes about the event around the talk, without menus."""
    told = [line.text for line in around if len(line.text.encode()) > 40 or furniture_reason(line.text) == "stage note"]
    return " ".join([*told[:20], *told[-5:], *asides])[:8000]


def _warnings(
    talk: Talk, turns: Sequence[RawTurn], persons: Sequence[Person], roles: Sequence[Role], document: bool
) -> list[ParseWarning]:
    labels = talk.labels
    seen = ParseFindings(talk.reading, talk.meta, turns, persons, roles, document, labels.doubtful, labels.missed, talk.suspects)
    return doubts(seen)


def _skipped(talk: Talk) -> tuple[Skipped, ...]:
    lines = [Skipped(line.text, line.number, furniture_reason(line.text) or "around the talk") for line in talk.around]
    return tuple(sorted((*lines, *talk.skipped, *talk.reading.skipped), key=lambda piece: piece.line))
