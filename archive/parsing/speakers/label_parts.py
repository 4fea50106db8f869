"""Office and name in the labels of a document, read together."""

from __future__ import annotations

from collections.abc import Iterable

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.speakers.bracketed_askers import part_slashed
from archive.parsing.speakers.given_names import is_given
from archive.parsing.speakers.offices import LabelParts, is_full_name


def is_surname(name: str) -> bool:
    """Tell whether words are one surname with its particles: "VAN OSTADE", "de la Cruz"."""
    words = fold(name).split()
    return len(words) > 1 and all(word in lexicon.NOBLE and not is_given(word) for word in words[:-1])


def parts_of(labels: Iterable[str]) -> dict[str, LabelParts]:
    """Return office and name of all labels; some are read by others: "Juhataja Piret Saluste" holds "Juhataja" and a name."""
    parts = {label: part_slashed(label) for label in labels}
    alone = [label for label in parts if not any(map(is_given, label.split()))]
    found = dict(parts)
    for label in parts:
        office = next((one for one in alone if label.startswith(f"{one} ")), None)
        name = label[len(office) + 1 :] if office else ""
        if office and parts[label].office is None and is_full_name(name) and is_given(name.split()[0]):
            found[label] = LabelParts(office, name)
            found[office] = LabelParts(office, None)
    return found


def is_office_of(office: str, other: str, parts: LabelParts) -> bool:
    """Tell whether another label gives the full name of who holds this office: "Secretary (East), Ms Lima"."""
    full = bool(parts.name) and not parts.honorific_only and len((parts.name or "").split()) > 1
    return full and "," in other and fold(other.partition(",")[0]) == office != fold(parts.name or "")
