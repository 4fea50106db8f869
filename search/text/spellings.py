"""Spellings of one word (Kyiv and Kiev, defence and defense), and the known word most similar to one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from archive.parsing.lexicon import SPELLINGS as GIVEN_NAMES
from search.query.tree import And, Node, Not, Or, Phrase, Word
from search.text.word_variants import readings
from search.text.words import folded_words

TABLE = Path(__file__).with_name("spellings.txt")
VERB_ENDING = r"i([sz])(e|es|ed|ing|er|ers|ation|ations|able)"
TITLES = frozenset(("prof", "dr", "amb", "col", "gen", "sen"))
LONGEST = 100  # letters; longer input is not corrected


def other_spellings(word: str) -> tuple[str, ...]:
    """Return other spellings of a word from the table, also for its plural or possessive."""
    folded = "-".join(folded_words(word))
    groups, verbs = table()
    if spellings := groups.get(folded):
        return spellings
    if verb := verbs.fullmatch(folded):
        return (folded[: verb.start(2)] + ("z" if verb[2] == "s" else "s") + folded[verb.end(2) :],)
    if folded.endswith("s") and (spellings := groups.get(folded[:-1])):
        return tuple(other + "s" for other in spellings)
    return ()


@lru_cache(maxsize=1)
def table() -> tuple[dict[str, tuple[str, ...]], re.Pattern[str]]:
    """Return every word with its other spellings, and patterns for verbs in -ise and -ize."""
    groups: dict[str, tuple[str, ...]] = {}
    verbs: list[str] = []
    for line in lines():
        first, *others = line.split()
        if first == "-ise:":
            verbs += others
        else:
            add_group((first, *others), groups)
    for line in GIVEN_NAMES:
        if line.split()[0] not in TITLES:
            add_group(line.split(), groups)
    return groups, re.compile(rf"({'|'.join(sorted(verbs))}){VERB_ENDING}")


def lines() -> Iterator[str]:
    """Yield the lines of the table, without its comments."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def add_group(words: Iterable[str], groups: dict[str, tuple[str, ...]]) -> None:
    """Add one group: each of its words leads to the others."""
    folded = list(dict.fromkeys("-".join(folded_words(word)) for word in words))
    for word in folded:
        groups[word] = tuple(other for other in folded if other != word)


def expand(node: Node) -> tuple[Node, tuple[str, ...]]:
    """Return a tree that includes every spelling, and the spellings added. Exact words and phrases stay as they are."""
    also: list[str] = []
    expanded = _expanded(node, also)
    return expanded, tuple(dict.fromkeys(also))


def _expanded(node: Node, also: list[str]) -> Node:
    if isinstance(node, Word) and not node.exact:
        ways = {"".join(word.form for word in reading) for reading in readings(node.text) if len(reading) == 1}
        others = [other for other in other_spellings(node.text) if other not in ways]
        also += others
        return Or((node, *(_other(other, node) for other in others))) if others else node
    if isinstance(node, Not):
        return Not(_expanded(node.part, also))
    if isinstance(node, And):
        return And(tuple(_expanded_parts(node.parts, also)))
    if isinstance(node, Or):
        return Or(tuple(_expanded(part, also) for part in node.parts))
    return node


def _other(spelling: str, of: Word) -> Word | Phrase:
    """Return another spelling of a word. A joined one written as two words is already indexed as a compound."""
    words = folded_words(spelling)
    return Word(spelling, of.field) if len(words) == 1 else Phrase(words, of.field)


def _expanded_parts(parts: Sequence[Node], also: list[str]) -> Iterator[Node]:
    """Yield the parts of an And. Two adjacent words may be one name ("Viet Nam") with other spellings."""
    at = 0
    while at < len(parts):
        if name := _name_of_two(parts[at : at + 2]):
            others = other_spellings(name.text)
            also += others
            yield Or((And(tuple(parts[at : at + 2])), *(_other(other, name) for other in others)))
            at += 2
        else:
            yield _expanded(parts[at], also)
            at += 1


def _name_of_two(parts: Sequence[Node]) -> Word | None:
    """Return two words as one name of the table, None if they are not one."""
    words = [part for part in parts if isinstance(part, Word) and not part.exact]
    if len(words) < 2 or words[0].field != words[1].field:
        return None
    name = Word(f"{words[0].text}-{words[1].text}", words[0].field)
    return name if other_spellings(name.text) else None


def closest(typed: str, known: Iterable[str], least: float) -> str:
    """Return the known word most similar to the typed one, empty if none reaches the similarity `least` (0 to 1)."""
    found = (
        extractOne(typed, list(known), processor=None, scorer=ratio, score_cutoff=100 * least) if len(typed) <= LONGEST else None
    )
    return str(found[0]) if found else ""
