"""Queries in capitals, where AND may be a word, or in another system's syntax (`not`, `w/5`), and their likely meaning. Pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from search.query.dates import read_date
from search.query.lexer import QueryPiece, pieces
from search.query.problems import Problem

NEAR_WORDS = 10  # maximum words between, if a query does not say
SENTENCE_WORDS = 15
PARAGRAPH_WORDS = 60
NEARNESS = re.compile(r"(?:w|near|n|pre|adj|within)?/(\d{1,3}|s|p)|near|adj", re.IGNORECASE)
TRUNCATED = re.compile(r"(\w{3,})[!$]")

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.casefold()[:3]: number for name, number in list(_MONTHS.items())} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = (
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\.?,?\s+(?P<year>\d{{4}})\b", re.IGNORECASE
    ),
    re.compile(rf"\b(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(rf"\b(?P<month>{_MONTH})\.?,?\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(r"\b(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})\b"),
)
OPERATORS = ("AND", "OR", "NOT")
SMALL_WORDS = frozenset(
    """A AN THE OF TO IN ON AT BY FOR WITH FROM AS BE IS ARE WAS WERE IT WE YOU HE SHE THEY I THIS THAT WHO WHAT WHEN WHERE WHY
    HOW US OUR ITS HIS HER THEIR HAS HAVE WILL NO BUT IF""".split()
)
MANY = 6  # words in capitals; a query of names and initials has fewer


def likely_meanings(typed: str) -> Iterator[str]:
    """Yield what a query probably means; nothing if it is plain."""
    found = list(pieces(typed))
    if all(piece.kind in ("word", "phrase", "or", "and", "not", "open", "close") for piece in found):
        meant = " ".join(_translated(found, typed).split())
        if meant != " ".join(typed.split()):
            yield meant
    yield from _with_dates(typed)


def _with_dates(typed: str) -> Iterator[str]:
    """Yield the query with its first date in words as a filter."""
    for pattern in _DATES:
        match = pattern.search(typed)
        if match and '"' not in typed[: match.start()] and not typed[: match.start()].endswith(":"):
            month = match["month"]
            number = _MONTHS.get(month.casefold()) or int(month)
            parts = [match["year"], f"{number:02d}", *([f"{int(match['day']):02d}"] if "day" in match.groupdict() else [])]
            if date := read_date("-".join(parts)):
                yield " ".join(f"{typed[: match.start()]} date:{date} {typed[match.end() :]}".split())
            return


def _translated(query_pieces: Sequence[QueryPiece], typed: str) -> str:
    """Return the query with operators of other systems in our syntax."""
    translated, done = "", 0
    for at, piece in enumerate(query_pieces):
        if piece.start < done:
            continue
        before, after = (query_pieces[at - 1] if at else None), (query_pieces[at + 1] if at + 1 < len(query_pieces) else None)
        between = piece.kind == "word" and _is_searched(before) and _is_searched(after)
        near = NEARNESS.fullmatch(piece.text) if between else None
        gap = typed[done : piece.start]
        if near and before and after and before.kind == after.kind == "word":
            translated = translated.removesuffix(before.text) if translated.endswith(before.text) else f"{translated} "
            gap, written, done = "", _near(near, before, after), after.end
        else:
            written, done = _as_here(piece, typed, between, _is_searched(after)), piece.end
        translated += gap + written
    return translated + typed[done:]


def _as_here(piece: QueryPiece, typed: str, between: bool, leads: bool) -> str:
    """Return a piece in our syntax. `between` two words `or` may be an operator, and so may `not` where it `leads` to one."""
    if between and piece.text == "or":
        return "OR"
    if piece.kind == "word" and leads and piece.text in ("not", "except"):
        return "NOT"
    return _cut(typed[piece.start : piece.end])


def _is_searched(piece: QueryPiece | None) -> bool:
    return piece is not None and piece.kind in ("word", "phrase") and piece.text not in ("or", "not", "and")


def _near(match: re.Match[str], before: QueryPiece, after: QueryPiece) -> str:
    """Return two words that must be near each other, at the distance the operator says; `adj` makes a phrase."""
    written = match.group().casefold()
    if written == "adj":
        return f'"{before.text} {after.text}"'
    words = {"s": SENTENCE_WORDS, "p": PARAGRAPH_WORDS}.get((match[1] or "").casefold())
    return f'"{before.text} {after.text}"~{words or (int(match[1]) if match[1] else NEAR_WORDS)}'


def _cut(word: str) -> str:
    """Return a word truncated with another system's sign (`diplomat!`) with ours."""
    match = TRUNCATED.fullmatch(word)
    return f"{match[1]}*" if match else word


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


def in_capitals(typed: str, query_pieces: Sequence[QueryPiece]) -> Iterator[Problem]:
    """Say how AND, OR and NOT are read in a query in capitals, and offer the other reading."""
    operators = _operators(typed, query_pieces)
    if not operators or all(piece.kind == "and" for piece in operators):
        return
    names = " and ".join(dict.fromkeys(piece.text for piece in operators))
    place = operators[0].start, operators[-1].end
    several = " and " in names
    are, ordinary, special = ("are", "words", "operators") if several else ("is", "a word", "an operator")
    if is_title(typed, query_pieces):
        others = in_small_letters(typed, [piece for piece in query_pieces if piece not in operators])
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
