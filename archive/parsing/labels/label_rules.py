"""The table of evidence for and against a candidate being a speaker's label; every rule with its weight and reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.labels.candidates import Hit, Style
from archive.parsing.layout_patterns import EVENT_WORDS
from archive.parsing.speakers.honorifics import without_honours

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_INITIALS = re.compile(r"(?:\w\.\s?){1,3}\w{2,}")
THRESHOLD = 5
# Letters for question and answer that are such only in pairs: domanda/risposta, pregunta/respuesta, Frage/Antwort, soru/cevap.
PAIRS = (("d", "r"), ("p", "r"), ("q", "r"), ("f", "a"), ("s", "c"), ("в", "о"))
LETTERS = frozenset("dpfsвrcо")
REACH = 6
TOP = 6
LONG, LONGEST, LONGEST_NAME, AT_LENGTH = 18, 45, 14, 8  # words
_CJK_OFFICES = tuple(office for office in lexicon.OFFICES if _CJK.match(office))
_MARKS = re.compile(r"[;?!…“”\"«»。，]|\.\s+[^\W\d_]{4,}.*\s")
_BREAK = re.compile(r"[\s,/&]+")
_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_OUTLET_TAIL = ("记者", "記者")


@dataclass(slots=True)
class Case:
    """Everything the document says about one candidate label."""

    key: str
    label: str
    hits: list[Hit] = field(default_factory=list)
    round_one: int = 0
    tokens: list[str] = field(init=False)
    folded: list[str] = field(init=False)
    honoured: bool = field(init=False)

    def __post_init__(self) -> None:
        """Split the label into words: as printed, without bracketed parts and forms of honour, and folded."""
        bare = without_honours(self.label)
        self.honoured = bare != self.label
        self.tokens = _BREAK.split(_BRACKETED.sub(" ", bare).strip())
        self.folded = fold(bare).split() if self.honoured else self.key.split()


class Countable(Protocol):
    """Something that can say how often a label stands in the document's words."""

    def count(self, label: str) -> int:
        """Return how often a label stands in the text."""


@dataclass(slots=True)
class World:
    """What the rules of the second round may look at."""

    asked: bool
    text: Countable
    surnames: frozenset[str] = frozenset()
    sure: frozenset[str] = frozenset()
    style: Style | None = None
    caps: bool | None = None
    bold: bool | None = None
    alone: bool | None = None
    between: frozenset[str] = frozenset()
    among: frozenset[str] = frozenset()
    leading: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
    solitary: bool = False
    paired: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """One piece of evidence: its weight, why it counts, and whether it holds."""

    name: str
    weight: int
    reason: str
    holds: Callable[[Case, World], bool]


def _is_capital(token: str) -> bool:
    bare = token.lstrip("\"“«'(")
    # Scripts without capitals: every word may be a name.
    return bool(bare) and (bare[0].isupper() or (bare[0].isalpha() and not bare[0].islower()))


def _name_shaped(case: Case, _: World) -> bool:
    tokens = case.tokens
    if len(tokens) == 1:
        return (bool(_CJK.match(tokens[0])) and 2 <= len(tokens[0]) <= 12) or bool(_INITIALS.fullmatch(tokens[0]))
    proper = [token for token in tokens if _is_capital(token)]
    return 2 <= len(tokens) <= 6 and len(proper) >= 2 and all(_is_capital(t) or fold(t) in lexicon.PARTICLES for t in tokens)


def _name_comma_office(case: Case, world: World) -> bool:
    before, comma, after = without_honours(case.label).partition(",")
    named = bool(comma) and (_name_shaped(Case(fold(before), before), world) or _is_long_name(before))
    return named and not lexicon.OFFICES.isdisjoint(fold(after).split())


def _is_long_name(text: str) -> bool:
    """Say whether a text is a name of many words: "Sheikh Dr. Omar bin Tariq bin Saleh Al Vaskani"."""
    tokens = _BRACKETED.sub(" ", text).split()
    proper = [token for token in tokens if _is_capital(token)]
    return len(proper) >= 2 and len(tokens) <= LONGEST_NAME and all(_is_capital(t) or fold(t) in lexicon.NOBLE for t in tokens)


def _sentence(case: Case, _: World) -> bool:
    return not lexicon.SENTENCE_WORDS.isdisjoint(case.folded)


