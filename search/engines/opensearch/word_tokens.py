"""Texts as tokens for the server, cut, folded and stemmed by `search.text`, so that all engines agree. Pure.

Tokens are separated by spaces, those at one position by bars. Each text is sent as two strings: written forms and stems. Among
the stems, a word in a language other than English is repeated by its form, after an equals sign.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from archive.text.paragraphs import GAP
from search.engines.base import Document
from search.text.scripts import PIECE
from search.text.stemming import MARK, language_of, meant, spoken_language
from search.text.word_variants import Reading, WantedWord
from search.text.words import STEM_OF, TERM_OF, is_unspaced, tokens

BETWEEN = "|"
LIKE = "="
LONGEST = 200  # letters of a token; the server would split longer ones
Slot = tuple[str, ...]  # alternative tokens at one position


def tokens_of(text: str, language: str = "") -> tuple[str, str]:
    """Return a text as its forms and as its stems."""
    pieces = PIECE.findall(text) if is_unspaced(text) else text.split()
    found = [_of_piece(piece, language) for piece in pieces]
    return " ".join(forms for forms, _ in found if forms), " ".join(stems for _, stems in found if stems)


@lru_cache(maxsize=65536)
def _of_piece(piece: str, language: str) -> tuple[str, str]:
    """Return the forms and stems of a piece without white space. Most pieces repeat often."""
    forms: dict[int, list[str]] = {}
    stems: dict[int, list[str]] = {}
    for token in tokens(piece, language, joined=True):
        forms.setdefault(token.place, []).append(clipped(token.text))
        terms = [TERM_OF[token.spoken], LIKE + token.text] if MARK in token.spoken else [TERM_OF[token.spoken]]
        stems.setdefault(token.place, []).extend(map(clipped, terms))
    return _side_by_side(forms.values()), _side_by_side(stems.values())


def _side_by_side(places: Iterable[list[str]]) -> str:
    return " ".join(BETWEEN.join(dict.fromkeys(place)) for place in places)


def clipped(token: str) -> str:
    """Return a token that the server will not split. Query tokens are clipped alike."""
    return token[:LONGEST]


def paragraphs_in(text: str) -> list[str]:
    """Return a text's paragraphs as `archive.text.paragraphs` counts them, untrimmed."""
    return [piece for piece in GAP.split(text) if piece and not piece.isspace()] if "\n" in text else [text]


def language_of_document(document: Document) -> str:
    """Return the stemming language of a document, empty for English."""
    value = document.get("language") or ()
    return spoken_language(value if isinstance(value, str) else next(iter(value), ""))


def slots_of(reading: Reading, exact: bool, languages: Iterable[str]) -> tuple[Slot, ...]:
    """Return the tokens at each position of a reading. `languages` are those of the indexed records."""
    if exact:
        return tuple((clipped(word.form),) for word in reading)
    known = ("", *languages)
    return tuple(_slot(word, known) for word in reading)


def _slot(word: WantedWord, languages: Iterable[str]) -> Slot:
    english = clipped(STEM_OF[word.form])
    spoken = sorted({language_of(word.written, language) for language in languages} - {""})
    if not spoken:
        return (english,)
    stems = sorted(stem for language in spoken for stem in meant(word.written, language))
    return tuple(dict.fromkeys(map(clipped, (english, LIKE + word.form, *stems))))
