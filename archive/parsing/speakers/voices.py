"""A turn as seen by the role rules, and what its words show: asking, giving the floor, politeness."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.parsing import lexicon
from archive.parsing.boilerplate import is_stage_note
from archive.parsing.cleaning import fold
from archive.parsing.labels.asker_labels import asks_from
from archive.parsing.layout_patterns import GIVES_THE_FLOOR, GREETING, QUESTIONS_ASKED_FOR, THANKS
from archive.parsing.parsed import Role

_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_ENDS_ASKING = re.compile(r"か[。」]|か$|(?:까|나요|는지요)[.」]|(?:까|나요)$")
# Greek letters before a semicolon, which is the Greek question mark.
_GREEK = re.compile(r"[α-ωά-ώ];(?=\s|$)", re.I)
_ASKS_WITHIN = re.compile(r"՞[^։:.!]*։?$|[α-ωά-ώ];$", re.I)
_LAST = 300
SHORT = 30
FEWEST_ANSWERING = 3
OUTLET_LETTERS, SHORTEST_ASKER = 5, 4
_NO_NAMES = lexicon.REPLIES | lexicon.OPENERS | lexicon.INSTITUTIONS | lexicon.VENUES
# Three words or more and a mark, anywhere in a turn: "Secretary?" gives the floor.
ASKED = re.compile(r"(?:[^\s.!?]+\s+){2,}[^\s.!?]+\?")
MARKS = frozenset("?？؟՞")
# In scripts without spaces the outlet follows the word for who asks: "ผู้สื่อข่าวไทยพีบีเอส".
_UNSPACED_ASKERS = tuple(word for word in lexicon.ASKERS if len(word) >= SHORTEST_ASKER and "\u0e00" <= word[0] <= "\u17ff")


@dataclass(frozen=True, slots=True)
class Voice:
    """The input for roles: the label's key, the person, the words, the section, the markup."""

    key: str | None
    who: str
    text: str
    section: int = 0
    given: Role | None = None
    outlet: bool = False
    office: bool = False

    @property
    def asks(self) -> bool:
        """Tell whether this is a question by its speaker: a word for it, a news organisation, a known asker."""
        key = self.key or ""
        return (
            self.outlet
            or key in lexicon.ASKERS
            or asks_from(key)
            or key in lexicon.OUTLETS
            or key.endswith(("记者", "記者", "기자"))
            or key.startswith(_UNSPACED_ASKERS)
            or (not self.office and is_newsroom(key))
        )


def is_newsroom(key: str) -> bool:
    """Tell whether a folded label is the name of a news organisation by one of its words: "Harbour Daily", "agencia Marea"."""
    words = key.split()
    named = len(words) > 1 and not lexicon.NEWSROOMS.isdisjoint((words[0], words[-1]))
    return named and words[0] not in lexicon.GIVEN_NAMES and not lexicon.names_office(words)


def is_affiliation(text: str) -> bool:
    """Tell whether what stands behind a name is a news organisation: "Associated Press", not "Press Secretary"."""
    words = fold(text).split()
    press = lexicon.NEWSROOMS | lexicon.PRESS
    barred = (
        lexicon.names_office(words)
        or not lexicon.HONORIFICS.isdisjoint(words)
        or bool(lexicon.EVENTS.intersection(words) - press)
    )
    told = len(words) > 1 and words[-1] in press
    return " ".join(words) in lexicon.OUTLETS or (told and not barred)


def is_outlet_letters(name: str) -> bool:
    """Tell whether one word of capitals is rather an outlet's letters than a surname: "Question (BBC)", "Q: AFP"."""
    vowels = sum(letter in "AEIOUYАЕИОУЫЭЮЯ" for letter in name)
    return name.isupper() and len(name) <= OUTLET_LETTERS and (not vowels or fold(name) in lexicon.OUTLETS)


def ends_asking(text: str) -> bool:
    """Tell whether words end in a question mark; an Armenian one stands in the last sentence, a Greek one is a semicolon."""
    said = text.rstrip(' )"”’')
    return said.endswith(("?", "？", "؟", "՞")) or _ASKS_WITHIN.search(said[-_LAST:]) is not None


def has_mark(text: str) -> bool:
    """Tell whether words ask something: by a question mark, or by the ending that stands for it in Japanese and Korean."""
    return not MARKS.isdisjoint(text) or (_ENDS_ASKING.search(text) or _GREEK.search(text)) is not None


def is_real_question(voice: Voice) -> bool:
    """Tell whether a question turn is more than a greeting."""
    return has_mark(voice.text) or len(voice.text.split()) > 8 or not voice.asks or len(voice.text) > 60


def invites(text: str) -> bool:
    """Tell whether the last sentence invites questions: "Can I invite questions?"."""
    return bool(QUESTIONS_ASKED_FOR.search(_SENTENCE.split(text.rstrip())[-1]))


def calls(text: str) -> bool:
    """Tell whether a short turn only gives the floor: little is left without its calling sentences."""
    count = len(text.split())
    if count > SHORT:
        return False
    sentences = [sentence for sentence in _SENTENCE.split(text) if sentence.strip()]
    calling = [sentence for sentence in sentences if GIVES_THE_FLOOR.search(sentence)]
    # A name at the end of a turn calls upon somebody; at its beginning "Certainly." or "Tak." only looks like one.
    if sentences and _names_somebody(sentences[-1]):
        calling.append(sentences[-1])
    if not calling:
        return False
    left = sum(len(sentence.split()) for sentence in sentences if sentence not in calling and not _is_polite(sentence))
    return left <= 4 or left * 2 < count


def answers_first(text: str) -> bool:
    """Tell whether an answer comes before the floor is given: "I have nothing on that. Edda?"."""
    sentences = _SENTENCE.split(text)
    floor = next(
        (at for at, said in enumerate(sentences) if GIVES_THE_FLOOR.search(said) or _names_somebody(said)), len(sentences)
    )
    answer = [said for said in sentences[:floor] if not _is_polite(said) and not is_stage_note(said)]
    said = sum(len(sentence.split()) for sentence in answer) >= FEWEST_ANSWERING
    return len(sentences) > 1 and said and answer[-1].rstrip().endswith(".")


def hands_over(text: str) -> bool:
    """Tell whether a very short turn before a question looks for the asker: "Yes?", "Did everybody hear that?"."""
    return len(text.split()) <= 12 and (text.rstrip().endswith("?") or _is_polite(text))


def _names_somebody(sentence: str) -> bool:
    """Tell whether a sentence is only a name with polite words: "Okay, Margaret.", "And Edie, please."; no greeting."""
    if GREETING.search(sentence) and not THANKS.search(sentence):
        return False
    tokens = sentence.split()
    names = [token for token in tokens if fold(token) not in lexicon.POLITE]
    proper = all(name[0].isupper() and fold(name) not in _NO_NAMES for name in names)
    return 0 < len(names) <= 4 and len(tokens) <= 8 and proper


def _is_polite(sentence: str) -> bool:
    return all(fold(token) in lexicon.POLITE for token in sentence.split())
