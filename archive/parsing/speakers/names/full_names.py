"""The full names printed in a document for the surnames of its labels."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from archive.countries import code_of
from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.speakers.names.name_parts import is_given
from archive.parsing.speakers.names.short_names import NAME_PARTICLE, NAME_WORD, SMALL, is_loud, plain
from archive.parsing.speakers.names.uncased_scripts import FIELDS, is_han_office, unjoined
from archive.parsing.speakers.offices.office_forms import is_office, office_marks

_RUN = re.compile(rf"(?<![\w.]){NAME_WORD}(?:[ \t\n]+(?:{NAME_PARTICLE}[ \t\n]+){{0,2}}{NAME_WORD}){{1,14}}")
# "Holm, Hon. Edwin", as lists of contents and of members have it.
_LISTED = re.compile(
    rf"(?:^|[\n;])\s*({NAME_WORD}),\s+(?:the\s+)?(?:Hon|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Amb|Sir|H\.E)\.?\s+({NAME_WORD}(?:\s\w\.)?)(?=[\s,;]|$)"
)
_SMALL = re.compile(rf"\b[{SMALL}][\w'’]+")
_INITIAL = re.compile(r"(?:\w\.){1,3}")
# With Turkish endings after an apostrophe: "Aydın'ın".
_POSSESSIVE = re.compile(r"['’](?:s|[ny]?[ıiuüae]n?)?$")
_BARRED = (
    lexicon.OPENERS | lexicon.INSTITUTIONS | lexicon.EVENTS | lexicon.OFFICES | lexicon.POLITE | lexicon.PARTICLES | lexicon.PRESS
)
MAX_NAME = 4
# Words that introduce a speaker.
_INTRODUCED = re.compile(r"(?:\b(?:is|am|by|welcome|introduce|colleague|friend|speaker|это|ist|est|es)|[’']m),?\s+$", re.I)
# "Minister of the ", behind which the office's field comes before the name.
_OFFICE_OF = re.compile(
    r"(?:\b(?:president|minister|secretary|governor|ministr[oae]|ministre|mayor|chair|director|commissioner))\s+(?:of|for|de|du|da|do)\s+(?:the\s+|la\s+)?$",
    re.I,
)
FIELD_AND_NAME = 2  # words
SAMPLE = 400_000
TITLES, MOST_TITLES = 30, 3  # characters and words of titles before a name
MOST_FIELD = 4  # words from an office to the name: "Министар спољних послова Ратко ..."
STOPS = (",", ";", ":", "!", "?")


@dataclass(slots=True)
class _Form:
    """A full name as printed: its frequency, whether in title or header, whether an office stood right before it."""

    name: str
    count: int = 0
    prominent: bool = False
    titled: bool = False
    spouse: bool = False

    @property
    def first(self) -> str:
        given = fold(self.name).split()[0]
        return lexicon.NICKNAMES.get(given, given)

    @property
    def told(self) -> bool:
        """Tell whether something shows that these words name somebody: a given name, a title, the head, a second time."""
        return self.rank()[1] or self.prominent or self.titled or self.count > 1 or is_given(self.first)

    def rank(self) -> tuple[bool, bool, bool]:
        return (self.prominent, self.first in lexicon.GIVEN_NAMES or bool(_INITIAL.fullmatch(self.name.split()[0])), self.titled)


@dataclass(slots=True)
class NameIndex:
    """Full names by surname, for the requested surnames."""

    wanted: frozenset[str]
    small: frozenset[str]
    forms: dict[str, dict[str, _Form]] = field(default_factory=lambda: defaultdict(dict))
    surname_first: dict[str, str] = field(default_factory=dict)

    def add(self, text: str, prominent: bool = False) -> None:
        """Add the names of a text; `prominent` for title, header and labels."""
        for found in _LISTED.finditer(text) if prominent else ():
            if _last_word(found.group(1)) in self.wanted:
                self._add_before([found.group(2)], found.group(1), prominent, True, False)
        for found in _RUN.finditer(text):
            tokens = found.group().split()
            oneself = tokens[0].casefold().replace("’", "'") == "i'm"
            tokens = tokens[1:] if oneself else tokens
            lead = " ".join(text[max(0, found.start() - TITLES) : found.start()].split()[-MOST_TITLES:])
            tokens = (
                tokens[1:]
                if len(tokens) > FIELD_AND_NAME and _OFFICE_OF.search(text[max(0, found.start() - TITLES) : found.start()])
                else tokens
            )
            for end in range(1, len(tokens)):
                last = tokens[end] if _last_word(tokens[end]) in self.wanted else _POSSESSIVE.sub("", tokens[end])
                if _last_word(last) in self.wanted and not self._goes_on(tokens, end):
                    near = text[max(0, found.start() - TITLES) : found.start()]
                    introduced = oneself or bool(_INTRODUCED.search(near)) or _is_titled(near)
                    self._add_before(tokens[:end], last, prominent, introduced, is_spouse(lead))
            self._add_behind(tokens)

    def _goes_on(self, tokens: list[str], end: int) -> bool:
        """Tell whether a name continues after its supposed surname: "Vo Ngan" in "General Vo Ngan Kha"."""
        behind = tokens[end + 1] if end + 1 < len(tokens) else ""
        known = _last_word(behind) in self.wanted or fold(behind) in lexicon.GIVEN_NAMES
        return bool(behind) and not _POSSESSIVE.search(tokens[end]) and not known and self._may_be_given(behind)

    def _add_behind(self, tokens: list[str]) -> None:
        """Add names with the surname first, in capitals as in East Asia: "MORI Kana"."""
        for surname, given in pairwise(tokens):
            capitals = len(surname) > 2 and surname.isupper() and not given.isupper()
            if capitals and plain(surname) in self.wanted and self._may_be_given(given) and not _POSSESSIVE.search(surname):
                self.surname_first.setdefault(plain(surname), f"{surname.capitalize()} {_POSSESSIVE.sub('', given)}")

    def _add_before(self, before: list[str], last: str, prominent: bool, introduced: bool, spouse: bool) -> None:
        """Add every name that ends here: one to three words before the surname, as far as they can belong to a name."""
        prefix, given = part_titles(before)
        given = given[-(MAX_NAME - 1) :]
        loud = prominent and last.isupper() and all(token.isupper() and len(token) > 1 for token in given)
        other = max((place for place, token in enumerate(given) if not self._may_be_given(token, loud)), default=-1)
        given = given[other + 1 :]  # "Υπουργείου Εξωτερικών Δάφνη Καλλέργη": the office's field precedes the name
        if not given:
            return
        for start in range(len(given)):
            name = " ".join([*given[start:], last])
            form = self.forms[_last_word(last)].setdefault(plain(name), _Form(name))
            form.name = name if is_loud(form.name) else form.name
            form.count += 1
            form.prominent = form.prominent or prominent
            form.titled = form.titled or (start == 0 and (bool(prefix) or introduced))
            form.spouse = form.spouse or is_spouse(" ".join(prefix)) or spouse

    def _may_be_given(self, token: str, loud: bool = False) -> bool:
        """Tell whether a word may be a given name; short ones in capitals are abbreviations, unless everything is (`loud`)."""
        folded = fold(token)
        if folded in lexicon.GIVEN_NAMES or _INITIAL.fullmatch(token) or folded in lexicon.NOBLE:
            return True
        return (
            bool(folded)
            and folded not in _BARRED
            and not is_office(folded)
            and folded.removesuffix("s") not in lexicon.OFFICES
            and unjoined(token) not in FIELDS
            and not is_han_office(token)
            and folded not in self.small
            and not (token[0].upper() == token[0].lower() and folded in lexicon.HEADLINES)
            and not (token.isupper() and len(token) < 5 and not loud)
        )

    def full_names(self, tail: str, spouses: bool = True) -> list[str]:
        """Return the most likely full names of a surname, one a person; several if persons differ."""
        tail = plain(tail)
        forms = [form for form in self._forms_of(tail) if spouses or not form.spouse]
        if not forms:
            return [self.surname_first[tail]] if tail in self.surname_first else []
        best = max(form.rank() for form in forms)
        persons = _persons([form for form in forms if form.rank() == best], forms)
        counts = [form.count for form in persons]
        if len(persons) > 1 and counts[0] >= 4 * counts[1]:
            persons = persons[:1]
        return [form.name for form in persons]

    def spelt_out(self, tail: str) -> list[str]:
        """Return all names of a surname that do not begin with an initial."""
        return [form.name for form in self._forms_of(plain(tail)) if not _INITIAL.fullmatch(form.name.split()[0])]

    def _forms_of(self, tail: str) -> list[_Form]:
        forms = [form for form in self.forms.get(_last_word(tail), {}).values() if plain(form.name).endswith(f" {tail}")]
        return [form for form in forms if form.told]

    def printed(self, folded: str) -> str | None:
        """Return a name as printed in the text, given its folded form; not if it is always in capitals."""
        form = self.forms.get(_last_word(folded), {}).get(plain(folded))
        return form.name if form and not is_loud(form.name) else None


def _is_titled(before: str) -> bool:
    """Tell whether an honorific or an office ends right before a name: "Hon. ", "Ms. "."""
    words = before.split()[-MOST_FIELD:] if before[-1:].isspace() else []
    last = max((at for at, word in enumerate(words) if office_marks([word])[0]), default=None)
    if last is None or any(word.endswith(STOPS) for word in words[last:]):
        return False
    return all(word.islower() for word in words[last + 1 :])


def is_spouse(titles: str) -> bool:
    """Tell whether the titles before a name are those of a head of state's wife or husband: "First Lady Dr."."""
    return not lexicon.SPOUSES.isdisjoint(re.findall(r"(?=\b(\w+ \w+)\b)", fold(titles)))


