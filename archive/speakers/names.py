"""What a printed name tells about a person. Pure: folding, titles, spellings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from itertools import dropwhile, groupby, takewhile

from archive.parsing import lexicon
from archive.parsing.speakers.names.name_parts import in_order, is_given, surname_last
from archive.parsing.speakers.names.short_names import capitalised, is_loud
from archive.text.folding import words

ONE_SPELLING = {words(other)[0]: words(group)[0] for group in lexicon.SPELLINGS for other in group.split()}

# Surnames recognisable as Slavic, whose spelling is compared loosely.
SURNAME_Y = re.compile(r"(?<=[sc]k)(?:iy|ij|ii|yy|yi|i|y)$|(?<=tsk)(?:iy|ij|ii|yy|yi|i|y)$")
SURNAME_A = re.compile(r"(?<=sk)(?:aia|aja|aya|aiia)$")
SURNAME_OV = re.compile(r"(?:ov|ova|ev|eva|in|ina|yov)$")
AROUND_NAME = re.compile(r"^[^\w(“\"]+|[\s’'\"”»,;:–—-]+$")
SOFT_VOWEL = re.compile(r"(?<=[bdfgklmnprstvz])[ij](?=[au])")

SHORTEST_LOUD = 4  # letters; one word that is no longer may be an abbreviation
BRACKETS = re.compile(r"\(([^()]*)\)")

# Words before a name or in place of one, from the parser's lexicon.ini.
COURTESY, OFFICE = lexicon.COURTESY, lexicon.OFFICE
TITLES = (COURTESY | OFFICE) - {"sir", "dame", "lord", "lady", "king", "queen", "prince", "princess", "emperor", "pope", "the"}
# Outlets of one word, from the parser's table. A longer one counts as a full name anyway.
OUTLETS = frozenset(name for name in lexicon.OUTLETS if " " not in name)


class Kind(Enum):
    """How precisely a printed name identifies a person."""

    NOBODY = "an office or a role in the event, not a person"
    SURNAME = "a surname or one word: a person, but which one only the place where it stands can tell"
    FULL = "a name of its own"


def fold(name: str) -> str:
    """Return the common form of all spellings of a name.

    Case, accents, punctuation, apostrophes and hyphens are ignored. Cyrillic is transliterated; variants of Slavic given names
    and surname endings are unified. Titles before a name count only if nothing but a surname remains without them. Initials
    count: "S. Lavrov" may be anybody. The order of words counts.
    """
    tokens = _tokens(name)
    own = _own(tokens)
    return " ".join(map(_spelling, own if _tells_all(own) else tokens))


def kind_of(name: str) -> Kind:
    """Return how precisely this name identifies a person. An anonymous label or a mere office is nobody."""
    own = _own(_tokens(name))
    if all(len(token) == 1 or token.isdigit() for token in own):
        return Kind.NOBODY
    return Kind.FULL if _tells_all(own) else Kind.SURNAME


def _tokens(name: str) -> tuple[str, ...]:
    """Return the words of a name without the office that follows it, if more than a surname comes before.

    After a comma anything is an office; in brackets only what begins like one, since a constituency distinguishes members of
    parliament.
    """
    name = in_order(name)
    before = words(BRACKETS.sub(_without_office, name).partition(",")[0])
    return before if len(before) > 1 else words(name)


def _without_office(brackets: re.Match[str]) -> str:
    inside = words(brackets[1])
    return "" if inside and (inside[0] in OFFICE or inside[0] in COURTESY) else brackets[0]


def _own(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return what follows the titles. "John Major" and "Larry King" stay whole, since their titles are not in front."""
    return tuple(dropwhile(lambda token: token in COURTESY or token in OFFICE, tokens))


def _tells_all(own: tuple[str, ...]) -> bool:
    """Tell whether a full given name stands with the surname, or the one word is a known outlet."""
    return sum(len(token) > 1 for token in own) > 1 or (len(own) == 1 and own[0] in OUTLETS)


def spellings(name: str) -> tuple[str, ...]:
    """Return the folded forms under which a name may be found.

    More than one if an umlaut may be written in two letters, or if capitals show that the surname comes first.
    """
    every = (name, surname_last(name), plain_umlauts(name), plain_umlauts(surname_last(name)))
    return tuple(dict.fromkeys(map(fold, every)))


def plain_umlauts(name: str) -> str:
    """Return the name with German umlauts in two letters, as newswires write them."""
    for letter, two in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue")):
        name = name.replace(letter, two)
    return name


def display(name: str) -> str:
    """Return the name for display.

    Quotation marks around it are removed, and offices before or behind a full name ("Sir" and the like stay). Names in capitals
    get their usual case.
    """
    tidy = in_order(AROUND_NAME.sub("", " ".join(BRACKETS.sub(_without_office, name).split())) or name.strip())
    if kind_of(tidy) is Kind.FULL:
        before = tidy.partition(",")[0]
        tidy = _without_titles(before if len(words(before)) > 1 else tidy)
    return usual_case(tidy)


def usual_case(text: str) -> str:
    """Return a text in capitals in its usual case, and a surname in capitals beside a given name; any other text unchanged."""
    if not text.isupper():
        return _with_surname(text)
    return capitalised(text) if " " in text or len(text) > SHORTEST_LOUD else text


def _with_surname(name: str) -> str:
    """Return "Pieter VAN DER WAL" as "Pieter van der Wal"; "RIA Novosti" and "JD Vance" stay."""
    tokens = name.split()
    loud = [token for token in tokens if is_loud(token) and len(token) > 2 and "." not in token]
    named = any(map(is_given, tokens)) and lexicon.OUTLET_WORDS.isdisjoint(words(name)) and name not in OUTLETS
    return " ".join(_cased_runs(tokens)) if loud and named and len(loud) < len(tokens) else name


def _cased_runs(tokens: list[str]) -> Iterator[str]:
    """Yield the words, each run of words in capitals in its usual case."""
    for loud, run in groupby(tokens, lambda token: is_loud(token) and len(token) > 1 and "." not in token):
        text = " ".join(run)
        yield capitalised(f"- {text}").removeprefix("- ") if loud else text


def _without_titles(name: str) -> str:
    parts = name.split()
    titles = takewhile(lambda part: words(part) and all(word in TITLES for word in words(part)), parts[:-1])
    return " ".join(parts[len(list(titles)) :])


def _spelling(token: str) -> str:
    if token in ONE_SPELLING:
        return ONE_SPELLING[token]
    token = SURNAME_A.sub("aya", SURNAME_Y.sub("y", token))
    return SOFT_VOWEL.sub("y", token) if SURNAME_OV.search(token) and len(token) > 5 else token
