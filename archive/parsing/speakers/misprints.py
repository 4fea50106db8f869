"""Labels and names that are misprints of others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cached_property

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.labels.candidates import key_of
from archive.parsing.speakers.names.name_lookup import NearMisses
from archive.parsing.speakers.names.name_parts import is_given
from archive.parsing.speakers.names.short_names import plain
from archive.parsing.speakers.offices.office_forms import has_office

ALIKE, WORDS_ALIKE = 0.8, 0.5
# A misprint must be this many times rarer than its original; only the most frequent labels are compared.
RARER, LOOKED_AT = 4, 12
MOST_KNOWN = 60  # labels of offices with which others are compared
LEAST_NAME, LEAST_SURNAME = 8, 6  # letters
SHORTEST_WORD = 6  # letters
MISREAD, MISREAD_WORD = 0.75, 0.85  # of an office of two words, of one word
OFTEN, SHORT = 6, 3  # how often an office of so few letters stands, of which a label once is a misprint
LEAST_BEFORE = 3  # letters of the word before a glued label
_LIKE_LETTERS = str.maketrans("1045", "ioas")  # digits that a scan reads for letters
_SPEAKING = lexicon.SPOKEN - lexicon.VOICES  # a voice from the hall may be anybody's
_KNOWN = lexicon.OFFICES | lexicon.WITHIN_OFFICES
_GLUED = re.compile(r"(?P<before>.*[^\W\d_]{2,}[.!?…]+)\s*(?P<behind>[^\W\d_][\w'’ -]+)")


def without_stray(folded: str) -> str:
    """Return a folded label without stray letters that a scan put before it, and without digits in its words."""
    words = [re.sub(r"\d", "", word) for word in folded.split()]
    while len(words) > 1 and len(words[0]) < 2:
        words = words[1:]
    return " ".join(filter(None, words))


def is_known(folded: str) -> bool:
    """Tell whether a folded label has only words of offices or of parts in a session: "prime minister", "question"."""
    words = folded.split()
    return bool(words) and (folded in _SPEAKING or all(word in _KNOWN for word in words))


def is_misread(own: str, usual: str) -> bool:
    """Tell whether a folded label is an office's with letters misread, parted or run together."""
    letters, others = own.translate(_LIKE_LETTERS).replace(" ", ""), usual.replace(" ", "")
    if len(others) < LEAST_NAME or set(usual.split()) <= set(own.split()) or abs(len(letters) - len(others)) * 4 > len(others):
        return False
    return _alike(letters, others, MISREAD if " " in usual else MISREAD_WORD)


def is_misprint(own: str, usual: str) -> bool:
    """Tell whether a label is another one with letters misread: as many words, each similar."""
    words, others = own.split(), usual.split()
    if len(words) != len(others) or len(own) < 6 or not _alike(own, usual, ALIKE):
        return False
    different = [(one, other) for one, other in zip(words, others, strict=True) if one != other]
    known = lexicon.OFFICES | lexicon.GIVEN_NAMES
    return all(len(one) > 3 and one not in known and _alike(one, other, WORDS_ALIKE) for one, other in different)


def _alike(one: str, other: str, least: float) -> bool:
    """Tell whether two texts are as similar as `least` (0 to 1); bounds that cost little come first."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least and matcher.ratio() >= least


def is_misprinted_asker(key: str) -> bool:
    """Tell whether a label is a misread word for the asker ("JOIJRNALIST"): one word of ten letters or more."""
    if len(key) < 9 or len(key) > 14 or " " in key or not key.isascii():
        return False
    return any(abs(len(word) - len(key)) < 3 and _alike(key, word, MISREAD_WORD) for word in _LONG_ASKERS)


_LONG_ASKERS = tuple(word for word in lexicon.ASKERS if len(word) > 8 and " " not in word and word.isascii())


def is_misprinted_word(key: str, usual: str, words: frozenset[str]) -> bool:
    """Tell whether a folded label is one of these words misread, as another label has it: "modeartor" for "moderator"."""
    return usual in words and key != usual and len(key) > SHORTEST_WORD and misprinted(key, usual)


def misprinted(a: str, b: str) -> bool:
    """Tell whether two names differ by one letter, or by two swapped neighbours."""
    if one_letter_apart(a, b):
        return True
    places = [i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y]
    return len(a) == len(b) and len(places) == 2 and places[1] == places[0] + 1 and sorted(a) == sorted(b)


def one_letter_apart(a: str, b: str) -> bool:
    """Tell whether two words differ by one letter changed, added or omitted."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    return rest_a[1:] == rest_b[1:] or rest_a[1:] == rest_b or rest_a == rest_b[1:]


