"""Who asks, who answers, who states: roles of the turns and the pairs they make."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from archive.parsing import words
from archive.parsing.patterns import GIVES_THE_FLOOR
from archive.parsing.types import ParsedPair, Role

_NAME_CALL = re.compile(
    r"(?:(?:yes|okay|ok|all right|alright|and|thank you|thanks|please|now|sure|oh|well|over here)[,.]? +)*"
    r"(?:[A-ZÀ-Þ][\w'’.-]*[ ,]*){1,4}(?:please)?[.,?]?$"
)
SHORT = 30
ASKING_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Voice:
    """What the roles are decided by: the label's key, who is behind it, the words, the section, what the markup says."""

    key: str | None
    who: str
    text: str
    section: int = 0
    given: Role | None = None

    @property
    def asks(self) -> bool:
        """Say whether the label itself says that this is a question: the word for it, or a news organisation."""
        key = self.key
        return key is not None and (key in words.ASKERS or key in words.OUTLETS or key.endswith(("记者", "記者")))


def assign(voices: Sequence[Voice]) -> list[Role]:
    """Give each turn its role, section by section."""
    answering = _answering(voices)
    roles: list[Role] = []
    for _, group in groupby(voices, key=lambda voice: voice.section):
        section = list(group)
        first = next((i for i, voice in enumerate(section) if voice.asks or voice.key in words.ANSWERERS), len(section))
        roles += _before_questions(section[:first])
        roles += [_role(section, index, answering) for index in range(first, len(section))]
    return [voice.given or role for voice, role in zip(voices, roles, strict=True)]


def pairs_of(roles: Sequence[Role]) -> list[ParsedPair]:
    """Put each run of questions with the answers they get; statements in between are passed over."""
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


def _answering(voices: Sequence[Voice]) -> frozenset[str]:
    """Return those who speak straight after an asker, often enough to be the ones who answer."""
    after: Counter[str] = Counter()
    said: Counter[str] = Counter(voice.who for voice in voices)
    for before, voice in pairwise(voices):
        if before.asks and not voice.asks and voice.key not in words.MANAGERS | words.VOICES | words.INTERPRETERS:
            after[voice.who] += 1
    most = max(after.values(), default=0)
    return frozenset(who for who, count in after.items() if count * 8 >= most or count * 2 >= said[who])


def _before_questions(section: Sequence[Voice]) -> list[Role]:
    """Roles before anybody asks without a name: statements, unless one of the named persons interviews the others."""
    asker = _interviewer(section)
    roles: list[Role] = []
    for voice in section:
        if voice.who == asker:
            roles.append("question")
        else:
            roles.append("answer" if "question" in roles else "statement")
    return roles


def _interviewer(section: Sequence[Voice]) -> str | None:
    """Find the one who asks among named persons: most turns end in a question, and somebody else speaks after each."""
    said: Counter[str] = Counter(voice.who for voice in section if voice.key)
    asked: Counter[str] = Counter(voice.who for voice in section if voice.key and "?" in voice.text[-200:])
    if len(said) < 2:
        return None
    shares = {who: asked[who] / said[who] for who in said}
    best = max(shares, key=lambda who: (shares[who] >= ASKING_SHARE, asked[who]))
    others = max((shares[who] for who in said if who != best and said[who] > 1), default=0.0)
    enough = said[best] * 4 >= len(section) and asked[best] * 2 > sum(asked.values())
    return best if shares[best] >= ASKING_SHARE and shares[best] > others and enough else None


def _role(section: Sequence[Voice], index: int, answering: frozenset[str]) -> Role:
    """Decide on a turn after the first question of its section."""
    voice = section[index]
    if voice.asks:
        return "question"
    if voice.key in words.ANSWERERS:
        return "answer"
    if voice.key in words.INTERPRETERS:
        return "question" if index and section[index - 1].asks else "statement"
    if voice.key in words.VOICES or voice.key is None:
        return "statement"
    if voice.who in answering:
        return "statement" if calls(voice.text) else "answer"
    following = section[index + 1] if index + 1 < len(section) else None
    if _asks_by_turn(voice, following, answering):
        return "question"
    return _aside(section, index, answering)


def _asks_by_turn(voice: Voice, following: Voice | None, answering: frozenset[str]) -> bool:
    """Say whether a named person asks here: a question mark, and one who answers speaks next."""
    if following is None or following.who not in answering:
        return False
    if voice.key in words.MANAGERS:
        return voice.text.rstrip().endswith("?") and not calls(voice.text)
    return "?" in voice.text and not calls(voice.text)


def _aside(section: Sequence[Voice], index: int, answering: frozenset[str]) -> Role:
    """Decide on one who neither asks nor answers as a rule: who runs the session, or a second official in an answer."""
    voice = section[index]
    if voice.key in words.MANAGERS or calls(voice.text):
        return "statement"
    before = section[index - 1] if index else None
    after = section[index + 1] if index + 1 < len(section) else None
    if after is not None and after.asks and before is not None and before.who in answering and len(voice.text.split()) > SHORT:
        return "answer"
    if (
        before is not None
        and (before.asks or before.who in answering)
        and after is not None
        and (after.asks or after.who in answering)
    ):
        return "answer"
    return "statement"


def calls(text: str) -> bool:
    """Say whether a short turn only gives somebody the floor."""
    count = len(text.split())
    if count > SHORT:
        return False
    return (count <= 7 and bool(_NAME_CALL.match(text))) or bool(GIVES_THE_FLOOR.search(text))
