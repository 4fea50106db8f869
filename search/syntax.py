"""The query language: what was typed becomes a tree; what cannot be read is marked at its place and the rest still counts.

Words side by side are all wanted. OR binds tighter than that, AND tighter still: `a b OR c` is a and (b or c). Pure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import get_args

from search.leaves import leaf_of
from search.lexer import Piece, pieces
from search.results import Problem
from search.tree import And, Everything, Node, Not, Or, TextField

DEPTH_LIMIT = 30
LEAF_LIMIT = 100
PROBLEMS_LIMIT = 10
TEXT_FIELDS: tuple[str, ...] = get_args(TextField)


@dataclass(frozen=True, slots=True)
class Query:
    """A query as read: its tree, and what could not be read. Problems' suggestions are whole queries."""

    tree: Node = field(default_factory=Everything)
    problems: tuple[Problem, ...] = ()


def parse(typed: str) -> Query:
    """Read a query; never fails."""
    parser = Parser(typed)
    tree = parser.query()
    return Query(tree, tuple(parser.problems[:PROBLEMS_LIMIT]))


class Parser:
    """One reading of one query."""

    def __init__(self, typed: str) -> None:
        self.typed = typed
        self.left = list(pieces(typed))[::-1]
        self.problems: list[Problem] = []
        self.depth = 0
        self.leaves = 0

    def query(self) -> Node:
        """Read everything; what is left over after a stray `)` is read on."""
        parts = [self.all_of("text")]
        while self.left:
            self.doubt(self.left.pop(), "This bracket closes nothing, so it is left out.")
            parts.append(self.all_of("text"))
        return all_of(parts) or Everything()

    def all_of(self, field: str) -> Node | None:
        """Read what stands side by side up to a `)` or the end."""
        parts = []
        while self.left and self.left[-1].kind != "close":
            parts.append(self.any_of(field))
        return all_of(parts)

    def any_of(self, field: str) -> Node | None:
        """Read alternatives."""
        parts = [self.both_of(field)]
        while self.next_is("or"):
            parts += self.operand(field, self.left.pop(), last=parts[-1])
        return any_of(parts)

    def both_of(self, field: str) -> Node | None:
        """Read what AND joins."""
        parts = [self.one(field)]
        while self.next_is("and"):
            parts += self.operand(field, self.left.pop(), last=parts[-1])
        return all_of(parts)

    def operand(self, field: str, operator: Piece, last: Node | None) -> list[Node | None]:
        """Read what follows AND or OR; an operator without a side is left out."""
        has_right = bool(self.left) and self.left[-1].kind not in ("close", "and", "or")
        if last is None or not has_right:
            self.doubt(operator, f"{operator.text} stands between two things to search for; it is left out here.")
        if not has_right:
            return []
        return [self.one(field) if operator.kind == "and" else self.both_of(field)]

    def one(self, field: str) -> Node | None:
        """Read one thing: a leaf, a group, or the negation of either."""
        if not self.left or self.left[-1].kind in ("close", "and", "or"):
            return None
        piece = self.left.pop()
        self.depth += 1
        if self.depth > DEPTH_LIMIT:
            self.doubt(piece, f"A query may be {DEPTH_LIMIT} levels deep; what is deeper is left out.", suggestion="")
            self.left.clear()
        node = self.operation(field, piece)
        self.depth -= 1
        return node

    def operation(self, field: str, piece: Piece) -> Node | None:
        """Read what this piece begins."""
        if piece.kind == "not":
            return self.negated(field, piece)
        if piece.kind == "plus":
            return self.one(field)
        if piece.kind == "open":
            return self.group(field, piece)
        if piece.kind == "field":
            return self.fielded(piece)
        return self.leaf(piece, field)

    def negated(self, field: str, piece: Piece) -> Node | None:
        """Read what must not be there."""
        while self.next_is("not"):
            self.doubt(self.left.pop(), "One “not” is enough; this one is left out.")
        part = self.one(field)
        if part is None:
            self.doubt(piece, "Nothing stands here to be left out.")
            return None
        return Not(part)

    def group(self, field: str, opening: Piece) -> Node | None:
        """Read what stands in brackets."""
        part = self.all_of(field)
        if self.left:
            self.left.pop()
        else:
            self.doubt(opening, "This bracket is never closed.", suggestion=self.typed + ")")
        return part

    def fielded(self, piece: Piece) -> Node | None:
        """Read what stands after `name:`."""
        if piece.text in TEXT_FIELDS:
            return self.one(piece.text)
        word = Piece("word", piece.text, piece.start, piece.end - 1)
        self.doubt(piece, f"There is no field “{piece.text}:”, so it is searched as a word.")
        return all_of([self.leaf(word, "text"), self.one("text")])

    def leaf(self, piece: Piece, field: str) -> Node | None:
        """Read one word, phrase or pattern."""
        self.leaves += 1
        if self.leaves > LEAF_LIMIT:
            if self.leaves == LEAF_LIMIT + 1:
                self.doubt(piece, f"Only the first {LEAF_LIMIT} words of a query are searched.")
            return None
        read = leaf_of(piece, field, self.typed)
        if read.problem:
            self.problems.append(read.problem)
        return read.node

    def next_is(self, kind: str) -> bool:
        """Tell what comes next."""
        return bool(self.left) and self.left[-1].kind == kind

    def doubt(self, piece: Piece, message: str, suggestion: str | None = None) -> None:
        """Mark a piece; unless told otherwise, suggest the query without it."""
        if suggestion is None:
            suggestion = " ".join((self.typed[: piece.start] + " " + self.typed[piece.end :]).split())
        self.problems.append(Problem(message, piece.start, piece.end, suggestion))


def all_of(parts: list[Node | None]) -> Node | None:
    """Join by AND what there is."""
    return joined(And, parts)


def any_of(parts: list[Node | None]) -> Node | None:
    """Join by OR what there is."""
    return joined(Or, parts)


def joined(kind: type[And] | type[Or], parts: list[Node | None]) -> Node | None:
    """Join what there is, flat; one part needs no joining."""
    flat: list[Node] = []
    for part in parts:
        if part is not None:
            flat += part.parts if isinstance(part, kind) else (part,)
    unique = tuple(dict.fromkeys(flat))
    return kind(unique) if len(unique) > 1 else (unique[0] if unique else None)
