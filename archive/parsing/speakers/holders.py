"""The person behind an office alone ("THE PRESIDENT", "MINISTER") or with a surname ("PRESIDENT VARGA")."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.metadata.publisher import Home
from archive.parsing.speakers.casting import OfficeCast
from archive.parsing.speakers.introductions import full_names_in, named_as
from archive.parsing.speakers.named import Named
from archive.parsing.speakers.names.full_names import is_spouse
from archive.parsing.speakers.names.name_lookup import NamesByWord
from archive.parsing.speakers.names.name_parts import is_given
from archive.parsing.speakers.names.short_names import NAME_PARTICLE, NAME_WORD, by_letters, containing, letters_of, plain
from archive.parsing.speakers.names.uncased_scripts import HAN
from archive.parsing.speakers.offices.authority import Authority, Holder, kinds_of
from archive.parsing.speakers.offices.label_offices import LabelOffices
from archive.parsing.speakers.offices.label_parts import LabelParts
from archive.parsing.speakers.offices.office_matching import MOST_LETTERS, fits, is_acronym_of, office_words
from archive.parsing.speakers.roster import Roster

_TITLED = rf"(?:Mr|Mrs|Ms|M|Mme|Sir|Dr|Sr|Sra|Srta)\.?\s+{NAME_WORD}(?: (?:{NAME_PARTICLE} )*{NAME_WORD})?"
_PRESENT = re.compile(rf"\s*([^\W\d_][\w -]{{2,30}}?)\s*[:：]\s*({_TITLED})(?=\s|[.,;(]|$)")
MOST_SURNAME = 2  # Chinese characters


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a document besides its words: its publisher, its day, and the persons in its fields and head.

    `in_fields` are persons of the markup's own fields, `in_head` those of title and header with their offices, `in_foot` those
    below the talk and in captions, `on_signboard` those of a masthead that sets name above office, `introduced` those whom the
    first words introduce, with the label of who does so. `passages` are the lines and paragraphs above the talk, `said_first`
    sentences that introduce somebody, with their label. `head` is title and first lines, `around` all short lines around it.
    """

    home: Home = field(default_factory=Home)
    day: dt.date | None = None
    authority: Authority = field(default_factory=Authority)
    in_fields: Sequence[Named] = ()
    in_head: Sequence[Named] = ()
    bare: Sequence[str] = ()
    in_foot: Sequence[Named] = ()
    on_signboard: Sequence[Named] = ()
    introduced: Sequence[tuple[str, Named]] = ()
    head: Sequence[str] = ()
    around: Sequence[str] = ()
    self_named: Mapping[str, str] = field(default_factory=dict)
    passages: Sequence[str] = ()
    said_first: Sequence[tuple[str, str]] = ()


