"""Askers whom a document names outside labels: credits of an interview, brackets before a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from archive.parsing import lexicon
from archive.parsing.cleaning import fold, squeeze
from archive.parsing.labels.asker_labels import asks_from
from archive.parsing.layout_patterns import STAGE
from archive.parsing.parsed import Role
from archive.parsing.speakers.names.asking_persons import asking_person
from archive.parsing.speakers.names.name_cases import nominative
from archive.parsing.speakers.names.name_parts import is_given, without_honours
from archive.parsing.speakers.names.named_askers import is_interviewer
from archive.parsing.speakers.names.person import Person
from archive.parsing.speakers.names.short_names import NAME_PARTICLE, NAME_WORD, SMALL, plain
from archive.parsing.speakers.offices.label_parts import is_full_name, part_office
from archive.parsing.speakers.voices import has_mark
from archive.parsing.turns import RawTurn

LONGEST_CREDIT, LONGEST_NAME = 400, 40  # characters
_NAME = rf"{NAME_WORD}(?:[ \t]+(?:{NAME_PARTICLE}[ \t]+){{0,2}}{NAME_WORD}){{1,3}}"
_HAN_NAME = r"[\u3400-\u9fff]{2,4}|[\uac00-\ud7af]{2,4}"
_AND_NAME = re.compile(rf"\s*(?:,|&|and|et|und|y|e|i|и|та|i|ve|og|och|en|ja|és|și)\s+{_NAME}")
# A reprint names its paper, then the author: "(Fonte: Corriere del Porto - di Marta Galli)".
_REPRINT = re.compile(
    rf"\((?i:fonte|fuente|source|quelle|bron|źródło|kilde|källa|sursa|izvor|zdroj)\s*:[^()]{{2,60}}?[,;–—-]\s*"
    rf"(?i:di|de|par|by|von|por|door|av|af|autor|autorka|entrevista de)\s+({_NAME})\)"
)


# "Interview with Ines Moor, Tide Radio", "an interview to Ines Moor of Tide News": the name and, behind it, a news organisation.
_WITH_OUTLET = re.compile(
    rf"(?i:interview|interviewed|entrevista|entretien|intervista|interviu|rozmowa|wywiad|rozhovor|интервью|інтерв.ю)\s+"
    rf"(?i:with|to|by|con|com|a|avec|à|mit|cu|z|s|с|з)\s+({_NAME})(?:,|\s+(?i:of|from|de|da|del|von|vom|di|z|из|з))\s+([^.;()]{{2,50}})"
)
# A byline alone on a line: "di Marta Galli".
_BYLINE = re.compile(rf"(?i:by|di|de|por|par|von|door|av|af|od|написала?)\s+({_NAME})")


def interviewer_in(lines: Iterable[str]) -> str | None:
    """Return the one person whom lines credit with the interview; None for several persons, or none."""
    names = dict.fromkeys(name for line in lines for name in _credited(squeeze(line[:LONGEST_CREDIT])))
    return next(iter(names)) or None if len(names) == 1 else None


def with_interviewer(
    persons: Sequence[Person], roles: Sequence[Role], turns: Sequence[RawTurn], lines: Iterable[str], event: str = "interview"
) -> list[Person]:
    """Return the persons of an interview's turns, its nameless questions by the person who asked as the lines tell.

    A credit may have been read as a turn. Where several kinds of label ask, or the credited person answers, nothing changes.
    """
    lines = list(lines)
    credits = [f"{turn.label}: {turn.text}" for turn in turns if turn.label and _is_credit(turn.text)]
    told = list(zip(persons, roles, turns, strict=True))
    nameless = [role == "question" and _is_open(person, turn) for person, role, turn in told]
    answering = {person.known_as or person.name for person, role, _ in told if person.name and role == "answer"}
    named = interviewer_in([*lines, *credits]) if event == "interview" else None
    if not named and answering and (event or len(answering) == 1):
        answers = [turn.text for _, role, turn in told if role == "answer"]
        sure = all(is_full_name(name) or not name[:1].isascii() for name in answering)
        named = asking_person([*lines, *_lead(told)], {*answering, *_labelled(told)}, answers, sure)
    asking = {
        turn.key if event else turn.label for asks, turn in zip(nameless, turns, strict=True) if asks and turn.text != named
    }
    others = {words[-1] for person in persons if (words := plain(person.known_as or person.name or "").split())}
    if not named or len(asking) != 1 or not others or plain(named).split()[-1] in others:
        return as_interviewer(persons, turns)
    named = nominative(named)
    return [Person(named) if asks else person for person, asks in zip(persons, nameless, strict=True)]


def _is_credit(text: str) -> bool:
    return len(text) <= LONGEST_NAME and not has_mark(text)


def _lead(told: Sequence[tuple[Person, Role, RawTurn]]) -> Sequence[str]:
    """Return the paragraphs of a first turn that may be prose about the interview: nobody asks in it, and it is short."""
    _, role, turn = told[0]
    return turn.paragraphs if role == "statement" and len(turn.text) <= LONGEST_CREDIT else ()


def _labelled(told: Sequence[tuple[Person, Role, RawTurn]]) -> Iterable[str]:
    """Return the names in labels of those who are somebody else than who asks without a name."""
    return [person.name for person, role, turn in told if person.name and not _is_open(person, turn)]


def _is_open(person: Person, turn: RawTurn) -> bool:
    """Tell whether nobody is named as the speaker of a question: no label, an outlet, a word for who asks or for a host."""
    if person.name is None:
        return turn.label is None or turn.key in lexicon.ASKERS
    outlet = turn.key in lexicon.OUTLETS
    return (turn.key in lexicon.MANAGERS or outlet) and person.name == turn.label


def as_interviewer(persons: Sequence[Person], turns: Sequence[RawTurn]) -> list[Person]:
    """Return the persons of turns, the bare word for an interviewer by whom its first label names in brackets."""
    named = {
        turn.key: person for person, turn in zip(persons, turns, strict=True) if person.name and is_interviewer(turn.key or "")
    }
    return [
        named.get(turn.key, person) if person.name is None and turn.key else person
        for person, turn in zip(persons, turns, strict=True)
    ]


def _credited(line: str) -> Iterable[str]:
    yield from (found.group(1) for found in _WITH_OUTLET.finditer(line) if _is_outlet(found.group(2)))
    if (byline := _BYLINE.fullmatch(line.strip())) and any(map(is_given, byline.group(1).split())):
        yield byline.group(1)
    for found in (*_credit().finditer(line), *_REPRINT.finditer(line)):
        if _AND_NAME.match(line, found.end()):
            yield from ("", line)  # two persons are not one
            continue
        name = without_honours(next(filter(None, found.groups())))
        known = is_full_name(name) and part_office(name).name == name and (not name.isupper() or is_given(name.split()[0]))
        han = re.fullmatch(_HAN_NAME, name)
        if known or han:
            yield name


def _is_outlet(text: str) -> bool:
    words = fold(text).split()
    known = any(" ".join(words[:size]) in lexicon.OUTLETS for size in (1, 2, 3))
    return known or not lexicon.NEWSROOMS.isdisjoint(words[:5])


@lru_cache(maxsize=1)
def _credit() -> re.Pattern[str]:
    rows = Path(__file__).with_name("interview_credits.txt").read_text(encoding="utf-8").splitlines()
    words = [row.split("#")[0].strip() for row in rows]
    labels = "|".join(re.escape(word[:-1].strip()) for word in words if word.endswith(":"))
    phrases = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words if word and not word.endswith(":"))
    return re.compile(
        rf"(?:(?<![\w])(?i:{labels})\s*[:：–—]\s*({_NAME}|{_HAN_NAME})|(?<![\w])(?i:{phrases})[ :]+({_NAME}))(?![\w{SMALL}])"
    )


_AHEAD = re.compile(r"[(\[]([^()\[\]]{4,80})[)\]][,:.]?\s+(?=\S)")
_PARTING = re.compile(r"\s*(?:[,;/|]|\s[–—-]\s|\sfrom\s|\sof\s)\s*")


def name_asker_in_brackets(turn: RawTurn) -> None:
    """Return a turn with the asker named in the brackets that open it, which become a note; other turns are unchanged."""
    if turn.key is None or not (turn.key in lexicon.ASKERS or asks_from(turn.key)) or turn.person:
        return
    found = _AHEAD.match(turn.text)
    name = _name_in(found.group(1)) if found else None
    if found is None or name is None or STAGE.match(found.group(1)):
        return
    turn.person = name
    turn.notes.insert(0, found.group(1))
    turn.text = turn.text[found.end() :]
    turn.paragraphs[0] = turn.paragraphs[0][found.end() :] if turn.paragraphs else ""


def _name_in(said: str) -> str | None:
    """Return the name before the outlet: "Ines Moor, Tide Times"; None unless it is a name and an outlet, or a name alone."""
    before, parting, behind = _split(said)
    name = part_office(without_honours(before)).name or ""
    return name if is_full_name(name) and (not parting or behind[:1].isupper()) else None


def _split(said: str) -> tuple[str, str, str]:
    found = _PARTING.search(said)
    return (said[: found.start()], found.group(), said[found.end() :]) if found else (said, "", "")
