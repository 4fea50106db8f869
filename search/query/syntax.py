"""The query language: typed text becomes a tree. What cannot be read is marked at its place, and the rest still counts.

Adjacent words are all required. OR binds tighter than that, AND tighter still: `a b OR c` is a and (b or c). Pure.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from search import facets
from search.query.lexer import QueryPiece, pieces
from search.query.likely_meanings import as_words, in_capitals, is_title
from search.query.problems import Problem
from search.query.query_fields import DATE_FIELDS, LAST, Names, field_names, last_days, read_field
from search.query.terms import leaf_of
from search.query.tree import And, Everything, Node, Not, Nothing, Or
from search.text.scripts import cleaned
from search.text.spellings import closest, expand
from search.text.words import folded_words

DEPTH_LIMIT = 30
LEAF_LIMIT = 100
PROBLEMS_LIMIT = 10


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query and its problems.

    `said` is the tree as typed; `tree` also includes other spellings; `also` lists those. Problems' suggestions are whole
    queries.
    """

    tree: Node = field(default_factory=Everything)
    problems: tuple[Problem, ...] = ()
    said: Node = field(default_factory=Everything)
    also: tuple[str, ...] = ()


def parse(typed: str, names: Names | None = None, today: dt.date | None = None) -> Query:
    """Parse a query. Never fails. `names` knows people, places and sources (without it a name is taken as a slug)."""
    typed = cleaned(typed)
    parser = Parser(typed, names, today or dt.date.today())
    root = parser.query()
    tree, also = expand(root)
    typed_words = set(folded_words(typed))
    added = tuple(word for word in also if word not in typed_words)
    return Query(tree, tuple(parser.problems[:PROBLEMS_LIMIT]), root, added)


