"""The country a speaker speaks for, and persons who may share one speaker because their offices contradict each other.

Nothing is guessed: an ambassador *to* a country, an envoy *for* one, or the publisher's country proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from archive.countries import all_countries, code_of
from archive.models import Source, Speaker, Turn
from archive.parsing.speakers.offices.office_matching import contradict, of_one_place
from archive.parsing.warning_texts import warning_text

# Offices held in one's own country: "President of Norway", "Minister of Foreign Affairs of the Republic of Chad".
OFFICE_OF = re.compile(
    r"^(?:(?:the|acting|deputy|first|federal|vice|state)[ -])*"
    r"(?:president|prime minister|chancellor|premier|king|queen|emperor|sultan|emir|crown prince|(?:foreign )?minister)\b"
    r".*?\bof (?P<country>[^,;()]+)$",
    re.IGNORECASE,
)
MOST_CONTEXTS = 300  # contexts read for one question
CODE = "possible-namesakes"


def own_country(said_by_editor: str, office: str) -> str:
    """Return the code of the speaker's country, empty if unknown."""
    return said_by_editor or country_of_office(office)


@lru_cache(maxsize=4096)
def country_of_office(office: str) -> str:
    """Return the code of the country at the end of a high office, empty if there is none."""
    match = OFFICE_OF.match(" ".join(office.split()))
    return next(filter(None, map(known, tails(match["country"]))), "") if match else ""


def tails(words: str) -> list[str]:
    """Return the possible country names: everything after the first "of", after the second, and so on."""
    parts = re.split(r"\bof ", words, flags=re.IGNORECASE)
    return ["of ".join(parts[first:]) for first in range(len(parts))]


def known(words: str) -> str:
    """Return the code of a country by its name, with or without article. Adjectives do not count."""
    name = re.sub(r"^the ", "", words.strip(), flags=re.IGNORECASE)
    code = code_of(name) or ""
    return code if code in all_countries() and len(name) > 3 else ""


@dataclass(frozen=True, slots=True)
class NamesakeContext:
    """The office of a speaker and the publisher. `country` is the publisher's, if known."""

    office: str
    publisher: str
    country: str = ""

    def contradicts(self, other: NamesakeContext) -> bool:
        """Tell whether this is probably another person: other office, other publisher, other country."""
        if self.publisher == other.publisher or not contradict(self.office, other.office):
            return False
        countries = [country_of_office(each.office) or each.country for each in (self, other)]
        if all(countries):
            return countries[0] != countries[1]
        return not of_one_place((self.office, self.publisher), (other.office, other.publisher))

    def __str__(self) -> str:
        return f"{self.office} ({self.publisher})"


def contexts_of(speakers: Collection[Speaker], but: int | None = None) -> dict[int, list[NamesakeContext]]:
    """Return the offices and publishers of speakers by primary key, without those of the transcript `but`. One query."""
    if not speakers:
        return {}
    rows = Turn.objects.filter(speaker__in=speakers).exclude(office="").exclude(transcript=but).order_by()
    contexts = rows.values_list("speaker", "office", "transcript__source__name", "transcript__source__country").distinct()[
        :MOST_CONTEXTS
    ]
    found: dict[int, list[NamesakeContext]] = {}
    for speaker, office, publisher, country in contexts:
        found.setdefault(speaker, []).append(NamesakeContext(office, publisher, country))
    return found


def groups(contexts: Iterable[NamesakeContext]) -> list[list[NamesakeContext]]:
    """Group contexts that may belong to one person. More than one group means possible namesakes."""
    grouped: list[list[NamesakeContext]] = []
    for context in contexts:
        near = [group for group in grouped if any(not context.contradicts(other) for other in group)]
        joined = [context, *(other for group in near for other in group)]
        grouped = [group for group in grouped if group not in near] + [joined]
    return sorted(grouped, key=lambda group: (-len(group), str(group[0])))


def doubts(
    named_turns: Iterable[tuple[str, str, Speaker]], publisher: str, source: Source | None, but: int | None = None
) -> dict[str, str]:
    """Return for each name of a speaker known elsewhere in quite different offices what speaks against it. One query.

    `named_turns` has name, office and speaker of each turn; `but` is their transcript.
    """
    country = source.country if source else ""
    here: dict[tuple[str, Speaker], list[NamesakeContext]] = {}
    for name, office, speaker in named_turns:
        if office:
            here.setdefault((name, speaker), []).append(NamesakeContext(office, publisher, country))
    stored = contexts_of({speaker for _, speaker in here}, but)
    found = {}
    for (name, speaker), some in here.items():
        there = stored.get(speaker.pk, [])
        if there and all(one.contradicts(other) for one in some for other in there):
            found[name] = warning_text("possible-namesakes/elsewhere", name=name, here=some[0], there=there[0])
    return found
