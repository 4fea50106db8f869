"""Who speaks under each label that is an office alone, decided for all such labels of a document together.

Every label is compared with what the title, the lines above the talk and the first words say of each person. A person whom one
label fits best is no other label's: "Spokesperson" and "Minister" are two people where two are named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.speakers.names.name_cases import basic_form
from archive.parsing.speakers.names.name_lookup import heads
from archive.parsing.speakers.names.name_parts import is_given, is_journalist
from archive.parsing.speakers.names.short_names import plain
from archive.parsing.speakers.offices.authority import kinds_of
from archive.parsing.speakers.offices.office_forms import bases_of
from archive.parsing.speakers.offices.office_matching import (
    changes_office,
    is_contraction,
    is_idle,
    is_short_for,
    office_words,
    same_word,
    without_article,
)
from archive.parsing.speakers.printed_people import Printed, people_in

EXACT, FORM, PART, LETTERS, KIND = 1.0, 0.9, 0.75, 0.7, 0.75
REST, MOST_REST, OTHER_OFFICE = 0.01, 10, 0.12
ELSEWHERE = 0.15  # a word in the label, as a country, that is not said of the person
UNKNOWN = 0.02  # a name of which no word is a known given name
LEAST, MARGIN = 0.5, 0.045
LONGEST_KIND, MOST_BETWEEN = 4, 2  # words of an office of the table; small words between an office and whose it is
_AND = frozenset("and y e et und i и та й e og och ja ve".split())


@dataclass(frozen=True, slots=True)
class _Fit:
    score: float
    label: str
    person: str


class OfficeCast:
    """The persons whom the passages around a talk name, given to the labels."""

    def __init__(
        self, passages: Sequence[str], labels: Iterable[str], claimed: Collection[str], words: Collection[str] = ()
    ) -> None:
        people = [one for number, text in enumerate(dict.fromkeys(passages)) for one in people_in(text, number)]
        self.people = [one for one in people if plain(one.name)]
        self._forms = forms_of(one.name for one in self.people)
        barred = frozenset(map(plain, claimed))
        free = [
            one for one in self.people if barred.isdisjoint(_ends(one.name)) and barred.isdisjoint(_ends(self._forms[one.name]))
        ]
        self._given = _assigned(list(dict.fromkeys(labels)), free, self._forms)

    def only_official(self) -> str | None:
        """Return the one person whom the passages name with an office; None if there are more, or none."""
        people = [one for one in self.people if not is_journalist(one.said)]
        named = {self._forms[one.name] for one in people if any(map(bases_of, one.said)) or _is_titled(one)}
        surnames = {plain(name).split()[-1] for name in named}
        return max(named, key=len) if len(surnames) == 1 else None

    def names(self) -> list[str]:
        """Return all persons named, in the nominative."""
        return list(dict.fromkeys(self._forms.values()))

    def holder(self, label: str) -> str | None:
        """Return the person of a label, in the nominative."""
        return self._given.get(label)

    def plays_another(self, name: str, label: str) -> bool:
        """Tell whether a person is the holder of another label that says something else."""
        own, surname = set(office_words(label).split()), plain(name).split()[-1:]
        others = [other for other, who in self._given.items() if plain(who).split()[-1:] == surname and other != label]
        return any(own.isdisjoint(office_words(other).split()) for other in others)


def _is_titled(one: Printed) -> bool:
    """Tell whether an office of two words stands with a person's known name: "porte-parole"."""
    return is_given(one.name.split()[0]) and lexicon.names_office(one.said)


def _ends(name: str) -> set[str]:
    words = plain(name).split()
    return {words[0], words[-1]} if words else set()


def _assigned(labels: Sequence[str], people: Sequence[Printed], forms: Mapping[str, str]) -> dict[str, str]:
    """Give each label its person, the clearest first."""
    fits: dict[str, dict[str, float]] = {}
    less = [0.0 if any(map(is_given, one.name.split())) or not one.name.isascii() else UNKNOWN for one in people]
    for label in labels:
        own: dict[str, float] = {}
        for one, unknown in zip(people, less, strict=True):
            score = fit(label, one.said) - unknown
            if score >= LEAST:
                own[forms[one.name]] = max(score, own.get(forms[one.name], 0.0))
        if own:
            fits[label] = own
    fitting = list(fits)
    given: dict[str, str] = {}
    while True:
        taken = set(given.values())
        clear = [found for label in fitting if label not in given and (found := _clear(label, fits[label], taken))]
        if not clear:
            break
        best = max(clear, key=lambda one: one.score)
        given[best.label] = best.person
    given |= _hosts_and_guests([label for label in labels if label not in given], fits, people, forms, set(given.values()))
    for label in fitting:  # two labels of one person: "Minister", "Foreign Minister"
        if label not in given and (found := _clear(label, fits[label], set())) and _is_synonym(label, found.person, given):
            given[label] = found.person
    return given


