"""Raised and lowered text: superscripts and subscripts (10⁶, m², H₂O), and note marks told from powers and ordinals."""

from __future__ import annotations

import re

from archive.parsing.cleaning import fold

_SIGNS = "*†‡§¶#"
_PLAIN = re.compile(rf"(?:\d{{1,3}}|[{_SIGNS}]{{1,4}})(?:\s?[,;–-]\s?(?:\d{{1,3}}|[{_SIGNS}]{{1,4}})){{0,8}}\)?")
_BRACKETED = re.compile(
    rf"(?:[\[(（［【]\s?(?:(?:note|fn|nb|n|прим\.?|注)\s?\.?\s?)?(?:\d{{1,3}}|[a-z]{{1,2}}|[ivx]{{1,5}}|[{_SIGNS}]{{1,4}}|↩)\s?[\])）］】][,;\s]?){{1,9}}",
    re.I,
)
_LINKED = re.compile(
    rf"[\[(（［]?\s?(?:(?:note|fn|nb|прим\.?|注)\s?\.?\s?)?(?:\d{{1,3}}|[a-z]{{1,2}}|[ivx]{{1,6}}|[{_SIGNS}]{{1,4}}|↩︎?)\s?[\])）］]?",
    re.I,
)
_TARGET = re.compile(
    r"(?:^|[_:.-])_?(?:fn|ftn|edn|en|foot-?notes?|end-?notes?|notes?|nt|cite[_-]note|cite|ref|rearnote|sdfootnote|sdendnote|sn|n|f)(?:ref|text|sym|anc)?[_:.-]{0,2}\w{0,12}$",
    re.I,
)
_LETTERED = re.compile(r"(?:[a-z]|[ivx]{2,4})(?:\s?[,;–-]\s?(?:[a-z]|[ivx]{2,4})){0,8}\)?")
_ROMAN = re.compile(r"[IVXLCDM]+|[ivxlcdm]+")
# Abbreviations are written so: Prof<sup>a</sup>, Messr<sup>s</sup>, Capt<sup>n</sup>, Gen<sup>l</sup>.
_ENDINGS, _VOWELS, LONGEST_ABBREVIATED = frozenset("aodelmnrsty"), "aeiouyáéíóúàèìòù", 6
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*$")
_UNITS = frozenset(
    "m km cm mm dm nm µm μm ha ft in mi yd s h kg g l м км см мм дм с mc c r π x y z n a b i j k sec min w wh kwh "
    "metre metres meter meters kilometre kilometres kilometer kilometers centimetres feet foot miles mile yards inches "
    "mètres kilomètres metros kilómetros chi co no so".split()
)
_POWERS = frozenset({"2", "3"})
_YEAR = re.compile(r"(?:1[4-9]|20)\d\d$")
_ELEMENT = re.compile(r"[A-Z][a-z]?(?![^\W\d_])")
_NUCLIDES = frozenset("H He C N O K Co Sr Tc I Xe Cs Po Rn Ra Th Pa U Np Pu Am Cm Cf Li Be B P S Fe Kr Ru Cd".split())

_HEADINGS = frozenset(
    fold(word)
    for word in (
        "notes,footnotes,endnotes,references,note,footnote,fussnoten,fußnoten,anmerkungen,endnoten,notes de bas de page,"
        "notas,notas al pie,notas de rodapé,note a piè di pagina,сноски,"
        "примечания,примітки,przypisy,脚注,注释,注,الهوامش,الحواشي,הערות"
    ).split(",")
)


def is_mark_form(text: str) -> bool:
    """Tell whether a text has the form of a note mark: digits, signs, or either in brackets."""
    text = text.strip()
    return bool(_PLAIN.fullmatch(text) or _BRACKETED.fullmatch(text))


def heads_notes(text: str) -> bool:
    """Tell whether a line is the heading of a list of notes."""
    return len(text) < 40 and fold(text) in _HEADINGS


def is_linked_mark(text: str, target: str) -> bool:
    """Tell whether a link is a note mark: a number, a letter or a sign whose target is called a note."""
    return bool(_LINKED.fullmatch(text.strip())) and names_note(target)


