"""Names in citations: a name is split only where it is a person's; an outlet or a body stays whole (CSL's `literal`)."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.formats.cited import PersonName, name_parts
from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.labels.asker_labels import asks_from
from archive.parsing.speakers.names.name_parts import in_order, is_given

# Surnames too: behind a given name they make no outlet of one who speaks.
_SURNAMES_TOO = frozenset("post sun star press herald courier wire mail page world record globe tag bote canal guardian".split())
_TAILS = ("zeitung", "blatt", "anzeiger", "nachrichten", "rundfunk", "newswire", "记者", "記者", "기자")
_ARTICLES = frozenset("the der die das il los las".split())
_JOINED = frozenset("and und et y e и &".split())
_UNNAMED = lexicon.ANONYMOUS | lexicon.ANSWERERS
_BEHIND = re.compile(r"\s*[(\[（].*$")
_ADDRESS = re.compile(r"\w[./@]\w{2,}")
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?)+")


@lru_cache(maxsize=10_000)
def author_name(name: str, country: str = "") -> PersonName:
    """Return the name of one who speaks or answers, in parts unless it is an outlet's, a body's or a title with a surname.

    `country` is the ISO code of the country spoken for.
    """
    own = _without_affiliation(name)
    words = _words(own)
    if _is_outlet(own, words) and not (len(words) > 1 and is_given(words[0]) and words[-1] in _SURNAMES_TOO):
        return PersonName(literal=name, is_body=True)
    return _undivided(name, words) or name_parts(own, country)


@lru_cache(maxsize=10_000)
def asker_name(name: str, country: str = "", affiliation: str = "", label: str = "") -> PersonName:
    """Return the name of one who asks, in parts only if it is surely a person's: many outlets ask in their own name.

    That is so if the given name is known or an initial, if a courtesy title is printed in `label`, if the person's
    country is known, or `affiliation` is an outlet. A word such as "Daily" outweighs all of these but a courtesy title.
    """
    own = _without_affiliation(name)
    words = _words(own)
    courteous = bool(words) and _words(label)[:1] != words[:1] and bool(lexicon.COURTESY.intersection(_words(label)[:1]))
    if _is_outlet(own, words) and not courteous:
        return PersonName(literal=name, is_body=True)
    if undivided := _undivided(name, words):
        return undivided
    first = own.partition(",")[2].split()[:1] or own.split()[:1]
    known = any(is_given(part) for token in first for part in (token, token.partition("-")[0]))
    initial = any(_INITIAL.fullmatch(token) for token in first)
    is_person = courteous or _is_outlet(affiliation, _words(affiliation)) or bool(country) or own != name
    return name_parts(own, country) if known or initial or is_person else PersonName(literal=name)


def names_nobody(label: str) -> bool:
    """Tell whether a label is only a word for asking or answering: "Question", "Reporter", "A", "Frage"."""
    key = fold(label)
    return not key or key in _UNNAMED or asks_from(key)


def _undivided(name: str, words: list[str]) -> PersonName | None:
    """Return the name of a body, or of a person known by title and surname; None for any other."""
    body = _is_body(words)
    return PersonName(literal=name, is_body=body) if body or _is_titled_surname(words) else None


def _without_affiliation(name: str) -> str:
    """Return "Joan Bell" of "Joan Bell, Harbour Daily" and "Joan Bell (Harbour Daily)"; "Bell, Joan" stays."""
    own = _BEHIND.sub("", name) or name
    before, comma, _ = own.partition(",")
    return before if comma and len(before.split()) > 1 and in_order(own) == own and is_given(before.split()[0]) else own


def _words(text: str) -> list[str]:
    return [folded for token in text.split() if (folded := fold(token))]


def _is_outlet(name: str, words: list[str]) -> bool:
    """Tell whether a name is that of a news organisation: known, or by its words, its capitals or its form."""
    if not words:
        return False
    if " ".join(words) in lexicon.OUTLETS or not lexicon.OUTLET_WORDS.isdisjoint(words):
        return True
    first = name.split()[0]
    abbreviated = len(first) > 2 and first.isalpha() and first.isupper() and not name.isupper() and not is_given(first)
    starts = any(" ".join(words[:size]) in lexicon.OUTLETS for size in (1, 2, 3)) and not is_given(words[0])
    written = any(map(str.isdecimal, name)) or _ADDRESS.search(name) is not None
    return abbreviated or starts or written or words[0] in _ARTICLES or any(word.endswith(_TAILS) for word in words)


def _is_body(words: list[str]) -> bool:
    """Tell whether this is an institution, an office, several people, or a word for somebody who asks."""
    tokens = frozenset(words)
    return (
        not lexicon.INSTITUTIONS.isdisjoint(tokens)
        or not _JOINED.isdisjoint(words[1:-1])
        or " ".join(words) in lexicon.ANONYMOUS
        or words[:1] == ["the"]
    )


def _is_titled_surname(words: list[str]) -> bool:
    """Tell whether only a surname follows the titles: "Mr. Miller", "President Moon"."""
    return len(words) > 1 and all(word in lexicon.COURTESY or word in lexicon.OFFICE for word in words[:-1])
