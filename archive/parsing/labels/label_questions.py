"""The questions that label_rules.py asks about a candidate: its label, its places and the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from archive.parsing import lexicon
from archive.parsing.cleaning import EAST_ASIAN, fold, is_small
from archive.parsing.labels.candidates import CAPITAL_WITHIN, Hit, Style, is_day
from archive.parsing.layout_patterns import EVENT_WORDS
from archive.parsing.speakers.names.name_parts import without_honours

_INITIALS = re.compile(r"(?:\w\.\s?){1,3}\w{2,}")
THRESHOLD = 5
# Letters for question and answer, valid only in pairs: domanda/risposta, pregunta/respuesta, Frage/Antwort, soru/cevap.
PAIRS = (("d", "r"), ("p", "r"), ("q", "r"), ("f", "a"), ("s", "c"), ("в", "о"))
LETTERS = frozenset("dpfsвrcо")
REACH, TOP, SHORT_POST = 6, 6, 6  # the last: words of an office or outlet after a name
OFTEN = 0.4  # of the paragraphs
INTRODUCED, MOST_HITS, LONG, LONGEST, LONGEST_NAME, AT_LENGTH = 100, 50, 18, 45, 14, 8  # letters, places, then words
# Small words within a name: particles, and titles as in Spanish ("El señor RUBIO").
_SMALL = lexicon.PARTICLES | lexicon.HONORIFICS
_ARTICLES = frozenset(
    {"the", "le", "la", "les", "el", "los", "las", "der", "die", "das", "il", "lo", "i", "gli", "o", "a", "os", "as", "de", "het"}
)
_AT_A_PLACE = frozenset({"in", "at", "with", "from", "on", "to"})
ASKING = lexicon.ASKERS | lexicon.ANSWERERS
_CJK_OFFICES = tuple(office for office in lexicon.OFFICES if EAST_ASIAN.match(office))
_THAI_OFFICES = tuple(office for office in lexicon.OFFICES if "\u0e00" <= office[0] <= "\u0eff")
# A full stop after a single letter belongs to an initial.
_MARKS = re.compile(r"[;?!…“”\"«»。，]|(?<!\b[^\W\d_])\.\s+[^\W\d_]{4,}.*\s")
# An outlet's name in quotation marks: "Radio «Tide»".
_QUOTED_NAME = re.compile(r"[«“„\"](?=[^\W\d_])(?![a-zà-öø-ÿа-я])[^«»“”„\"]{1,40}[»”“\"]")
_ENDS = re.compile(r"[.?!…,—–\-。？！；，؟۔।॥։።។။][\"”’')\]」』）]*$")
_BREAK = re.compile(r"[\s,/&|·،]+")
BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
OUTLET_TAIL = ("记者", "記者")


@dataclass(slots=True)
class Case:
    """Everything the document says about one candidate."""

    key: str
    label: str
    hits: list[Hit] = field(default_factory=list)
    round_one: int = 0
    tokens: list[str] = field(init=False)
    folded: list[str] = field(init=False)
    honoured: bool = field(init=False)

    def __post_init__(self) -> None:
        """Split the label into words: as printed, without brackets and honorifics, and folded."""
        bare = without_honours(self.label)
        self.honoured = bare != self.label
        self.tokens = _BREAK.split(BRACKETED.sub(" ", bare).strip())
        self.folded = fold(bare).split() if self.honoured else self.key.split()


class Countable(Protocol):
    """Counts how often a label occurs in the document's words."""

    def count(self, label: str) -> int:
        """Return how often a label occurs in the text."""


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
    answering: frozenset[str] = frozenset()
    announced: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
    surnames_above: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()
    throughout: float = 0.0
    form: Style = "colon"
    paired: frozenset[str] = frozenset()
    shapes: Counter[str] = field(default_factory=Counter)


def _is_capital(token: str) -> bool:
    bare = token.lstrip("\"“«'(")
    # In scripts without capitals, every word may be a name.
    upper = bool(bare) and (bare[0].isupper() or (bare[0].isalpha() and not is_small(bare[0])))
    return upper or CAPITAL_WITHIN.match(bare) is not None


def dated(case: Case, world: World) -> bool:
    """Tell whether a name is followed only by a date in brackets: "Ilsa Varga (7 March)"."""
    named = name_shaped(case, world) and lexicon.INSTITUTIONS.isdisjoint(case.folded) and not EVENT_WORDS.search(case.label)
    return named and most(case, lambda hit: any(map(is_day, hit.notes)))


