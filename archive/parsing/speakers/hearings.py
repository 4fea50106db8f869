"""Hearings, in which the members of a committee and its chair question witnesses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from archive.parsing.parsed import Role
from archive.parsing.speakers.askers import manages
from archive.parsing.speakers.voices import ASKED, Voice, calls, ends_asking

MOST_WITNESSES = 4
SELDOM = 2  # questions answered for each one put: "May I add something?"
FEWEST_BY_MINISTERS = 2  # answered questions
MOST_BETWEEN = 3  # witnesses who answer one question
# Answered questions, their share of all questions, the witnesses' share of the turns.
FEWEST_ASKED, ANSWERED_SHARE, SPOKEN_SHARE = 3, 0.8, 0.3


def find_witnesses(voices: Sequence[Voice], fewest: int = FEWEST_ASKED) -> frozenset[str]:
    """Return who answers the members of a committee: a few who speak after most questions and put none themselves."""
    asking: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for voice, following in pairwise(voices):
        if ends_asking(voice.text) and voice.who != following.who and not calls(voice.text):
            asking[voice.who] += 1
            after[following.who] += 1
    found = frozenset(who for who in after if asking[who] * SELDOM <= after[who])
    answered = sum(after[who] for who in found)
    if not 0 < len(found) <= MOST_WITNESSES or answered < max(fewest, ANSWERED_SHARE * after.total()):
        return frozenset()
    spoken = sum(voice.who in found for voice in voices)
    return found if spoken >= SPOKEN_SHARE * len(voices) else frozenset()


def ministers_asked(voices: Sequence[Voice]) -> frozenset[str]:
    """Return the office holders who answer members, if nobody else does, in a sitting of few turns."""
    found = find_witnesses(voices, FEWEST_BY_MINISTERS)
    holders = {voice.who for voice in voices if voice.office and not manages(voice.key or "")}
    return found if found <= holders else frozenset()


def role_in_hearing(voices: Sequence[Voice], index: int, witnesses: frozenset[str]) -> Role:
    """Return the role of a turn: witnesses answer questions; others ask where one stands in their words before a witness."""
    voice = voices[index]
    before = voices[index - 1] if index else None
    following = voices[index + 1] if index + 1 < len(voices) else None
    if voice.who in witnesses:
        asked = before is not None and (before.who in witnesses or _asks(voices, index - 1, witnesses))
        return "answer" if asked else "statement"
    asks = following is not None and following.who in witnesses and _asks(voices, index, witnesses)
    return "question" if asks else "statement"


def _asks(voices: Sequence[Voice], index: int, witnesses: frozenset[str]) -> bool:
    """Tell whether a member asks, or goes on where a witness has just answered the same member: "That was not my question."."""
    voice = voices[index]
    if ASKED.search(voice.text) or ends_asking(voice.text):
        return True
    before = [other for other in voices[max(0, index - MOST_BETWEEN - 1) : index] if other.who not in witnesses]
    follows_up = index > 0 and voices[index - 1].who in witnesses and bool(before) and before[-1].who == voice.who
    return follows_up and not calls(voice.text) and not ends_asking(voices[index - 1].text)
