"""From labels to persons: name and office split, short labels matched with the full name printed in the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.labels.asker_labels import answered_by, asks_from, named_asker, who_asks_from
from archive.parsing.labels.candidates import key_of
from archive.parsing.layout_patterns import SAYS
from archive.parsing.speakers.holders import Context, Holders
from archive.parsing.speakers.introductions import surname_behind
from archive.parsing.speakers.misprints import LikeLabels, is_misprinted_asker
from archive.parsing.speakers.names.full_names import NameIndex, index_names, is_spouse
from archive.parsing.speakers.names.name_cases import inflected_alike
from archive.parsing.speakers.names.name_lookup import LongerNames, NamesByWord, last_words
from archive.parsing.speakers.names.name_parts import without_polite_end
from archive.parsing.speakers.names.named_askers import asker_named, outlet_asking
from archive.parsing.speakers.names.person import Person
from archive.parsing.speakers.names.short_names import by_initials, capitalised, grouped, initials_and_name, is_loud, plain
from archive.parsing.speakers.names.uncased_scripts import HAN
from archive.parsing.speakers.offices.label_parts import (
    UNCASED,
    held_in_brackets,
    is_surname,
    part_office,
)
from archive.parsing.speakers.offices.labels_together import held_by, named_behind, part_slashed, parts_of
from archive.parsing.speakers.offices.office_forms import has_office, is_inflected_office
from archive.parsing.speakers.offices.office_matching import MOST_LETTERS, is_unnamed_official
from archive.parsing.speakers.voices import is_outlet_letters

# Voices that may be anyone's; others ("Audience members", "Crowd") stay as printed.
_NOBODY = frozenset(
    """participant,participants,voice,unidentified speaker,unknown speaker,участник,участники,voz mujer,voz hombre,voz masculina
    ,voz femenina,voz""".replace("\n    ", "").split(",")
)
_RUNNING = lexicon.MANAGERS | lexicon.INTERPRETERS
_ALONE_BEFORE = re.compile(r",|\s[–—-]\s|[/|]")  # "Fergal, RTÉ"
_BRACKETS = re.compile(r"\([^()]*\)")
_OPENING_REMARKS = re.compile("(?:冒頭)?(?:発言|挨拶)$")
_POSSESSIVE = re.compile(r"['’]s?$")


class People:
    """Finds the person behind each label of a document."""

    def __init__(self, labels: Iterable[str], names: NameIndex, head: str, context: Context) -> None:
        self._counts = Counter(labels)
        self._names, self._head = names, head
        self._parts = parts_of(self._counts)
        self._like = LikeLabels(self._counts, {label: plain(parts.name or "") for label, parts in self._parts.items()})
        self._full = self._full_names()
        self._holders = Holders(context, self._parts, self._full)
        self._bare = frozenset(map(fold, context.bare))
        self._by_last = grouped(self._full, -1)
        self._by_first = grouped(self._full, 0)
        self._lookup, self._longer = NamesByWord(self._full.values()), LongerNames(self._full.values())
        self._held, self._claimed = held_by(self._parts), last_words(one.name for one in self._parts.values())
        self._cache: dict[str, Person] = {}

    def person(self, label: str) -> Person:
        """Return the person behind a label as printed."""
        if label not in self._cache:
            # While a label is looked up, another may ask for it ("Mr President" names "The President"): then it stays as printed.
            self._cache[label] = Person(label)
            self._cache[label] = self._find(label)
        return self._cache[label]

    def labels(self) -> list[str]:
        """Return the labels, most frequent first."""
        return [label for label, _ in self._counts.most_common()]

    @cached_property
    def everybody(self) -> frozenset[str]:
        """Every person of a label, folded."""
        return frozenset(self.person(label).who for label in self.labels())

    def _full_names(self) -> dict[str, str]:
        """Return the full names printed in labels, by folded name; "O LAWS" beside "LAWS" is a misprint, not a name."""
        full: dict[str, str] = {}
        for label, parts in self._parts.items():
            if self._counts[label] == 1 and self._like.usual(label) is not None:
                continue
            whole = parts.name and not parts.honorific_only and not is_surname(parts.name)
            if parts.name and whole and len(parts.name.split()) > 1 and "." not in parts.name.split()[0]:
                full.setdefault(plain(parts.name) or parts.name, self._cased(parts.name))
        return full

    def _find(self, label: str) -> Person:
        if (bare := SAYS.sub("", label)) != label and bare:  # "The Minister said"
            self._claimed |= last_words([self._parts.setdefault(bare, part_slashed(bare)).name])
            return self.person(bare)
        key = key_of(label)
        if (voice := self._voice(label, key)) is not None:
            return voice
        if (usual := self._like.usual(label)) is not None:
            return replace(self.person(usual), misprint=True)
        parts = self._parts[label]
        if (held := self._held_elsewhere(label)) is not None:
            return Person(self._cased(held), label)
        if parts.name is None:
            return self._office_alone(label, parts.office)
        if found := initials_and_name(parts.name):
            return self._by_initials(label, parts.name, *found, parts.office)
        if parts.office is None and is_inflected_office(fold(label)) and (cast := self._cast(label)) is not None:
            return Person(cast, label)
        if (
            not parts.honorific_only
            and not is_surname(parts.name)
            and (len(parts.name.split()) > 1 or (parts.office and HAN.match(parts.name)))
        ):
            if fuller := (
                self._longer.one_of(parts.name)
                or (self._holders.ending_in(parts.name) if parts.office else None)
                or self._holders.of_surnames(parts.name, parts.office)
            ):
                return Person(self._cased(fuller), parts.office)
            meant = self._full.get(self._like.meant(parts.name) or "") if self._counts[label] == 1 else None
            return Person(meant or self._cased(parts.name), parts.office, misprint=meant is not None)
        return self._by_tail(label, parts.name, parts.office)

    def _voice(self, label: str, key: str) -> Person | None:
        """Return who speaks by a label that says a part in the session and perhaps a name; None for other labels."""
        if (asker := named_asker(label)) is not None:
            named = asker_named(label, asker[1])
            return Person(named if not named or is_outlet_letters(named) else self._cased(named))
        if key in lexicon.OUTLETS:
            return Person(label)
        if key in lexicon.ASKERS or key in lexicon.ANSWERERS or key in _NOBODY or is_misprinted_asker(key):
            return Person(None)
        if asks_from(key):
            return Person(outlet_asking(label) or who_asks_from(label))
        if (answering := answered_by(label)) is not None:
            return self._answering(answering) or Person(label)
        if is_unnamed_official(key):
            return Person(label, label)
        if key in lexicon.SPOKEN and self._holder(label) is None:
            runs = (self._cast(label) or self._cased(named_behind(label, self._parts))) if key in _RUNNING else None
            return Person(runs or self._holders.who_runs(key) or self._holders.says_of_oneself(label) or label)
        return None

    def _answering(self, who: str) -> Person | None:
        """Find the person named beside a word for an answer: an office and its holder, or a name."""
        parts = part_office(who)
        if parts.name is None or who.islower():  # "Ответ министра"
            name = self._holder(parts.office or who)
        elif len(parts.name.split()) > 1 and not parts.honorific_only:
            name = self._cased(parts.name)
        else:
            name = self._named(fold(parts.name))
        return Person(name, parts.office) if name else None

    def _by_tail(self, label: str, tail: str, office: str | None) -> Person:
        """Find the full name of a surname, perhaps with initials; the label as printed if there is none."""
        if label.isupper() and len(label) <= MOST_LETTERS and (name := self._holders.of_letters(label)) is not None:
            return Person(self._cased(name), office)
        if (name := self._named(fold(tail), office)) is not None:
            return self._unless_namesake(label, Person(self._cased(self._longer.one_of(name) or name), office), tail)
        if (name := self._holders.introduces_oneself(label, tail)) is not None:
            return Person(name, office)
        titled = fold(_BRACKETS.sub("", label)) != fold(tail)
        if (name := self._holders.of_tail(label, tail, titled, office)) is not None:
            return Person(self._cased(name), office)
        if titled and (name := self._holders.of_surname(self._cased(tail), office)) is not None:
            return replace(self._as_printed(label, tail, office), known_as=name)
        if self._counts[label] == 1 and (name := self._misprinted_surname(plain(tail))) is not None:
            return Person(name, office, misprint=True)
        if (cast := self._cast(label)) is not None:
            return Person(cast, office or label)
        if fold(tail) in self._bare:  # a name by which alone the title names the person
            return Person(self._cased(tail), office)
        return self._as_printed(label, tail, office)

    def _unless_namesake(self, label: str, found: Person, tail: str) -> Person:
        """Return the person found, unless the table names another of this office, surname and day: "President Varga"."""
        holder = self._holders.of_surname(self._cased(tail), found.office) if found.office else None
        if holder is None or found.name is None or plain(holder)[0] == plain(found.name)[0] or not holder.isascii():
            return found
        return replace(self._as_printed(label, tail, found.office), known_as=holder)

    def _as_printed(self, label: str, tail: str, office: str | None) -> Person:
        if (held := held_in_brackets(label)) is not None:  # "The Presiding Officer (Mr Kell)"
            return Person(held, office)
        behind = _ALONE_BEFORE.match(label[len(tail) :]) is not None and not has_office(label)
        bare = _OPENING_REMARKS.sub("", without_polite_end(_BRACKETS.sub("", label).strip())) or label
        return Person(self._cased(tail) if behind or fold(bare) == fold(tail) else bare, office)

    def _named(self, tail: str, office: str | None = None) -> str | None:
        """Return the one full name that ends or begins with a surname; not a spouse's if the label has an office."""
        tail = plain(tail)
        if not tail:
            return None
        own = [self._full[name] for name in self._by_last.get(tail.split()[-1], ()) if name.endswith(f" {tail}")]
        names = [] if own else self._names.full_names(tail, spouses=not office or is_spouse(office))
        # "KONDO Taro" and "Wang Yi" put the family name first.
        first = [self._full[name] for name in self._by_first.get(tail.split()[0], ()) if name.startswith(f"{tail} ")]
        own = own or (first if set(map(plain, names)) <= set(map(plain, first)) else [])
        if len(set(own)) == 1:
            return own[0]
        if own:
            return None
        if UNCASED.match(tail) and (near := self._holders.of_part(tail, titled=False, office=office)):
            return near  # without capitals, words before a name may be its country
        return names[0] if len(names) == 1 else None

    def _by_initials(self, label: str, name: str, initials: str, surname: str, office: str | None) -> Person:
        """Find the full name of initials and a surname; else the label as printed if the initials have points, or the name."""
        named = self._holders.ending_like(surname)
        names = [*self._lookup.ending_like(surname), *self._names.full_names(surname), *named]
        full = by_initials(initials, surname, names) or by_initials(initials, surname, self._names.spelt_out(surname))
        return Person(full or (label if "." in initials and office is None else self._cased(name)), office)

    def _misprinted_surname(self, tail: str) -> str | None:
        """Return the one person whose surname, in labels that occur more often, differs by a letter."""
        names = {self.person(label).name for label in self._like.with_like_surname(tail)}
        return names.pop() if len(names) == 1 else None

    def _held_elsewhere(self, label: str) -> str | None:
        """Return the one full name behind all of a label in other labels: "Secretary (East)" in "Secretary (East), Ms Lima"."""
        behind = self._held.get(fold(label), ())
        return next(iter(behind)) if len(behind) == 1 else None

    def _office_alone(self, label: str, office: str | None) -> Person:
        """Return the holder of an office; if title or header prints only the surname of the table's holder, that surname."""
        if (cast := self._cast(label)) is not None:
            return Person(cast, office)
        name = (
            self._holder(office or label)
            or self._holders.of_letters(label)
            or self._holders.says_of_oneself(label)
            or self._holders.in_list(office or label)
        )
        if name is None:
            return Person(label, office)
        name = self._cased(self._longer.one_of(name) or inflected_alike(name, self._full.values()) or name)
        surname = self._surname_in_head(fold(office or label).removeprefix("the ").strip())
        if surname is None or not self._holders.is_table_name(name) or fold(surname) != fold(name).split()[-1]:
            return Person(name, office)
        return Person(surname, office, known_as=name)

    def _holder(self, office: str) -> str | None:
        """Find the holder of an office alone in a label: in labels, authority table, fields, title and header."""
        if (name := self._holders.of_office(office)) is not None:
            return self._cased(name)
        if (name := self._subject_of_title(office)) is not None:
            return name
        surname = self._surname_in_head(fold(office).removeprefix("the ").strip())
        if surname is None:
            return self._holders.listed(office)
        return self._named(fold(surname)) or self._holders.of_surname(surname, office) or surname

    def _subject_of_title(self, office: str) -> str | None:
        """Return whom another label names with this office, if the title begins with the name ("Ilse Varga: Remarks")."""
        title = fold(self._head.partition("\n")[0])
        titled = [
            label for label, parts in self._parts.items() if parts.honorific_only and fold(parts.office or "") in fold(office)
        ]
        names = {name for label in titled if (name := self.person(label).name) and title.startswith(f"{fold(name)} ")}
        return names.pop() if len(names) == 1 else None

    def _surname_in_head(self, wanted: str) -> str | None:
        """Return the surname after the office in title or header, unless another label has it: "Remarks by President Varga"."""
        kept = surname_behind(wanted, self._head)
        return None if kept is None or fold(kept).split()[-1] in self._claimed or kept.isupper() else kept

    def _cast(self, label: str) -> str | None:
        name = self._holders.of_cast(label)
        return self._cased(name) if name else None

    def only_official(self) -> Person | None:
        """Return the one person whom the head names with an office, if no label is anybody else's."""
        name = self._holders.only_official()
        named = [label for label, parts in self._parts.items() if parts.name and self._counts[label] > 1]
        others = {plain(self._parts[label].name or "-").split()[-1:][0] for label in named if key_of(label) not in lexicon.SPOKEN}
        return Person(self._cased(name)) if name and others <= {plain(name).split()[-1]} else None

    def _cased(self, name: str) -> str:
        """Return a name in capitals with the text's case, or capitalised: "Ian McMinn" for "IAN McMINN"."""
        return name if not is_loud(name) else self._names.printed(fold(name)) or capitalised(name)


def find_people(
    labels: Iterable[str], title: str | None, around: Sequence[str], spoken: Sequence[str], context: Context | None = None
) -> People:
    """Return the people of a document from its labels, title, the lines around the talk and the words spoken."""
    labels, context = list(labels), context or Context()
    surnames = [part_office(label).name or "" for label in dict.fromkeys(labels)]
    wanted = [*surnames, *(name.split()[0] for name in surnames if name)]
    named = [one.name for one in (*context.in_fields, *context.in_head)]
    index = index_names(wanted, [title or "", *named, *around, *labels], spoken)
    return People(labels, index, "\n".join([title or "", *around[:60]]), context)
