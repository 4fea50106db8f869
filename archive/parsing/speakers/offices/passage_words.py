"""The words of a line around a talk: which of them are offices or honours, and what stands up to the next word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.speakers.names.short_names import SMALL
from archive.parsing.speakers.offices.office_forms import is_inflected_office, office_marks

_WORD = re.compile(r"[^\s,;:!?…()\[\]{}|•·/“”„«»‹›\"*、，：；（）،]+")
HARD = re.compile(r"[.;!?…|•；\n»›>/]|\s{2,}\S|(?<![,\s])\s{3,}|\t")  # nothing behind it is said of who stands before it
EDGES = "–—-'‘’."
INITIAL = re.compile(r"(?:[^\W\d_]\.-?){1,3}")
POSTPOSITIONS = frozenset("نے کا کی کے کو سے ने का की के को से".split())  # Urdu and Hindi
# Prepositions and conjunctions with which no name begins; without those that are surnames in Asia ("Su", "So", "Do", "U").
FUNCTION_WORDS = frozenset(
    """with by from at to for of and or but against after before between under over about into
    avec par pour sans chez contre et mais vers dans sur sous après avant entre
    mit nach bei seit aus vor für gegen ohne durch über unter und oder aber zwischen
    con sin por para según desde hasta sobre ante tras pero com sem até após mas per fra senza contro dopo verso
    z ze w we dla przy przed pod nad przez bez od ale oraz między s se v při před přes mezi pre iz sa pri ali protiv
    cu din pe în pentru fără și med av af från til till på för mot mod och og met voor naar bij uit tegen maar
    ile ve ir ar с со в во на за по при от до из к о об и но без через перед после між з із від та й для про
    με από για στο στη στην στον στα στις στους και σε προς μετά""".split()
)
_TITLES = frozenset("s e m, s e mme, s e, yab, yb, yabhg, yang berhormat, tan sri, seri".split(", "))
AND_JOINED = ("و", "ו")
_JOINED = "ولب"  # Arabic prepositions and "and"
_FULL = re.compile(rf"\s+[^\W\d_{SMALL}][\w'’-]+\s+(?:[a-z]{{2,3}}\s+)?[^\W\d_{SMALL}][\w'’-]+")
# "Varga's", and the endings that Turkic and Finnic languages set behind an apostrophe.
POSSESSIVE = re.compile(r"['’](?:s|n?[ıiuü]n|[yn]?[ae]|[yn]?[ıiuü]|[dt][ae]n?|y?l[ae]|n|ni?[gn]|ga|ning)$")


@dataclass(frozen=True, slots=True)
class PassageWord:
    """A word without marks at its edges; `honour` is a form of address before a name."""

    bare: str
    gap: str  # up to the next word
    office: bool
    honour: bool

    @property
    def folded(self) -> str:
        return fold(self.bare)

    @property
    def is_address(self) -> bool:
        """Tell whether this is a form of address, perhaps with a preposition joined to it: "لمعالي", "والشيخ"."""
        return self.honour or fold(self.bare.lstrip(_JOINED)) in lexicon.HONORIFICS

    @property
    def ends(self) -> bool:
        return HARD.search(self.gap) is not None


def split_words(text: str) -> list[PassageWord]:
    """Return the words of a text in order, each with what stands up to the next, marked as an office or an honour."""
    places = list(_WORD.finditer(text))
    bares = [place.group().strip(EDGES) for place in places]
    marks = _joined_marks(bares)
    words: list[PassageWord] = []
    for index, (place, bare, marked) in enumerate(zip(places, bares, marks, strict=True)):
        until = places[index + 1].start() if index + 1 < len(places) else len(text)
        token, gap = place.group(), text[place.end() : until]
        following = places[index + 1].group() if index + 1 < len(places) else ""
        pairs = (f"{bares[index - 1]} {bare}" if index else "", f"{bare} {following}")
        honour = any(fold(one) in lexicon.HONORIFICS for one in (bare, *pairs)) or fold(bare) in _TITLES
        initial = INITIAL.fullmatch(token) is not None and not _is_title(text, place.end(), bare)
        short = initial or (token.endswith(".") and len(bare) <= 4 and (marked or honour))
        if token.endswith(".") and not short:
            gap = f".{gap}"
        if not bare:
            if words:
                words[-1] = PassageWord(words[-1].bare, f"{words[-1].gap}{token}{gap}", words[-1].office, words[-1].honour)
            continue
        possessed = marked and POSSESSIVE.search(bare) is not None
        office = (marked or is_inflected_office(fold(bare))) and not possessed
        words.append(PassageWord(token if initial else bare, gap, office, honour and not initial))
    return words


def _is_title(text: str, behind: int, letter: str) -> bool:
    """Tell whether a letter with a point is a title before a full name, not an initial: "M. Antoine Delorme"."""
    return fold(letter) in lexicon.HONORIFICS and _FULL.match(text, behind) is not None


def _joined_marks(bares: Sequence[str]) -> list[bool]:
    """Tell which words are offices, also behind a joined "and": "וראש הממשלה"."""
    marks = office_marks([bare or "-" for bare in bares], honorifics=False)
    parted = [bare[1:] if bare.startswith(AND_JOINED) and len(bare) > 3 else bare for bare in bares]
    if parted == list(bares):
        return marks
    return [
        one or other for one, other in zip(marks, office_marks([bare or "-" for bare in parted], honorifics=False), strict=True)
    ]


def is_before_postposition(words: Sequence[PassageWord], at: int) -> bool:
    """Tell whether a Hindi or Urdu postposition ends the name here or behind one more word."""
    last = at + 1 < len(words) and words[at + 1].bare in POSTPOSITIONS
    more = at + 2 < len(words) and words[at + 2].bare in POSTPOSITIONS and not words[at].gap.strip()
    return (last or more) and words[at].bare not in POSTPOSITIONS
