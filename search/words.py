"""What a word is, alike for indexing, asking and highlighting: cut, folded, stemmed. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from threading import Lock
from typing import NamedTuple

import Stemmer

from search.memory import Remembered

LETTER = r"(?:[^\W_]|[\u0300-\u036f])"
ACRONYM = r"(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+(?![^\W_])\.?"
NUMBER = r"\d+(?:[.,]\d+)+"
WORD = re.compile(rf"{ACRONYM}|{NUMBER}|{LETTER}+(?:['’ʼ]{LETTER}+)*")
# WORD for texts without underscores and combining marks, where a letter or figure is just what Python calls one: twice as fast.
RARE = re.compile("[_\u0300-\u036f]")
QUICK_WORD = re.compile(r"\d+(?:[.,]\d+)+|\w+(?:(?:['’ʼ]\w+)+|(?<=\b[^\W\d])(?:\.[^\W\d])+\b\.?)?")
POSSESSIVE = re.compile(r"['’ʼ]s$")
APOSTROPHES = re.compile(r"['’ʼ]")

# Letters that Unicode does not take apart, and Cyrillic after BGN/PCGN without its signs.
LATIN = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ə": "a", "ħ": "h"}
CYRILLIC = """а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch
ъ= ы=y ь= э=e ю=yu я=ya і=i ї=yi є=ye ґ=g ў=u ј=j љ=lj њ=nj ћ=c џ=dz ђ=dj"""
SPELT = str.maketrans(LATIN | {pair[0]: pair[2:] for pair in CYRILLIC.split()})


class Token(NamedTuple):
    """One word of a text: folded, and where it stands."""

    text: str
    start: int
    end: int


def word_pattern(text: str) -> re.Pattern[str]:
    """Return the quickest pattern that finds in this text what WORD finds."""
    return WORD if RARE.search(text) else QUICK_WORD


def fold(word: str) -> str:
    """Return a word as words are compared: no case, accents, possessive or apostrophe; "U.S." is "us", "1,000" is "1000".

    Cyrillic letters are written in Latin ones.
    """
    return FORM_OF[word]


def _folded(word: str) -> str:
    low = APOSTROPHES.sub("", POSSESSIVE.sub("", unicodedata.normalize("NFKC", word).casefold())).translate(SPELT)
    low = low.replace(",", "") if low[:1].isdigit() else low.replace(".", "")
    if low.isascii():
        return low
    apart = unicodedata.normalize("NFKD", low)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


_stemmer = Stemmer.Stemmer("english", 0)  # what it has stemmed is remembered here, not there
_stemming = Lock()  # a stemmer keeps the word it works on in itself


def stem(folded: str) -> str:
    """Return the stem of a folded word (Porter 2, M. F. Porter 2002, as maintained by the Snowball project)."""
    return STEM_OF[folded]


def _stemmed(form: str) -> str:
    with _stemming:
        return str(_stemmer.stemWord(form))


FORM_OF = Remembered(_folded)  # word of a text -> form; empty for what is no word
STEM_OF = Remembered(_stemmed)  # form -> stem


def tokens(text: str) -> Iterator[Token]:
    """Yield every word of a text, stop words too, in order."""
    for match in word_pattern(text).finditer(text):
        folded = fold(match.group())
        if folded:
            yield Token(folded, match.start(), match.end())


def forms(text: str) -> list[str]:
    """Return the forms of a text's words, in order."""
    return [form for word in word_pattern(text).findall(text) if (form := FORM_OF[word])]


def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded."""
    return tuple(forms(text))


def nearly(one: str, other: str, distance: int) -> bool:
    """Tell whether two words are at most `distance` edits apart: see `edits_between`."""
    return abs(len(one) - len(other)) <= distance and edits_between(one, other, distance) <= distance


def edits_between(one: str, other: str, most: int) -> int:
    """Return how many letters must be put in, left out, changed or swapped with the next; more than `most` is `most` + 1.

    Optimal string alignment: Boytsov, Indexing Methods for Approximate Dictionary Searching (2011), section 2.2.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
