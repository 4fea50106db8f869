"""Who asks if no label says so: by the kind of event and by who holds an office.

At a news conference, a briefing or an interview, office holders answer and the others ask. In a parliamentary sitting only
labelled askers ask, and members at question time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.layout_patterns import QUESTION_TIME
from archive.parsing.metadata.event_kinds import KINDS, SITTING
from archive.parsing.speakers.voices import MARKS, Voice, calls, ends_asking

Event = Literal["asked", "interview", "sitting", ""]
FEWEST_QUESTIONS = 0.1
BESIDE = 0.5
# Offices of those who ask, or of anybody.
_NO_OFFICE = frozenset(
    """host editor anchor correspondent moderator professor member deputy head leader speaker major king prince general bishop
    judge pope cardinal justice director p m""".split()
)
_OUTLET_BEHIND = re.compile(r"[(\[]([^()\[\]]{2,40})[)\]]\s*$")


def event_of(title: str, around: str) -> Event:
    """Tell the event from the title, then from the lines around the talk: questions, an interview, or a sitting."""
    for text in (title, around):
        if QUESTION_TIME.search(text):
            return "asked"
        kind = next((kind for kind, pattern in KINDS.items() if pattern.search(text)), "") if text else ""
        if kind in ("news_conference", "briefing"):
            return "asked"
        if kind == "interview":
            return "interview"
        if kind == "debate" or SITTING.search(text):
            return "sitting"
    return ""


def holds_office(label: str, office: str | None) -> bool:
    """Tell whether a label, or what is known of its person, names an office that answers."""
    words = set(fold(f"{label} {office or ''}").split())
    return not (lexicon.OFFICES - _NO_OFFICE).isdisjoint(words)


def asking_by_event(voices: Sequence[Voice], event: Event, lead: str) -> frozenset[str]:
    """Return those who ask because they hold no office where office holders are asked."""
    if event not in ("asked", "interview"):
        return frozenset()
    named = [voice for voice in voices if voice.key and voice.key not in lexicon.SPOKEN]
    worded = sum(voice.asks for voice in voices)
    # "Interview with Nora Mills" may name the asker: the title's person answers only if nobody has an office.
    holders = {voice.who for voice in named if voice.office} or {voice.who for voice in named if voice.who == lead}
    others = {voice.who for voice in named} - holders
    if not holders or not others or (event == "asked" and worded) or (event == "interview" and worded * 2 > len(voices)):
        return frozenset()
    found = others - _moderators(voices, others)
    if not _speak_beside(voices, found, holders):
        return frozenset()
    asked = [voice for voice in named if voice.who in found]
    marks = sum(not MARKS.isdisjoint(voice.text) for voice in asked)
    return frozenset(found) if marks and marks >= FEWEST_QUESTIONS * len(asked) else frozenset()


def _speak_beside(voices: Sequence[Voice], asking: set[str], holders: set[str]) -> bool:
    """Tell whether half of the possible askers' turns stand right before or after a possible answerer's."""
    places = [index for index, voice in enumerate(voices) if voice.who in asking]
    beside = sum(any(voices[i].who in holders for i in (at - 1, at + 1) if 0 <= i < len(voices)) for at in places)
    return bool(places) and beside >= BESIDE * len(places)


def _moderators(voices: Sequence[Voice], others: set[str]) -> set[str]:
    """Return those without an office who repeatedly give the floor, or open and never ask."""
    turns = Counter(voice.who for voice in voices)
    calling = Counter(voice.who for voice in voices if calls(voice.text) and not ends_asking(voice.text))
    asking = Counter(voice.who for voice in voices if ends_asking(voice.text))
    often = {who for who in others if calling[who] > 1 and calling[who] * 2 > turns[who] and len(others) > 1}
    first = voices[0].who
    opens = first in others and len(others) > 1 and turns[first] > 1 and not asking[first] and calling[first] > 0
    return often | ({first} if opens else set())