def name_shaped(case: Case, world: World) -> bool:
    """Tell whether a label has the form of a name: two to six capitalised words; in Chinese two to twelve characters."""
    tokens = case.tokens
    if office_then_name(case) or (world.throughout >= OFTEN and _ends_in_name(case)):
        return True
    if len(tokens) == 1:
        return (bool(EAST_ASIAN.match(tokens[0])) and 2 <= len(tokens[0]) <= 12) or bool(_INITIALS.fullmatch(tokens[0]))
    proper = [token for token in tokens if _is_capital(token)]
    return 2 <= len(tokens) <= 6 and len(proper) >= 2 and all(_is_capital(t) or fold(t) in _SMALL for t in tokens)


def name_comma_office(case: Case, world: World) -> bool:
    """Tell whether a label is a name, a comma and an office."""
    label = without_honours(case.label)
    before, comma, after = (label.replace(". ", ", ") if label.isupper() else label).partition(",")
    named = bool(comma) and (name_shaped(Case(fold(before), before), world) or _is_long_name(before))
    return named and lexicon.names_office(fold(after).split())


def _is_long_name(text: str) -> bool:
    """Tell whether a text is a name of many words: "Sheikh Dr. Omar bin Tariq bin Saleh Al Vaskani"."""
    tokens = BRACKETED.sub(" ", text).split()
    proper = [token for token in tokens if _is_capital(token)]
    return len(proper) >= 2 and len(tokens) <= LONGEST_NAME and all(_is_capital(t) or fold(t) in lexicon.NOBLE for t in tokens)


def sentence(case: Case, _: World) -> bool:
    """Tell whether a label contains a word that no name has."""
    # "Das Leuchtfeuer, Holm" recurs: the first word of a recurring label may be a name's article.
    words = case.folded[1:] if len(case.hits) > 1 and len(case.folded) > 1 else case.folded
    # "Namgoong Pa-do"
    parts = {word for token in case.tokens if "-" in token and token[0].isupper() for word in fold(token).split()}
    words = [word for word in words if word not in parts]
    if _begins_with_name(case, _):
        words = fold(without_honours(case.label).partition(",")[0]).split()
    return not lexicon.SENTENCE_WORDS.isdisjoint(words)


def office_then_name(case: Case) -> bool:
    """Tell whether a label is an office in lower case and a name: "Министр иностранных дел Глеб Волнов"."""
    tokens = case.tokens
    if EVENT_WORDS.search(case.label) or not _AT_A_PLACE.isdisjoint(case.folded):
        return False
    if not 3 <= len(tokens) <= LONGEST_NAME or not (tokens[0][:1].isupper() and tokens[-1][:1].isupper()):
        return False
    return not lexicon.OFFICES.isdisjoint(case.folded[:3]) and not lexicon.OFFICES & {fold(tokens[-1])}


def _ends_in_name(case: Case) -> bool:
    """Tell whether a label ends in two capitalised words, with an office of unknown words before them."""
    tokens = case.tokens
    return 3 <= len(tokens) <= LONGEST_NAME and tokens[0][:1].isupper() and all(token[:1].isupper() for token in tokens[-2:])


def set_throughout(case: Case, world: World, share: float) -> bool:
    """Tell whether most paragraphs of the talk begin like this: a short phrase before a colon, after the end of a sentence."""
    placed = any(hit.style == world.form and not runs_on(hit) for hit in case.hits[:MOST_HITS])
    return world.throughout >= share and placed and len(case.folded) <= LONGEST_NAME and not is_small(case.label[:1])


def _begins_with_name(case: Case, world: World) -> bool:
    """Tell whether a name stands before a comma; the office or outlet after it may be in any case."""
    before, comma, after = without_honours(case.label).partition(",")
    return bool(comma) and len(after.split()) <= SHORT_POST and name_shaped(Case(fold(before), before), world)


def lowercase(case: Case, world: World) -> bool:
    """Tell whether a label contains a lower-case word that does not belong to a name."""
    if (
        case.key in lexicon.SPOKEN
        or presides(case)
        or office_then_name(case)
        or (world.throughout >= OFTEN and _ends_in_name(case))
    ):
        return False
    tokens = case.tokens
    if len(case.hits) > 1 and _begins_with_name(case, world):
        tokens = without_honours(case.label).partition(",")[0].split()
    return any(not _is_capital(token) and fold(token) not in _SMALL for token in tokens)


def office(case: Case, _: World) -> bool:
    """Tell whether a label contains a word for an office."""
    return lexicon.names_office(case.folded) or case.key.endswith(_CJK_OFFICES) or case.key.startswith(_THAI_OFFICES)


def opens_a_sentence(case: Case, world: World) -> bool:
    """Tell whether a label begins like a sentence; not "The Lantern Post", where every word is capitalised."""
    title = len(case.tokens) > 1 and not case.tokens[0].isupper() and all(token[:1].isupper() for token in case.tokens)
    opens = case.folded[0] in lexicon.OPENERS and not office(case, world) and not case.hits[0].caps
    return opens and not (title and case.folded[0] in _ARTICLES and world.throughout >= OFTEN)


