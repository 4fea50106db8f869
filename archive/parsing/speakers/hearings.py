"""Hearings, in which the members of a committee and its chair question witnesses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from archive.parsing.parsed import Role
from archive.parsing.speakers.voices import ASKED, Voice, calls, ends_asking

MOST_WITNESSES = 4
# Answered questions, their share of all questions, the witnesses' share of the turns.
FEWEST_ASKED, ANSWERED_SHARE, SPOKEN_SHARE = 3, 0.8, 0.3


def find_witnesses(voices: Sequence[Voice]) -> frozenset[str]:
    """Return who answers the members of a committee: a few who speak after most questions and put none themselves."""
    asking: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for voice, following in pairwise(voices):
        if ends_asking(voice.text) and voice.who != following.who and not calls(voice.text):
            asking[voice.who] += 1
            after[following.who] += 1
    found = frozenset(who for who in after if who not in asking)
    answered = sum(after[who] for who in found)
    if not 0 < len(found) <= MOST_WITNESSES or answered < max(FEWEST_ASKED, ANSWERED_SHARE * after.total()):
        return frozenset()
    spoken = sum(voice.who in found for voice in voices)
    return found if spoken >= SPOKEN_SHARE * len(voices) else frozenset()


def role_in_hearing(voices: Sequence[Voice], index: int, witnesses: frozenset[str]) -> Role:
    """Return the role of a turn: witnesses answer questions; others ask where one stands in their words before a witness."""
    voice = voices[index]
    before = voices[index - 1] if index else None
    following = voices[index + 1] if index + 1 < len(voices) else None
    if voice.who in witnesses:
        asked = before is not None and (before.who in witnesses or ASKED.search(before.text))
        return "answer" if asked else "statement"
    asks = following is not None and following.who in witnesses and ASKED.search(voice.text)
    return "question" if asks else "statement"