class LikeLabels:
    """The labels of a document, and which of them are misprints of which. `names` has the plain name in each label."""

    def __init__(self, counts: Counter[str], names: Mapping[str, str]) -> None:
        self._counts = counts
        self._by_letters: dict[str, list[str]] = {}
        self._by_fold: dict[str, list[str]] = {}
        often = counts.most_common()
        for label, _ in often:
            self._by_letters.setdefault(plain(label).replace(" ", ""), []).append(label)
        for label in counts:
            self._by_fold.setdefault(fold(label), []).append(label)
        self._most, self._known = often[:LOOKED_AT], [label for label, _ in often if is_known(fold(label))][:MOST_KNOWN]
        self._managing = [label for label in counts if key_of(label) in lexicon.MANAGERS]
        self._found: dict[str, str | None] = {}
        self._often: dict[str, list[str]] = {}
        for label, name in names.items():
            if name and counts[label] > 1:
                self._often.setdefault(name, []).append(label)
        self._by_surname: dict[str, list[str]] = {}
        for name, some in self._often.items():
            self._by_surname.setdefault(name.split()[-1], []).extend(some)

    @cached_property
    def _near_names(self) -> NearMisses:
        return NearMisses(self._often)

    @cached_property
    def _near_surnames(self) -> NearMisses:
        return NearMisses(self._by_surname)

    def usual(self, label: str) -> str | None:
        """Return the label of which another is a misprint."""
        if label not in self._found:
            self._found[label] = self._usual(label)
        return self._found[label]

    def _usual(self, label: str) -> str | None:
        return (
            self._without_accents(label)
            or self._behind_a_sentence(label)
            or self._misread_office(label)
            or self._much_oftener(label)
            or self._voice(label)
        )

    def _behind_a_sentence(self, label: str) -> str | None:
        """Return the label that another ends in, glued to the sentence before it: "Hello. CALLER", "Rights.JOURNALIST"."""
        found = _GLUED.fullmatch(label)
        if found is None or self._counts[label] > 1 or has_office(found["before"]):
            return None
        last = fold(found["before"]).split()[-1:]
        if not last or len(last[0]) < LEAST_BEFORE or not lexicon.HONORIFICS.isdisjoint(last):
            return None
        return next((other for other in self._by_fold.get(fold(found["behind"]), ()) if other != label), None)

    def _misread_office(self, label: str) -> str | None:
        """Return the office or part that a scan spoilt, if another label has it: "PR IN1E MINISTE R", "PM4", "PU".

        Words of offices are known, so that it need not be the rarer one.
        """
        own = fold(label)
        if is_known(own) or any(map(is_given, own.split())):
            return None
        others = (other for other in self._known if other != label)  # the most frequent first
        return next((other for other in others if is_misread(own, fold(other)) or self._is_short_misread(label, other)), None)

    def _is_short_misread(self, label: str, other: str) -> bool:
        """Tell whether a label that occurs once is an office of two or three letters with one of them misread."""
        own, usual = fold(label), fold(other)
        if self._counts[label] > 1 or not label.isupper() or own in lexicon.OUTLETS or len(usual) > SHORT:
            return False
        if re.sub(r"\d", "", own) == usual:
            return self._counts[other] > 1
        return self._counts[other] >= OFTEN and len(own) == len(usual) and own.isalpha() and one_letter_apart(own, usual)

    def _without_accents(self, label: str) -> str | None:
        """Return the label that stands more often and differs in accents or spaces alone: "Nguời phát ngôn", "P RICE"."""
        letters = plain(label).replace(" ", "")
        stray = not label[:1].isalnum()  # ". PRIME MINISTER"
        for other in self._by_letters.get(letters, ()):  # the most frequent first
            if self._counts[other] <= self._counts[label]:
                return None
            if fold(other) != fold(label) or stray:
                return other
        return None

    def _much_oftener(self, label: str) -> str | None:
        """Return the label of which a much rarer one is a misprint: "] PREME MINISTER", "I) PM", "PRUEf MINISTER"."""
        own = fold(label)
        for other, count in self._most:
            if count < RARER * self._counts[label] or count < RARER:
                return None
            usual = fold(other)
            credit = ":" in label and own.endswith(f" {usual}")  # "Photo: Ana Reis Minister"
            if usual != own and other != label and (credit or without_stray(own) == usual or is_misprint(own, usual)):
                return other
        return None

    def _voice(self, label: str) -> str | None:
        """Return the label for who runs the session of which a label is a misprint: "MODEARTOR"."""
        key = key_of(label)
        return next((other for other in self._managing if is_misprinted_word(key, key_of(other), lexicon.MANAGERS)), None)

    def meant(self, name: str) -> str | None:
        """Return the plain full name, in a more frequent label, of which a full name is a misprint."""
        own = plain(name)
        if len(own) < LEAST_NAME:
            return None
        near = [other for other in self._near_names.near(own) if misprinted(own, other)]
        return near[0] if len(near) == 1 else None

    def with_like_surname(self, tail: str) -> list[str]:
        """Return the more frequent labels whose surname differs by a letter from that of a label that occurs once.

        Of two recurring labels neither is a misprint ("INTERLOCUTOR", "INTERLOCUTORA").
        """
        if len(tail) < LEAST_SURNAME or " " in tail:
            return []
        surnames = [surname for surname in self._near_surnames.near(tail) if misprinted(surname, tail)]
        return [label for surname in surnames for label in self._by_surname[surname]]
