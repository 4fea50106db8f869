"""Splits a typed query into pieces with their places. Pure, never fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

QUOTES = '"“”„«»＂「」『』'
PieceKind = Literal["word", "phrase", "open", "close", "and", "or", "not", "plus", "field", "span"]

SIGNS: dict[str, PieceKind] = {"(": "open", ")": "close"}
OPERATORS: dict[str, PieceKind] = {"AND": "and", "&&": "and", "OR": "or", "||": "or", "NOT": "not", "!": "not"}
PHRASE = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)(?:([{QUOTES}])(?:~(\d*))?)?")
WORD = re.compile(rf"[^\s(){QUOTES}]+")
NUMBER = re.compile(r"\d{1,3}(?:\s\d{3})+(?![^\s()])")
MINUS = re.compile(r"[-−–!](?=[^\s\-−–])")
PLUS = re.compile(r"\+(?=[^\s+])")
FIELD = re.compile(r"([A-Za-z_]+):(?!//)")
SPAN = re.compile(r"last\s+\d{1,4}\s+(?:day|week|month|year)s?\b", re.IGNORECASE)
SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class QueryPiece:
    """One piece of a query: `query[start:end]`. `text` is a phrase without quotation marks or a field without colon.

    `slop` is what follows a phrase (`~5`), or None; `closed` is False for a phrase without its closing mark.
    """

    kind: PieceKind
    text: str
    start: int
    end: int
    slop: int | None = None
    closed: bool = True


def pieces(query: str) -> Iterator[QueryPiece]:
    """Yield the pieces of a query in order."""
    at = 0
    while at < len(query):
        if space := SPACE.match(query, at):
            at = space.end()
            continue
        piece = piece_at(query, at)
        yield piece
        at = piece.end


def piece_at(query: str, at: int) -> QueryPiece:
    """Return the piece that begins here."""
    if span := SPAN.match(query, at):
        return QueryPiece("span", span.group(), at, span.end())
    if query[at] in SIGNS:
        return QueryPiece(SIGNS[query[at]], query[at], at, at + 1)
    if phrase := PHRASE.match(query, at):
        return phrase_piece(phrase)
    if MINUS.match(query, at):
        return QueryPiece("not", query[at], at, at + 1)
    if PLUS.match(query, at):
        return QueryPiece("plus", query[at], at, at + 1)
    word = NUMBER.match(query, at) or WORD.match(query, at)
    assert word is not None  # anything but a space, bracket or quotation mark is a word
    if word.group() in OPERATORS:
        return QueryPiece(OPERATORS[word.group()], word.group(), at, word.end())
    if name := FIELD.match(query, at):
        return QueryPiece("field", name[1].lower(), at, name.end())
    return QueryPiece("word", word.group(), at, word.end())


def phrase_piece(match: re.Match[str]) -> QueryPiece:
    """Return a phrase, with its slop if given."""
    slop = None
    if match[3] is not None:
        slop = min(int(match[3][:4]), 1000) if match[3] else 5
    return QueryPiece("phrase", match[1], match.start(), match.end(), slop, closed=match[2] is not None)
