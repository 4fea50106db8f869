"""Parses one word, phrase or pattern of a query. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from search.query.lexer import QueryPiece
from search.query.problems import Problem
from search.query.tree import And, Fuzzy, Node, Or, Phrase, Prefix, TextField, Wildcard, Word
from search.text.scripts import BREAK
from search.text.stemming import script_of
from search.text.word_variants import GROUPED, WantedWord, words_wanted
from search.text.words import folded_words, is_unspaced, tokens

FUZZY = re.compile(r"(.+)~(\d*)")
PATTERN_MINIMUM = 2
PHRASE_LIMIT = 50
ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.|mailto:)\S", re.IGNORECASE)
OPEN = re.compile(r"[*?]{2,}")
CLAUSES = re.compile(BREAK)


@dataclass(frozen=True, slots=True)
class LeafReading:
    """A parsed leaf; None if there is nothing to search for."""

    node: Node | None
    problem: Problem | None = None


def leaf_of(piece: QueryPiece, field: str, typed: str) -> LeafReading:
    """Parse one piece. `typed` is the whole query, for suggestions."""
    where = cast(TextField, field)
    if piece.kind == "phrase":
        return phrase(piece, where, typed)
    text = piece.text
    if ADDRESS.match(text):
        return LeafReading(Word(text, where)) if folded_words(text) else nothing(piece, typed)
    if fuzzy := FUZZY.fullmatch(text):
        return fuzzy_word(piece, fuzzy, where, typed)
    if "*" in text or "?" in text.rstrip("?"):
        return pattern(piece, where, typed)
    return LeafReading(word(text, where)) if folded_words(text) else nothing(piece, typed)


def word(text: str, field: TextField) -> Node:
    """Parse a word. A number with grouped digits is one word; in unspaced scripts, text separated by commas is several."""
    if GROUPED.fullmatch(text) and text.count(" ") == 1:  # these may also be two numbers
        return Or((And(tuple(Word(group, field) for group in text.split())), Word(text.replace(" ", ""), field)))
    clauses = [clause for clause in CLAUSES.split(text) if folded_words(clause)] if is_unspaced(text) else [text]
    return Word(clauses[0], field) if len(clauses) == 1 else And(tuple(Word(clause, field) for clause in dict.fromkeys(clauses)))


def phrase_word(wanted: WantedWord) -> str:
    """Return a word of a phrase: folded in Latin script, else as typed, since the folded form does not determine the stem."""
    return wanted.form if wanted.written.isascii() or script_of(wanted.written) == "LATIN" else wanted.written


def phrase(piece: QueryPiece, field: TextField, typed: str) -> LeafReading:
    """Parse a phrase in quotation marks; without the closing mark they are plain words."""
    words = tuple(map(phrase_word, words_wanted(piece.text)))
    if not words:
        return nothing(piece, typed)
    if not piece.closed:
        suggestion = typed[: piece.end].rstrip() + '"' + typed[piece.end :]
        node: Node = Word(words[0], field) if len(words) == 1 else And(tuple(Word(word, field) for word in dict.fromkeys(words)))
        return LeafReading(node, Problem("This quotation mark is never closed.", piece.start, piece.start + 1, suggestion))
    if len(words) > PHRASE_LIMIT:
        message = f"Only the first {PHRASE_LIMIT} words of a phrase are searched."
        return LeafReading(Phrase(words[:PHRASE_LIMIT], field, exact=True), Problem(message, piece.start, piece.end))
    if len(words) == 1:
        return LeafReading(Word(words[0], field, exact=True))
    return LeafReading(Phrase(words, field, slop=piece.slop or 0, exact=piece.slop is None))


def fuzzy_word(piece: QueryPiece, match: re.Match[str], field: TextField, typed: str) -> LeafReading:
    """Parse `word~`: at most one edit, two for long words or if requested."""
    words = folded_words(match[1])
    if not words:
        return nothing(piece, typed)
    if len(words) > 1 or (len(words[0]) < 3 and not is_unspaced(words[0])):
        message = "“~” finds similar spellings of words of three letters or more; it was ignored here."
        return LeafReading(Word(match[1], field), marked(piece, message, match[1], typed))
    distance = min(int(match[2][:2]), 2) if match[2] else (1 if len(words[0]) < 6 else 2)
    return LeafReading(Fuzzy(words[0], field, distance) if distance else Word(words[0], field, exact=True))


def pattern(piece: QueryPiece, field: TextField, typed: str) -> LeafReading:
    """Parse `word*`, `wom?n` and `Malloch-Bru*`. A pattern begins with letters, so that not every word must be tested."""
    text = piece.text
    if not folded_words(text.replace("*", " ").replace("?", " ")):
        return nothing(piece, typed)
    if is_unspaced(text):
        return unspaced_pattern(piece, field, typed)
    before, shape = parted(text)
    letters = "".join(part if part in "*?" else "".join(folded_words(part)) for part in re.split(r"([*?])", shape))
    beginning = re.split(r"[*?]", letters)[0]
    if len(beginning) < (1 if before else PATTERN_MINIMUM):
        message = f"“{text}” would match almost every word; begin it with at least {PATTERN_MINIMUM} letters."
        return LeafReading(None, marked(piece, message, text.replace("*", "").replace("?", ""), typed))
    if letters.rstrip("*") == beginning:
        return LeafReading(Prefix(beginning, field, before))
    return LeafReading(Wildcard(OPEN.sub(in_order, letters), field, before))


def in_order(found: re.Match[str]) -> str:
    """Return the wildcards at one place in canonical order: `*?*` is `?*`."""
    return "?" * found[0].count("?") + ("*" if "*" in found[0] else "")


def parted(text: str) -> tuple[tuple[str, ...], str]:
    """Return the words before the pattern (`Malloch-Bru*`: malloch), and the pattern."""
    fixed = re.split(r"[*?]", text)[0]
    words = list(tokens(fixed))
    if len(words) < 2 or words[-1].end != len(fixed):
        return (), text
    return tuple(token.text for token in words[:-1]), text[words[-1].start :]


def unspaced_pattern(piece: QueryPiece, field: TextField, typed: str) -> LeafReading:
    """Parse a pattern in a script without spaces: neighbouring text is found anyway, and wildcards separate words."""
    runs = [run for run in re.split(r"[*?]+", piece.text) if folded_words(run)]
    words = tuple(word(run, field) for run in dict.fromkeys(runs))
    if len(runs) == 1:
        return LeafReading(words[0])
    message = "This script needs no wildcards: words are found anywhere. The pattern was read as a space."
    return LeafReading(And(words) if len(words) > 1 else words[0], marked(piece, message, " ".join(runs), typed))


def nothing(piece: QueryPiece, typed: str) -> LeafReading:
    """Ignore a piece without letters or digits."""
    return LeafReading(None, marked(piece, f"There is nothing to search for in {typed[piece.start : piece.end]}", "", typed))


def marked(piece: QueryPiece, message: str, instead: str, typed: str) -> Problem:
    """Mark a piece and suggest the query with a replacement."""
    suggestion = " ".join(f"{typed[: piece.start]}{instead}{typed[piece.end :]}".split())
    return Problem(message, piece.start, piece.end, suggestion)
