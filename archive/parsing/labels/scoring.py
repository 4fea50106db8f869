"""Decides which candidates are speakers' labels, by evidence over the whole document.

The rules and their reasons are in label_rules.py. A candidate is a label if its rules add up to THRESHOLD. There are two rounds:
the first by the candidate's own form and recurrence, the second by its relation to those accepted in the first.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.parsing import lexicon
from archive.parsing.cleaning import fold, is_small
from archive.parsing.labels.candidates import Hit, Style, ends_sentence, shape_of
from archive.parsing.labels.label_questions import LETTERS, PAIRS, THRESHOLD, Case, World, heads_a_list, runs_on
from archive.parsing.labels.label_rules import CONTEXT_RULES, RULES, Rule
from archive.parsing.labels.names_above import announced_above, named_above, surnames_above
from archive.parsing.lines import Line
from archive.parsing.speakers.voices import has_mark
from archive.parsing.unwrapping import Wrap

SURE = 5
MAX_COUNTED = 300
MAX_CASES = 5_000
MARGIN = 3
MOST_PRESENTED = 8  # words of a name and an outlet or office
THROUGHOUT = 0.4
FEWEST_HEADS, MOST_HEAD_WORDS = 3, 12
MOST_HEAD, LONGEST_LISTED = 300, 120
_HEAD_OF_LISTED = re.compile(r"\s*(?:[,;(\t]|\s[–—-]\s|\s{2})")


class _Text:
    """The document's words, for counting a few names."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._joined: str | None = None
        self._left = MAX_COUNTED

    def count(self, label: str) -> int:
        """Return how often a label occurs in the text; 0 after too many queries."""
        self._left -= 1
        if self._left < 0:
            return 0
        if self._joined is None:
            self._joined = " ".join(line.text for line in self._lines)
        return self._joined.count(label)


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels in document order, those that occur once on thin evidence, and near misses."""

    hits: list[Hit]
    doubtful: list[Hit]
    missed: list[Hit]


def find_labels(
    hits: Sequence[Hit], lines: Sequence[Line], wrap: Wrap, threshold: int = THRESHOLD, throughout: float = 0.0
) -> Labels:
    """Return which candidates are speakers' labels: those whose rules add up to the threshold.

    `throughout` is the share of paragraphs known to begin with a candidate, if the caller knows it.
    """
    cases = _cases(hits)
    paired = _paired(cases)
    asked = bool(paired) or any(key in lexicon.ASKERS and key not in LETTERS for key in cases)
    world = World(asked=asked, text=_Text(lines), paired=paired)
    share, world.form = _throughout(hits, lines)
    world.throughout = max(share, throughout)
    for case in cases.values():
        case.round_one = _score(case, world, RULES)
    sure = {key for key, case in cases.items() if case.round_one >= min(SURE, threshold)}
    world.above = named_above(hits, lines)
    world.surnames_above, world.listed = surnames_above(cases, lines), _listed(cases, lines)
    world.announced = announced_above(cases, lines)
    _look_around(world, hits, cases, sure)
    totals = {key: case.round_one + _score(case, world, CONTEXT_RULES) for key, case in cases.items()}
    named, some = world.above | world.surnames_above | world.announced, bool(world.sure) or world.throughout >= THROUGHOUT
    kept = {key for key, total in totals.items() if total >= threshold and (some or key in named)}
    found = [
        hit
        for hit in hits
        if hit.key in kept
        and _well_set(hit, cases[hit.key], world)
        and _well_placed(hit, lines, wrap, cases[hit.key])
        and not _presents(hit, cases[hit.key])
    ]
    thin = {key for key in kept - lexicon.SPOKEN if totals[key] < THRESHOLD + MARGIN and len(cases[key].hits) == 1}
    near = {key for key in cases if key not in kept and totals[key] >= THRESHOLD - 1 and sure}
    return Labels(found, [hit for hit in found if hit.key in thin], [hit for hit in hits if hit.key in near])


def _paired(cases: Mapping[str, Case]) -> frozenset[str]:
    """Return the letters that stand for question and answer here: each more than once, or once as a question and its answer."""
    twice = {key for key, case in cases.items() if len(case.hits) > 1}
    return frozenset(letter for pair in PAIRS if twice.issuperset(pair) or _is_only_question(cases, *pair) for letter in pair)


def _is_only_question(cases: Mapping[str, Case], asker: str, answerer: str) -> bool:
    """Tell whether two letters stand once each, before something asked and below it."""
    if asker not in cases or answerer not in cases:
        return False
    (asked, *more), (answered, *others) = cases[asker].hits, cases[answerer].hits
    return not more and not others and asked.first < answered.first and has_mark(asked.rest)


def _cases(hits: Iterable[Hit]) -> dict[str, Case]:
    cases: dict[str, Case] = {}
    for hit in hits:
        if (case := cases.get(hit.key)) is None:
            case = cases[hit.key] = Case(hit.key, hit.label)
        case.hits.append(hit)
    if len(cases) <= MAX_CASES:
        return cases
    # No transcript has so many speakers, so single occurrences are not labels there.
    return {key: case for key, case in cases.items() if len(case.hits) > 1 or key in lexicon.SPOKEN}


def _score(case: Case, world: World, rules: Iterable[Rule]) -> int:
    return sum(rule.weight for rule in rules if rule.holds(case, world))


def _throughout(hits: Sequence[Hit], lines: Sequence[Line]) -> tuple[float, Style]:
    """Return the form in which most paragraphs set off a few words at their head, and their share."""
    heads: dict[Style, list[int]] = {"colon": [], "stop-dash": [], "bracket": [], "bold": [], "dash": []}
    for hit in hits:
        if hit.style in heads and len(hit.key.split()) <= MOST_HEAD_WORDS and _opens(lines, hit.first):
            heads[hit.style].append(hit.first)
    form = max(heads, key=lambda style: len(heads[style]))
    found = heads[form]
    if len(found) < FEWEST_HEADS:
        return 0.0, form
    starts = sum(_opens(lines, index) for index in range(min(found), max(found) + 1))
    return len(found) / starts, form


def _opens(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line may begin a paragraph: after a blank line, indented, or after the end of a sentence."""
    if index == 0 or lines[index].kind in ("heading", "section"):
        return False
    return lines[index].gap or lines[index].indent > lines[index - 1].indent + 1 or ends_sentence(lines[index - 1].text)


