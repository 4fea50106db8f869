"""The country a speaker speaks for: set by an editor, else stated in the printed office. Pure.

Nothing is guessed: an ambassador *to* a country, an envoy *for* one, or the publisher's country proves nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from archive.countries import all_countries, code_of

# Offices held in one's own country: "President of Norway", "Minister of Foreign Affairs of the Republic of Chad".
OFFICE_OF = re.compile(
    r"^(?:(?:the|acting|deputy|first|federal|vice|state)[ -])*"
    r"(?:president|prime minister|chancellor|premier|king|queen|emperor|sultan|emir|crown prince|(?:foreign )?minister)\b"
    r".*?\bof (?P<country>[^,;()]+)$",
    re.IGNORECASE,
)


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