class Parser:
    """Parses one query."""

    def __init__(self, typed: str, names: Names | None, today: dt.date) -> None:
        self.typed = typed
        self.names = names
        self.today = today
        query_pieces = list(pieces(typed))
        self.problems: list[Problem] = list(in_capitals(typed, query_pieces))
        self.left = (as_words(query_pieces) if is_title(typed, query_pieces) else query_pieces)[::-1]
        self.depth = 0
        self.leaves = 0

    def query(self) -> Node:
        """Parse everything, continuing after a stray `)`.

        If nothing typed can be searched for, the query finds nothing, not the whole archive.
        """
        parts = [self.all_of("text")]
        while self.left:
            self.doubt(self.left.pop(), "This closing bracket has no opening one; it was ignored.")
            parts.append(self.all_of("text"))
        return all_of(parts) or (Nothing() if self.typed.strip() else Everything())

    def all_of(self, field: str) -> Node | None:
        """Parse a sequence up to a `)` or the end."""
        parts = []
        while self.left and self.left[-1].kind != "close":
            parts.append(self.any_of(field))
        return all_of(parts)

    def any_of(self, field: str) -> Node | None:
        """Parse alternatives."""
        parts = [self.both_of(field)]
        while self.next_is("or"):
            parts += self.operand(field, self.left.pop(), last=parts[-1])
        return any_of(parts)

    def both_of(self, field: str) -> Node | None:
        """Parse parts joined by AND."""
        parts = [self.one(field)]
        while self.next_is("and"):
            parts += self.operand(field, self.left.pop(), last=parts[-1])
        return all_of(parts)

    def operand(self, field: str, operator: QueryPiece, last: Node | None) -> list[Node | None]:
        """Parse the operand of AND or OR. An operator without one is ignored."""
        has_right = bool(self.left) and self.left[-1].kind not in ("close", "and", "or")
        if last is None or not has_right:
            self.doubt(operator, f"{operator.text} needs a word on both sides; it was ignored.")
        if not has_right:
            return []
        return [self.one(field) if operator.kind == "and" else self.both_of(field)]

    def one(self, field: str) -> Node | None:
        """Parse one unit: a leaf, a group, or a negation."""
        if not self.left or self.left[-1].kind in ("close", "and", "or"):
            return None
        piece = self.left.pop()
        self.depth += 1
        if self.depth > DEPTH_LIMIT:
            self.doubt(piece, f"Brackets can be nested {DEPTH_LIMIT} deep; deeper ones were ignored.", suggestion="")
            self.left.clear()
        node = self.operation(field, piece)
        self.depth -= 1
        return node

    def operation(self, field: str, piece: QueryPiece) -> Node | None:
        """Parse what this piece begins."""
        if piece.kind == "not":
            return self.negated(field, piece)
        if piece.kind == "plus":
            return self.one(field)
        if piece.kind == "open":
            return self.group(field, piece)
        if piece.kind == "field":
            return self.fielded(piece)
        return self.leaf(piece, field)

    def negated(self, field: str, piece: QueryPiece) -> Node | None:
        """Parse a negation."""
        while self.next_is("not"):
            self.doubt(self.left.pop(), "This second “not” was ignored.")
        part = self.one(field)
        if part is None:
            self.doubt(piece, "There is nothing to exclude here.")
            return None
        return Not(part)

    def group(self, field: str, opening: QueryPiece) -> Node | None:
        """Parse a group in brackets."""
        part = self.all_of(field)
        if self.left:
            self.left.pop()
        else:
            self.doubt(opening, "This bracket is never closed.", suggestion=self.typed + ")")
        return part

    def fielded(self, piece: QueryPiece) -> Node | None:
        """Parse what follows `name:`."""
        if not self.left or self.left[-1].kind not in ("word", "phrase", "open", "span"):
            self.doubt(piece, f"“{piece.text}:” has no value; it was ignored.")
            return None
        if piece.text in field_names():
            return self.one(piece.text)
        near = closest(piece.text, field_names(), 0.7)
        instead = f"{near}:" if near else f"{piece.text} "
        self.doubt(piece, f"There is no field “{piece.text}:”; it was searched as a word.", self.with_(piece, instead))
        word = QueryPiece("word", piece.text, piece.start, piece.end - 1)
        return all_of([self.leaf(word, "text"), self.one("text")])

    def leaf(self, piece: QueryPiece, field: str) -> Node | None:
        """Parse one word, phrase or pattern, or the value of a filter."""
        self.leaves += 1
        if self.leaves > LEAF_LIMIT:
            if self.leaves == LEAF_LIMIT + 1:
                self.doubt(piece, f"Only the first {LEAF_LIMIT} words of a query were searched.")
            return None
        if field in facets.TABLE.words or field in DATE_FIELDS:
            return self.value(piece, field)
        if piece.kind == "span":
            found = LAST.match(piece.text)
            return last_days(found, self.today) if found else None
        read = leaf_of(piece, field, self.typed)
        if read.problem:
            self.problems.append(read.problem)
        return read.node

    def value(self, piece: QueryPiece, field: str) -> Node | None:
        """Parse the value of a filter or a date. An unknown one matches nothing and is marked."""
        read = read_field(field, piece.text, self.names)
        if read.message:
            start = self.typed.rfind(":", 0, piece.start) - len(field)
            whole = QueryPiece(piece.kind, piece.text, max(start, 0), piece.end)
            instead = self.with_(piece, read.instead) if read.instead else None
            self.doubt(whole, read.message, instead)
        return read.node

    def with_(self, piece: QueryPiece, instead: str) -> str:
        """Return the query with one piece replaced."""
        return " ".join(f"{self.typed[: piece.start]}{instead}{self.typed[piece.end :]}".split())

    def next_is(self, kind: str) -> bool:
        return bool(self.left) and self.left[-1].kind == kind

    def doubt(self, piece: QueryPiece, message: str, suggestion: str | None = None) -> None:
        """Mark a piece as a problem. The default suggestion is the query without it."""
        if suggestion is None:
            suggestion = self.with_(piece, " ")
        self.problems.append(Problem(message, piece.start, piece.end, suggestion))


def all_of(parts: list[Node | None]) -> Node | None:
    return joined(And, parts)


def any_of(parts: list[Node | None]) -> Node | None:
    return joined(Or, parts)


def joined(kind: type[And] | type[Or], parts: list[Node | None]) -> Node | None:
    """Join the parts, flattened; a single part is returned as it is."""
    flat: list[Node] = []
    for part in parts:
        if part is not None:
            flat += part.parts if isinstance(part, kind) else (part,)
    unique = tuple(dict.fromkeys(flat))
    return kind(unique) if len(unique) > 1 else (unique[0] if unique else None)
