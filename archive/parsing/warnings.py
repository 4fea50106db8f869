"""Warnings about a reading, and their cost (the texts are in warning_texts.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.labels.candidates import Hit, key_of
from archive.parsing.labels.missed_labels import Suspect, suspect_turns, worth_telling
from archive.parsing.lines import Reading
from archive.parsing.metadata.collected import Metadata
from archive.parsing.metadata.dates import implausible
from archive.parsing.metadata.language import language_of, script_of
from archive.parsing.parsed import ParseWarning, Role
from archive.parsing.speakers.names.person import Person
from archive.parsing.speakers.offices.office_matching import contradicting
from archive.parsing.turns import RawTurn
from archive.parsing.warning_texts import warning

# By code: the cost of one warning, and the maximum cost of all of its kind.
COSTS: Mapping[str, tuple[float, float]] = {
    "damaged-text": (0.15, 0.3),
    "no-title": (0.1, 0.1),
    "no-date": (0.15, 0.15),
    "date-guessed": (0.05, 0.1),
    "date-unlikely": (0.1, 0.15),
    "several-days": (0.0, 0.0),
    "no-speaker": (0.15, 0.15),
    "nobody-speaks": (0.1, 0.1),
    "unattributed-text": (0.05, 0.1),
    "label-seen-once": (0.03, 0.2),
    "possible-label": (0.03, 0.15),
    "misprinted-label": (0.01, 0.05),
    "possible-namesakes": (0.03, 0.1),
    "answer-without-question": (0.1, 0.1),
    "question-without-answer": (0.05, 0.1),
    "second-language": (0.02, 0.06),
    "not-read": (0.05, 0.15),
    "several-mails": (0.1, 0.1),
    "page-without-text": (0.15, 0.3),
    "tracked-changes": (0.05, 0.05),
    "note-left-out": (0.01, 0.05),
    "comment-left-out": (0.01, 0.03),
    "box-left-out": (0.03, 0.1),
    "page-head": (0.0, 0.0),
    "hidden-text": (0.03, 0.09),
    "struck-text": (0.02, 0.06),
    "list-numbers": (0.0, 0.0),
    "unread-picture": (0.05, 0.15),
}
LEAST = 0.05
SHOWN = 160
LONG_ENOUGH = 120
GLANCE = 400
MOST_BROKEN = 20
_GUESSED = ("posting stamp", "time element", "page meta", "front matter", "memorandum head")


@dataclass(frozen=True, slots=True)
class ParseFindings:
    """The input of the warnings."""

    reading: Reading
    meta: Metadata
    turns: Sequence[RawTurn]
    persons: Sequence[Person]
    roles: Sequence[Role]
    document: bool
    doubtful: Sequence[Hit]
    missed: Sequence[Hit]
    suspects: Sequence[Suspect]


def doubts(seen: ParseFindings) -> list[ParseWarning]:
    """Return every warning, by line."""
    found = [
        *seen.reading.warnings,
        *_of_metadata(seen),
        *_of_text(seen),
        *_of_labels(seen),
        *_of_roles(seen),
        *_of_languages(seen),
    ]
    return sorted(found, key=lambda one: (one.line is None, one.line or 0))


def confidence(warnings: Iterable[ParseWarning]) -> float:
    """Return the confidence of a reading, 0.05 to 1: each warning costs, up to the maximum of its kind."""
    spent: dict[str, float] = {}
    for each in warnings:
        cost, most = COSTS.get(each.code, (0.05, 0.2))
        spent[each.code] = min(most, spent.get(each.code, 0.0) + cost)
    return round(max(LEAST, 1.0 - sum(spent.values())), 2)


def _of_metadata(seen: ParseFindings) -> Iterator[ParseWarning]:
    meta = seen.meta
    if not meta.title:
        yield warning("no-title")
    if meta.date is None:
        yield warning("no-date")
    elif meta.found.get("date", "").startswith(_GUESSED):
        yield warning("date-guessed/posting", day=meta.date, where=meta.found["date"])
    yield from (ParseWarning("date-guessed", said) for said in meta.day_doubts)
    yield from (ParseWarning("several-days", said) for said in meta.day_notes)
    yield from (ParseWarning("date-unlikely", said) for said in meta.impossible_days)
    if meta.date is not None and (said := implausible(meta.date, meta.evidence.today)) is not None:
        yield ParseWarning("date-unlikely", said)


def _of_text(seen: ParseFindings) -> Iterator[ParseWarning]:
    if seen.document:
        yield warning("nobody-speaks")
    elif not any(person.name for person in seen.persons):
        yield warning("no-speaker")
    broken = [(line.number, bad) for line in seen.reading.lines if (bad := line.text.count("\ufffd"))]
    for number, bad in broken[:MOST_BROKEN]:
        yield warning("damaged-text/line", number, bad=bad)
    if len(broken) > MOST_BROKEN:
        more = len(broken) - MOST_BROKEN
        yield warning("damaged-text/more", broken[MOST_BROKEN][0], more=more)


def _of_labels(seen: ParseFindings) -> Iterator[ParseWarning]:
    for hit in seen.doubtful:
        yield warning("label-seen-once", hit.line, label=hit.label)
    yield from _of_possible_labels(seen)
    for turn, person in zip(seen.turns, seen.persons, strict=True):
        if person.misprint:
            yield warning("misprinted-label", turn.line, label=turn.label, name=person.name)
    yield from _of_text_without_label(seen)
    yield from _of_namesakes(seen)


def _of_namesakes(seen: ParseFindings) -> Iterator[ParseWarning]:
    told = zip(seen.turns, seen.persons, strict=True)
    named = ((person.name, person.office, turn.line) for turn, person in told if person.name and person.office)
    for name, first, other, line in contradicting(named):
        yield warning("possible-namesakes", line, name=name, first=first, other=other)


def _of_possible_labels(seen: ParseFindings) -> Iterator[ParseWarning]:
    """Warn once of each possible label, at its first line, with its number of occurrences."""
    lines: dict[str, list[tuple[int, str]]] = {}
    told = {one.line: one.label for one in worth_telling(seen.turns, seen.suspects)}
    told |= {hit.line: hit.label for hit in seen.missed}
    for line, label in sorted(told.items()):
        lines.setdefault(key_of(label), []).append((line, label))
    for (line, label), *more in lines.values():
        shown = label if len(label) <= SHOWN else f"{label[:SHOWN]} …"
        times = f", here and {len(more)} more time{'s' * (len(more) != 1)}" if more else ""
        yield warning("possible-label", line, label=shown, times=times)


def _of_text_without_label(seen: ParseFindings) -> Iterator[ParseWarning]:
    """Warn of unlabelled words among labelled ones, and of words that may not be by the title's person."""
    labelled = any(turn.label for turn in seen.turns)
    doubted = suspect_turns(seen.turns, seen.suspects)
    for index, (turn, person) in enumerate(zip(seen.turns, seen.persons, strict=True)):
        if index in doubted:
            yield warning("unattributed-text/doubted", turn.line)
        elif labelled and turn.label is None and not turn.key and turn.role is None:
            yield warning("unattributed-text/taken" if person.name else "unattributed-text/kept", turn.line, name=person.name)


def _of_roles(seen: ParseFindings) -> Iterator[ParseWarning]:
    roles = seen.roles
    for turn, role, before in zip(seen.turns, roles, [None, *roles], strict=False):
        if role == "answer" and before is None:
            yield warning("answer-without-question", turn.line)
    if "question" in roles and "answer" not in roles:
        first = seen.turns[list(roles).index("question")]
        yield warning("question-without-answer", first.line)


def _of_languages(seen: ParseFindings) -> Iterator[ParseWarning]:
    """Warn of turns in another language than the document: one warning a language, at its first turn."""
    known = {seen.meta.language}
    usual = script_of(" ".join(turn.text[:GLANCE] for turn in seen.turns[:20]))
    for turn in seen.turns:
        glance = turn.text[:GLANCE]
        if len(glance) < LONG_ENOUGH and script_of(glance) == usual:
            continue
        language = language_of(glance)
        if language not in known and len(glance) > 8 and fold(turn.label or "") not in lexicon.INTERPRETERS:
            known.add(language)
            yield warning("second-language", turn.line, language=language)
