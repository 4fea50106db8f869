"""Who asks in an interview whose questions bear no name: one scored choice of the people whom the lines around it name.

Every name in the title, the lead, a byline or the credits is a candidate. What stands around it in its line, and whether the
answers address it, tell for it or against it; see REASONS.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.countries import find_mentions
from archive.parsing import lexicon
from archive.parsing.cleaning import fold, squeeze
from archive.parsing.metadata.dates import find_dates
from archive.parsing.speakers.names.name_cases import before_event, nominative
from archive.parsing.speakers.names.name_parts import is_given
from archive.parsing.speakers.names.short_names import NAME_PARTICLE, NAME_WORD, SMALL, plain
from archive.parsing.speakers.offices.label_parts import is_full_name
from archive.parsing.speakers.offices.office_forms import office_marks

LONGEST_LINE, LONGEST_BYLINE = 500, 60  # characters
NEAR_DAY = 12  # characters between a place and the day: ", Tuesday "
LEAST, LEAST_UNSURE, MARGIN = 2.0, 3.0, 0.5
REASONS = {
    "asks": 2.0,  # a word for interviewing, questions, a journalist or a host stands right before the name, or "by" between
    "near": 1.5,  # such a word stands a few words before the name: "interview to Port Orla"
    "byline": 2.0,  # the line is "By" and the name
    "outlet": 1.5,  # a news organisation stands right behind the name
    "addressed": 1.5,  # an answer says the given name: "Thank you, Ines"
    "given": 0.5,  # the first word is a known given name
    "office": -2.5,  # an office stands right before the name, or behind it and a comma
    "place": -4.0,  # a day follows: "Port Orla, 4 May 2021"
    "credit": -4.0,  # who translated, took the pictures or wrote it down
}
MOST_NAME = 4  # words
_ARTICLES = frozenset("the le la les el los il lo gli der die das den det het o a os as um uma un una".split())
_NEAR, _BEHIND = 4, 6  # words before a name, and behind it
_NAME = re.compile(rf"(?<![\w.])(?:{NAME_WORD})(?:[ \t]+(?:{NAME_PARTICLE}[ \t]+){{0,2}}{NAME_WORD}){{1,5}}")
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESSED = re.compile(
    rf"[,،]\s([^\W\d_{SMALL}][{SMALL}'’-]{{2,}})(?=[,.!?…]|$)|(?:^|[.!?…]\s)([^\W\d_{SMALL}][{SMALL}'’-]{{2,}}),\s"
)
_ARTICLE = re.compile(r"\b(?:the|le|la|les|el|il|lo|der|die|das|den|het|o)\s+$", re.I)
_SENTENCE = re.compile(r"(?<=[.!?…։။।])\s+(?=\S)|[;|•·]")
_ALONE = re.compile(rf"\W*[^\W\d_]{{1,7}}\s+({_NAME.pattern})\W*")
_BY = frozenset(
    "by di de por par von door van af av od autor autora autore auteur text foto oleh av fra προς του της από автор от".split()
)
_ASKING = """interview intervi intervj interju interjú intervē intervij entrevist entretien haastat wywiad rozmaw rozmow rozhovor
    розмов разговар разговор бесед интерв інтерв сұхбат хұхбат сухбат հարցազր ինտերվ ინტერვ ესაუბრ συνέντευξ συνομίλ röportaj
    söyleş müsahib suhbat mahojian alihoj wawancar phỏng spoke spoken talk talked talking conversation question questions pergunt
    preguntas vragen fragen fragte domande kalbin kalbėj razgovar pogovar zhovár kérdez beszélget vorbit discuție realizat
    conversa conducted conduz presented hosted moderat moderad modérat prowadz ведущ веду вела провёл провел ведуч вод vodi vodit
    uvádí moderuje vede řídí journal journaliste periodis jornalis giornalis novinar novinář novinár новинар журнал žurnal
    žurnāl gazetec gazetar gazetec muhabir korrespond correspond corresponsal корресп кореспонд reporter репортер redaktor redaktö
    редактор toimittaja újságír ziarist jurnalist ajakirjanik fréttam mtangazaj mwandish anchor presenter host""".split()
_NOT_IN_NAMES = frozenset(
    "international information agency service services bureau network redio radyo televisheni idhaa gazeti".split()
)
_CREDITED = """foto photo photograph photographer fotograf translat traduc tradu übersetz перевод переклад tłumacz překlad
    transcri stenogra edited editing camera kamera video bild image illustrat çeviri""".split()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may have asked, and the reasons for and against."""

    name: str
    reasons: frozenset[str]

    @property
    def score(self) -> float:
        return sum(REASONS[reason] for reason in self.reasons)


def asking_person(lines: Iterable[str], answering: Collection[str], answers: Sequence[str], sure: bool = True) -> str | None:
    """Return the person of the lines who most probably asked; None if nobody or several may have.

    `answering` are the names of those who answer; `sure` tells that they are known by full names.
    """
    barred = {word for name in answering for word in plain(name).split()[-1:]} | {plain(name) for name in answering}
    addressed = {fold(first or second) for text in answers for first, second in _ADDRESSED.findall(text[:2000])}
    best: dict[str, Candidate] = {}
    for one in (found for line in lines for found in _candidates(line[:LONGEST_LINE], addressed)):
        key = plain(one.name)
        if key in barred or key.split()[-1] in barred:
            continue
        known = best.get(key)
        best[key] = one if known is None or one.score > known.score else known
    ranked = sorted(best.values(), key=lambda one: -one.score)
    least = LEAST if sure else LEAST_UNSURE
    clear = len(ranked) == 1 or (len(ranked) > 1 and ranked[0].score - ranked[1].score >= MARGIN)
    return ranked[0].name if clear and ranked[0].score >= least else None


