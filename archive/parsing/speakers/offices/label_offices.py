"""The offices that a document's labels name with their holders, for labels that are an office alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from archive.parsing.cleaning import fold
from archive.parsing.speakers.names.name_lookup import heads
from archive.parsing.speakers.names.short_names import plain
from archive.parsing.speakers.offices.authority import Holder, kinds_of
from archive.parsing.speakers.offices.label_parts import LabelParts
from archive.parsing.speakers.offices.office_matching import fits, office_words

MOST_COMPARED = 200  # different offices; no talk has so many


class LabelOffices:
    """Who holds which office by the labels. `full` has full names by their plain form, `alone` the offices without a name."""

    def __init__(self, parts: Mapping[str, LabelParts], full: Mapping[str, str], alone: Collection[str]) -> None:
        self._full = full
        self._by_office: dict[str, LabelParts] = {}
        self._persons: dict[str, dict[str, int]] = {}
        self._said: dict[str, set[str]] = {}
        for place, one in enumerate(parts.values()):
            surname = fold(one.name or "").split()[-1:]
            if surname and one.office:
                self._said.setdefault(surname[0], set()).add(one.office)
            if one.name and one.office and not one.honorific_only:
                office = office_words(one.office)
                self._by_office.setdefault(office, one)
                self._persons.setdefault(office, {})[one.name] = place
        self._longer = Counter(head for office in alone for head in heads(office))

    def holder(self, wanted: str) -> str | None:
        """Return who holds an office, as the labels print the name."""
        for office, one in [*self._by_office.items()][:MOST_COMPARED]:
            if one.name and fits(wanted, office):
                return self._full.get(plain(one.name), one.name)
        return self._in_shorter_form(wanted)

    def _in_shorter_form(self, wanted: str) -> str | None:
        """Return the person of the one label whose office is this one without its field: "Presidente Henriette Kolb"."""
        found = [(place, name, head) for head in heads(wanted) for name, place in self._persons.get(head, {}).items()]
        shorter = {name: office for _, name, office in sorted(found)}
        if len(shorter) != 1:
            return None
        name, office = next(iter(shorter.items()))
        return self._full.get(plain(name), name) if self._longer[office] == 1 else None

    def speaks_by(self, holder: Holder) -> bool:
        """Tell whether a label with a holder's surname also has that office: "President Varga", then "The President"."""
        surnames = {fold(name).split()[-1] for name in holder.names}
        said = (office for surname in surnames for office in self._said.get(surname, ()))
        return any(kinds_of(office) & kinds_of(holder.office) for office in said)
