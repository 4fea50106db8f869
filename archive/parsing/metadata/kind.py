"""The kind of event: by its title, its opening words, and its shape (words in event_kinds.ini)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import cast

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.layout_patterns import FIRST_PERSON
from archive.parsing.lines import Field
from archive.parsing.metadata.breadcrumbs import is_path, steps
from archive.parsing.metadata.head_words import (
    CONVERSATION,
    FIRST_KINDS,
    KINDS,
    LECTURE,
    OCCASION,
    OPENS,
    PARLIAMENT,
    SAID_ONLY,
)
from archive.parsing.metadata.kind_choice import asked_kind
from archive.parsing.parsed import EVENT_KINDS, EventKind, ParsedTurn
from archive.parsing.turns import RawTurn

MANY, FEW = 6, 2
# A title with one of these words means it; "meeting" or "remarks" may be incidental.
_SURE: tuple[EventKind, ...] = ("news_conference", "interview", "briefing", "debate")
_ALONE: tuple[EventKind, ...] = ("speech", "statement")
# With this share of the words a talk is one speech with questions after it; a long speech needs less.
_MOSTLY, _HALF, _LONG = 0.6, 0.5, 2000
_OPENING = 400
_GLANCE = 300
_SIGNS = 2
_LOOKED_AT = 60

LONGEST_CATEGORY = 60  # characters
FILED: tuple[EventKind, ...] = ("news_conference", "interview", "briefing")
_ADDRESS = 60  # characters
# Forms of address of two words or more: nobody writes them into a document.
_ADDRESSES = tuple(words for words in lexicon.SALUTATIONS if " " in words)


def is_document(turns: Sequence[RawTurn], title: str | None) -> bool:
    """Tell whether nobody speaks: no labels, and a title or prose about others."""
    if any(turn.label or turn.key or turn.role for turn in turns):
        return False
    text = " ".join(turn.text for turn in turns)
    if title and KINDS["document"].search(title):
        return True
    if fold(text[:_ADDRESS]).startswith(_ADDRESSES):
        return False
    said = len(FIRST_PERSON.findall(text[:20_000]))
    return said * 150 < len(text[:20_000].split())


def kind_of(
    title: str | None, around: str, turns: Sequence[ParsedTurn], given: Field | None, head: Sequence[str] = ()
) -> EventKind:
    """Return the kind from the title, the markup, the opening words, the lines above (`head`) and around it, and the shape."""
    if not turns:
        return "document"
    asked = any(turn.role == "question" for turn in turns)
    titled = list(_titled(title or "", asked, turns))
    if title and _is_said_only(title):
        return "news_conference" if asked else "statement"
    if titled and titled[0] in _SURE:
        return "meeting" if titled[0] == "interview" and _is_conversation(title or "", turns) else titled[0]
    # Akoma Ntoso calls every talk a debate, so the title comes first.
    if given is not None and given.value in EVENT_KINDS:
        return given.value
    if not asked and _is_parliament(title or "", around, turns):
        return "debate"
    if asked and (called := _called(turns, around)) is not None:
        return called
    if asked and CONVERSATION.search(title or "") and len(_askers(turns)) <= 1:
        return "interview"
    if asked and LECTURE.search(title or "") and _is_prepared(turns):
        return "speech"
    if asked and (filed := category_in_head(head)) is not None:
        return filed
    return titled[0] if titled else _by_shape(turns, asked, around, title or "")


def _is_conversation(title: str, turns: Sequence[ParsedTurn]) -> bool:
    """Tell whether a conversation is no interview: nobody asks, or listeners ask as well as the host."""
    askers = _askers(turns)
    return CONVERSATION.search(title) is not None and (not askers or (None in askers and len(askers) > 1))


def _titled(title: str, asked: bool, turns: Sequence[ParsedTurn]) -> Iterator[EventKind]:
    """Yield the kinds in a title that fit the shape. A single speaker gives a speech, even at a meeting."""
    event = _event(title)
    found = [cast(EventKind, kind) for kind, words in FIRST_KINDS.items() if words.search(title)]
    found += [cast(EventKind, kind) for kind, words in KINDS.items() if words.search(event if kind == "meeting" else title)]
    if len(_named(turns)) <= 1 and not asked:
        found.sort(key=lambda kind: kind == "meeting")
    return (kind for kind in found if _fits(kind, asked, turns))


def _event(title: str) -> str:
    """Return a title without the occasion: "Doorstep at the start of the meeting" names no meeting."""
    occasion = OCCASION.search(title)
    return title[: occasion.start()] if occasion and title[: occasion.start()].strip() else title


def _is_said_only(title: str) -> bool:
    """Tell whether a title names statements for the press and, besides, no press conference."""
    return bool(SAID_ONLY.search(title)) and not KINDS["news_conference"].search(SAID_ONLY.sub(" ", title))


def _is_prepared(turns: Sequence[ParsedTurn]) -> bool:
    """Tell whether a statement opens the talk that is longer than every answer."""
    opening = max((len(turn.text) for turn in turns[:2] if turn.role == "statement"), default=0)
    return opening > max((len(turn.text) for turn in turns if turn.role == "answer"), default=0)


def category_in_head(head: Sequence[str]) -> EventKind | None:
    """Return the kind under which the page is filed, if its short lines above the talk name only one: "Type: Interview"."""
    named: set[EventKind] = set()
    for text in head:
        text = steps(text)[-1] if is_path(text) else text
        if len(text) <= LONGEST_CATEGORY:
            named.update(kind for kind in FILED if KINDS[kind].search(text))
    return named.pop() if len(named) == 1 else None


def _fits(kind: str, asked: bool, turns: Sequence[ParsedTurn]) -> bool:
    if kind in ("interview", "briefing", "debate"):
        return asked or len(turns) > 1 or (kind == "interview" and _has_questions(turns))
    if kind in _ALONE:
        return not asked or _is_mostly_statement(turns)
    return kind != "document"


def _has_questions(turns: Sequence[ParsedTurn]) -> bool:
    """Tell whether a text whose speakers are not told apart is an interview: more questions than somebody asks alone."""
    return sum(turn.text.count(mark) for turn in turns for mark in "?？؟") > 1


def _is_mostly_statement(turns: Sequence[ParsedTurn]) -> bool:
    largest = max((len(turn.text) for turn in turns if turn.role == "statement"), default=0)
    share = largest / max(sum(len(turn.text) for turn in turns), 1)
    return share > (_HALF if largest > _LONG else _MOSTLY)


def _named(turns: Sequence[ParsedTurn]) -> set[str]:
    return {turn.speaker for turn in turns if turn.speaker and fold(turn.label or "") not in lexicon.VOICES}


def _called(turns: Sequence[ParsedTurn], around: str) -> EventKind | None:
    """Return what the opening words call the event: "Welcome to our weekly press briefing"."""
    for text in [around[:_OPENING], *(turn.text[:_OPENING] for turn in turns[:2] if turn.role == "statement")]:
        if found := OPENS.search(text):
            kinds = (kind for kind in ("briefing", "news_conference", "interview") if KINDS[kind].search(found.group()))
            return cast(EventKind, next(kinds, "news_conference"))
    return None


def _is_parliament(title: str, around: str, turns: Sequence[ParsedTurn]) -> bool:
    """Tell whether it is a parliamentary debate, by labels, opening words and the lines around."""
    if len({turn.label for turn in turns if turn.label and fold(turn.label) not in lexicon.VOICES}) < _SIGNS:
        return False
    said = [f"{turn.label or ''}: {turn.text[:_GLANCE]} {turn.text[-40:]} {' '.join(turn.notes)}" for turn in turns[:_LOOKED_AT]]
    text = "\n".join([title, around[:2000], *said])
    return len(list(islice((sign for sign in PARLIAMENT if sign.search(text)), _SIGNS))) == _SIGNS


def _by_shape(turns: Sequence[ParsedTurn], asked: bool, around: str, title: str) -> EventKind:
    named = _named(turns)
    answering = {turn.speaker for turn in turns if turn.role == "answer"}
    if len(named) >= MANY and not (asked and len(answering) <= FEW):
        return "meeting"
    told: tuple[EventKind, ...] = ("news_conference", "interview", "briefing")
    for kind in told:
        if asked and KINDS[kind].search(around):
            return kind
    if asked:
        return asked_kind(turns, title)
    return "speech" if len(named) <= 1 else "meeting"


def _askers(turns: Sequence[ParsedTurn]) -> set[str | None]:
    """Return the askers. Unnamed ones count as one; the moderator does not count."""
    return {turn.speaker for turn in turns if turn.role == "question" and fold(turn.label or "") not in lexicon.MANAGERS}
