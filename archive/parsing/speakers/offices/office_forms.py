"""Words for offices in a text, with the endings of cases and definite forms: "statsministern", "მინისტრის"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.speakers.names.name_parts import is_given
from archive.parsing.speakers.names.uncased_scripts import FIELDS, part_han

LEAST_STEM = 4  # letters
# Endings of a noun, and what stands in their place in the form that the lists have.
_ENDINGS = """
    n, en, et, ns, ens, s, a, arna, erna, nn, inn, ann, anum, ans, num,
    ul, ului, le, lui, ei, a, ele, ilor,
    ът, ят, а, я, та, от, у, ом, ем, ем, ові, еві, ою, ею, ой, ей, ы, и, і, ю, е, ів, ів,
    em, owi, om, ovi, ą, ę, y, i, u, ou, ě, ie, ům, iem, kę, ką, ki, ce,
    o, ui, ą, u, io, iui, į, iu, ei, ės, ę, ei, am, im, a, ai, u,
    ฯ, lt, ga, t, nak, nek, val, vel, tól, től, ról, ről, ja, je, át, ét, ának, ének, ával, ével, hoz, hez, rel, ral, kal,
    kel, nal, nel,
    in, ın, un, ün, nin, nın, nun, nün, ı, i, u, ü, sı, si, su, sü, sının, sinin, sunun, sünün, yı, yi, dan, den, ya,
    ye, la, le, ımız, imiz, umuz, ümüz, mız, miz, muz, müz,
    ning, ni, ga, dan, ның, нің, дың, дің, тың, тің, ны, ні, мен,
    ე, ის, ს, მა, მ, თან, ით, ად, ისა, სთან,
    ը, ն, ի, ին, ից, ով, ու,
    ου, ο, η, ης, ους, α, ας, ον, ό, ού, έα,
    lle, lla, lta, ssa, sta, n, n, lt, l, le, ga, st, ks, ga, i, ile, ilt, iga,
    it, in, ve, ës, ja, jen, jes, ra, ren, k, ak, aren, ari, arekin, aren,
    ም, ው, ን, ና, ዋ
"""
_SUFFIXES = tuple(sorted({fold(ending) for ending in _ENDINGS.split(",")}, key=len, reverse=True))
# What the nominative has where other cases have an ending alone.
_INSTEAD = ("", *map(fold, "a о е ь й а я ος ας ής us as is ė s o e é ი er ец к i".split()))
_NO_OFFICE = lexicon.INSTITUTIONS | lexicon.EVENTS | lexicon.SPOKEN


@lru_cache(maxsize=20_000)
def is_inflected_office(word: str) -> bool:
    """Tell whether a folded word is an office, perhaps with an ending."""
    return bool(bases_of(word))


@lru_cache(maxsize=20_000)
def bases_of(word: str) -> frozenset[str]:
    """Return the offices of the lists of which a folded word may be a form."""
    if word in _NO_OFFICE and word not in lexicon.OFFICES:
        return frozenset()
    found = {word} & lexicon.OFFICES
    for suffix in _SUFFIXES:
        stem = word.removesuffix(suffix)
        if stem != word and len(stem) >= LEAST_STEM:
            found |= {f"{stem}{instead}" for instead in _INSTEAD} & lexicon.OFFICES
    return frozenset(found)


# "Our" behind a Turkish word: "bakanımız".
_OUR = re.compile("(?<=\\w{4})[iıuü]?m[iıuü]z$")
# "To", "and", "with" before an Arabic word: "لوزير الموانئ".
_JOINED = re.compile("[لوبك](?=\\w{3})(?:ل)?")
# Words between an office and what it is of.
OF_WORDS = frozenset("of for to the and on de des der du del für und da do dos das di y e et la las los le les von zu".split())
STATES = (
    frozenset(
        "republic république republica república repubblica republik kingdom royaume reino regno königreich sultanate".split()
    )
    | FIELDS
)
LEAST_END = 6  # letters of an office at the end of a compound
_ENDS = frozenset(word for word in lexicon.OFFICES if len(word) >= LEAST_END and " " not in word and word[0].isalpha())
MOST_WORDS = max(len(office.split()) for office in lexicon.OFFICES)


def office_marks(tokens: Sequence[str], honorifics: bool = True) -> list[bool]:
    """Tell for each word whether it is (part of) an office or, by default, an honorific."""
    folded = [fold(token) for token in tokens]
    marks = [False] * len(tokens)
    for index, word in enumerate(folded):
        given = bool(index) and is_given(word) and not tokens[index][:1].islower()
        within = index > 0 and not marks[index - 1] and is_given(folded[index - 1])  # "Rahman Haji Idris"
        single = honorifics and not within and word in lexicon.HONORIFICS and not _is_initial(tokens, index)
        surname = index and word in lexicon.SURNAMES_TOO and _is_surname_behind(folded, index)
        marks[index] |= single or (is_office(word) and not surname and not given)
        for size in range(1, MOST_WORDS + 1):
            phrase = " ".join(folded[index : index + size])
            own = phrase in lexicon.OFFICES and not (phrase == word and index and (surname or is_given(word)))
            if own or (honorifics and size > 1 and phrase in lexicon.HONORIFICS):
                marks[index : index + size] = [True] * len(folded[index : index + size])
    return marks


def has_office(text: str) -> bool:
    """Tell whether a text contains a word for an office."""
    return any(office_marks(text.split(), honorifics=False)) or part_han(text) is not None


def _is_surname_behind(folded: Sequence[str], index: int) -> bool:
    """Tell whether a word for an office ends a name: "Jane Bishop, Minister" against "Anglican Bishop of Holm"."""
    following = folded[index + 1] if index + 1 < len(folded) else ""
    return is_given(folded[index - 1]) and folded[index - 1] not in lexicon.OFFICES and following not in OF_WORDS


@lru_cache(maxsize=20_000)
def is_office(word: str) -> bool:
    """Say whether a folded word is an office, or a compound that ends in one: "wicemarszałek", "fiskeriminister"."""
    if not lexicon.OFFICES.isdisjoint(word.split()) or (len(word) > LEAST_END and word.removesuffix("s") in lexicon.OFFICES):
        return True
    if (ours := _OUR.search(word)) and (word[: ours.start()] in lexicon.OFFICES or word[: ours.start() + 1] in lexicon.OFFICES):
        return True
    if (joined := _JOINED.match(word)) and (word[1:] in lexicon.OFFICES or f"ال{word[joined.end() :]}" in lexicon.OFFICES):
        return True
    if " " in word or len(word) <= LEAST_END or is_given(word):
        return False
    return any(word[start:] in _ENDS for start in range(2, len(word) - LEAST_END + 1))


def _is_initial(tokens: Sequence[str], index: int) -> bool:
    """Tell whether a single capital is an initial of a name ("Mrs M T KUBALI"), not the honorific "M." or "P."."""
    token = tokens[index]
    if len(token.rstrip(".")) != 1 or not token[:1].isupper():
        return False
    following = tokens[index + 1] if index + 1 < len(tokens) else ""
    return index > 0 or len(following.rstrip(".")) == 1
