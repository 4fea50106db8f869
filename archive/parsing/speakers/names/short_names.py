"""Matches short forms with full names: initials, a given name, the first of two surnames, capitals without accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.speakers.names.name_parts import capitalised_words, is_given

# All lower-case letters of Latin, Greek, Cyrillic and Armenian, for a regular expression's character class.
SMALL = "".join(chr(code) for code in range(0x61, 0x590) if chr(code).islower())
# A word of a name, capitalised in scripts with capitals, or initials; and the particles between two of them.
NAME_WORD = rf"(?:(?:[^\W\d_{SMALL}]\.){{1,3}}|[^\W\d_{SMALL}][\w'’-]{{0,40}})"
NAME_PARTICLE = r"(?:van|der|den|von|zu|de|del|della|da|dos|do|di|du|la|le|el|al|bin|ibn|bint|abu|ul|ter|ten)"
# "Ν.", "М.А.", and a given name cut short: "ΣΤ.", "Chr."
_INITIALS = re.compile(r"((?:[^\W\d_]\.\s?)+|[^\W\d_]{2,4}\.\s?|(?:[^\W\d_a-zа-яё]\s)+)\s*([\w'’-]{2,}(?:\s[\w'’-]{2,})?)$")
_LETTERS_ONLY = re.compile(r"[^\W\d_]+")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_ONLY_INITIALS = re.compile(r"(?:[^\W\d_]\.?[ -]?){2,4}")


@lru_cache(maxsize=8192)
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
    first, tail = plain(_LETTERS_ONLY.match(initials).group()), plain(surname)  # type: ignore[union-attr]
    fitting: dict[str, str] = {}
    for name in names:
        words = name.split()
        starts = range(len(words) - 1)
        for start in sorted(starts, key=lambda at: not is_given(words[at])):  # words of an office come before the given name
            own = plain(" ".join(words[start:]))
            if own.endswith(f" {tail}") and own.startswith(first) and _LETTERS.match(words[start]):
                fitting[own] = " ".join(words[start:])
                break
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def letters_of(label: str) -> str | None:
    """Return the letters of a label that is only initials: "RD" of "R.D."."""
    letters = re.sub(r"[\W_]", "", label)
    only = _ONLY_INITIALS.fullmatch(label.strip()) and letters.isupper() and fold(label) not in lexicon.OUTLETS
    return letters if only else None


def by_letters(label: str, names: Iterable[str]) -> str | None:
    """Return the one full name abbreviated by a label: "RD" for Renske Dijkgraaf."""
    letters = letters_of(label)
    fitting = {plain(name): name for name in names if letters in first_letters(name)} if letters else {}
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def first_letters(name: str) -> tuple[str, str]:
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


# Small inside a name or an office; a run of particles is small at its head too ("van der Wal" alone, but "Van Rompuy").
_PARTICLES = frozenset("van von der den de del da do dos das du bin binti bint ibn zu ter ten".split())
_OFFICE_WORDS = frozenset("of for and to in on at the".split())
_ARTICLES = frozenset("la las los".split())  # behind "de"
# Surnames before which "van", "do" and "du" are names of their own.
_VIETNAMESE = frozenset(
    "nguyen tran le pham phan vu vo dang bui ho ngo duong ly huynh hoang truong dinh doan trinh luong dao cao mai to".split()
)
_NUMERAL = re.compile(r"(?=[IVX]{2})(?:X{0,2})(?:IX|IV|V?I{0,3})")
_MC = re.compile(r"MC(?=[A-Z]{3})")
_VOWEL = re.compile("[AEIOUY]")
LONGEST_ACRONYM = 5  # letters
# Without a vowel, and no acronyms.
_NO_ACRONYM = lexicon.HONORIFICS | frozenset({"ng", "jr", "sr", "st", "mc"})


def capitalised(name: str) -> str:
    """Return a name in capitals in its usual case: "Ian McMinn", "Pieter van der Wal", "FBC News", "Minister of Trade"."""
    words = name.split()
    press = fold(name) in lexicon.OUTLETS or not lexicon.PRESS.isdisjoint(fold(name).split())
    shown = " ".join(_cased_word(words, place, press) for place in range(len(words)))
    return re.sub(r"(?<=\w)(['’])S\b", r"\1s", shown)


def _cased_word(words: list[str], place: int, press: bool) -> str:
    word = words[place]
    if _is_small_word(list(map(plain, words)), place):
        return word.lower()
    letters = word.strip(".,;:()")
    if _is_acronym(letters, press and "." not in word, place > 0 and is_given(words[place - 1])):
        return word
    if place and _NUMERAL.fullmatch(letters):
        return word
    before, prefix, behind = _SMALL_PREFIX.sub(lambda found: found.group() + "\0", _MC.sub("Mc", word)).partition("\0")
    return capitalised_words(before) + (capitalised_words(behind) if prefix else "")


def _is_small_word(words: list[str], place: int) -> bool:
    """Tell whether a plain word is a particle here: never the last one, at the head only before another particle."""
    word, last = words[place], place == len(words) - 1
    if last or not word:
        return False
    if place and (word in _OFFICE_WORDS or (word in _ARTICLES and words[place - 1] == "de")):
        return True
    own_names = not _VIETNAMESE.isdisjoint(words) and word in {"van", "do", "du"}
    return word in _PARTICLES and not own_names and (place > 0 or words[1] in _PARTICLES | _ARTICLES)


def _is_acronym(letters: str, press: bool, behind_given: bool) -> bool:
    """Tell whether a word keeps its capitals: letters without a vowel ("RNZ"), and an outlet's in its own name ("ABC News")."""
    if not 2 <= len(letters) <= LONGEST_ACRONYM or not (letters.isascii() and letters.isalpha() and letters.isupper()):
        return False
    if fold(letters) in _NO_ACRONYM:
        return False
    return (not _VOWEL.search(letters) and not behind_given) or (press and fold(letters) in lexicon.OUTLETS)


def grouped(names: Iterable[str], place: int) -> dict[str, list[str]]:
    """Group folded names by their first or last word."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(name.split()[place], []).append(name)
    return found