def _lowercase(case: Case, world: World) -> bool:
    if case.key in lexicon.SPOKEN:
        return False
    tokens = case.tokens
    if len(case.hits) > 1 and _name_comma_office(case, world):
        tokens = without_honours(case.label).partition(",")[0].split()
    return any(not _is_capital(token) and fold(token) not in lexicon.PARTICLES for token in tokens)


def _office(case: Case, _: World) -> bool:
    return not lexicon.OFFICES.isdisjoint(case.folded) or case.key.endswith(_CJK_OFFICES)


def _titled(case: Case, _: World) -> bool:
    if case.honoured:
        return any(map(_is_capital, case.tokens))
    return len(case.folded) > 1 and case.folded[0] in lexicon.HONORIFICS and any(map(_is_capital, case.tokens[1:]))


def _given(case: Case, _: World) -> bool:
    return len(case.folded) > 1 and any(word in lexicon.GIVEN_NAMES for word in case.folded[:-1])


def _punctuated(case: Case, _: World) -> bool:
    return bool(_MARKS.search(case.label)) and not _titled(case, _)


def _most(case: Case, test: Callable[[Hit], bool]) -> bool:
    return sum(map(test, case.hits)) * 2 >= len(case.hits)


def _clashes(case: Case, mark: bool | None, test: Callable[[Hit], bool]) -> bool:
    return mark is not None and _most(case, test) != mark


def _stray(case: Case, world: World) -> bool:
    return world.style == "colon" and _most(case, lambda h: h.style in ("period", "bold", "alone", "dash"))


def _named_in_text(case: Case, world: World) -> bool:
    near = THRESHOLD - REACH <= case.round_one < THRESHOLD
    return near and len(case.folded) > 1 and world.text.count(case.label) > len(case.hits)


def _recurs_at_length(case: Case, _: World) -> bool:
    printed = Counter(hit.label for hit in case.hits if hit.style == "colon")
    return len(case.folded) >= AT_LENGTH and max(printed.values(), default=0) > 1


def _heads_a_list(hit: Hit) -> bool:
    """Say whether what follows on the line is no sentence but names or a title."""
    if not hit.rest or len(hit.rest) > 200 or re.search(r"[.?!…,—–-][\"”’')\]]*$", hit.rest):
        return False
    tokens = [token for token in hit.rest.split() if token[0].isalpha() and fold(token) not in lexicon.PARTICLES]
    return (len(tokens) > 1 and all(map(_is_capital, tokens))) or (
        bool(tokens) and bool(EVENT_WORDS.search(hit.rest)) and hit.first < TOP
    )


def _has_no_colon(hit: Hit) -> bool:
    return hit.style in ("bold", "period", "alone")


def runs_on(hit: Hit) -> bool:
    """Say whether what follows begins in lower case: the sentence goes on."""
    return hit.rest[:1].islower()


def _asks_before(case: Case, world: World) -> bool:
    """Say whether a question stands behind it, right before somebody who is sure to be a speaker."""
    asked = _most(case, lambda hit: hit.rest.rstrip('"”’)').endswith(("?", "？")))
    return asked and (case.key in world.between or case.key in world.leading or case.key in world.answered)


