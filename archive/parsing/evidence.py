"""Which candidates are speakers' labels, decided by evidence over the whole document.

Every rule has its weight and its reason in RULES; docs/parsing.md prints the table. A candidate is a label when its rules add
up to THRESHOLD. Two rounds: the first by what a candidate is in itself and how often it recurs, the second by how it stands
among those that the first round was sure of.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from archive.parsing import words
from archive.parsing.labels import SENTENCE_END, Hit, Style
from archive.parsing.lines import Line
from archive.parsing.paragraphs import Wrap
from archive.parsing.tidy import fold

THRESHOLD = 5
SURE = 6
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_INITIALS = re.compile(r"(?:\w\.\s?){1,3}\w{2,}")
_OUTLET_TAIL = ("记者", "記者")


@dataclass(slots=True)
class Case:
    """Everything the document says about one candidate label."""

    key: str
    label: str
    hits: list[Hit] = field(default_factory=list)
    round_one: int = 0

    @property
    def tokens(self) -> list[str]:
        """Return the words of the label as printed, without bracketed parts."""
        return [token for token in re.split(r"[\s,/]+", re.sub(r"\([^)]*\)", " ", self.label)) if token]

    @property
    def folded(self) -> list[str]:
        """Return the folded words of the label."""
        return self.key.split()


@dataclass(slots=True)
class World:
    """What the rules of the second round may look at."""

    asked: bool
    names: Counter[str]
    surnames: frozenset[str] = frozenset()
    sure: frozenset[str] = frozenset()
    style: Style | None = None
    caps: bool | None = None
    bold: bool | None = None
    alone: bool | None = None
    between: frozenset[str] = frozenset()
    among: frozenset[str] = frozenset()
    solitary: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One piece of evidence: its weight, why it counts, and whether it holds."""

    name: str
    weight: int
    reason: str
    holds: Callable[[Case, World], bool]


def _is_capital(token: str) -> bool:
    bare = token.lstrip("\"“«'(")
    return bool(bare) and (bare[0].isupper() or bool(_CJK.match(bare)))


def _name_shaped(case: Case, _: World) -> bool:
    tokens = case.tokens
    if len(tokens) == 1:
        return (bool(_CJK.match(tokens[0])) and 2 <= len(tokens[0]) <= 12) or bool(_INITIALS.fullmatch(tokens[0]))
    proper = [token for token in tokens if _is_capital(token)]
    return 2 <= len(tokens) <= 6 and len(proper) >= 2 and all(_is_capital(t) or fold(t) in words.PARTICLES for t in tokens)


def _name_comma_office(case: Case, world: World) -> bool:
    before, comma, after = case.label.partition(",")
    named = bool(comma) and _name_shaped(Case(fold(before), before), world)
    return named and not words.OFFICES.isdisjoint(fold(after).split())


def _sentence(case: Case, _: World) -> bool:
    return not words.SENTENCE_WORDS.isdisjoint(case.folded)


def _lowercase(case: Case, _: World) -> bool:
    if case.key in words.SPOKEN:
        return False
    return any(not _is_capital(token) and fold(token) not in words.PARTICLES for token in case.tokens)


def _office(case: Case, _: World) -> bool:
    return not words.OFFICES.isdisjoint(case.folded) or any(
        case.key.endswith(office) for office in words.OFFICES if _CJK.match(office)
    )


def _titled(case: Case, _: World) -> bool:
    return len(case.folded) > 1 and case.folded[0] in words.HONORIFICS and any(map(_is_capital, case.tokens[1:]))


def _given(case: Case, _: World) -> bool:
    return len(case.folded) > 1 and any(word in words.GIVEN_NAMES for word in case.folded[:-1])


def _punctuated(case: Case, _: World) -> bool:
    return bool(re.search(r"[;?!…“”\"«»。，]|\.\s+[^\W\d_]{4,}.*\s", case.label)) and not _titled(case, _)


def _most(case: Case, test: Callable[[Hit], bool]) -> bool:
    return sum(map(test, case.hits)) * 2 > len(case.hits)


def _clashes(case: Case, mark: bool | None, test: Callable[[Hit], bool]) -> bool:
    return mark is not None and _most(case, test) != mark


def _stray(case: Case, world: World) -> bool:
    return world.style == "colon" and _most(case, lambda h: h.style in ("period", "bold"))


