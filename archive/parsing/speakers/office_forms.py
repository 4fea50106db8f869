"""Offices with endings: definite forms and cases, in languages that join them to the word ("statsministern", "მინისტრის")."""

from __future__ import annotations

from functools import lru_cache

from archive.parsing import lexicon
from archive.parsing.cleaning import fold

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
    ye, la, le,
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
