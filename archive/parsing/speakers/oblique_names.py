"""Names in the genitive and other cases, as titles of Slavic and Greek texts print them: "Интервью Сергея Ильина"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from archive.parsing.speakers.given_names import is_given

LEAST_STEM = 3  # letters


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Read "ending nominative, ..."; "-" stands for no ending."""
    return tuple((ending, instead.strip("-")) for ending, instead in map(str.split, text.split(",")))


# Endings of given names and surnames in other cases, and those of the nominative: of Slavic languages,
# Lithuanian and Greek.
_GIVEN_OF_WOMEN = _pairs(
    """ии ия, ией ия, ию ия, ой а, ою а, ей я, ею я, ы а, и а, и я, у а, ю я, е а, е я, і а, ї я, y a, i a, ii ia, ie a, ą a, ę
    a, ou a, u a, om a, e a, ας α, ης η"""
)
_GIVEN_OF_MEN = _pairs(
    """а -, а о, у -, ом -, ом о, ем -, е -, я й, ю й, ем й, єм й, я ь, ю ь, ем ь, ови -, ові -, еві й, iem -, em -, a -, owi
    -, ovi -, om -, u -, o as, iaus ius, ου ος, α ας, η ης, ła eł, łem eł, łowi eł, la el, lem el, lovi el, ka ek, kiem
    ek, kowi ek, kem ek, kovi ek, ка ек, ком ек, ра ер, ла ел, лом ел, лу ел, ьва ев, ьвом ев, ņa nis, ņa ņis, ša sis, ža
    dis, a s, am s, u s, ja js, a is, im is"""
)
_SURNAMES_OF_MEN = _pairs(
    """iņa iņš, ņa ņš, ского ский, скому ский, ским ский, ском ский, ського ський, ському ський, ським ський, ова ов, ову ов,
    овым ов, ове ов, ева ев, еву ев, евым ев, еве ев, ина ин, ину ин, иным ин, ине ин, ого ий, енка енко, енком енко, ым
    -, ом -, ем -, а -, у -, ы а, и а, я й, ю й, skiego ski, skiemu ski, skim ski, ckiego cki, ckim cki, ského ský, skému
    ský, ským ský, iem -, em -, owi -, ovi -, om -, ou a, ę a, ą a, a -, y a, u -, io is, o as, ου ος, α ας, η ης"""
)
_SURNAMES_OF_WOMEN = _pairs(
    """ской ская, скую ская, ською ська, ської ська, ську ська, овой ова, ову ова, овою ова, ової ова, евой ева, еву ева, иной
    ина, ину ина, ой ая, skiej ska, ską ska, ckiej cka, cką cka, ovou ová, ové ová, ą a, ę a, y a"""
)
# Surnames that only women in other cases bear: the given name may stay as it is ("Lucie Havránkové").
_OF_WOMEN = {"ové": "ová", "ovou": "ová", "skiej": "ska", "ckiej": "cka", "ської": "ська", "цької": "цька", "ској": "ска"}
_LATIN = re.compile("[A-Za-zÀ-ɏ]")


def nominative(name: str, printed: Collection[str] = ()) -> str:
    """Return a name in the nominative where only so its first word is a given name; any other as it is.

    A given name is one that is known, or that stands in the nominative among the words `printed` elsewhere in the document.
    """
    given, *rest = name.split()
    if rest and is_given(given) and rest[-1].endswith(tuple(_OF_WOMEN)):
        ending, instead = next(pair for pair in _OF_WOMEN.items() if rest[-1].endswith(pair[0]))
        return " ".join([given, *rest[:-1], rest[-1].removesuffix(ending) + instead])
    if not rest or is_given(given) or given in printed or name.isupper():
        return name
    own, woman = next(_nominatives(given, printed), (given, False))
    surname = [_surname(word, woman) for word in rest]
    # In Latin letters many women's names end as men's in the genitive do: the surname has to change as well.
    return name if own == given or (_LATIN.match(given) and surname == rest) else " ".join([own, *surname])


def _nominatives(given: str, printed: Collection[str]) -> Iterator[tuple[str, bool]]:
    endings = [*((one, True) for one in _GIVEN_OF_WOMEN), *((one, False) for one in _GIVEN_OF_MEN)]
    for (ending, instead), woman in endings:
        own = given.removesuffix(ending) + instead
        if given.endswith(ending) and len(own) >= LEAST_STEM and (is_given(own) or own in printed):
            yield own, woman


def _surname(word: str, woman: bool) -> str:
    for ending, instead in _SURNAMES_OF_WOMEN if woman else _SURNAMES_OF_MEN:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= LEAST_STEM:
            return stem + instead
    return word


def inflected_alike(name: str, others: Iterable[str]) -> str | None:
    """Return the one other name of which a name is another case: "Остап Гавриленко" for "Остапа Гавриленка"."""
    words = name.split()
    same = {other for other in others if len(other.split()) == len(words) and all(map(_same_stem, words, other.split()))}
    return same.pop() if len(same) == 1 else None


def _same_stem(one: str, other: str) -> bool:
    stem = max(LEAST_STEM, min(len(one), len(other)) - 2)
    return one.casefold()[:stem] == other.casefold()[:stem]