def _named_in_text(case: Case, world: World) -> bool:
    return len(case.folded) > 1 and world.names[case.key] > len(case.hits)


def _has_no_colon(hit: Hit) -> bool:
    return hit.style in ("bold", "period")


def _mid_sentence(hit: Hit) -> bool:
    return hit.rest[:1].islower()


RULES: tuple[Rule, ...] = (
    Rule("markup", 20, "the file's own markup names the speaker", lambda c, w: c.hits[0].style == "markup"),
    Rule(
        "asker",
        6,
        'a word for who asks ("Question", "Вопрос", "记者") is used for nothing else',
        lambda c, w: c.key in words.ASKERS,
    ),
    Rule(
        "outlet",
        4,
        "news organisations ask in their own name",
        lambda c, w: c.key in words.OUTLETS or c.key.endswith(_OUTLET_TAIL),
    ),
    Rule(
        "answerer",
        6,
        '"A" and "Answer" mark turns where "Q" or "Question" does',
        lambda c, w: c.key in words.ANSWERERS and w.asked,
    ),
    Rule("manager", 5, "who runs a session is named by the task", lambda c, w: c.key in words.MANAGERS | words.INTERPRETERS),
    Rule("voice", 5, "a voice without a name (Participant, Audience)", lambda c, w: c.key in words.VOICES),
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
    Rule("bold", 2, "set in bold up to the colon", lambda c, w: _most(c, lambda h: h.bold)),
    Rule("no colon", -2, "without a colon it needs more to be a label", lambda c, w: _most(c, _has_no_colon)),
    Rule("opens the text", 2, "the first words of a transcript are often its first label", lambda c, w: c.hits[0].first == 0),
    Rule("name, office", 4, "a name, a comma and an office", _name_comma_office),
    Rule("sentence word", -8, "verbs and pronouns stand in no name", _sentence),
    Rule("lower case", -4, "a lower-case word that is no particle", _lowercase),
    Rule("page word", -9, "heads a list, a note or a field of the page", lambda c, w: c.key in words.HEADINGS),
    Rule(
        "opener",
        -3,
        "begins as sentences do",
        lambda c, w: c.folded[0] in words.OPENERS and not _office(c, w) and not c.hits[0].caps,
    ),
    Rule("long", -4, "longer than any name with office", lambda c, w: len(c.folded) > 18),
    Rule("digits", -3, "names have no digits", lambda c, w: any(ch.isdigit() for ch in c.key) and c.key not in words.OUTLETS),
    Rule("punctuation", -4, "marks that end or quote a sentence", _punctuated),
    Rule("runs on", -3, "what follows begins in lower case: the sentence goes on", lambda c, w: _most(c, _mid_sentence)),
    Rule("salutation", -7, "a form of address to the hall", lambda c, w: c.key in words.SALUTATIONS and len(c.hits) < 3),
)
CONTEXT_RULES: tuple[Rule, ...] = (
    Rule(
        "same type", 1, "set as the document's other labels are", lambda c, w: w.style is not None and c.hits[0].style == w.style
    ),
    Rule(
        "no capitals",
        -3,
        "the other labels are set in capitals",
        lambda c, w: w.caps is True and _clashes(c, True, lambda h: h.caps) and c.key not in words.ASKERS,
    ),
    Rule("not bold", -3, "the other labels are set in bold", lambda c, w: w.bold is True and _clashes(c, True, lambda h: h.bold)),
    Rule(
        "not alone",
        -2,
        "the other labels stand alone on their line",
        lambda c, w: w.alone is True and _clashes(c, True, lambda h: not h.rest),
    ),
    Rule("stray type", -4, "the other labels end with a colon", _stray),
    Rule("among labels", 1, "labels stand before and after it", lambda c, w: c.key in w.among),
    Rule("interrupts", 1, "the same speaker is before and after it", lambda c, w: c.key in w.between),
    Rule("named in the text", 2, "the name occurs elsewhere in the document", _named_in_text),
    Rule(
        "surname known",
        2,
        "the surname is another label's or the title's",
        lambda c, w: len(c.folded[-1]) > 2 and c.folded[-1] in w.surnames,
    ),
)


