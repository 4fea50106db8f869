"""Alternative ways to split a document at its labels. The one that leaves least unexplained is used.

A document is read as printed, with labels moved out of the middle of lines, and with names on their own lines as labels. Each
reading is scored as a whole. Every turn that begins after a sentence end and has words counts for it. Every label that cuts a
sentence, has no words or repeats the one before counts against it, as does anything left that looks like a label. If no reading
finds a label, the document is read again with less evidence required.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason
from archive.parsing.cleaning import is_small
from archive.parsing.footer import without_contacts
from archive.parsing.labels.candidates import Hit, ends_sentence
from archive.parsing.labels.completing import completed
from archive.parsing.labels.forms import candidates
from archive.parsing.labels.labels_without_colon import echoes
from archive.parsing.labels.layouts.bylines import without_bylines
from archive.parsing.labels.layouts.inline_labels import part_glued, unflatten
from archive.parsing.labels.layouts.letter_pairs import letter_pairs
from archive.parsing.labels.layouts.ruled_labels import without_rules_below
from archive.parsing.labels.missed_labels import find_suspects
from archive.parsing.labels.names_above import by_initials, listed_initials, with_persons, without_contents
from archive.parsing.labels.scoring import Labels, find_labels
from archive.parsing.labels.set_off import set_off_by
from archive.parsing.labels.topic_headings import without_headings, without_topics
from archive.parsing.lines import Line
from archive.parsing.unwrapping import Wrap, find_wrap

# The value of a turn, and the cost of each irregularity.
TURN, NO_WORDS, CUT, REPEATED, ONCE, LEFT_OVER, RUNS_ON = 1.0, 1.5, 1.5, 0.4, 0.3, 0.7, 1.0
# What it counts for a reading that each of its labels is explained by a list above the talk.
EXPLAINED = 1.0
# Another reading must be better than the page as printed by this much.
BETTER = 1.0
# By this much if it has all labels of the page as printed, and more.
BETTER_WITH_MORE = 0.5
LOOSE = 3
# A sign that sets off labels throughout is as reliable as a colon in seven paragraphs of ten.
SET_OFF = 0.7
FEWEST_LOOSE = 2
LETTERS = "letters for question and answer"


@dataclass(frozen=True, slots=True)
class PartedDocument:
    """A document's lines and labels, read in one way.

    `rivals` counts other readings with other labels; `ahead` is the lead over the best of them.
    """

    lines: Sequence[Line]
    labels: Labels
    wrap: Wrap
    way: str
    rivals: int = 0
    ahead: float = 0.0


def best_parting(lines: Sequence[Line], flowing: bool, heads: frozenset[int] = frozenset()) -> PartedDocument:
    """Return the best reading of a document. `heads` are the numbers of running heads, which are not labels."""
    usual, *others = _ways(without_rules_below(unflatten(lines)), flowing, heads)
    if others:
        worth = _value(usual)
        values = [(_value(other), other) for other in others]
        best, parting = max(values, key=lambda pair: pair[0])
        more = set(_places(usual)) < set(_places(parting))
        if best >= worth + (BETTER_WITH_MORE if more and worth else BETTER):
            return _with_letters(_beside(parting, best, [(worth, usual), *values]), others)
        usual = _with_letters(_beside(usual, worth, values), others)
    return usual if usual.labels.hits else _loose(usual, flowing, heads)


def _with_letters(chosen: PartedDocument, others: Sequence[PartedDocument]) -> PartedDocument:
    """Return the reading that knows letters for question and answer, if the chosen one has them for the names of two people."""
    lines = {hit.line for hit in chosen.labels.hits}
    named = not all(hit.key in lexicon.SPOKEN for hit in chosen.labels.hits)
    lettered = next((other for other in others if other.way == LETTERS), None)
    same = lettered is not None and named and lines == {hit.line for hit in lettered.labels.hits}
    return replace(chosen, labels=lettered.labels) if same and lettered is not None else chosen


def _beside(chosen: PartedDocument, worth: float, values: Sequence[tuple[float, PartedDocument]]) -> PartedDocument:
    """Return a reading with its comparison to those with other labels."""
    own = _places(chosen)
    rivals = [value for value, other in values if other is not chosen and _places(other) != own]
    return replace(chosen, rivals=len(rivals), ahead=worth - max(rivals, default=0.0))


def _places(parting: PartedDocument) -> list[tuple[int, str]]:
    return [(hit.line, hit.key) for hit in parting.labels.hits]


def _candidates(lines: Sequence[Line], flowing: bool, heads: frozenset[int], alone: bool = False) -> list[Hit]:
    return [hit for hit in candidates(lines, flowing, alone) if hit.line not in heads]


def _ways(lines: Sequence[Line], flowing: bool, heads: frozenset[int]) -> Iterator[PartedDocument]:
    hits = _candidates(lines, flowing, heads)
    usual = _part(lines, hits, flowing, "as printed")
    yield usual
    parted = part_glued(lines, hits)
    if parted is not lines:
        yield _part(parted, _candidates(parted, flowing, heads), flowing, "glued labels parted")
    for text, name in ((lines, "names alone on their line"), (parted, "names alone on their line, glued labels parted")):
        with_names = _candidates(text, flowing, heads, alone=True) if text is lines or parted is not lines else []
        if sum(hit.style == "alone" for hit in with_names) > sum(hit.style == "alone" for hit in hits):
            yield _part(text, with_names, flowing, name)

    for sign, set_off in set_off_by(lines, frozenset(hit.first for hit in usual.labels.hits)):
        known = [hit for hit in set_off if hit.line not in heads]
        yield _part(_as_text(lines, known), known, flowing, f"labels set off by {sign}", throughout=SET_OFF)

    if lettered := letter_pairs(lines):
        yield _part(lines, lettered, flowing, LETTERS, throughout=SET_OFF)

    whose, below = listed_initials(lines)
    if said := by_initials(lines, whose, below):
        yield _part(with_persons(lines, said, whose), said, flowing, "initials of a list", throughout=SET_OFF)


def _as_text(lines: Sequence[Line], hits: Sequence[Hit]) -> Sequence[Line]:
    """Return the lines with headings that are labels marked as plain lines: no section begins there."""
    headings = {hit.first for hit in hits if lines[hit.first].kind in ("heading", "section")}
    return [replace(line, kind="text") if index in headings else line for index, line in enumerate(lines)] if headings else lines


def _part(lines: Sequence[Line], hits: Sequence[Hit], flowing: bool, way: str, throughout: float = 0.0) -> PartedDocument:
    wrap = find_wrap(lines, flowing)
    labels = find_labels(hits, lines, wrap, throughout=throughout)
    if labels.hits:
        talk = without_contents(without_headings(lines, completed(lines, echoes(lines, labels.hits))), lines)
        talk = without_bylines(lines, without_contacts(lines, talk))
        kept = set(talk)
        labels = Labels(talk, [hit for hit in labels.doubtful if hit in kept], labels.missed)
    return PartedDocument(lines, labels, wrap, way)


def _loose(usual: PartedDocument, flowing: bool, heads: frozenset[int]) -> PartedDocument:
    """Read a document without speakers again, requiring less evidence for each label."""
    hits = _candidates(usual.lines, flowing, heads, alone=True)
    labels = find_labels(hits, usual.lines, usual.wrap, threshold=LOOSE)
    labels = replace(labels, hits=without_bylines(usual.lines, without_topics(labels.hits)))
    loose = PartedDocument(usual.lines, labels, usual.wrap, "with less evidence")
    return loose if len(labels.hits) >= FEWEST_LOOSE and _value(loose) > len(labels.hits) / 2 else usual


def _value(parting: PartedDocument) -> float:
    """Return how well a reading explains the document: its turns minus its irregularities."""
    hits, lines = parting.labels.hits, parting.lines
    if not hits:
        return 0.0
    explained = len({hit.key for hit in hits if lines[hit.last].person and not lines[hit.last].label})
    times = Counter(hit.key for hit in hits)
    worth = sum(_worth(lines, hit, times, hit is hits[0]) for hit in hits)
    worth -= NO_WORDS * sum(after.first == hit.last + 1 and not hit.rest for hit, after in pairwise(hits))
    worth -= REPEATED * sum(after.key == hit.key for hit, after in pairwise(hits))
    owned = [index for hit in hits for index in range(hit.first, hit.last + 1)]
    left = sum(suspect.strong for suspect in find_suspects(lines[hits[0].first :], [index - hits[0].first for index in owned]))
    return worth + EXPLAINED * explained - LEFT_OVER * left


def _worth(lines: Sequence[Line], hit: Hit, times: Counter[str], opens: bool) -> float:
    """Return the value of a turn. `opens` is the first one; the page head above it may end in anything."""
    worth = TURN
    if times[hit.key] == 1 and hit.key not in lexicon.SPOKEN:
        worth -= ONCE
    if is_small(hit.rest[:1]):
        worth -= RUNS_ON
    above = lines[hit.first - 1] if hit.first else None
    if above is not None and not opens and not _is_finished(above):
        worth -= CUT
    return worth


def _is_finished(line: Line) -> bool:
    if line.text[-1] in ":：":
        return False
    return line.kind != "text" or ends_sentence(line.text) or line.text[-1] in "—–-" or furniture_reason(line.text) is not None
