"""Find names in a text, case-sensitive, longest first, then again in capitals; context rules decide what each means there.

A rule takes a Spot and returns a Verdict, or None if the gazetteer's row stands. Each is named, tested and listed in
docs/countries.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from archive.countries import rules_senses as senses
from archive.countries import rules_titles as titles
from archive.countries import rules_words as words
from archive.countries.gazetteer import Gazetteer, NameRow, gazetteer
from archive.countries.layers import FoundMention
from archive.countries.match_context import Spot, TextFacts, Verdict
from archive.countries.normalise import normalise

Rule = Callable[[Spot], Verdict | None]

CITIES: tuple[Rule, ...] = (titles.document, titles.media, titles.other_state)
BY_KIND: Mapping[str, tuple[Rule, ...]] = MappingProxyType(
    {"capital": CITIES, "city": CITIES, "region": CITIES[1:], "name": (titles.media, titles.country_town)}
)
BY_CHECK: Mapping[str, Rule] = MappingProxyType(
    {
        "america": senses.america,
        "brussels": titles.seat_of_organisation,
        "combining": words.combining,
        "congo": senses.congo,
        "document": titles.document,
        "dominican": senses.dominican,
        "emirates": words.emirates,
        "georgia": senses.georgia,
        "guam": senses.guam,
        "indian": senses.indian,
        "jersey": words.jersey,
        "korea": senses.korea,
        "language": words.language,
        "minority": senses.minority,
        "nice": words.word_nice,
        "person": titles.person,
        "placed": titles.placed,
        "pole": words.pole,
        "salisbury": senses.salisbury,
        "states": words.the_states,
        "tongue": words.tongue,
        "us": words.pronoun_us,
        "washington": senses.washington,
    }
)


CONFIRMED = "confirmed"  # counts only if something else in the text mentions the same country
# A capital letter (or any letter outside ASCII) at the start of a word, and the rest of the word.
WORD = re.compile(r"[^\W\da-df-z_](?<![^\W_].)[^\W_]*")


def judge(spot: Spot) -> Verdict:
    """Return the meaning of a name: by its own rule, by the rules of its kind, or as the row says."""
    row = spot.row
    own: tuple[Rule, ...] = (BY_CHECK[row.check],) if row.check in BY_CHECK else ()
    for rule in (*own, *BY_KIND.get(row.kind, ())):
        verdict: Verdict | None = rule(spot)
        if verdict is not None:
            return verdict
    return Verdict(row.senses, CONFIRMED if row.check == CONFIRMED else row.kind)


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