def accepted(hits: Sequence[Hit], lines: Sequence[Line], wrap: Wrap) -> list[Hit]:
    """Return the hits that are speakers' labels, in document order."""
    cases = _cases(hits)
    if not cases:
        return []
    world = World(asked=any(key in words.ASKERS for key in cases), names=_names(lines))
    for case in cases.values():
        case.round_one = _score(case, world, RULES)
    sure = {key for key, case in cases.items() if case.round_one >= SURE}
    _look_around(world, hits, cases, sure)
    kept = {key for key, case in cases.items() if _is_label(case, world)}
    return [hit for hit in hits if hit.key in kept and _well_placed(hit, lines, wrap, cases[hit.key])]


def _cases(hits: Iterable[Hit]) -> dict[str, Case]:
    cases: dict[str, Case] = {}
    for hit in hits:
        cases.setdefault(hit.key, Case(hit.key, hit.label)).hits.append(hit)
    return cases


def _score(case: Case, world: World, rules: Iterable[Rule]) -> int:
    return sum(rule.weight for rule in rules if rule.holds(case, world))


def _is_label(case: Case, world: World) -> bool:
    total = case.round_one + _score(case, world, CONTEXT_RULES)
    return total >= THRESHOLD and (bool(world.sure) or case.round_one >= THRESHOLD)


def _look_around(world: World, hits: Sequence[Hit], cases: dict[str, Case], sure: set[str]) -> None:
    """Fill in what the second round looks at: the type of the sure labels and who stands next to whom."""
    world.sure = frozenset(sure)
    sure_hits = [hit for hit in hits if hit.key in sure]
    if not sure_hits:
        return
    world.style = Counter(hit.style for hit in sure_hits).most_common(1)[0][0]
    named = [hit for hit in sure_hits if hit.key not in words.ANONYMOUS and hit.style == "colon"] or sure_hits
    world.caps, world.bold, world.alone = (
        _mostly(named, lambda h: h.caps),
        _mostly(sure_hits, lambda h: h.bold),
        _mostly(sure_hits, lambda h: not h.rest),
    )
    world.surnames = frozenset(cases[key].folded[-1] for key in sure if key not in words.ANONYMOUS)
    _look_beside(world, hits, sure)


def _mostly(hits: Sequence[Hit], test: Callable[[Hit], bool]) -> bool | None:
    share = sum(map(test, hits)) / len(hits)
    return True if share > 0.8 else False if share < 0.2 else None


def _look_beside(world: World, hits: Sequence[Hit], sure: set[str]) -> None:
    among: set[str] = set()
    between: set[str] = set()
    before: str | None = None
    pending: dict[str, str] = defaultdict(str)
    for hit in hits:
        if hit.key not in sure:
            if before is not None:
                pending[hit.key] = before
            continue
        for key, neighbour in pending.items():
            among.add(key)
            if neighbour == hit.key:
                between.add(key)
        pending.clear()
        before = hit.key
    world.among, world.between = frozenset(among), frozenset(between)


_NAME = re.compile(r"[^\W\d_a-zа-я][\w'’-]+(?:\s+(?:van|der|von|de|al|bin|el|la)?\s*[^\W\d_a-zа-я][\w'’-]+){1,4}")


def _names(lines: Sequence[Line]) -> Counter[str]:
    """Count the runs of capitalised words, and their heads and tails, over the document."""
    counts: Counter[str] = Counter()
    for line in lines:
        for found in _NAME.finditer(line.text):
            run = fold(found.group()).split()
            for size in range(2, min(len(run), 4) + 1):
                for start in range(len(run) - size + 1):
                    counts[" ".join(run[start : start + size])] += 1
    return counts


def _well_placed(hit: Hit, lines: Sequence[Line], wrap: Wrap, case: Case) -> bool:
    """Refuse a label in the middle of a hard-wrapped sentence: the line before runs to the margin without an end."""
    if lines[hit.first].gap or hit.first == 0 or hit.style == "markup":
        return True
    before = lines[hit.first - 1]
    if SENTENCE_END.search(before.text) or before.text.endswith(("-", "–", "—")):
        return True
    if hit.label[:1].islower():
        return False
    short = before.short if before.short is not None else len(before.text) < wrap.width * 0.8
    return (short or not wrap.wrapped or case.round_one >= SURE + 2) and not _mid_sentence(hit)