def _listed(cases: Mapping[str, Case], lines: Sequence[Line]) -> frozenset[str]:
    """Return candidates that stand, with only an office, on a line of their own above their first words."""
    heads: dict[str, int] = {}
    for index, line in enumerate(lines[:MOST_HEAD]):
        name = _HEAD_OF_LISTED.split(line.text, maxsplit=1)[0]
        if len(line.text) <= LONGEST_LISTED and not line.text.endswith((":", "：")) and " " in name:
            heads.setdefault(fold(name), index)
    return frozenset(key for key, case in cases.items() if heads.get(key, case.hits[0].first) < case.hits[0].first)


def _look_around(world: World, hits: Sequence[Hit], cases: dict[str, Case], sure: set[str]) -> None:
    """Prepare the second round: the type of the accepted labels, and who stands next to whom."""
    world.sure = frozenset(sure)
    sure_hits = [hit for hit in hits if hit.key in sure]
    if not sure_hits:
        return
    world.style = Counter(hit.style for hit in sure_hits).most_common(1)[0][0]
    named = [hit for hit in sure_hits if hit.key not in lexicon.ANONYMOUS and hit.style == "colon"] or sure_hits
    world.caps, world.bold, world.alone = (
        _mostly(named, lambda h: h.caps),
        _mostly(sure_hits, lambda h: h.bold),
        _mostly(sure_hits, lambda h: not h.rest),
    )
    world.shapes = Counter(shape for key in sure if (shape := shape_of(cases[key].label)))
    world.surnames = frozenset(cases[key].folded[-1] for key in sure if key not in lexicon.ANONYMOUS)
    _look_beside(world, hits, sure)


def _mostly(hits: Sequence[Hit], test: Callable[[Hit], bool]) -> bool | None:
    share = sum(map(test, hits)) / len(hits)
    return True if share > 0.8 else False if share < 0.2 else None


def _look_beside(world: World, hits: Sequence[Hit], sure: set[str]) -> None:
    among: set[str] = set()
    between: set[str] = set()
    leading: set[str] = set()
    answered: set[str] = set()
    before: str | None = None
    pending: dict[str, str] = defaultdict(str)
    answering: set[str] = set()
    for hit in hits:
        if hit.key not in sure:
            answering |= {hit.key} if before in lexicon.ASKERS and not pending else set()
            pending[hit.key] = before or ""
            continue
        leading |= set() if before else set(pending)
        for key, neighbour in pending.items():
            if neighbour:
                among.add(key)
            if neighbour == hit.key:
                between.add(key)
            if hit.key not in lexicon.ASKERS:
                answered.add(key)
        pending.clear()
        before = hit.key
    world.among, world.between = frozenset(among), frozenset(between)
    world.leading, world.answered, world.answering = frozenset(leading), frozenset(answered), frozenset(answering)


def _well_set(hit: Hit, case: Case, world: World) -> bool:
    """Tell whether a hit is set like its label: lower case is refused if this label and the others are in capitals."""
    return hit.caps or world.caps is not True or hit.key in lexicon.SPOKEN or not any(other.caps for other in case.hits)


def _presents(hit: Hit, case: Case) -> bool:
    """Tell whether a line says who bears the label of what follows: "Spokesperson: Mr Ivar Moor" above "Spokesperson: Yes."."""
    first = hit is case.hits[0] and len(case.hits) > 1 and len(hit.rest.split()) <= MOST_PRESENTED
    return first and heads_a_list(hit) and not any(map(heads_a_list, case.hits[1:]))


def _well_placed(hit: Hit, lines: Sequence[Line], wrap: Wrap, case: Case) -> bool:
    """Tell whether a hit may be a label: not in the middle of a hard-wrapped sentence."""
    if lines[hit.first].gap or hit.first == 0 or hit.style == "markup":
        return True
    before = lines[hit.first - 1]
    if lines[hit.first].indent > before.indent + 1:
        return True
    if ends_sentence(before.text) or before.text.endswith(("-", "–", "—")):
        return True
    if is_small(hit.label[:1]):
        return False
    short = before.short if before.short is not None else len(before.text) < wrap.width * 0.8
    return (short or not wrap.wrapped or case.round_one >= SURE + 2) and not runs_on(hit)
