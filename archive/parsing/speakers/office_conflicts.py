"""Tells whether two offices printed with one name can be one person's."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from archive.parsing import lexicon
from archive.parsing.cleaning import fold

# Attributes of an office, or a role in the event beside any office.
_SAID_OF = frozenset({"acting", "deputy", "former", "first", "vice", "interim", "designate", "elect", "outgoing", "incoming"})
_PARTS = frozenset("moderator host chair chairman chairwoman chairperson editor anchor correspondent speaker interviewer".split())


def content(office: str) -> frozenset[str]:
    return frozenset(fold(office).split()) - lexicon.PARTICLES - lexicon.HONORIFICS - _SAID_OF


def contradict(one: str, other: str) -> bool:
    """Tell whether two offices are probably not one person's: neither is a short form of the other, and their fields differ.

    "Minister" and "Minister of Finance" agree, as do "Finance Minister" and "Secretary of Finance"; "Minister of Finance" and
    "Member for Vordane" do not. A role in the event ("Moderator") agrees with every office.
    """
    first, second = content(one), content(other)
    if not first or not second or first <= second or second <= first or _PARTS & (first ^ second):
        return False
    return not (first & second) - lexicon.OFFICES


def contradicting(named: Iterable[tuple[str, str, int]]) -> list[tuple[str, str, str, int]]:
    """Return name, first office, other office and place for each office that contradicts an earlier one of the same name.

    `named` has a name, an office and a place (a line) for each turn, in order. Each pair of offices is reported once.
    """
    known: dict[str, list[str]] = {}
    found = []
    for name, office, line in named:
        offices = known.setdefault(fold(name), [])
        if office in offices:
            continue
        if offices and all(contradict(office, other) for other in offices):
            found.append((name, offices[0], office, line))
        offices.append(office)
    return found


def of_one_place(one: Collection[str], other: Collection[str]) -> bool:
    """Tell whether two contexts (office and publisher) share a name, like those of one career in one country."""
    return bool(_names(one) & _names(other))


def _names(texts: Collection[str]) -> frozenset[str]:
    usual = lexicon.OFFICES | lexicon.INSTITUTIONS | lexicon.LETTERHEADS
    return frozenset(word for text in texts for word in content(text)) - usual