def _persons(best: Sequence[_Form], all_forms: Sequence[_Form]) -> list[_Form]:
    """Return one form a person: the longest of forms that share an ending or differ by a middle name; not one in capitals."""
    kept: list[_Form] = []
    for form in sorted(best, key=lambda form: (form.name.isupper(), -len(form.name))):
        if not any(fold(longer.name).endswith(f" {fold(form.name)}") or longer.first == form.first for longer in kept):
            kept.append(_with_initial(form, all_forms))
    return sorted(kept, key=lambda form: -form.count)


def _with_initial(form: _Form, forms: Sequence[_Form]) -> _Form:
    """Prefer "Ilsa K. Varga" to "Ilsa Varga"."""
    fuller = [other for other in forms if other.first == form.first and _has_initial(other.name) and not _has_initial(form.name)]
    return max(fuller, key=lambda other: other.count, default=form)


def _has_initial(name: str) -> bool:
    return any(_INITIAL.fullmatch(token) for token in name.split()[1:-1])


def _last_word(text: str) -> str:
    words = plain(text).split()
    return words[-1] if words else ""


def index_names(wanted: Iterable[str], head: Iterable[str], body: Sequence[str]) -> NameIndex:
    """Index the names that end in the wanted surnames (folded), over a document's head and body."""
    small = frozenset(word.casefold() for text in _first(body, SAMPLE) for word in _SMALL.findall(text))
    index = NameIndex(frozenset(filter(None, map(_last_word, wanted))), small)
    for text in head:
        index.add(text, prominent=True)
    for text in body:
        index.add(text)
    return index


def _first(texts: Sequence[str], limit: int) -> Iterable[str]:
    for text in texts:
        if limit <= 0:
            return
        yield text[:limit]
        limit -= len(text)


def part_titles(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Split honorifics and offices from the name after them: "Prime Minister Narendra Modi"."""
    start = 0
    for position, (token, marked) in enumerate(zip(tokens, office_marks(tokens), strict=True)):
        folded = fold(token)
        if _INITIAL.fullmatch(token) and folded not in lexicon.HONORIFICS:
            continue
        if marked or folded in lexicon.HONORIFICS or folded in lexicon.OPENERS:
            start = position + 1
    # In Arabic the office's field has the article: "minister of the ports".
    while 0 < start < len(tokens) - 1 and tokens[start].startswith("ال") and not is_given(tokens[start]):
        start += 1
    return tokens[:start], tokens[start:]


def is_form_of_longer(own: Sequence[str], longer: Sequence[str]) -> bool:
    """Tell whether a folded name leaves out words of a longer one: the same first word, the others in the same order."""
    told = 1 < len(own) < len(longer) <= MAX_NAME and all(map(str.isalpha, longer)) and code_of(longer[-1]) is None
    rest = iter(longer)
    return told and own[0] == longer[0] and all(word in rest for word in own)
