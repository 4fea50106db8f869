"""Names and offices parted within a label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.parsing import lexicon
from archive.parsing.cleaning import fold, squeeze
from archive.parsing.speakers.honorifics import without_honours
from archive.parsing.speakers.surname_first import in_order

# "The Minister for Trade (Ms Varga)", as parliaments print it.
_HELD_BY = re.compile(r"([^()]{3,80}?)\s*\(((?:[^\W\d_][\w.'’-]*\s?){1,5})\)")
_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Parts:
    """The office and the name of a label; `honorific_only` where a title, but no given name, stands before the surname."""

    office: str | None
    name: str | None
    honorific_only: bool = False


def part_office(label: str) -> Parts:
    """Part "President of Russia Vladimir Putin", "Penny Wong, Foreign Minister", "MS. PSAKI", "THE PRESIDENT"."""
    label = in_order(without_honours(label))
    if (held := _HELD_BY.fullmatch(label)) and part_office(held.group(1)).name is None and not _has_office(held.group(2)):
        holder = part_office(held.group(2))
        return Parts(held.group(1).strip(), holder.name, holder.honorific_only or " " not in (holder.name or ""))
    bare = squeeze(_BRACKETS.sub(" ", label))
    if bare and bare != label:
        inner = next((text for text in map(str.strip, _IN_BRACKETS.findall(label)) if _has_office(text)), None)
        parts = part_office(bare)
        return Parts(inner or parts.office, parts.name, parts.honorific_only)
    if "," in label:
        before, after = (piece.strip() for piece in label.split(",", 1))
        if _has_office(after) and not _has_office(before):
            person = part_office(before)
            return Parts(after, person.name or before, person.honorific_only)
    tokens = label.split()
    folded = [fold(token) for token in tokens]
    start = _name_start(folded, tokens)
    if start >= len(tokens):
        return Parts(label, None)
    name = " ".join(tokens[start:])
    titles = tokens[:start]
    while titles and fold(titles[0]) in lexicon.HONORIFICS:
        titles = titles[1:]
    office = " ".join(titles) or None
    given = [token for token in name.split() if fold(token) not in lexicon.PARTICLES]
    office = office.strip(" ,;-–") if office else None
    return Parts(office, name or label, honorific_only=start > 0 and len(given) == 1)


def _has_office(text: str) -> bool:
    return not lexicon.OFFICES.isdisjoint(fold(text).split())


def _name_start(folded: Sequence[str], tokens: Sequence[str]) -> int:
    """Return where the name begins: behind honorifics, offices, their "of ..." and the institution named there."""
    offices = [i for i, word in enumerate(folded) if word in lexicon.HONORIFICS or not lexicon.OFFICES.isdisjoint(word.split())]
    if not offices:
        return 0
    if offices[-1] == len(folded) - 1:
        surname = len(folded) == 2 and folded[0] in lexicon.HONORIFICS and folded[1] in lexicon.SURNAMES_TOO
        return 1 if surname else len(folded)
    start = offices[-1] + 1
    for index in range(offices[-1] + 1, len(folded)):
        word = folded[index]
        if (
            (word in ("of", "for", "to", "the", "and", "on", "de", "des", "der", "du") and index == start)
            or word in lexicon.INSTITUTIONS
            or (tokens[index][:1].islower() and word not in lexicon.NOBLE)
        ):
            start = index + 1
        elif word in ("of", "for", "to", "and") or (folded[index - 1] in ("of", "for", "the", "to") and start == index):
            start = index + (2 if word in lexicon.TWO_WORDS else 1)
    return start
