"""Labels for asking or answering that include a name: "FRAGE RIEDEL", "Question (Northwire)", "Answer by the Minister"."""

from __future__ import annotations

import re

from archive.parsing import lexicon
from archive.parsing.cleaning import fold, is_small
from archive.parsing.layout_patterns import STAGE
from archive.parsing.speakers.names.name_parts import is_given, is_press

MOST_WORDS = 4
LEAST_STEM = 5  # letters
_BRACKETED = re.compile(r"([^()\[\]]{1,40}?)\s*[(\[]([^()\[\]]{2,60})[)\]]")
_NO_MICROPHONE = re.compile(r"micro|mikro|mic\\b|микрофон|мікрофон|ميكروفون|מיקרופון|μικρόφωνο|麦克风|マイク|마이크", re.I)
MOST_PLACE = 5
_NO_ASKERS = frozenset({"press", "media", "student", "member", "members", "remark"})
_ASKING_WORDS = frozenset(word for word in lexicon.ASKERS if len(word) > 2) - _NO_ASKERS
_ANSWERING_WORDS = frozenset(word for word in lexicon.ANSWERERS if len(word) > 2)
_BY = frozenset("by of from de du des d del della von vom der от".split())
_POSSESSED = re.compile(r"(.{2,60}?)(?:['’]s|(?<=s)['’])\s+(\w+)")
# "海潮時報記者追問", "發言人答"
_ASKS_BEHIND = re.compile(r"((?:(?![就答])[\u3400-\u9fffA-Za-z]){1,14}(?:記者|记者))(追問|追问|提問|提问|問|问)")
_ANSWERS_BEHIND = re.compile(r"((?:(?!就)[\u3400-\u9fff]){2,12})(?:答覆|答复|回答|答)")
# "Question II" and "Question Two" are numbered; nobody is named behind them.
_NUMBER_WORDS = frozenset("i ii iii iv v vi vii viii ix x one two three four five six seven eight nine ten".split())
# "Q1 – Harbour Weekly", "Question, Deutsche Küste": who asks stands behind a mark.
_PARTED = re.compile(r"([^\W\d_]{1,14})\.?[ ]?#?\d{0,3}(?:\s+[–—-]|[,:])\s+([^\W\d_].{1,60})")
_ASKED = lexicon.QUESTIONS | {"q", "سؤال", "السؤال", "שאלה"}
_CLOSING = (")", "]")
_BARRED = lexicon.HEADINGS | lexicon.PARTICLES | lexicon.EVENTS | lexicon.SENTENCE_WORDS | _NUMBER_WORDS


def asks_from(key: str) -> bool:
    """Tell whether a label (folded) is a word for the asker and a place: "Question from the floor"."""
    words = key.split()
    return 1 < len(words) <= MOST_PLACE and words[0] in _ASKING_WORDS and lexicon.OFFICES.isdisjoint(words)


def named_asker(label: str) -> tuple[str, str] | None:
    """Split a label into the word for asking (folded) and the asker's name; None if it is not both."""
    if label[-1:] in _CLOSING and (found := _BRACKETED.fullmatch(label)):
        word, name = fold(found.group(1)), found.group(2).strip()
        named = _NO_MICROPHONE.search(name) is None and name[:1].isalpha() and not is_small(name[0]) and not STAGE.match(name)
        return (word, name) if word in lexicon.ASKERS and named else None
    if (found := _ASKS_BEHIND.fullmatch(label)) is not None:
        return found.group(2), found.group(1)
    if (found := _PARTED.fullmatch(label)) and fold(found.group(1)) in _ASKED and _may_ask(found.group(2)):
        return fold(found.group(1)), found.group(2)
    tokens = label.split()
    if (outlet := _outlet_behind(tokens)) is not None:
        return outlet
    if not 1 < len(tokens) <= MOST_WORDS or fold(tokens[0]) not in lexicon.QUESTIONS:
        return None
    rest = [fold(token) for token in tokens[1:]]
    named = all(token[0].isupper() and word not in _BARRED for token, word in zip(tokens[1:], rest, strict=True))
    return (fold(tokens[0]), " ".join(tokens[1:])) if named else None


def _may_ask(who: str) -> bool:
    """Tell whether words behind a mark are a name or an outlet, not a note or a matter: "unidentified", "Press Freedom"."""
    words = fold(who).split()
    first = who[0].isupper() or who[0].lower() == who[0].upper()
    matter = who.isupper() and not any(map(is_given, words)) and not is_press(who)  # "QUESTION – TARIFFS"
    return first and not matter and words[0] not in _BARRED and fold(who) not in lexicon.SPOKEN and not STAGE.match(who)


def _outlet_behind(tokens: list[str]) -> tuple[str, str] | None:
    """Split a word for the asker from an outlet's name that begins with a word for one: "Phóng viên Báo Bến Cảng"."""
    for size in (1, 2):
        word, rest = fold(" ".join(tokens[:size])), tokens[size:]
        first = [fold(" ".join(rest[:many])) for many in (1, 2)]
        if word in lexicon.ASKERS and len(rest) > 1 and rest[0][:1].isupper() and not lexicon.NEWSROOMS.isdisjoint(first):
            return word, " ".join(rest)
    return None


def who_asks_from(label: str) -> str | None:
    """Return the asker in "Question from Ines Moor, Tide Times"; None if only a place or a body is named."""
    words = label.split(",")[0].split()
    name = words[2:]
    if len(name) < 2 or not asks_from(fold(label.split(",")[0])) or not all(word[0].isupper() for word in name):
        return None
    return " ".join(name)


def answered_by(label: str) -> str | None:
    """Return the answerer in a label such as "Answer by the Minister" or "Ilsa Varga's reply"; None for other labels."""
    words = label.split()
    if len(words) > 2 and fold(words[0]) in _ANSWERING_WORDS and fold(words[1]) in _BY:
        return " ".join(words[2:])
    if (found := _ANSWERS_BEHIND.fullmatch(label)) is not None:
        return found.group(1)
    if len(words) > 1 and fold(words[0]) in _ANSWERING_WORDS and all(map(_is_inflected_office, words[1:2])):
        return " ".join(words[1:])
    possessed = _POSSESSED.fullmatch(label)
    return possessed.group(1) if possessed and fold(possessed.group(2)) in _ANSWERING_WORDS else None


def _is_inflected_office(word: str) -> bool:
    """Tell whether a lower-case word is an inflected office: "министра", "rzecznika"."""
    stem = fold(word)[:-1]
    return word.islower() and len(stem) >= LEAST_STEM and any(office.startswith(stem) for office in lexicon.OFFICES)
