"""What a word is, for indexing, searching and highlighting alike: tokenising, folding, stemming. Pure.

A text is split into chunks (`WORD`), most of which are one word. A chunk of several ("pre-war", "l'Ukraine", "F16") has parts,
each a word with a position of its own. If all parts are letters, their compound ("prewar") is also at the first position.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA

from search.text.memory import Remembered
from search.text.scripts import BREAK, CLUSTER, FIGURES, HAS_UNSPACED, INVISIBLE, MARKS, UNSPACED, UNSPACED_MARKS, fold_letters
from search.text.stemming import english_stem, spoken_in, term_in

HYPHENS = "-\u2010\u2011\ufe63\uff0d"
LETTER = rf"(?:[^\W_{UNSPACED}]|[{MARKS}{INVISIBLE}])"
ONE_LETTER = rf"[^\W\d_{UNSPACED}]"
ACRONYM = rf"(?<![^\W_{UNSPACED}]){ONE_LETTER}(?:\.{ONE_LETTER})+(?![^\W_{UNSPACED}])\.?"
NUMBER = r"\d+(?:[.,\u066b\u066c]\d+)+"
WORD = re.compile(rf"{ACRONYM}|{NUMBER}|{CLUSTER}|{BREAK}|[^\W_{UNSPACED}]{LETTER}*(?:['’ʼ]{LETTER}+|[{HYPHENS}]{LETTER}+)*")
# WORD for texts without underscores, marks, invisible characters and unspaced scripts: twice as fast.
RARE = re.compile(f"[_{MARKS}{INVISIBLE}{UNSPACED}{UNSPACED_MARKS}]")
QUICK_WORD = re.compile(
    r"\d+(?:[.,\u066b\u066c]\d+)+|\w+(?:(?<=\b[^\W\d])(?:\.[^\W\d])+\b\.?|(?:['’ʼ]\w+|[-\u2010\u2011\ufe63\uff0d]\w+)*)"
)
POSSESSIVE = re.compile(r"['’ʼ]s$", re.IGNORECASE)
APOSTROPHES = re.compile(r"['’ʼ]")
# Elided articles and particles in French, Italian and Catalan: "l'Ukraine" is found as "Ukraine".
VOWEL = "[aeiouyhàâäáèéêëìíîïòóôöùúûüœæ]"
ELISIONS = "l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quoiqu|dell|all|nell|sull|dall|un|gl|degl|quest|quell|sant"
FIGURE = f"[{FIGURES}]"  # including superscripts and subscripts: km², word¹
POWER = r"(?<=\d)(?=[\u2070\u00b9\u00b2\u00b3\u2074-\u2079\u2080-\u2089])"  # 10⁶ is not 106
COMPOUND = re.compile(rf"[{HYPHENS}]|^(?:{ELISIONS})['’ʼ]{VOWEL}|[^\W\d_]{FIGURE}|{POWER}|^[^\w{MARKS}]", re.IGNORECASE)
PART = re.compile(rf"(?:(?<![^{HYPHENS}])(?:{ELISIONS})(?=['’ʼ]{VOWEL}))|(?:(?!['’ʼ])[^{HYPHENS}])[^{HYPHENS}]*", re.IGNORECASE)
CODE = re.compile(rf"(?<=[^\W\d_])(?={FIGURE})|{POWER}")
SEVERAL = "\0"  # instead of a form: the chunk is not a single word
PAUSE = "ˌ"  # the form of clause marks in unspaced scripts, which have a position among the words
MOST_JOINED = 3


class Token(NamedTuple):
    """One word of a text: folded, with its offsets and its position among the words.

    `spoken` is the word with its language, as indexed (see `search.text.stemming`).
    """

    text: str
    start: int
    end: int
    place: int = 0
    spoken: str = ""


class ChunkWord(NamedTuple):
    """One word of a chunk: as written, its form, its offsets in the chunk, and its position."""

    written: str
    form: str
    start: int
    end: int
    place: int


def word_pattern(text: str) -> re.Pattern[str]:
    """Return the fastest pattern that matches the same as WORD in this text."""
    return WORD if has_rare(text) else QUICK_WORD


def has_rare(text: str) -> bool:
    """Tell whether only WORD finds the words of a text."""
    return "_" in text if text.isascii() else RARE.search(text) is not None


def fold(word: str) -> str:
    """Return a word in comparable form, without case, accents, possessive or apostrophe.

    "U.S." is "us", "1,000" is "1000". Cyrillic letters are transliterated. A chunk of several words has no form: see `parts`.
    """
    return FORM_OF[word]


def _folded(word: str) -> str:
    return SEVERAL if COMPOUND.search(word) else _form(word)


def _form(word: str) -> str:
    low = APOSTROPHES.sub("", POSSESSIVE.sub("", fold_letters(word)))
    low = number(low) if low[:1].isdigit() else low.replace(".", "")
    return low if " " not in low else "".join(low.split())


def number(low: str) -> str:
    """Return a number without digit grouping. A single point is a decimal point."""
    low = low.replace(",", "").replace("\u066c", "").replace("\u066b", ".")
    return low.replace(".", "") if low.count(".") > 1 and all(len(group) == 3 for group in low.split(".")[1:]) else low


def parts(chunk: str) -> tuple[ChunkWord, ...]:
    """Return the words of a chunk, their compound last."""
    form = FORM_OF[chunk]
    if form != SEVERAL:
        return (ChunkWord(chunk, form, 0, len(chunk), 0),) if form else ()
    return _parts(chunk)


@lru_cache(maxsize=8192)
def _parts(chunk: str) -> tuple[ChunkWord, ...]:
    if not chunk[0].isalnum() and not RARE.match(chunk):
        return (ChunkWord(chunk, PAUSE, 0, len(chunk), 0),)
    words: list[ChunkWord] = []
    has_code = False
    for piece in PART.finditer(chunk):
        edges = [0, *(cut.start() for cut in CODE.finditer(piece.group())), len(piece.group())]
        has_code |= len(edges) > 2
        for first, last in pairwise(edges):
            written = piece.group()[first:last]
            if form := _form(written):
                words.append(ChunkWord(written, form, piece.start() + first, piece.start() + last, len(words)))
    return (*words, *_joined(words)) if not has_code else tuple(words)


def _joined(found: list[ChunkWord]) -> Iterator[ChunkWord]:
    if 2 <= len(found) <= MOST_JOINED and all(part.form.isalpha() for part in found):
        written = "".join(APOSTROPHES.sub("", part.written) for part in found[:-1]) + found[-1].written
        yield ChunkWord(written, "".join(part.form for part in found), found[0].start, found[-1].end, 0)


def stem(folded: str) -> str:
    """Return the English stem of a folded word (Porter 2, M. F. Porter 2002, as maintained by the Snowball project)."""
    return STEM_OF[folded]


def _only_form(piece: str) -> str:
    """Return the form of the only English word between two spaces; empty if there is none, SEVERAL if there may be more."""
    chunks = QUICK_WORD.findall(piece)
    if len(chunks) > 1:
        return SEVERAL
    form = FORM_OF[chunks[0]] if chunks else ""
    return SEVERAL if form and spoken_in(form, chunks[0], "") != form else form


FORM_OF = Remembered(_folded)  # chunk of a text -> form; empty if it is no word, SEVERAL for several
STEM_OF = Remembered(english_stem)  # form -> stem
ONLY_FORM_OF = Remembered(_only_form)  # piece of a text without rare letters -> form of its only word
TERM_OF = Remembered(term_in)  # word with its language, as indexed -> search term


def tokens(text: str, language: str = "", joined: bool = False) -> Iterator[Token]:
    """Yield every word of a text in order, stop words included; with `joined` also compounds."""
    place = 0
    for match in word_pattern(text).finditer(text):
        first, number_of = match.start(), 0
        for part in parts(match.group()):
            is_word = part.place == number_of
            if is_word or joined:
                spoken = spoken_in(part.form, part.written, language)
                yield Token(part.form, first + part.start, first + part.end, place + part.place, spoken)
            number_of += is_word
        place += number_of


def forms(text: str) -> list[str]:
    """Return the forms of a text's words, in order."""
    forms: list[str] = []
    for chunk in word_pattern(text).findall(text):
        form = FORM_OF[chunk]
        if form == SEVERAL:
            forms += _in_order(_parts(chunk))
        elif form:
            forms.append(form)
    return forms


def _in_order(of_chunk: tuple[ChunkWord, ...]) -> list[str]:
    return [part.form for number_of, part in enumerate(of_chunk) if part.place == number_of]


def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded."""
    return tuple(forms(text))


def is_unspaced(text: str) -> bool:
    """Tell whether a text has letters of a script without spaces between words."""
    return HAS_UNSPACED.search(text) is not None


def edits_between(one: str, other: str, most: int) -> int:
    """Return the edit distance (insert, delete, substitute, swap); more than `most` is `most` + 1.

    Optimal string alignment: Boytsov, Indexing Methods for Approximate Dictionary Searching (2011), section 2.2.
    """
    return int(OSA.distance(one, other, score_cutoff=most))
