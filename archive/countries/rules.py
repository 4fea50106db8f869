"""The context rules: the meaning of a name where it stands. Each is named, tested and listed in docs/countries.md.

A rule takes a Spot and returns a Verdict, or None if the gazetteer's row stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from archive.countries import rules_senses as senses
from archive.countries import rules_titles as titles
from archive.countries import rules_words as words
from archive.countries.match_context import Spot, Verdict

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


def judge(spot: Spot) -> Verdict:
    """Return the meaning of a name: by its own rule, by the rules of its kind, or as the row says."""
    row = spot.row
    own: tuple[Rule, ...] = (BY_CHECK[row.check],) if row.check in BY_CHECK else ()
    for rule in (*own, *BY_KIND.get(row.kind, ())):
        verdict: Verdict | None = rule(spot)
        if verdict is not None:
            return verdict
    return Verdict(row.senses, CONFIRMED if row.check == CONFIRMED else row.kind)