def names_note(target: str) -> bool:
    """Tell whether an address or id is that of a note or its mark."""
    return _TARGET.search(target.rpartition("#")[2]) is not None


def is_raised_mark(text: str, before: str, after: str, linked: bool = False) -> bool:
    """Tell whether raised text is a note mark, by its context. `linked`: it is a link.

    10 to the power 6, m², the first, XXe siècle, a nuclide and a charge are not.
    """
    mark = text.strip()
    if linked and _LINKED.fullmatch(mark):
        return True
    if _BRACKETED.fullmatch(mark):
        return True
    if _LETTERED.fullmatch(mark):
        return _is_lettered(mark, before, after)
    if not _PLAIN.fullmatch(mark):
        return False
    return not mark[0].isdecimal() or not _is_formula(mark, before, after)


def _is_lettered(mark: str, before: str, after: str) -> bool:
    """Say whether a raised letter is a note's mark: it stands at the end of a whole word or of a sentence.

    It is none in 1st, XXe, Mme, Prof(a), McDonald and e to the power x.
    """
    if after[:1].isalnum():
        return False
    found = _WORD.search(before[-40:])
    word = found.group() if found else ""
    if not word:
        return before[-1] in " .,;:!?)]”’»\"'。，" if before.strip() else bool(after)
    if not word.isalpha():
        return _YEAR.fullmatch(word) is not None and mark not in ("a", "e", "o", "s")
    if len(word) == 1 or (word[0].isascii() and _ROMAN.fullmatch(word) and word.upper() == word):
        return False
    if word.isupper():
        return mark not in ("s", "e", "o")
    if word[0].isupper() and len(word) <= LONGEST_ABBREVIATED and word[-1].lower() not in _VOWELS:
        return mark[0] not in _ENDINGS
    return len(word) > 3 or (word[0].islower() and word not in _UNITS and mark not in ("o", "a", "e", "r", "s", "t"))


def _is_formula(mark: str, before: str, after: str) -> bool:
    found = _WORD.search(before[-40:])
    word = found.group() if found else ""
    if not word:
        return bool(
            before[-1:] in ("", " ", "-", "(", "\xa0") and (element := _ELEMENT.match(after)) and element.group() in _NUCLIDES
        )
    if word[0].isdecimal():
        return not _YEAR.fullmatch(word)
    if word in _NUCLIDES and len(mark) > 1:
        return True
    return mark in _POWERS and (word.casefold() in _UNITS or len(word) == 1)


_ABOVE = dict(zip("0123456789+-−–=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾", strict=True))
_BELOW = dict(zip("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎", strict=True))
# Only as a power or an index: the letters of 1st, XXe and Mme belong to words and stay.
_LETTERS_ABOVE = {"n": "ⁿ", "i": "ⁱ", "x": "ˣ", "y": "ʸ", "k": "ᵏ", "m": "ᵐ"}
_LETTERS_BELOW = {"n": "ₙ", "i": "ᵢ", "x": "ₓ", "j": "ⱼ", "k": "ₖ", "m": "ₘ", "a": "ₐ", "e": "ₑ", "o": "ₒ"}
_INDEXED = re.compile(r"(?:^|[^\w'’])(?:[^\W\d_]|\d+)$")
ABOVE = "".join(dict.fromkeys(_ABOVE.values()))
USUAL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def above(text: str, before: str = "") -> str:
    """Return raised text in superscripts if all of it can be. `before` precedes it on the line."""
    return _written(text, before, _ABOVE, _LETTERS_ABOVE)


def below(text: str, before: str = "") -> str:
    """Return lowered text in subscripts if all of it can be."""
    return _written(text, before, _BELOW, _LETTERS_BELOW)


def _written(text: str, before: str, signs: dict[str, str], letters: dict[str, str]) -> str:
    bare = text.strip()
    if not bare or bare != text.rstrip() or len(bare) > 8:
        return text
    if all(char in signs for char in bare) and any(char.isdecimal() or char in "+-−–" for char in bare):
        return "".join(signs[char] for char in bare) + text[len(bare) :]
    if len(bare) == 1 and bare in letters and _INDEXED.search(before[-12:]):
        return letters[bare] + text[1:]
    return text