def page_word(case: Case, _: World) -> bool:
    """Tell whether a label heads lists, notes or fields of a page. A recurring "PS:" is a principal secretary."""
    return case.key in lexicon.HEADINGS and not (case.key in lexicon.OFFICES and len(case.hits) > 1)


def presides(case: Case) -> bool:
    """Tell whether a label is a title and an office without a name: "M. le président", "A Presidente"."""
    rest = [word for word in case.folded[1:] if word not in lexicon.PARTICLES]
    return bool(rest) and case.label[:1].isupper() and case.folded[0] in _SMALL and all(word in lexicon.OFFICES for word in rest)


def titled(case: Case, _: World) -> bool:
    """Tell whether a title or honorific stands before a capitalised name."""
    if case.honoured:
        return any(map(_is_capital, case.tokens))
    named = len(case.folded) > 1 and case.folded[0] in lexicon.HONORIFICS
    return named and (any(map(_is_capital, case.tokens[1:])) or presides(case))


def has_given_name(case: Case, _: World) -> bool:
    """Tell whether a label has a known given name before its last word."""
    return len(case.folded) > 1 and any(word in lexicon.GIVEN_NAMES for word in case.folded[:-1])


def punctuated(case: Case, _: World) -> bool:
    """Tell whether a label contains marks that end or quote a sentence."""
    return (
        bool(_MARKS.search(_QUOTED_NAME.sub("", case.label)))
        and not titled(case, _)
        and not (case.label.isupper() and name_comma_office(case, _))
    )


def introduces(case: Case, _: World) -> bool:
    """Tell whether the speaker gives the label's name as his own: "Kiran: Kiran from the Tide Times"."""
    name = case.tokens[-1]
    said = [hit.rest[:INTRODUCED] for hit in case.hits[:MOST_HITS] if hit.style == "colon" and name in hit.rest]
    if not said or len(case.tokens) > 3 or len(name) < 3 or not _is_capital(name):
        return False
    told = re.compile(rf"\b{re.escape(name)},? (?:from|with|of|at|for|here|aus|von|de|du|del|di|из)\b")
    return any(map(told.search, said))


def most(case: Case, test: Callable[[Hit], bool]) -> bool:
    """Tell whether something holds for at least half of a label's places."""
    return sum(map(test, case.hits)) * 2 >= len(case.hits)


def clashes(case: Case, mark: bool | None, test: Callable[[Hit], bool]) -> bool:
    """Tell whether a label is set differently from the document's other labels."""
    return mark is not None and most(case, test) != mark


def stray(case: Case, world: World) -> bool:
    """Tell whether a label has no colon while the others have one. "Question 1" stands above its words as they do."""
    if world.alone and case.key in lexicon.ASKERS and most(case, lambda h: not h.rest):
        return False
    return world.style == "colon" and most(case, lambda h: h.style in ("period", "bold", "alone", "dash", "bracket"))


def named_in_text(case: Case, world: World) -> bool:
    """Tell whether the label also occurs in the words of the talk. Only asked close to the threshold."""
    near = THRESHOLD - REACH <= case.round_one < THRESHOLD
    return near and len(case.folded) > 1 and world.text.count(case.label) > len(case.hits)


def recurs_at_length(case: Case, _: World) -> bool:
    """Tell whether eight words or more recur before a colon."""
    printed = Counter(hit.label for hit in case.hits if hit.style == "colon")
    return len(case.folded) >= AT_LENGTH and max(printed.values(), default=0) > 1


def heads_a_list(hit: Hit) -> bool:
    """Tell whether the rest of the line is a list of names or a title instead of a sentence."""
    if not hit.rest or len(hit.rest) > 200 or _ENDS.search(hit.rest):
        return False
    tokens = [token for token in hit.rest.split() if token[0].isalpha() and fold(token) not in lexicon.PARTICLES]
    if not lexicon.SENTENCE_WORDS.isdisjoint(map(fold, tokens)):
        return False
    proper = len(tokens) > 1 and all(token[0].isupper() for token in tokens)
    return proper or (bool(tokens) and hit.first < TOP and bool(EVENT_WORDS.search(hit.rest)))


def has_no_colon(hit: Hit) -> bool:
    """Tell whether a label is set off only by its place or type."""
    return hit.style in ("bold", "period", "alone")


def runs_on(hit: Hit) -> bool:
    """Tell whether the rest begins in lower case, continuing a sentence."""
    return is_small(hit.rest[:1])


def asks_before(case: Case, world: World) -> bool:
    """Tell whether a question follows, right before a certain speaker."""
    asked = most(case, lambda hit: hit.rest.rstrip('"”’)').endswith(("?", "？")))
    return asked and (case.key in world.between or case.key in world.leading or case.key in world.answered)
