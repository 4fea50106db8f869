"""The parts of a name: given names, honorifics before them, a surname printed first ("BRANTES, Pollo")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from archive.countries import code_of
from archive.parsing import lexicon
from archive.parsing.cleaning import fold

GIVEN_FILE = Path(__file__).with_name("given_names.txt")


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Return the known given names, folded."""
    return frozenset(GIVEN_FILE.read_text(encoding="utf-8").split()) | lexicon.GIVEN_NAMES


def is_given(word: str) -> bool:
    """Say whether a word is a known given name."""
    return fold(word) in given_names()


_WHOSE = r"(?:his|her|their|son|sa|leurs?|su|sus|sua|suas|seine?|ihre?|sein|its|его|её|ее|їх|його)"
_HONOUR = (
    r"(?:(?:most|very|royal|imperial|serene|right)\s+){0,3}"
    r"(?:excellenc(?:y|ies)|highness(?:es)?|majest(?:y|ies)|holiness|eminence|beatitude|grace|honou?r|lordship|ladyship|worship"
    r"|excellences?|altesse|majesté|sainteté|éminence|excelencias?|alteza|majestad|santidad|excelências?|majestade"
    r"|exzellenz|hoheit|majestät|eccellenza|altezza|maestà|превосходительство|высочество|величество|святейшество)"
)
_SHORT = r"(?:s\.\s?e\.\s?m(?:me)?\.?|h\.?\s?e\.?|h\.?\s?r\.?\s?h\.?|h\.?\s?m\.?|s\.?\s?e\.?|s\.?\s?m\.?)(?=\s)"
_HON = r"(?:the\s+)?(?:(?:rt|right)\.?\s+)?(?:l['’]\s?)?(?:(?:très|tres)\s+)?(?:hon\b\.?|honou?rable)"
_CHAIN = re.compile(rf"(?:(?:{_WHOSE}\s+{_HONOUR}|{_SHORT}|{_HON})[\s,]+)+(?=\S)", re.I)

# "M r Holm", as scans have it.
_SPACED = re.compile(r"^([MD]) ([rs])(?=\.? [A-Z])")


# Words of respect behind a name or an office: "सुलोचना जी", "田中さん", "김 장관님", "وزیر صاحب".
_POLITE_END = re.compile(
    r"(?<=\S)(?:\s+(?:जी|साहब|साहिब|महोदय|महोदया|صاحب|صاحبہ)|(?<=[\u3040-\u9fff]{2})(?:さん|様|先生|女士|氏)|(?<=[\uac00-\ud7af]{2})\s?(?:님|씨))$"
)


def without_polite_end(label: str) -> str:
    """Return a label without a word of respect behind the name or the office; all of it if no word is left: "… जी"."""
    bare = _POLITE_END.sub("", label)
    return bare if fold(bare) else label


def without_honours(label: str) -> str:
    """Return a label without honorifics before and behind it; all of it if nothing else is left.

    "Your Excellency" and "Excellencies" stay: they address somebody.
    """
    label = without_polite_end(_SPACED.sub(r"\1\2", label))
    found = _CHAIN.match(label)
    rest = label[found.end() :] if found else label
    return rest if rest[:1].isalpha() else label


_INVERTED = re.compile(r"\s*(?P<surname>[^,()\[\]/:]{2,60}),\s*(?P<given>[^,()\[\]/:]{1,40}?)\s*(?P<rest>[,(\[].*)?")
_INITIAL = re.compile(r"(?:[^\W\d_]\.[ -]?){1,3}")
# What may follow the comma after a surname without being a given name.
_BEHIND = frozenset("jr sr ii iii iv mp mep mpp mla qc kc phd md esq am ao obe cbe kcmg ret retd host ceo".split())
_BARRED = (
    lexicon.OFFICES
    | lexicon.HONORIFICS
    | lexicon.SPOKEN
    | lexicon.HEADINGS
    | lexicon.SENTENCE_WORDS
    | lexicon.INSTITUTIONS
    | lexicon.EVENTS
    | _BEHIND
    | lexicon.PRESS
)
ABBREVIATION = 4  # letters
MOST_GIVEN = 3


def in_order(label: str) -> str:
    """Return a "Surname, Given" label with the given name first; any other unchanged.

    An office, outlet, country or degree after the comma leaves it unchanged, as does a name complete before the comma.
    """
    found = _INVERTED.fullmatch(label)
    if found is None or not _is_inverted(found["surname"].split(), found["given"].split()):
        return label
    surname, given, rest = found["surname"].strip(), found["given"], found["rest"] or ""
    shown = capitalised_words(surname) if surname.isupper() and not given.isupper() else surname
    return f"{given} {shown}{'' if rest[:1] in ('', ',') else ' '}{rest}"


def surname_last(name: str) -> str:
    """Return "BRANTES Pollo" as "Pollo BRANTES"; any other unchanged. Capitals show the surname if the given name has none."""
    tokens = name.split()
    capitals = [token for token in tokens if _in_capitals(token)]
    if not 2 <= len(tokens) <= MOST_GIVEN + 1 or not 0 < len(capitals) < len(tokens):
        return name
    given = tokens[len(capitals) :]
    if tokens[: len(capitals)] != capitals or not all(token[:1].isupper() for token in given) or not _may_be_name(tokens):
        return name
    return " ".join([*given, *capitals])


def _is_inverted(surname: list[str], given: list[str]) -> bool:
    if not 1 <= len(surname) <= MOST_GIVEN or not 1 <= len(given) <= MOST_GIVEN or not _may_be_name([*surname, *given]):
        return False
    known = fold(given[0]) in lexicon.GIVEN_NAMES or bool(_INITIAL.fullmatch(given[0]))
    told = all(map(_in_capitals, surname)) and not any(map(_in_capitals, given))
    proper = [token for token in surname if fold(token) not in lexicon.NOBLE]
    if any(token.isupper() and len(token) <= ABBREVIATION and "." not in token for token in given) and not known:
        return False
    if fold(" ".join(given)) in lexicon.OUTLETS or code_of(" ".join(given)) is not None:
        return False
    return known or told or (len(proper) == 1 and len(given) == 1)


def _may_be_name(tokens: list[str]) -> bool:
    for token in tokens:
        word = fold(token)
        if not word or _has_digit(token) or not (token[:1].isupper() or word in lexicon.NOBLE):
            return False
        if word in _BARRED and not _INITIAL.fullmatch(token):
            return False
    return True


def is_press(text: str) -> bool:
    """Tell whether a text is a news organisation, known or by its words: "Tide News", "NHK"."""
    words = fold(text).split()
    return fold(text) in lexicon.OUTLETS or (bool(words) and not lexicon.PRESS.isdisjoint(words))


# In any case: "Интервью министра журналисту Ивану Горному".
_JOURNALIST = re.compile(
    "журнал|корресп|journal|correspond|periodis|giornal|dziennika|novin[aá]r|новинар|gazetec|reporter|репортер|újságír", re.I
)


def is_journalist(words: Sequence[str]) -> bool:
    """Tell whether the last of the words before a name, in any case, says that the person asks for a living."""
    return bool(words) and _JOURNALIST.match(words[-1]) is not None


def _has_digit(token: str) -> bool:
    return any(map(str.isdigit, token))


def _in_capitals(token: str) -> bool:
    return token.isupper() and sum(map(str.isalpha, token)) > 1 and "." not in token


def capitalised_words(text: str) -> str:
    """Return a text with each run of letters capitalised, as after an apostrophe or a hyphen: "O'Brien-Holm"."""
    return re.sub(r"[^\W\d_]+", lambda found: found.group().capitalize(), text)
