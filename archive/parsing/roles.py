"""Who asks, who answers, who states: roles of the turns and the pairs they make."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from archive.parsing import words
from archive.parsing.patterns import GIVES_THE_FLOOR
from archive.parsing.turns import RawTurn
from archive.parsing.types import ParsedPair, Role

_NAME_CALL = re.compile(
    r"(?:(?:yes|okay|ok|all right|alright|and|thank you|thanks|please|now|sure)[,.]? +)*"
    r"(?:[A-ZÀ-Þ][\w'’.-]*[ ,]*){1,4}(?:please)?[.,?]?$"
)
SHORT = 30


def assign(turns: Sequence[RawTurn], lead: frozenset[str]) -> list[Role]:
    """Give each turn its role. `lead` are the keys of the persons whom title and office make the ones that are asked."""
    keys = [turn.key for turn in turns]
    if any(key in words.ANSWERERS or _asks_by_name(key) for key in keys):
        return _with_askers(turns)
    asker = _interviewer(turns, lead)
    if asker is None:
        return ["statement"] * len(turns)
    return _in_interview(turns, asker)


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


def _asks_by_name(key: str | None) -> bool:
    return key is not None and (key in words.ASKERS or key in words.OUTLETS or key.endswith(("记者", "記者")))


def _with_askers(turns: Sequence[RawTurn]) -> list[Role]:
    """Roles where some label says "question": what follows it answers, what comes before states."""
    answering = _answering(turns)
    roles: list[Role] = []
    asked = False
    for index in range(len(turns)):
        role = _role(turns, index, asked, answering)
        roles.append(role)
        asked = asked or role == "question"
    return roles


def _answering(turns: Sequence[RawTurn]) -> frozenset[str | None]:
    """Return the keys of those who speak straight after an asker, often enough to be the ones who answer."""
    after: Counter[str | None] = Counter()
    said: Counter[str | None] = Counter(turn.key for turn in turns)
    for before, turn in pairwise(turns):
        if _asks_by_name(before.key) and not _asks_by_name(turn.key):
            after[turn.key] += 1
    most = max(after.values(), default=0)
    return frozenset(key for key, count in after.items() if count * 8 >= most or count * 2 >= said[key])


def _role(turns: Sequence[RawTurn], index: int, asked: bool, answering: frozenset[str | None]) -> Role:
    turn = turns[index]
    key = turn.key
    if _asks_by_name(key):
        return "question"
    if key in words.ANSWERERS:
        return "answer"
    if key in words.INTERPRETERS:
        return "question" if index and _asks_by_name(turns[index - 1].key) else "statement"
    if key in words.VOICES:
        return "statement"
    if key in words.MANAGERS or not asked:
        return "statement" if key in answering or not _puts_question(turns, index, answering) else "question"
    if key not in answering:
        return "question" if _puts_question(turns, index, answering) else _aside(turns, index, answering)
    return "statement" if _calls(turn.text) else "answer"


def _puts_question(turns: Sequence[RawTurn], index: int, answering: frozenset[str | None]) -> bool:
    """Say whether a named person asks here: a question mark, and one who answers speaks next."""
    following = turns[index + 1].key if index + 1 < len(turns) else None
    return "?" in turns[index].text[-300:] and following in answering


def _aside(turns: Sequence[RawTurn], index: int, answering: frozenset[str | None]) -> Role:
    """Decide on one who neither asks nor answers as a rule: a second official in an answer, or the one who runs the session."""
    before = turns[index - 1].key if index else None
    after = turns[index + 1].key if index + 1 < len(turns) else None
    if len(turns[index].text.split()) <= SHORT and (
        _calls(turns[index].text) or (_asks_by_name(after) and before not in answering)
    ):
        return "statement"
    return "answer"


def _calls(text: str) -> bool:
    """Say whether a short turn only gives somebody the floor."""
    count = len(text.split())
    return count <= SHORT and ((bool(_NAME_CALL.match(text)) and count <= 6) or bool(GIVES_THE_FLOOR.search(text)))


def _interviewer(turns: Sequence[RawTurn], lead: frozenset[str]) -> str | None:
    """Find the one who asks among named persons: many question marks, and another speaks after each turn."""
    said: Counter[str] = Counter(turn.key for turn in turns if turn.key)
    asked: Counter[str] = Counter(turn.key for turn in turns if turn.key and "?" in turn.text[-200:])
    if len(said) < 2:
        return None
    shares = {key: asked[key] / said[key] for key in said if said[key] > 1 and key not in lead}
    best = max(shares, key=lambda key: (shares[key], said[key]), default=None)
    return best if best is not None and shares[best] >= 0.4 and said[best] * 4 >= len(turns) else None


def _in_interview(turns: Sequence[RawTurn], asker: str) -> list[Role]:
    roles: list[Role] = []
    for turn in turns:
        if turn.key == asker:
            roles.append("question")
        else:
            roles.append("answer" if "question" in roles else "statement")
    return roles