def _candidates(line: str, addressed: Collection[str]) -> Iterator[Candidate]:
    line = squeeze(line)
    alone = _ALONE.fullmatch(line) if len(line) <= LONGEST_BYLINE else None
    byline = alone is not None and fold(line.split()[0]) in _BY
    for sentence in _SENTENCE.split(line):
        since = 0
        for start, end, name in _names(sentence):
            before, behind = sentence[since:start], sentence[end:]
            since = end
            if _ARTICLE.search(before):
                continue
            reasons = {*_told_before(before), *_told_behind(behind)}
            given = name.split()[0]
            reasons |= {"byline"} if byline else set()
            reasons |= {"given"} if is_given(given) else set()
            reasons |= {"addressed"} if fold(given) in addressed else set()
            form = nominative(before_event(name, [fold(word) for word in behind.split()[:2]]))
            yield Candidate(form, frozenset(reasons))


def _told_before(before: str) -> Iterator[str]:
    words = [fold(word) for word in _WORD.findall(before)][-_NEAR:]
    tokens = before.split()[-2:]
    if any(office_marks(tokens, honorifics=False)) and not any(map(_says_asking, words[-2:])):
        yield "office"
    asking = [word for word in words if _says_asking(word)]
    if asking and not re.search(r"[,)]\s+\S+\s+\S+\s*$", before):
        yield "asks" if _says_asking(words[-1]) or words[-1] in _BY or before.rstrip().endswith((":", "–", "—", "-")) else "near"
    if any(word.startswith(tuple(_CREDITED)) for word in words[-3:]) and not (asking and asking[-1] == words[-1]):
        yield "credit"


def _told_behind(behind: str) -> Iterator[str]:
    if behind[:1].isspace() and not lexicon.OUTLET_WORDS.isdisjoint(fold(behind).split()[:1]):  # "Port Orla television"
        yield "office"
    if not re.match(r"\s*(?:[,(/–—-]|\s(?:of|from|de|da|del|von|di|z|из|з|wa|ya)\s)", behind):
        return
    if any(day.start <= NEAR_DAY for day in find_dates(behind[:LONGEST_BYLINE])):
        yield "place"
    tokens = [token.strip(",.;()[]«»“”\"'’/–—-") for token in behind.split()[:_BEHIND]]
    words = [fold(token) for token in tokens]
    spans = [" ".join(words[at : at + size]) for size in (1, 2, 3) for at in range(len(words))]
    if any(span in lexicon.OUTLETS for span in spans) or not (lexicon.NEWSROOMS | lexicon.PRESS).isdisjoint(words):
        yield "outlet"
    elif any(office_marks([token or "-" for token in tokens[:3]], honorifics=False)) and not any(map(_says_asking, words[:3])):
        yield "office"


@lru_cache(maxsize=4096)
def _says_asking(word: str) -> bool:
    known = len(word) > 3 and (word in lexicon.ASKERS or word in lexicon.MANAGERS)
    return known or word.startswith(tuple(_ASKING))


def _names(sentence: str) -> Iterator[tuple[int, int, str]]:
    """Yield the names of a sentence, each with where it begins and ends."""
    for found in _NAME.finditer(sentence):
        for start, end in _pieces(found):
            name = sentence[start:end]
            if is_full_name(name) and not _is_other(name):
                yield start, end, name


def _pieces(found: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield where the parts of a run of capitalised words begin and end that hold no word of events, offices or outlets."""
    begin: int | None = None
    last = 0
    tokens = list(re.finditer(r"\S+", found.group()))
    marks = office_marks([token.group() for token in tokens])
    for token, marked in zip(tokens, marks, strict=True):
        word = fold(token.group())
        stops = marked or (word in _stops() and not is_given(word)) or _says_asking(word)
        possessed = re.search(r"['’]s$", token.group())
        if stops:
            if begin is not None:
                yield found.start() + begin, found.start() + last
            begin = None
            continue
        begin = token.start() if begin is None else begin
        last = token.end() - (2 if possessed else 0)
        if possessed:
            yield found.start() + begin, found.start() + last
            begin = None
    if begin is not None:
        yield found.start() + begin, found.start() + last


@lru_cache(maxsize=1)
def _stops() -> frozenset[str]:
    return (
        lexicon.EVENTS
        | lexicon.INSTITUTIONS
        | lexicon.OUTLETS
        | lexicon.NEWSROOMS
        | lexicon.PRESS
        | lexicon.OPENERS
        | lexicon.HEADINGS
        | lexicon.HEADLINES
        | lexicon.VENUES
        | lexicon.LETTERHEADS
        | _BY
        | _NOT_IN_NAMES
    )


def _is_other(name: str) -> bool:
    """Tell whether capitalised words name a country, a place or a heading: none of them is a known given name."""
    first, *rest = name.split()
    if len(rest) >= MOST_NAME or fold(first) in _ARTICLES or not lexicon.OUTLET_WORDS.isdisjoint(fold(name).split()):
        return True
    if is_given(first):
        return False
    return name.isupper() or bool(find_mentions(name)) or fold(name) in lexicon.OUTLETS