RULES: tuple[Rule, ...] = (
    Rule("markup", 20, "the file's own markup names the speaker", lambda c, w: c.hits[0].style == "markup"),
    Rule(
        "asker",
        6,
        'a word for who asks ("Question", "Вопрос", "记者") is used for nothing else',
        lambda c, w: c.key in lexicon.ASKERS and (c.key not in LETTERS or c.key in w.paired),
    ),
    Rule(
        "outlet",
        4,
        "news organisations ask in their own name",
        lambda c, w: c.key in lexicon.OUTLETS or c.key.endswith(_OUTLET_TAIL),
    ),
    Rule(
        "answerer",
        6,
        '"A" and "Answer" mark turns where "Q" or "Question" does',
        lambda c, w: c.key in lexicon.ANSWERERS and w.asked and (c.key not in LETTERS or c.key in w.paired),
    ),
    Rule("manager", 5, "who runs a session is named by the task", lambda c, w: c.key in lexicon.MANAGERS | lexicon.INTERPRETERS),
    Rule("voice", 5, "a voice without a name (Participant, Audience)", lambda c, w: c.key in lexicon.VOICES),
    Rule("honorific", 4, "Mr, Dr, Frau before a capitalised name", _titled),
    Rule("name", 3, "two to six capitalised words are the form of a name", _name_shaped),
    Rule("given name", 2, "it contains a known given name", _given),
    Rule("office", 2, "it contains a word for an office", _office),
    Rule(
        "one word", 1, "a single capitalised word may be a surname", lambda c, w: len(c.tokens) == 1 and _is_capital(c.tokens[0])
    ),
    Rule("capitals", 2, "labels are often set in capitals, sentences never", lambda c, w: _most(c, lambda h: h.caps)),
    Rule("recurs", 2, "speakers come back, phrases before a colon seldom do", lambda c, w: len(c.hits) > 1),
    Rule("recurs often", 2, "four times or more", lambda c, w: len(c.hits) > 3),
    Rule("recurs at length", 3, "eight words or more before a colon are no sentence if they come back", _recurs_at_length),
    Rule("bold", 2, "set in bold up to the colon", lambda c, w: _most(c, lambda h: h.bold)),
    Rule("no colon", -2, "without a colon it needs more to be a label", lambda c, w: _most(c, _has_no_colon)),
    Rule("opens the text", 2, "the first words of a transcript are often its first label", lambda c, w: c.hits[0].first == 0),
    Rule("name, office", 4, "a name, a comma and an office", _name_comma_office),
    Rule("sentence word", -8, "verbs and pronouns stand in no name", _sentence),
    Rule("lower case", -4, "a lower-case word that is no particle", _lowercase),
    Rule("page word", -9, "heads a list, a note or a field of the page", lambda c, w: c.key in lexicon.HEADINGS),
    Rule(
        "opener",
        -3,
        "begins as sentences do",
        lambda c, w: c.folded[0] in lexicon.OPENERS and not _office(c, w) and not c.hits[0].caps,
    ),
    Rule(
        "long",
        -4,
        "longer than a name; name, comma and office may be as long",
        lambda c, w: len(c.folded) > (LONGEST if _name_comma_office(c, w) else LONG),
    ),
    Rule("digits", -3, "names have no digits", lambda c, w: any(ch.isdecimal() for ch in c.key) and c.key not in lexicon.OUTLETS),
    Rule("punctuation", -4, "marks that end or quote a sentence", _punctuated),
    Rule("runs on", -3, "what follows begins in lower case: the sentence goes on", lambda c, w: _most(c, runs_on)),
    Rule("names follow", -7, "a list of names or a title follows, not words", lambda c, w: _most(c, _heads_a_list)),
    Rule("salutation", -7, "a form of address to the hall", lambda c, w: c.key in lexicon.SALUTATIONS and len(c.hits) < 3),
)
CONTEXT_RULES: tuple[Rule, ...] = (
    Rule(
        "same type", 1, "set as the document's other labels are", lambda c, w: w.style is not None and c.hits[0].style == w.style
    ),
    Rule(
        "no capitals",
        -3,
        "the other labels are set in capitals",
        lambda c, w: w.caps is True and _clashes(c, True, lambda h: h.caps) and c.key not in lexicon.ASKERS,
    ),
    Rule("not bold", -3, "the other labels are set in bold", lambda c, w: w.bold is True and _clashes(c, True, lambda h: h.bold)),
    Rule(
        "not alone",
        -2,
        "the other labels stand alone on their line",
        lambda c, w: w.alone is True and _clashes(c, True, lambda h: not h.rest),
    ),
    Rule("stray type", -4, "the other labels end with a colon", _stray),
    Rule("named above", 3, "the name stands in the lines above its first turn, near the top", lambda c, w: c.key in w.above),
    Rule("among labels", 1, "labels stand before and after it", lambda c, w: c.key in w.among),
    Rule("interrupts", 1, "the same speaker is before and after it", lambda c, w: c.key in w.between),
    Rule("asks", 2, "what it says is a question, and a speaker's words follow", _asks_before),
    Rule("named in the text", 2, "the name occurs elsewhere in the document", _named_in_text),
    Rule(
        "surname known",
        2,
        "the surname is another label's or the title's",
        lambda c, w: len(c.folded[-1]) > 2 and c.folded[-1] in w.surnames,
    ),
)
