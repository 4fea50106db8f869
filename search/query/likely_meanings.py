"""Queries in the syntax of other systems (`or`, `not`, `w/5`, `/s`, a date in words), and their likely meaning here. Pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence

from search.query.dates import read_date
from search.query.lexer import QueryPiece, pieces

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


def _translated(found: Sequence[QueryPiece], typed: str) -> str:
    """Return the query with operators of other systems in our syntax."""
    said, done = "", 0
    for at, piece in enumerate(found):
        if piece.start < done:
            continue
        before, after = (found[at - 1] if at else None), (found[at + 1] if at + 1 < len(found) else None)
        between = piece.kind == "word" and _is_searched(before) and _is_searched(after)
        near = NEARNESS.fullmatch(piece.text) if between else None
        gap = typed[done : piece.start]
        if near and before and after and before.kind == after.kind == "word":
            said = said.removesuffix(before.text) if said.endswith(before.text) else f"{said} "
            gap, written, done = "", _near(near, before, after), after.end
        else:
            written, done = _as_here(piece, typed, between, _is_searched(after)), piece.end
        said += gap + written
    return said + typed[done:]


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
