"""Roles of the turns (question, answer, statement), and the pairs they form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.layout_patterns import ASKS, GREETING, THANKS
from archive.parsing.parsed import ParsedPair, Role
from archive.parsing.speakers.askers import (
    Event,
    answering_by_turn,
    asking_by_event,
    asking_by_place,
    find_chairs,
    interviewer,
    joined_voices,
    manages,
    presiding,
    unknown_outlets,
    voice_asks,
)
from archive.parsing.speakers.hearings import find_witnesses, ministers_asked, role_in_hearing
from archive.parsing.speakers.voices import (
    ASKED,
    Voice,
    answers_first,
    calls,
    ends_asking,
    has_mark,
    is_real_question,
)

GREETING_WORDS = 12
LONG_ANSWER = 25
LAST_WORDS, LAST_WORD = 12, 4
CALLERS = frozenset({"caller", "callers", "listener", "listeners"})  # to an interviewer's programme
ROOM = 5  # of so many questions one at least is put from the room
FEWEST_IN_SITTING = 5  # answered questions
FEW = 4  # members of a committee who talk with each other
ADDITION_WORDS, OFFICIAL_WORDS = 50, 10


def assign(voices: Sequence[Voice], lead: str = "", event: Event = "") -> list[Role]:
    """Give each turn its role, section by section. `lead` is the person in the title, `event` the kind of event it names."""
    roles: list[Role] = []
    voices = joined_voices(voices)
    if event == "asked" and any(voice.asks for voice in voices):
        event = "worded"  # labels say who asks
    for _, group in groupby(voices, key=lambda voice: voice.section):
        roles += _Section(list(group), lead, event).roles()
    return [voice.given or role for voice, role in zip(voices, roles, strict=True)]


def pairs_of(roles: Sequence[Role]) -> list[ParsedPair]:
    """Group each run of questions with their answers; statements in between are skipped."""
    pairs: list[ParsedPair] = []
    questions: list[int] = []
    answers: list[int] = []
    for index, role in enumerate(roles):
        if role == "question":
            if answers:
                pairs.append(ParsedPair(tuple(questions), tuple(answers)))
                questions, answers = [], []
            questions.append(index)
        elif role == "answer" and questions:
            answers.append(index)
    if answers:
        pairs.append(ParsedPair(tuple(questions), tuple(answers)))
    return pairs


class _Section:
    """One sitting: who answers, who moderates, and the roles that follow."""

    def __init__(self, voices: list[Voice], lead: str = "", event: Event = "") -> None:
        self.interviewed = lead if event == "interview" else ""
        self.interview = event == "interview"
        self.sitting = event in ("sitting", "visit")
        self.witnesses = find_witnesses(voices) if event == "hearing" else frozenset()
        if event == "hearing":
            event = "" if self.witnesses else "asked"
        if self.sitting and (asked := find_witnesses(voices, FEWEST_IN_SITTING) or ministers_asked(voices)):
            self.witnesses, self.sitting = asked, False
        self.few = event != "visit" and len({voice.who for voice in voices}) <= FEW
        asking = asking_by_event(voices, event, lead)
        if event in ("asked", "interview", "worded"):
            asking |= asking_by_place(voices)
        voices = [
            replace(voice, outlet=voice.outlet or voice.who in asking or (bool(asking) and voice_asks(voice))) for voice in voices
        ]
        self.interviewing = asking if event == "interview" else frozenset[str]()
        unnamed = sum(voice.asks and voice.who not in asking and voice.key not in CALLERS for voice in voices)
        self.room = bool(unnamed) and unnamed * ROOM >= sum(has_mark(voice.text) for voice in voices)
        self.voices = voices = voices if asking or self.sitting else unknown_outlets(voices)
        self.chairs = find_chairs(voices)
        self.answering = _answering(voices, self.chairs)
        if not self.answering and not self.sitting:
            self.answering = answering_by_turn(voices, self.chairs)
        self.presiding = presiding(voices)
        self.askers: set[str] = set()
        self.last_asked = max((i for i, voice in enumerate(voices) if voice.asks), default=-1)

    def roles(self) -> list[Role]:
        """Decide turn by turn. Before the first real question all are statements, unless a named person interviews."""
        first = next((i for i, voice in enumerate(self.voices) if voice.asks or voice.key in lexicon.ANSWERERS), len(self.voices))
        asker = None if self.sitting or self.witnesses else interviewer(self.voices[:first]) or self._other_than_interviewed()
        if first < len(self.voices) and any(voice.who == asker and voice.office for voice in self.voices):
            asker = None  # an official opens with a question to the room: "Can I begin by thanking you?"
        roles: list[Role] = []
        asked = False
        for index, voice in enumerate(self.voices):
            if asker is not None and index < first:
                role: Role = self._role_in_interview(index, asker, asked, index == first - 1)
            else:
                role = self._role(index, asked)
            if role == "question":
                self.askers.add(voice.who)
            asked = asked or (role == "question" and is_real_question(voice))
            roles.append(role)
        return roles

    def _role_in_interview(self, index: int, asker: str, asked: bool, last: bool) -> Role:
        """Return the role of a turn where a named person asks; where others ask later, that person also runs the session."""
        if self.voices[index].who != asker:
            return "answer" if asked else "statement"
        runs = self.room and not self.interview and not has_mark(self.voices[index].text) and (last or not asked)
        return "statement" if runs else "question"

    def _other_than_interviewed(self) -> str | None:
        """Return the second of two speakers if the title says that the first gives an interview."""
        speaking = {voice.who for voice in self.voices if voice.key}
        others = speaking - {self.interviewed}
        return others.pop() if self.interviewed and len(speaking) == 2 and len(others) == 1 else None

    def _role(self, index: int, asked: bool) -> Role:
        voice = self.voices[index]
        if voice.asks:
            return "statement" if self._hosts(index) else "question"
        if voice.key in lexicon.ANSWERERS:
            return "answer"
        if voice.key in lexicon.INTERPRETERS:
            return "question" if index and self.voices[index - 1].asks and len(voice.text.split()) > 5 else "statement"
        if voice.key in lexicon.VOICES or voice.key is None:
            return "statement"
        if self.witnesses or self.sitting:
            return self._role_in_sitting(index)
        if self._asks(index):
            return "question"
        if not asked and not self._greets(index) and not self._answers_at_length(index):
            return "statement"
        if self._calls(index) or self._closes(index) or (manages(voice.key) and voice.who not in self.presiding):
            return "statement"
        if index > self.last_asked >= 0 and self._takes_leave(index):
            return "statement"
        return self._role_beside_askers(index)

    def _role_beside_askers(self, index: int) -> Role:
        if self._comments(index):
            return "question"
        return "statement" if self.voices[index].who in self.chairs and not self._adds(index) else "answer"

    def _role_in_sitting(self, index: int) -> Role:
        """Return the role of a turn among a few members who question each other; in a full house all are statements."""
        if self.witnesses:
            return role_in_hearing(self.voices, index, self.witnesses)
        if not self.few:
            return "statement"
        if self._puts_question(index):
            return "question"
        return "answer" if index and self._puts_question(index - 1) else "statement"

    def _puts_question(self, index: int) -> bool:
        if not 0 < index < len(self.voices) - 1 or not ends_asking(self.voices[index].text):
            return False
        voice, following = self.voices[index], self.voices[index + 1]
        if not lexicon.OFFICES.isdisjoint((voice.key or "").split()):
            return False  # a chair asks for names and points of order
        return voice.who != following.who and not ends_asking(following.text) and not calls(voice.text)

    def _hosts(self, index: int) -> bool:
        """Tell whether an interviewer only opens, gives the floor or closes, where unnamed people in the room ask too."""
        voice = self.voices[index]
        if not self.room or voice.who not in self.interviewing or has_mark(voice.text):
            return False
        return index in (0, len(self.voices) - 1) or self.voices[index + 1].who not in self.interviewing | self.answering

    def _greets(self, index: int) -> bool:
        """Tell whether a turn returns a greeting: short, and right after an asker."""
        return index > 0 and self.voices[index - 1].asks and len(self.voices[index].text.split()) <= GREETING_WORDS

    def _answers_at_length(self, index: int) -> bool:
        """Tell whether a long turn follows an interrupted question, and not a greeting."""
        if index == 0 or not self.voices[index - 1].asks or len(self.voices[index].text.split()) < LONG_ANSWER:
            return False
        asked = self.voices[index - 1].text
        return len(asked.split()) > LAST_WORD and not GREETING.search(asked)

    def _replies(self, index: int) -> bool:
        """Tell whether one or two words are the whole answer to a question ("Both.", "Next May."), and not a given name."""
        tokens = self.voices[index].text.split()
        before = self.voices[index - 1] if index else None
        asked = before is not None and (before.asks or before.who in self.askers) and ends_asking(before.text)
        return asked and len(tokens) < 3 and lexicon.GIVEN_NAMES.isdisjoint(map(fold, tokens))

    def _adds(self, index: int) -> bool:
        """Tell whether a moderator adds to an answer: at length, with more questions to come; an office holder in a sentence."""
        voice = self.voices[index]
        words = len(voice.text.split())
        replies = (
            0 < index < self.last_asked and words >= OFFICIAL_WORDS and not ends_asking(voice.text) and not self._calls(index)
        )
        if replies and (voice.office or self.voices[index - 1].asks):
            return True
        long = words > ADDITION_WORDS
        return long and index < self.last_asked and self.voices[index - 1].who in self.answering

    def _asks(self, index: int) -> bool:
        """Tell whether a named person asks here: a question near the end, and an answerer speaks next."""
        voice = self.voices[index]
        following = self.voices[index + 1] if index + 1 < len(self.voices) else None
        if following is None or following.who not in self.answering or voice.who in self.answering or following.who == voice.who:
            return False
        if voice.who in self.chairs or voice.key in lexicon.MANAGERS:
            near = voice.text if ASKS.search(voice.text) else voice.text[-160:]
            return bool(ASKED.search(near)) and len(voice.text.split()) >= 20
        return "?" in voice.text[-300:] or voice.who in self.askers

    def _comments(self, index: int) -> bool:
        """Tell whether who asked before, and never answers, has the last word of an exchange: "Okay, thank you."."""
        voice = self.voices[index]
        asked = voice.who in self.askers and index > 0 and self.voices[index - 1].who in self.answering
        brief = len(voice.text.split()) <= LAST_WORDS and index + 1 < len(self.voices)
        return asked and brief and not voice.office and voice.who not in self.answering | self.chairs

    def _calls(self, index: int) -> bool:
        """Tell whether a turn gives the floor; not closing thanks, or a request to repeat the question."""
        voice = self.voices[index]
        if not calls(voice.text) or self._replies(index):
            return False
        answers = voice.who in self.answering and index > 0
        if answers and self.interview and ends_asking(self.voices[index - 1].text):
            return False  # nobody else waits for the floor
        brief = answers and index > self.last_asked and len(voice.text.split()) <= LAST_WORD
        if answers and self.voices[index - 1].asks and answers_first(voice.text):
            return False
        thanks = brief and bool(THANKS.search(voice.text)) and not self._exchanges_thanks(index)
        asks_back = answers and self.voices[index - 1].asks and ends_asking(voice.text) and "your question" in voice.text
        return not thanks and not asks_back

    def _takes_leave(self, index: int) -> bool:
        """Tell whether someone who answered nobody has the last word: "Good evening."."""
        voice = self.voices[index]
        words = len(voice.text.split())
        if index < len(self.voices) - 1 or voice.who in self.answering or self.voices[index - 1].asks:
            return False
        return words <= (LAST_WORDS * 2 if voice.who in self.askers else LAST_WORD) and not (
            THANKS.search(voice.text) and words <= LAST_WORD
        )

    def _closes(self, index: int) -> bool:
        """Tell whether a turn is part of the closing thanks, which answer nobody."""
        if index < self.last_asked or index == 0 or self.voices[index - 1].asks or self.last_asked < 0:
            return False
        text = self.voices[index].text
        closing = len(text.split()) <= 100 and bool(THANKS.search(text))
        # An answerer's thanks count as an answer; a moderator's close the session.
        voice, words = self.voices[index], len(text.split())
        answers = (voice.who in self.answering and words <= LAST_WORDS) or (voice.office and words <= LAST_WORD)
        return closing and not (answers and not self._exchanges_thanks(index))

    def _exchanges_thanks(self, index: int) -> bool:
        """Tell whether answerers thank each other at the end, which answers nobody."""
        beside = [self.voices[place] for place in (index - 1, index + 1) if place < len(self.voices)]
        short = [voice for voice in beside if voice.who in self.answering and len(voice.text.split()) <= LAST_WORDS]
        return any(THANKS.search(voice.text) for voice in short)


def _answering(voices: Sequence[Voice], chairs: frozenset[str]) -> frozenset[str]:
    """Return those who speak right after an asker, do not moderate and do not ask in turn."""
    found = set()
    for before, voice, after in zip(voices, voices[1:], [*voices[2:], None], strict=False):
        asks_too = ends_asking(voice.text) and after is not None and not after.asks
        if before.asks and not voice.asks and not asks_too and voice.key not in lexicon.SPOKEN and voice.who not in chairs:
            found.add(voice.who)
    return frozenset(found)
