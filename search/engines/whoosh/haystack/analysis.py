"""From text to terms, by `search/text/words.py`.

A *form* is a word as written, folded; its *stem* is what it is found by. Stop words are indexed too, so that a phrase with them
is found exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Analyzer, Token

from search.text.words import TERM_OF
from search.text.words import tokens as words_of


class ArchiveAnalyzer(Analyzer):
    """The analysis for Whoosh's query parser, matchers and highlighter: text -> stems."""

    def __call__(
        self, value: str, start_pos: int = 0, start_char: int = 0, mode: str = "", tokenize: bool = True, **kwargs: Any
    ) -> Iterator[Token]:
        """Yield Whoosh's tokens. A pattern must not be split, so it is only lower-cased."""
        token = Token(positions=True, chars=True, mode=mode)
        if not tokenize:
            token.text, token.original, token.pos, token.boost = value.lower(), value, start_pos, 1.0
            token.startchar, token.endchar, token.stopped = start_char, start_char + len(value), False
            yield token
            return
        for form, start, end, place, spoken in words_of(value, joined=mode == "index"):
            token.pos = start_pos + place
            token.boost = 1.0
            token.stopped = False
            token.text = TERM_OF[spoken]
            token.original = form
            token.startchar, token.endchar = start_char + start, start_char + end
            yield token
