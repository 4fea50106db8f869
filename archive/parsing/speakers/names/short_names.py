"""Matches short forms with full names: initials, a given name, the first of two surnames, capitals without accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.speakers.names.name_parts import capitalised_words, is_given

# All lower-case letters of Latin, Greek, Cyrillic and Armenian, for a regular expression's character class.
SMALL = "".join(chr(code) for code in range(0x61, 0x590) if chr(code).islower())
# A word of a name, capitalised in scripts with capitals, or initials; and the particles between two of them.
NAME_WORD = rf"(?:(?:[^\W\d_{SMALL}]\.){{1,3}}|[^\W\d_{SMALL}][\w'’-]{{0,40}})"
NAME_PARTICLE = r"(?:van|der|den|von|zu|de|del|della|da|dos|do|di|du|la|le|el|al|bin|ibn|bint|abu|ul|ter|ten)"
_INITIALS = re.compile(r"((?:[^\W\d_]\.\s?)+|(?:[^\W\d_a-zа-яё]\s)+)\s*([\w'’-]{2,}(?:\s[\w'’-]{2,})?)$")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_ONLY_INITIALS = re.compile(r"(?:[^\W\d_]\.?[ -]?){2,4}")


def plain(text: str) -> str:
    """Return a name for comparison without accents, which capitals often lack: folded."""
    parted = unicodedata.normalize("NFD", fold(text))
    return unicodedata.normalize("NFC", "".join(char for char in parted if not unicodedata.combining(char)))


def initials_and_name(name: str) -> tuple[str, str] | None:
    """Split "Ν. Καραθανάσης" and "M T KUBALI" into initials and surname; None for other forms."""
    found = _INITIALS.fullmatch(name)
    return (found.group(1), found.group(2)) if found else None


def by_initials(initials: str, surname: str, names: Iterable[str]) -> str | None:
    """Return the one full name with this surname and this first initial.

    Words before it may belong to an unknown office.
    """
    first, tail = plain(initials[0]), plain(surname)
    fitting: dict[str, str] = {}
    for name in names:
        words = name.split()
        starts = range(len(words) - 1)
        for start in sorted(starts, key=lambda at: not is_given(words[at])):  # words of an office come before the given name
            own = plain(" ".join(words[start:]))
            if own.endswith(f" {tail}") and own[0] == first and _LETTERS.match(words[start]):
                fitting[own] = " ".join(words[start:])
                break
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def by_letters(label: str, names: Iterable[str]) -> str | None:
    """Return the one full name abbreviated by a label: "RD" for Renske Dijkgraaf."""
    letters = re.sub(r"[\W_]", "", label)
    if not _ONLY_INITIALS.fullmatch(label.strip()) or not letters.isupper() or fold(label) in lexicon.OUTLETS:
        return None
    fitting = {plain(name): name for name in names if letters in _first_letters(name)}
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def _first_letters(name: str) -> tuple[str, str]:
    """Return the initials of a name without its particles, and those of its first and last word."""
    words = [word for part in name.split() if fold(part) not in lexicon.NOBLE for word in part.split("-") if word]
    letters = "".join(word[0].upper() for word in words)
    return letters, letters[:1] + letters[-1:]


def containing(tail: str, names: Iterable[str]) -> str | None:
    """Return the one full name that contains some words, not necessarily at its end: a given name, the first of two surnames."""
    own = plain(tail)
    if not own:
        return None
    fitting = {plain(name): name for name in names if f" {own} " in f" {plain(name)} " and plain(name) != own}
    longest = max(fitting, key=len, default="")
    # If all names are parts of the longest, they are forms of the same name.
    return fitting[longest] if longest and all(f" {key} " in f" {longest} " for key in fitting) else None


_SMALL_PREFIX = re.compile(r"\b(?:Mc|Mac|Fitz)(?=[A-Z])")


def is_loud(name: str) -> bool:
    """Tell whether a name is in capitals, but for a prefix: "IAN McMINN"."""
    return _SMALL_PREFIX.sub("", name).isupper()


def capitalised(name: str) -> str:
    """Return a name in capitals with each word capitalised: "Ian McMinn" for "IAN McMINN"."""
    words = (_SMALL_PREFIX.sub(lambda found: found.group() + "\0", word).partition("\0") for word in name.split())
    shown = " ".join(
        capitalised_words(before) + capitalised_words(behind) if behind else capitalised_words(before)
        for before, _, behind in words
    )
    return re.sub(r"(?<=\w)(['’])S\b", r"\1s", shown)


def grouped(names: Iterable[str], place: int) -> dict[str, list[str]]:
    """Group folded names by their first or last word."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(name.split()[place], []).append(name)
    return found
