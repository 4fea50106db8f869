"""Shapes of text: numbers as #, words as …, signs unchanged; and matching by shape."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.parsing.cleaning import SIGNS, STOPLESS

NUMBER, WORDS = "#", "…"
MOST_WORDS = 200  # characters
_NUMBERS = re.compile(r"\d+")
_WORD = rf"[^\W\d_][\w{SIGNS}'’.-]*"
_WORD_RUN = re.compile(rf"{_WORD}(?:[ ,]{{1,2}}{_WORD})*")
_SPACES = re.compile(r"\s+")
_PIECE = re.compile(r"#|…|\s+|[^#…\s]+")
_SIGNS = re.compile(r"[^\w\s]")
_FULL_STOP = re.compile(r"[.!?…。！？؟۔।॥։።។။‼⁇⁈⁉][\"'”’»)\]」』）]*$")


def numbers_out(text: str) -> str:
    """Return a line with single spaces and # for each number: "Take: 12" is "Take: #"."""
    return _NUMBERS.sub(NUMBER, _SPACES.sub(" ", text).strip().replace(NUMBER, " ").replace(WORDS, "..."))


def words_out(text: str) -> str:
    """Return a line with # for each number and … for each run of words: "Briefing: Port of Orla (4 May)" is "…: … (# …)"."""
    return _WORD_RUN.sub(WORDS, numbers_out(text))


def has_full_stop(text: str) -> bool:
    """Tell whether a line ends like a sentence. A closing bracket or colon alone does not count."""
    return _FULL_STOP.search(text.rstrip()[-8:]) is not None


def may_end_anywhere(text: str) -> bool:
    """Tell whether a line ends in a script without full stops."""
    return STOPLESS.search(text.rstrip()[-1:]) is not None


def is_telling(shape: str) -> bool:
    """Tell whether a shape without words is distinctive: two signs or more, and a number or a bracket."""
    return len(_SIGNS.sub("", shape)) < len(shape) and len(_SIGNS.findall(shape)) >= 3 and any(sign in shape for sign in "#([（|")


def matches(shape: str, text: str) -> bool:
    """Tell whether a whole line has a shape."""
    return pattern_of(shape).fullmatch(text.strip()) is not None


@lru_cache(maxsize=1024)
def pattern_of(shape: str) -> re.Pattern[str]:
    """Return a pattern for a shape that ignores case and widths of spaces."""
    return re.compile("".join(map(_expression, _PIECE.findall(shape))), re.I)


def _expression(piece: str) -> str:
    if piece == NUMBER:
        return r"\d{1,9}"
    if piece == WORDS:
        return rf"[^\W\d_][^#\n]{{0,{MOST_WORDS}}}?"
    if not piece.isspace():
        return re.escape(piece)
    return r"(?:\s{2,}|\t\s*)" if "\t" in piece or len(piece) > 1 else r"\s+"
