"""Queries in capitals, in which AND, OR and NOT may be words of a title. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from search.query.lexer import QueryPiece
from search.query.problems import Problem

OPERATORS = ("AND", "OR", "NOT")
SMALL_WORDS = frozenset(
    """A AN THE OF TO IN ON AT BY FOR WITH FROM AS BE IS ARE WAS WERE IT WE YOU HE SHE THEY I THIS THAT WHO WHAT WHEN WHERE WHY
    HOW US OUR ITS HIS HER THEIR HAS HAVE WILL NO BUT IF""".split()
)
MANY = 6  # words in capitals; a query of names and initials has fewer


def _operators(typed: str, found: Sequence[QueryPiece]) -> list[QueryPiece]:
    """Return the possible operators if the whole query is in capitals, so that case does not tell."""
    all_capitals = typed == typed.upper() != typed.lower()
    words = [piece for piece in found if piece.kind == "word" and piece.text.upper() != piece.text.lower()]
    plain = all(piece.kind == "word" or piece.text in OPERATORS for piece in found)  # brackets show that operators are meant
    return [piece for piece in found if piece.kind != "word"] if all_capitals and plain and len(words) > 1 else []


def is_title(typed: str, found: Sequence[QueryPiece]) -> bool:
    """Tell whether a query in capitals reads like a title or sentence, so that AND, OR and NOT are words."""
    words = [piece.text for piece in found if piece.kind == "word"]
    return bool(_operators(typed, found)) and (len(words) >= MANY or not SMALL_WORDS.isdisjoint(words))


def as_words(found: Sequence[QueryPiece]) -> list[QueryPiece]:
    """Return the pieces with AND, OR and NOT as words."""
    return [replace(piece, kind="word") if piece.text in OPERATORS else piece for piece in found]


def in_capitals(typed: str, found: Sequence[QueryPiece]) -> Iterator[Problem]:
    """Say how AND, OR and NOT are read in a query in capitals, and offer the other reading."""
    operators = _operators(typed, found)
    if not operators or all(piece.kind == "and" for piece in operators):
        return
    names = " and ".join(dict.fromkeys(piece.text for piece in operators))
    place = operators[0].start, operators[-1].end
    several = " and " in names
    are, ordinary, special = ("are", "words", "operators") if several else ("is", "a word", "an operator")
    if is_title(typed, found):
        others = in_small_letters(typed, [piece for piece in found if piece not in operators])
        yield Problem(f"Everything is in capitals, so {names} {are} searched as {ordinary}.", *place, others)
    else:
        words = in_small_letters(typed, operators)
        yield Problem(f"{names} {are} read as {special}. Write it in lower case to search for {ordinary}.", *place, words)


def in_small_letters(typed: str, pieces: Sequence[QueryPiece]) -> str:
    """Return a query with some of its pieces in lower case."""
    parts, at = [], 0
    for piece in pieces:
        parts += [typed[at : piece.start], typed[piece.start : piece.end].lower()]
        at = piece.end
    return "".join([*parts, typed[at:]])
