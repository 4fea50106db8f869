"""Who presides over a session, answers or interviews, counted over all its turns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from archive.parsing import lexicon
from archive.parsing.layout_patterns import QUESTIONS_ASKED_FOR
from archive.parsing.speakers.voices import ASKED, MARKS, Voice, calls, ends_asking, invites

ASKING_SHARE = 0.35
MOST_NAMES = 200


def answering_by_turn(voices: Sequence[Voice], chairs: frozenset[str]) -> frozenset[str]:
    """Return who speaks after most questions if every asker has a name, as after "Tanaka, Lantern Post".

    Two askers or more, so that it is no interview; and two thirds of the questions, so that it is no discussion.
    """
    after: Counter[str] = Counter()
    askers: set[str] = set()
    for voice, following in pairwise(voices):
        if (
            ends_asking(voice.text)
            and voice.who != following.who
            and voice.who not in chairs
            and voice.key not in lexicon.MANAGERS
        ):
            after[following.who] += 1
            askers.add(voice.who)
    who, count = after.most_common(1)[0] if after else ("", 0)
    return frozenset({who}) if count >= 2 and count * 3 >= after.total() * 2 and len(askers - {who}) >= 2 else frozenset()


def voice_asks(voice: Voice) -> bool:
    """Tell whether an unnamed voice asks, among others who do."""
    return voice.key in lexicon.VOICES and not MARKS.isdisjoint(voice.text)


def manages(key: str) -> bool:
    """Say whether a label is a word for who runs the session, perhaps with a name: "Moderator", "Vorsitzende Lehn"."""
    words = key.split()
    return key in lexicon.MANAGERS or (len(words) > 1 and words[0] in lexicon.MANAGERS)


def presiding(voices: Sequence[Voice]) -> frozenset[str]:
    """Return who is called a chair, and answers: most of their turns stand right behind a question."""
    said, answered = Counter[str](), Counter[str]()
    for before, voice in zip([None, *voices], voices, strict=False):
        if manages(voice.key or ""):
            said[voice.who] += 1
            answered[voice.who] += before is not None and before.asks and not calls(voice.text)
    return frozenset(who for who in said if answered[who] > 1 and answered[who] * 2 >= said[who])


def _runs_the_session(text: str) -> bool:
    return calls(text) or invites(text)


def interviewer(section: Sequence[Voice]) -> str | None:
    """Return the asker among named persons: many turns end in a question, more than anybody else's."""
    said: Counter[str] = Counter(voice.who for voice in section if voice.key)
    marked = [voice for voice in section if voice.key and ends_asking(voice.text) and not _runs_the_session(voice.text)]
    marked = [voice for voice in marked if not (voice.office and QUESTIONS_ASKED_FOR.search(voice.text))]
    asking = [voice for voice in marked if not manages(voice.key or "") or ASKED.search(voice.text[-160:])]
    asked: Counter[str] = Counter(voice.who for voice in asking)
    if len(said) < 2:
        return None
    shares = {who: asked[who] / said[who] for who in said}
    best = max(shares, key=lambda who: (shares[who] >= ASKING_SHARE, asked[who]))
    others = max((shares[who] for who in said if who != best and said[who] > 1), default=0.0)
    enough = said[best] * 4 >= len(section) and asked[best] * 2 > sum(asked.values()) and (asked[best] > 1 or len(section) < 4)
    return best if shares[best] >= ASKING_SHARE and shares[best] > others and enough else None


def joined_voices(voices: Sequence[Voice]) -> Sequence[Voice]:
    """Return the voices with one name for a person who is known by a full name here and a part of it there."""
    names = list(dict.fromkeys(voice.who for voice in voices))
    fuller = (
        {name: [other for other in names if other.endswith(f" {name}")] for name in names} if len(names) <= MOST_NAMES else {}
    )
    same = {name: found[0] for name, found in fuller.items() if len(found) == 1}
    office = {same.get(voice.who, voice.who) for voice in voices if voice.office}
    under = [replace(voice, who=same.get(voice.who, voice.who)) for voice in voices] if same else voices
    return [replace(voice, office=voice.office or voice.who in office) for voice in under] if same else voices
