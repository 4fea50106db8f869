"""From text to terms, by `search/words.py`, each spelling looked at once.

A *form* is a word as written, folded; its *stem* is what it is found by. Stop words stand in the index too, so that a phrase
with them is found as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Analyzer, Token

from search.words import fold, stem, word_pattern
from search.words import tokens as words_of

REMEMBERED = 200_000  # words, about 40 MB; then all are forgotten and begun anew


class FormOf(dict[str, str]):
    """Word of a text -> form, remembered; empty for what is no word."""

    def __missing__(self, word: str) -> str:
        if len(self) > REMEMBERED:
            self.clear()
        form = self[word] = fold(word)
        return form


class StemOf(dict[str, str]):
    """Form -> stem, remembered."""

    def __missing__(self, form: str) -> str:
        if len(self) > REMEMBERED:
            self.clear()
        found = self[form] = stem(form)
        return found


FORM_OF = FormOf()
STEM_OF = StemOf()


def words(text: str) -> list[str]:
    """Return the words of a text as they stand there, in order: what WORD finds."""
    return word_pattern(text).findall(text)


def forms(text: str) -> list[str]:
    """Return the forms of a text's words, in order."""
    return [form for word in words(text) if (form := FORM_OF[word])]


class ArchiveAnalyzer(Analyzer):
    """Whoosh's view of this analysis, for its query parser, matchers and highlighter: text -> stems."""

    def __call__(
        self, value: str, start_pos: int = 0, start_char: int = 0, mode: str = "", tokenize: bool = True, **kwargs: Any
    ) -> Iterator[Token]:
        """Yield Whoosh's tokens; a pattern, which is not to be taken apart, becomes lower case only."""
        token = Token(positions=True, chars=True, mode=mode)
        if not tokenize:
            token.text, token.original, token.pos, token.boost = value.lower(), value, start_pos, 1.0
            token.startchar, token.endchar, token.stopped = start_char, start_char + len(value), False
            yield token
            return
        for token.pos, (form, start, end) in enumerate(words_of(value), start_pos):
            token.boost = 1.0
            token.stopped = False
            token.text = STEM_OF[form]
            token.original = form
            token.startchar, token.endchar = start_char + start, start_char + end
            yield token
