"""Reads the labels of a document together: one may tell where another's office ends and the name begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.speakers.names.name_lookup import heads
from archive.parsing.speakers.names.name_parts import is_given
from archive.parsing.speakers.names.uncased_scripts import HAN, is_han_office
from archive.parsing.speakers.offices.label_parts import LabelParts, is_full_name, part_office, without_manner
from archive.parsing.speakers.offices.office_forms import has_office

_SLASHED = re.compile(r"([^\d/()]{5,40})/([^/()]{2,40})")


def part_slashed(label: str) -> LabelParts:
    """Split a label as `part_office` does, a name from its outlet ("ANA LIMA/TIDE NEWS") and from a part ("Sunucu Ana Lima")."""
    label = without_manner(label.rstrip("․"))  # an Armenian stop
    part, _, name = label.partition(" ")
    if fold(part) in lexicon.MANAGERS and not has_office(part) and is_full_name(name) and name[:1].isupper():
        return LabelParts(part, name)
    found = _SLASHED.fullmatch(label)
    if found and not has_office(label) and is_full_name(found.group(1)):
        return LabelParts(found.group(2).strip(), found.group(1).strip())
    return part_office(label)


_ALONE_BEFORE = re.compile(r",|\s[–—-]\s|\s?[/|]|\s\(")


def parts_of(labels: Iterable[str]) -> dict[str, LabelParts]:
    """Return office and name of all labels; some are read by others: "Juhataja Piret Saluste" holds "Juhataja" and a name."""
    parts = {label: part_slashed(label) for label in labels}
    alone = {label: place for place, label in enumerate(parts) if not any(map(is_given, label.split()))}
    found = dict(parts)
    for label in parts:
        office = _first_before(label, alone)
        name = label[len(office) + 1 :] if office else ""
        if office and parts[label].office is None and is_full_name(name) and is_given(name.split()[0]):
            found[label] = LabelParts(office, name)
            found[office] = LabelParts(office, None)
    return found | {label: whole for label in found if (whole := _before_label(label, found))}


def _first_before(label: str, alone: Mapping[str, int]) -> str | None:
    """Return the first of some labels, by their places, that stands at the head of another, before more words."""
    return min((head for head in heads(label) if head in alone), key=alone.__getitem__, default=None)


def _before_label(label: str, parts: Mapping[str, LabelParts]) -> LabelParts | None:
    """Split a label that ends in another label's whole name: "Prime Minister of Norland Inga Holm", later "Inga Holm"."""
    tokens = label.split()
    for start in range(1, len(tokens)):
        office, name = " ".join(tokens[:start]), " ".join(tokens[start:])
        other = parts.get(name)
        if other is None or other.name != name or other.office or fold(name) in lexicon.SPOKEN:
            continue
        if (is_full_name(name) or HAN.match(name)) and (has_office(office) or is_han_office(office)):
            return LabelParts(office, name)
    return None


def named_behind(label: str, others: Iterable[str]) -> str:
    """Return whom one other label names behind this one, else "": "CHAIR – Prime Minister of Norland, Hon. Ilse Varga"."""
    behind = [other[len(label) :] for other in others if other.startswith(label) and _ALONE_BEFORE.match(other, len(label))]
    names = {name for text in behind if (name := part_office(text.strip(" ,–—-|/([")).name) and is_full_name(name)}
    return names.pop() if len(names) == 1 else ""


def held_by(parts: Mapping[str, LabelParts]) -> dict[str, set[str]]:
    """Return by folded office the full names that labels give behind it and a comma: "Secretary (East), Ms Lima"."""
    found: dict[str, set[str]] = {}
    for label, one in parts.items():
        office, comma, _ = label.partition(",")
        full = one.name is not None and not one.honorific_only and len(one.name.split()) > 1
        if full and comma and one.name is not None and fold(office) != fold(one.name):
            found.setdefault(fold(office), set()).add(one.name)
    return found