class Holders:
    """Finds the holders of offices within one document."""

    def __init__(self, context: Context, parts: Mapping[str, LabelParts], full: Mapping[str, str]) -> None:
        self.context = context
        self._full = full
        self._parts = parts
        self._alone = {
            office_words(one.office or label) for label, one in parts.items() if one.name is None and _is_office(label)
        }
        self._offices = LabelOffices(parts, full, self._alone)
        surnames = (fold(one.name).split() for one in parts.values() if one.name)
        self._in_head_alone = full_names_in(context.head)
        self._roster: Roster | None = None
        self._claimed = frozenset(words[-1] for words in surnames if words) | frozenset(
            words[0] for one in parts.values() if one.name and (words := fold(one.name).split())
        )
        self._cast = OfficeCast(context.passages, self._offices_alone(), self._claimed)
        self._introductions: dict[tuple[str, ...], OfficeCast] = {}

    def _offices_alone(self) -> list[str]:
        """Return the labels that name nobody."""
        return [label for label, one in self._parts.items() if one.name is None or " " not in one.name]

    def only_official(self) -> str | None:
        """Return the one person whom the lines above the talk name with an office."""
        return self._cast.only_official()

    def of_cast(self, label: str) -> str | None:
        """Return the person whom the lines above the talk, or another's introduction, give this label and no other.

        The authority table's holder comes first where the document names that person, or where the one it names beside the
        office holds it elsewhere: a guest.
        """
        name = self._cast.holder(label) or self._introduced_as(label)
        return None if name is None or self._table_comes_first(label, name) else name

    def _introduced_as(self, label: str) -> str | None:
        said = tuple(text for by, text in self.context.said_first if by != label)
        if not said:
            return None
        if said not in self._introductions:
            given = {fold(who).split()[-1] for other in self._offices_alone() if (who := self._cast.holder(other))}
            self._introductions[said] = OfficeCast(said, self._offices_alone(), self._claimed | given)
        return self._introductions[said].holder(label)

    def _table_comes_first(self, label: str, name: str) -> bool:
        holder = self._by_authority(label)
        surname = plain(name).split()[-1]
        if holder is None or any(surname in plain(other).split() for other in holder.names):
            return False
        surnames = {plain(other).split()[-1] for other in holder.names}
        printed = any(surnames & set(plain(text).split()) for text in self.context.passages)
        kinds = kinds_of(label)
        abroad = any(
            plain(name) in map(plain, who.names) and kinds & kinds_of(who.office) for who in self.context.authority.holders
        )
        return printed or abroad

    def of_office(self, office: str) -> str | None:
        """Return the holder of an office that stands alone in a label, as printed in the document."""
        wanted = office_words(office)
        if not wanted:
            return None
        named = self._offices.holder(wanted) or self._on_signboard(wanted)
        if named is None and (holder := self._by_authority(office)) is not None:
            named = self.printed(holder)
        free = named or self._in_head(wanted) or self._introduced(wanted) or self._in_foot(wanted)
        return free or self._left_over(wanted) or self._also_named(wanted)

    def _on_signboard(self, wanted: str) -> str | None:
        return _usual_form([one.name for one in self.context.on_signboard if fits(wanted, office_words(one.office or ""))])

    def _also_named(self, wanted: str) -> str | None:
        """Return who stands with the office in the head though another label prints the name: "Dr. Holm", then "Spokesperson"."""
        named = (one for one in self.context.in_head if any(map(is_given, one.name.split())))
        said = [one.name for one in named if one.office and fits(wanted, office_words(one.office))]
        return _usual_form(said)

    def of_letters(self, label: str) -> str | None:
        """Return the person of a label that is only initials: of an office ("PS") or of a name ("RD")."""
        context = self.context
        offices = [one.name for one in (*context.in_head, *context.in_fields) if one.office and is_acronym_of(label, one.office)]
        near = self._talk.with_letters(letters_of(label) or "")
        return _usual_form(offices) or by_letters(label, [*near, *self._in_head_alone]) or self.listed(label)

    def of_tail(self, label: str, tail: str, titled: bool, office: str | None = None) -> str | None:
        """Return the one person who bears the last words of a label, or whose letters the label is; else nobody of a list."""
        lettered = not titled or (tail.isupper() and len(tail) <= MOST_LETTERS)
        return self.of_part(tail, titled, office) or (self.of_letters(tail if titled else label) if lettered else None)

    def of_part(self, tail: str, titled: bool, office: str | None = None) -> str | None:
        """Return the one person near the talk whose name contains these words; after a title, any in the head."""
        if HAN.match(tail) and len(tail) <= MOST_SURNAME:
            return _one_of({name: name for name in self._talk.beginning(tail) if len(name) > len(tail)})
        if HAN.match(tail):  # a whole name
            return None
        others = self._spouses() if office and not is_spouse(office) else frozenset()
        names = [name for name in self._talk.with_words(tail) if fold(name) not in others]
        alone = [name for name in self._in_head_alone if fold(name) not in others]
        return containing(tail, names) or (containing(tail, alone) if titled else None)

    def of_surnames(self, name: str, office: str | None) -> str | None:
        """Return the one full name near the talk that has two surnames behind an office: "Ministro Brandel Lemos"."""
        bare = office is not None and not any(map(is_given, name.split()))
        return self.of_part(name, titled=True, office=office) if bare else None

    def ending_in(self, name: str) -> str | None:
        """Return the one longer name near the talk that ends in these words: two surnames behind an office."""
        own = plain(name)
        alike = (other for other in self._talk.ending_like(name) if plain(other).endswith(f" {own}"))
        return _one_of({plain(other): other for other in alike if is_given(other.split()[0])})

    def ending_like(self, name: str) -> Sequence[str]:
        """Return the names near the talk with the last word of another."""
        return self._talk.ending_like(name)

    def in_list(self, office: str) -> str | None:
        """Return who a list of those present names by title and surname alone: "President:  Mr. Bensaid . . . (Algeria)"."""
        wanted = office_words(office)
        lines = filter(None, map(_PRESENT.match, self.context.around))
        return _one_of({name: name for found in lines if fold(found.group(1)) == wanted and (name := found.group(2).strip())})

    def _spouses(self) -> frozenset[str]:
        return frozenset(fold(one.name) for one in self.context.in_head if is_spouse(one.office or ""))

    def who_runs(self, label: str) -> str | None:
        """Return the person whom the head names as moderator, chair, host or interviewer."""
        return named_as(label, self.context.head) or self.listed(label)

    def says_of_oneself(self, label: str) -> str | None:
        """Return the name by which the speaker of a label opens, unless another label has it."""
        name = self.context.self_named.get(fold(label))
        return None if name is None or self._is_claimed(name) else name

    def introduces_oneself(self, label: str, surname: str) -> str | None:
        """Return the full name by which the speaker of a label opens, if it ends in the label's surname."""
        name = self.context.self_named.get(fold(label)) or ""
        return name if plain(name).endswith(f" {plain(surname)}") else None

    def listed(self, label: str) -> str | None:
        """Return the one person beside whose name a line around the talk says the words of a label."""
        if self._roster is None:
            self._roster = Roster(self.context.around, self._claimed)
        return self._roster.holder(label)

    def names(self) -> list[str]:
        """Return the full names in labels, fields, head and introductions."""
        context = self.context
        named = (*context.in_fields, *context.in_head, *(one for _, one in context.introduced))
        return [*self._full.values(), *(one.name for one in named), *self._cast.names()]

    def of_surname(self, surname: str, office: str | None) -> str | None:
        """Return the person of an office or honorific with a surname, by the authority table."""
        context = self.context
        if office and kinds_of(office):
            found = context.authority.named(surname, office, context.home.country, context.day)
        elif office is None:
            found = context.authority.known_as(surname, context.home.country, context.day)
        else:
            found = None
        return self.printed(found, surname) if found else None

    def printed(self, holder: Holder, surname: str = "") -> str:
        """Return a holder's name in the document's form, else the usual one in the script of the surname."""
        found = [self._printed[key] for name in holder.names if (key := fold(name)) in self._printed]
        if found:
            return min(found)[1]
        if surname and not surname.isascii():
            return next((name for name in holder.names if name.startswith(surname) or name.endswith(surname)), holder.person)
        return holder.person

    def is_table_name(self, name: str) -> bool:
        """Tell whether a full name comes from the table alone and is not printed in the document."""
        return fold(name) not in self._printed and any(name == who.person for who in self.context.authority.holders)

    @cached_property
    def _printed(self) -> dict[str, tuple[int, str]]:
        """The names of labels, fields and head by their folded form, with their places in this order."""
        found: dict[str, tuple[int, str]] = {}
        named = (one.name for one in (*self.context.in_fields, *self.context.in_head))
        for place, name in enumerate((*self._full.values(), *named)):
            found.setdefault(fold(name), (place, name))
        return found

    @cached_property
    def _talk(self) -> NamesByWord:
        return NamesByWord(self.names())

    def _by_authority(self, office: str) -> Holder | None:
        context = self.context
        found = context.authority.alone(office, context.home.country, context.day, context.home.foreign)
        claimed = found is not None and any(fold(name).split()[-1] in self._claimed for name in found.names)
        return None if found is not None and claimed and not self._offices.speaks_by(found) else found

    def _in_head(self, wanted: str) -> str | None:
        """Return the person beside the office in title, header or fields, unless another label is that person's."""
        return _usual_form([one.name for one in (*self.context.in_fields, *self.context.in_head) if self._may_be(one, wanted)])

    def _introduced(self, wanted: str) -> str | None:
        """Return the person introduced with the office by somebody else."""
        said = ((office_words(label), one) for label, one in self.context.introduced)
        return _usual_form([one.name for label, one in said if label != wanted and self._may_be(one, wanted)])

    def _in_foot(self, wanted: str) -> str | None:
        return _usual_form([one.name for one in self.context.in_foot if self._may_be(one, wanted)])

    def _may_be(self, one: Named, wanted: str) -> bool:
        fitting = bool(one.office) and fits(wanted, office_words(one.office or ""))
        return fitting and not self._is_claimed(one.name) and not self._cast.plays_another(one.name, wanted)

    def _left_over(self, wanted: str) -> str | None:
        """Return the one person of the fields, or named alone in the title, whom no other label can mean."""
        if any(office != wanted and not office.endswith(f" {wanted}") for office in self._alone):
            return None
        left = list(dict.fromkeys(one.name for one in self.context.in_fields if not self._is_claimed(one.name)))
        if len(left) == 1:
            return left[0]
        bare = [name for name in self.context.bare if fold(name) not in self._claimed]
        return bare[0] if len(bare) == 1 and not left else None

    def _is_claimed(self, name: str) -> bool:
        words = fold(name).split()
        return bool(words) and (words[-1] in self._claimed)


def _one_of(names: Mapping[str, str]) -> str | None:
    return next(iter(names.values())) if len(names) == 1 else None


def _usual_form(names: Sequence[str]) -> str | None:
    """Return the one person of several forms of a name, preferably not in capitals; None for several persons."""
    persons = {fold(name).split()[-1]: name for name in names}
    if len(persons) != 1:
        return None
    return min(names, key=lambda name: (name.isupper(), -names.count(name)))


def _is_office(label: str) -> bool:
    return fold(label) not in lexicon.ANONYMOUS | lexicon.ANSWERERS
