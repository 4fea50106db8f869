"""Find names in a text: case-sensitive, longest first, then again in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.countries.gazetteer import Gazetteer, NameRow, gazetteer
from archive.countries.match_context import Spot, TextFacts
from archive.countries.mention import FoundMention
from archive.countries.normalise import normalise
from archive.countries.rules import CONFIRMED, judge

# A capital letter (or any letter outside ASCII) at the start of a word, and the rest of the word.
WORD = re.compile(r"[^\W\da-df-z_](?<![^\W_].)[^\W_]*")


def find_mentions(text: str, names: Gazetteer | None = None) -> list[FoundMention]:
    """Return the countries, historic states, disputed places and organisations mentioned in a text, in order.

    `text[m.start:m.end] == m.surface` holds for each. Time and memory are linear in the text.
    """
    names = names or gazetteer()
    even = normalise(text)
    facts = TextFacts(even.text, names)
    found: list[FoundMention] = []
    for row, start, end in walk(even.text, names):
        senses, rule = judge(Spot(facts, row, start, end))
        first, last = (even.original(start), even.original(end)) if senses else (0, 0)
        found += [FoundMention(s.code, s.layer, text[first:last], first, last, rule) for s in senses]
    return confirmed(found)


def confirmed(found: list[FoundMention]) -> list[FoundMention]:
    """Drop names too common to count alone unless something else in the text mentions their country."""
    if not any(mention.rule == CONFIRMED for mention in found):
        return found
    sure = {mention.code for mention in found if mention.rule != CONFIRMED}
    return [mention for mention in found if mention.rule != CONFIRMED or mention.code in sure]


def walk(text: str, names: Gazetteer) -> Iterator[tuple[NameRow, int, int]]:
    """Yield every row found in a normalised text, with its place. No two overlap."""
    heads, capitals, done = names.heads, names.capitals, 0
    for word in WORD.finditer(text):
        start = word.start()
        if start < done:
            continue
        head = word.group()
        row = longest(text, start, heads.get(head, ()))
        if row is None and head.isupper():
            row = longest(text, start, capitals.get(head, ()))
        if row is not None:
            done = start + len(row.surface)
            yield row, start, done


def longest(text: str, start: int, rows: tuple[NameRow, ...]) -> NameRow | None:
    """Return the longest row that matches whole words at a place of the text."""
    for row in rows:
        surface = row.surface
        if text.startswith(surface, start):
            end = start + len(surface)
            if end >= len(text) or not text[end].isalnum() or surface[-1] == "-":
                return row
    return None
