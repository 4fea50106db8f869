"""Unlabelled answers that open with somebody's name, so that their speaker is uncertain.

If a document labels only its questions, answers are attributed to the person in the title. Any other name at the head of an
answer gives a warning, however it is set off.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from archive.countries import code_of
from archive.parsing import lexicon
from archive.parsing.cleaning import fold, is_small
from archive.parsing.labels.candidates import leading_mark
from archive.parsing.labels.missed_labels import Suspect
from archive.parsing.lines import Line
from archive.parsing.turns import RawTurn

LOOKED_AT = 120  # characters
_NUMBERED = re.compile(r"(?:[(\[]?[a-zA-Z\d]{1,3}[)\]]|\d{1,3}\.)\s+")
_CLOCK = re.compile(r"[(\[]?\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?[)\]]?\s*$")
# Possessive: a wide gap must not be split in every way.
_SET_OFF = re.compile(
    r"(?:\s*+(?:\([^()]{1,40}\)|\[[^\[\]]{1,40}\]))?(?:\s*+(?=[.…;=:：|]))?"
    r"(\.{2,3}|…|[.;=:：|]|\s++[–—-]\s|\s{2,}+|\t)\s*+(?=[^\W\d_a-zà-öø-ÿа-я])"
)
_NAME = re.compile(r"(?:[^\W\d_][\w'’-]*|[^\W\d_]\.)(?: (?:[^\W\d_][\w'’-]*|[^\W\d_]\.)){0,4}")
_TITLED = re.compile(r"\b([^\W\d_]+)\.? (?=([^\W\d_][\w'’-]+))")
_NO_NAME = (
    lexicon.POLITE
    | lexicon.SENTENCE_WORDS
    | lexicon.EVENTS
    | lexicon.OPENERS
    | lexicon.INSTITUTIONS
    | lexicon.HEADINGS
    | lexicon.SALUTATIONS
    | lexicon.SPOKEN
)
_BEFORE_NAMES = lexicon.GIVEN_NAMES | lexicon.HONORIFICS | lexicon.OFFICES


def named_openings(turns: Sequence[RawTurn], lines: Sequence[Line], answering: str) -> Iterator[Suspect]:
    """Yield names that open unlabelled answers, other than the answering person's."""
    answers = [turn for turn in turns if turn.label is None and turn.role == "answer"]
    known = _known(turn.text for turn in turns) if answers else frozenset()
    numbers = [line.number for line in lines]
    own = set(fold(answering).split())
    for turn in answers:
        at = bisect_left(numbers, turn.line)
        heads = [head for line in _first_lines(lines, at) for head in _heads(line, known)]
        for head in heads:
            if not set(fold(head).split()) - lexicon.HONORIFICS - lexicon.OFFICES - lexicon.PARTICLES <= own:
                yield Suspect(head, turn.line, strong=True)
                break


def _known(texts: Iterable[str]) -> frozenset[str]:
    """Return the words (folded) that follow a given name, a title or an office anywhere in the talk."""
    found = (match for text in texts for match in _TITLED.finditer(text))
    return frozenset(fold(name[2]) for name in found if name[2][0].isupper() and fold(name[1]) in _BEFORE_NAMES)


def _first_lines(lines: Sequence[Line], at: int) -> Iterator[str]:
    """Yield the lines where an answer's name may stand: a heading above, its first line, the line below a time."""
    if at > 0 and lines[at - 1].kind == "heading":
        yield lines[at - 1].text
    for line in lines[at : at + 2]:
        yield line.text
        if not _CLOCK.match(line.text):
            return


def _heads(text: str, known: frozenset[str]) -> Iterator[str]:
    text = text[leading_mark(text) :][:LOOKED_AT]
    text = text[numbered.end() :] if (numbered := _NUMBERED.match(text)) else text
    found = _NAME.match(text)
    if found is None:
        return
    name, mark = found.group(), _SET_OFF.match(text, found.end())
    if (mark or found.end() == len(text)) and _is_name(name.split(), known, mark.group(1) if mark else ""):
        yield name
    elif _is_run_in(name.split()):
        yield " ".join(name.split()[:2])


def _is_run_in(tokens: Sequence[str]) -> bool:
    """Tell whether a name is set off from the following sentence only by its type: "Ilsa Varga We sail"."""
    if len(tokens) < 3 or fold(tokens[0]) not in lexicon.GIVEN_NAMES or not all(token[0].isupper() for token in tokens[:3]):
        return False
    return fold(tokens[1]) not in _NO_NAME and fold(tokens[2]) in _NO_NAME


def _is_name(tokens: Sequence[str], known: frozenset[str], mark: str) -> bool:
    folded = [fold(token) for token in tokens]
    if not _NO_NAME.isdisjoint(folded) or fold(" ".join(tokens)) in _NO_NAME or code_of(" ".join(tokens)) is not None:
        return False
    if len(tokens) == 1:
        return folded[0] in known or (mark.strip() in ("=", "") and mark != "" and tokens[0][0].isupper())
    small = [word for word, token in zip(folded, tokens, strict=True) if is_small(token[0]) and word not in lexicon.NOBLE]
    return not small or (folded[-1] in known and folded[0] in _BEFORE_NAMES)
