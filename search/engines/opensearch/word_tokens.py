"""Texts as the tokens that the server indexes: cut, folded and stemmed by `search.text`, so that engines agree. Pure.

Tokens stand between spaces, those of one place between bars. Each text goes as two strings: words as written, and what they are
found by. Among the latter a word of another language than English stands a second time by its form, behind an equals sign.
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
LONGEST = 200  # letters of a token; the server would cut longer ones in two
Slot = tuple[str, ...]  # the tokens of which one must stand at a place


def tokens_of(text: str, language: str = "") -> tuple[str, str]:
    """Return a text as its forms and as its stems."""
    pieces = PIECE.findall(text) if is_unspaced(text) else text.split()
    found = [_of_piece(piece, language) for piece in pieces]
    return " ".join(forms for forms, _ in found if forms), " ".join(stems for _, stems in found if stems)


@lru_cache(maxsize=65536)
def _of_piece(piece: str, language: str) -> tuple[str, str]:
    """Return the forms and stems of a piece without white space; most pieces come again and again."""
    forms: dict[int, list[str]] = {}
    stems: dict[int, list[str]] = {}
    for found in tokens(piece, language, joined=True):
        forms.setdefault(found.place, []).append(clipped(found.text))
        terms = [TERM_OF[found.spoken], LIKE + found.text] if MARK in found.spoken else [TERM_OF[found.spoken]]
        stems.setdefault(found.place, []).extend(map(clipped, terms))
    return _side_by_side(forms.values()), _side_by_side(stems.values())


def _side_by_side(places: Iterable[list[str]]) -> str:
    return " ".join(BETWEEN.join(dict.fromkeys(place)) for place in places)


def clipped(token: str) -> str:
    """Return a token that the server does not cut in two; what is asked for is clipped alike."""
    return token[:LONGEST]


def paragraphs_in(text: str) -> list[str]:
    """Return a text's paragraphs as `archive.text.paragraphs` counts them, untrimmed."""
    return [piece for piece in GAP.split(text) if piece and not piece.isspace()] if "\n" in text else [text]


def language_of_document(document: Document) -> str:
    """Return the language in which a document's words are stemmed, empty for English."""
    told = document.get("language") or ()
    return spoken_language(told if isinstance(told, str) else next(iter(told), ""))


def slots_of(reading: Reading, exact: bool, languages: Iterable[str]) -> tuple[Slot, ...]:
    """Return what must stand at each place of a reading; `languages` are those of the records there are."""
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
