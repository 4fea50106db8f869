"""Who asks and who runs the session where no label says so: by the kind of event, who holds an office, and who follows whom.

At a news conference, a briefing or an interview, office holders answer and the others ask. In a parliamentary sitting only
labelled askers ask, and members at question time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Literal

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.layout_patterns import HEARING, PRESS_OFFICE, QUESTION_TIME, QUESTIONS_ASKED_FOR
from archive.parsing.metadata.head_words import KINDS, SITTING, VISIT
from archive.parsing.speakers.voices import ASKED, MARKS, Voice, calls, ends_asking, hands_over, has_mark, invites, is_newsroom

Event = Literal["asked", "hearing", "interview", "sitting", "visit", "worded", ""]
FEWEST_QUESTIONS, FEWEST_ANSWERED = 0.1, 3
FEWEST_WORDED = 5
BESIDE = 0.5
FOLLOWED, SELDOM, OUTLETS_SHARE = 0.75, 0.2, 0.8
FEWEST_AFTER, ENDING = 2, 160
CHAIR_SHARE, RUNS_SHARE = 0.2, 0.5
FEWEST_VOICES, FEWEST_ASKERS = 4, 2
ASKING_SHARE = 0.35
MOST_NAMES = 200
# Offices of those who ask, or of anybody.
_NO_OFFICE = frozenset(
    """host editor anchor correspondent moderator professor member deputy head leader speaker major king prince general bishop
    judge pope cardinal justice director p m""".split()
)
# A radio, not the Foreign Minister: "(PWANI FM)".
_STATION = re.compile(r"(?:^|[(\[])[^()\[\]]+\s(?:FM|AM|TV)(?:[)\]]|$)")
_OUTLET_BEHIND = re.compile(r"[(\[]([^()\[\]]{2,40})[)\]]\s*$")


def event_of(title: str, around: str) -> Event:
    """Tell the event from the title, then from the lines around the talk: questions, an interview, a hearing, or a sitting."""
    if VISIT.search(title):
        return "visit"
    if HEARING.search(title) or HEARING.search(around):
        return "hearing"
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
    words = fold(f"{_STATION.sub(' ', label)} {_STATION.sub(' ', office or '')}").split()
    return lexicon.names_office([word for word in words if word not in _NO_OFFICE])


def asking_by_event(voices: Sequence[Voice], event: Event, lead: str) -> frozenset[str]:
    """Return those who ask because they hold no office where office holders are asked."""
    if event not in ("asked", "interview"):
        return frozenset()
    named = [voice for voice in voices if voice.key and voice.key not in lexicon.SPOKEN]
    worded = sum(voice.asks for voice in voices)
    # "Interview with Nora Mills" may name the asker: the title's person answers only if nobody has an office.
    holders = {voice.who for voice in named if voice.office} or {voice.who for voice in named if voice.who == lead}
    others = {voice.who for voice in named} - holders
    if not any(voice.office for voice in named) and holders.isdisjoint(answering := _who_answer(named)) and answering:
        return frozenset()  # the title's person runs the session
    if not holders or not others or (event == "asked" and worded) or (event == "interview" and worded * 2 > len(voices)):
        return frozenset()
    found = others - _moderators(voices, others)
    if not _speak_beside(voices, found, holders):
        return frozenset()
    asked = [voice for voice in named if voice.who in found]
    marks = sum(has_mark(voice.text) for voice in asked)
    return frozenset(found) if marks and marks >= FEWEST_QUESTIONS * len(asked) else frozenset()


def asking_by_place(voices: Sequence[Voice]) -> frozenset[str]:
    """Return those without an office behind whose turns somebody speaks who has one, or who answered somebody else.

    They have to ask something, and nobody has to ask them: a moderator is followed by those who ask.
    """
    keys = {after.key for before, after in pairwise(voices) if before.who != after.who and has_mark(before.text)}
    spoken = lexicon.SPOKEN - {voice.key for voice in voices if voice.office and voice.key in keys}  # a chair who answers
    named = [voice for voice in voices if voice.key and voice.key not in spoken and not voice.asks]
    offices = {voice.who for voice in named if voice.office}
    holders = offices or _who_answer(named)
    turns, followed, marked = Counter[str](), Counter[str](), Counter[str]()
    for voice, after in zip(voices, [*voices[1:], None], strict=True):
        turns[voice.who] += 1
        followed[voice.who] += after is not None and after.who in holders
        marked[voice.who] += has_mark(voice.text)
    answering = {after.who for before, after in pairwise(voices) if before.asks and not after.asks}
    others = {voice.who for voice in named} - holders - (answering if _by_word(voices) else set())
    found = {who for who in others if marked[who] and followed[who] >= FOLLOWED * turns[who]}
    if len(found) < FEWEST_ASKERS:
        return frozenset(found if offices else ())
    # Beside several who ask, one more whose every turn an office holder follows asks without a question mark.
    unmarked = {who for who in others - {voices[0].who, voices[-1].who} if turns[who] and followed[who] == turns[who]}
    calling = {voice.who for voice in named if calls(voice.text)}
    return frozenset(found | (unmarked - calling))


def _who_answer(named: Sequence[Voice]) -> set[str]:
    """Return those without an office who speak right after questions of others, and hardly ask anything."""
    after, asking, turns = Counter[str](), Counter[str](), Counter[str]()
    for before, voice in zip([None, *named], named, strict=False):
        turns[voice.who] += 1
        asking[voice.who] += has_mark(voice.text)
        after[voice.who] += before is not None and before.who != voice.who and has_mark(before.text[-ENDING:])
    found = {who for who in turns if after[who] >= FEWEST_AFTER and asking[who] <= SELDOM * turns[who]}
    return found | {who for who in turns if found and after[who] and not asking[who]}


def _by_word(voices: Sequence[Voice]) -> bool:
    """Tell whether the document has a word for who asks, and at least every fifth turn bears it."""
    return sum(voice.asks for voice in voices) * FEWEST_WORDED >= len(voices)


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


def find_chairs(voices: Sequence[Voice]) -> frozenset[str]:
    """Return those who run the session: they give the floor time and again, and seldom answer who asks."""
    said: Counter[str] = Counter()
    called: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for before, voice, after in zip([None, *voices], voices, [*voices[1:], None], strict=False):
        if voice.asks or voice.key is None or voice.key in lexicon.SPOKEN:
            continue
        said[voice.who] += 1
        called[voice.who] += calls(voice.text) or (after is not None and after.asks and hands_over(voice.text))
        answered[voice.who] += before is not None and before.asks
    often = _running_by_place(voices) | {who for who in said if called[who] >= 2 and called[who] >= said[who] * CHAIR_SHARE}
    return frozenset(who for who in often if answered[who] * 2 < said[who])


def _running_by_place(voices: Sequence[Voice]) -> set[str]:
    """Return who opens or closes the session and stands before those who ask and not behind them.

    A spokesperson who answers nobody may run a minister's press conference.
    """
    holders = {voice.who for voice in voices if voice.office}
    answered = Counter(voice.who for before, voice in pairwise(voices[:-1]) if before.asks and not voice.asks)
    if answered.total() >= FEWEST_ANSWERED:
        press = {voice.who for voice in voices if PRESS_OFFICE.search(voice.key or "") and not answered[voice.who]}
        holders -= press
    ends = {voice.who for voice in (*voices[:1], *voices[-1:]) if voice.key and len(voices) > FEWEST_VOICES} - holders
    found = set()
    for who in ends:
        places = [i for i, voice in enumerate(voices) if voice.who == who]
        before = sum(voices[i + 1].asks for i in places if i + 1 < len(voices))
        behind = sum(voices[i - 1].asks for i in places if i)
        if len(places) > 1 and before >= RUNS_SHARE * len(places) and behind <= (1 - RUNS_SHARE) / 2 * len(places):
            found.add(who)
    return found


def unknown_outlets(voices: list[Voice]) -> list[Voice]:
    """Mark unknown news organisations: several voices ask, one or two at a time, and one person answers all of them."""
    labelled = [voice for voice in voices if voice.key]
    said = Counter(voice.who for voice in labelled)
    if len(said) < 3 or any(voice.asks and not is_newsroom(voice.key or "") for voice in labelled):
        return voices
    answering, turns = said.most_common(1)[0]
    others = [voice for voice in labelled if voice.who != answering]
    runs = [len(list(run)) for answers, run in groupby(labelled, lambda voice: voice.who == answering) if not answers]
    alternate = bool(runs) and max(runs) <= 2 and len(runs) * 2 > len(others)
    asking = sum("?" in voice.text or "？" in voice.text for voice in others)
    replying = sum(ends_asking(voice.text) for voice in labelled if voice.who == answering)
    if len(others) < 3 or not alternate or asking < OUTLETS_SHARE * len(others) or replying > (1 - OUTLETS_SHARE) * turns:
        return voices
    return [replace(voice, outlet=bool(voice.key) and voice.who != answering) for voice in voices]


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
    enough = said[best] * 4 >= len(section) and asked[best] * 2 > sum(asked.values()) and (asked[best] > 1 or len(section) <= 4)
    return best if shares[best] >= ASKING_SHARE and shares[best] > others and enough else None


def joined_voices(voices: Sequence[Voice]) -> Sequence[Voice]:
    """Return the voices with one name for a person who is known by a full name here and a part of it there."""
    names = list(dict.fromkeys(voice.who for voice in voices))
    fuller = (
        {name: [other for other in names if other.endswith(f" {name}")] for name in names} if len(names) <= MOST_NAMES else {}
    )
    same = {name: found[0] for name, found in fuller.items() if len(found) == 1}
    if not same:
        return voices
    under = [replace(voice, who=same.get(voice.who, voice.who)) for voice in voices]
    office = {voice.who for voice in under if voice.office}
    return [replace(voice, office=voice.office or voice.who in office) for voice in under]
