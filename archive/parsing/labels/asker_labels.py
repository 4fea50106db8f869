"""Labels that say both that somebody asks and who: "FRAGE RIEDEL", "Question (Northwire)"."""

from __future__ import annotations

import re

from archive.parsing import lexicon
from archive.parsing.cleaning import fold

MOST_WORDS = 4
_BRACKETED = re.compile(r"([^()\[\]]{1,40}?)\s*[(\[]([^()\[\]]{2,60})[)\]]")
MOST_PLACE = 5
_NO_ASKERS = frozenset({"press", "media", "student", "member", "members", "remark"})
_ASKING_WORDS = frozenset(word for word in lexicon.ASKERS if len(word) > 2) - _NO_ASKERS
_CLOSING = (")", "]")
_BARRED = lexicon.HEADINGS | lexicon.PARTICLES | lexicon.EVENTS | lexicon.SENTENCE_WORDS


def asks_from(key: str) -> bool:
    """Say whether a label (folded) is a word for who asks and where from: "Question from the floor"."""
    words = key.split()
    return 1 < len(words) <= MOST_PLACE and words[0] in _ASKING_WORDS and lexicon.OFFICES.isdisjoint(words)


def named_asker(label: str) -> tuple[str, str] | None:
    """Part the word for who asks (folded) from the name of who does; None where a label is not both."""
    if label[-1:] in _CLOSING and (found := _BRACKETED.fullmatch(label)):
        word, name = fold(found.group(1)), found.group(2).strip()
        return (word, name) if word in lexicon.ASKERS and name[:1].isupper() else None
    tokens = label.split()
    if not 1 < len(tokens) <= MOST_WORDS or fold(tokens[0]) not in lexicon.QUESTIONS:
        return None
    rest = [fold(token) for token in tokens[1:]]
    named = all(token[0].isupper() and word not in _BARRED for token, word in zip(tokens[1:], rest, strict=True))
    return (fold(tokens[0]), " ".join(tokens[1:])) if named else None