def _hosts_and_guests(
    labels: Sequence[str],
    fits: Mapping[str, Mapping[str, float]],
    people: Sequence[Printed],
    forms: Mapping[str, str],
    taken: Collection[str],
) -> dict[str, str]:
    """Give two labels of one office their persons: "The President" is the host, named first, "of Norland" the guest."""
    found: dict[str, str] = {}
    longer: dict[str, list[str]] = {}
    for label in labels:
        for head in heads(office_words(label)):
            longer.setdefault(head, []).append(label)
    for bare in filter(fits.__contains__, labels):
        guests = [label for label in longer.get(office_words(bare), ()) if label != bare]
        named = [who for one in people if (who := forms[one.name]) not in taken and fits[bare].get(who)]
        persons = list(dict.fromkeys(named))
        if len(guests) == 1 and len(persons) == 2:
            found |= {bare: persons[0], guests[0]: persons[1]}
    return found


def _clear(label: str, fits: Mapping[str, float], taken: Collection[str]) -> _Fit | None:
    own = sorted(((score, who) for who, score in fits.items() if who not in taken), reverse=True)
    if not own or (len(own) > 1 and own[0][0] - own[1][0] < MARGIN):
        return None
    # Another label that fits this person better comes first; it is given in another round.
    return _Fit(own[0][0], label, own[0][1])


def _is_synonym(label: str, person: str, given: Mapping[str, str]) -> bool:
    own = set(office_words(label).split())
    others = [set(office_words(other).split()) for other, who in given.items() if who == person]
    return bool(own) and all(own <= other or other <= own for other in others)


def fit(label: str, said: Sequence[str]) -> float:
    """Return how well a label fits what is said of a person, from 0 to 1."""
    own = [without_article(word) for word in office_words(label).split()]
    wanted, held = [word for word in own if not is_idle(word)] or own, [without_article(word) for word in said if word]
    if not wanted or not held:
        return 0.0
    matches = [max((_likeness(word, other), -place) for place, other in enumerate(held)) for word in wanted]
    if not all(score for score, _ in matches):
        return _by_kind(label, wanted, held)
    places = {-place for _, place in matches}
    if any(_changes(held, place, places) for place in places) or _is_field(wanted, held, min(places)):
        return 0.0
    rest = [word for place, word in enumerate(held) if place not in places and not is_idle(word)]
    others = sum(bool(bases_of(word)) for word in rest)
    score = sum(score for score, _ in matches) / len(matches)
    return score - REST * min(len(rest), MOST_REST) - OTHER_OFFICE * min(others, 2)


def _by_kind(label: str, wanted: Sequence[str], held: Sequence[str]) -> float:
    """Return how well other words for the same office fit: initials, another language, "foreign minister"."""
    if all(
        is_short_for(word, held) or is_contraction(word, held) or any(_likeness(word, one) for one in held) for word in wanted
    ):
        return LETTERS
    kinds = kinds_of(office_words(label))
    runs = (" ".join(held[start : start + size]) for size in range(1, LONGEST_KIND + 1) for start in range(len(held)))
    same = bool(kinds) and any(kinds & kinds_of(run) for run in runs)
    if not same or any(map(changes_office, held)):
        return 0.0
    foreign = [word for word in wanted if not bases_of(word) and not any(_likeness(word, one) for one in held)]
    return KIND - ELSEWHERE if foreign else KIND


def _likeness(word: str, other: str) -> float:
    if word == other:
        return EXACT
    if not bases_of(word).isdisjoint(bases_of(other)):
        return PART if word in lexicon.OFFICES and other in lexicon.OFFICES else FORM  # "ministro", "ministra"
    return PART if same_word(word, other) else 0.0


def _changes(held: Sequence[str], place: int, matched: Collection[int]) -> bool:
    """Tell whether a word right before or behind changes the office: "deputy", "prime", "général"."""
    near = [at for at in (place - 1, place + 1) if 0 <= at < len(held) and at not in matched]
    return any(changes_office(held[at]) for at in near)


def _is_field(wanted: Sequence[str], held: Sequence[str], place: int) -> bool:
    """Tell whether a word says whose office another is: "spokesman of the president", "rzecznik prezydenta"."""
    before = [at for at in range(place) if bases_of(held[at])]
    between = held[before[-1] + 1 : place] if before else []
    if not before or len(between) > MOST_BETWEEN or not all(map(is_idle, between)):
        return False
    return _AND.isdisjoint(between) if between else held[place] not in wanted


def forms_of(names: Iterable[str]) -> dict[str, str]:
    """Return for each name the form that stands for the person: in the nominative, the longest of those printed."""
    counts = Counter(names)
    listed = list(counts)
    basic = {name: basic_form(name if counts[name] > 1 else _unglued(name, listed), listed) for name in listed}
    return {name: _fullest(form, list(basic.values())) for name, form in basic.items()}


def _unglued(name: str, names: Sequence[str]) -> str:
    """Return a name without words of the line above: "Operations Ana Holm" where "Ana Holm" stands elsewhere."""
    own = plain(name)
    for other in names:
        words = other.split()
        if len(words) > 1 and own.endswith(f" {plain(other)}") and is_given(words[0]) and not is_given(words[-1]):
            before = name.split()[: -len(words)]
            if not any(is_given(word) or fold(word) in lexicon.NOBLE or "." in word for word in before):
                return other
    return name


def _fullest(name: str, names: Sequence[str]) -> str:
    """Return the longest printed form that ends in or begins with this one, not in capitals if another is not."""
    own = plain(name)
    same = [
        other for other in names if plain(other) == own or plain(other).endswith(f" {own}") or plain(other).startswith(f"{own} ")
    ]
    return max(same, key=lambda other: (len(plain(other)), not other.isupper()))
