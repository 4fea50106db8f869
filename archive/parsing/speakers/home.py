"""The home of a publisher: the country or organisation (EU, NATO, UN) whose offices it prints."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive.countries import all_countries, find_mentions
from archive.parsing.cleaning import fold

_HOST = re.compile(r"(?:https?://)?([\w.-]+\.[a-z]{2,})(?=[/:?#]|$)", re.I)
# Addresses that do not end in the country's code.
_HOSTS = {
    "whitehouse.gov": "US", "archives.gov": "US", "state.gov": "US", "govinfo.gov": "US", "usembassy.gov": "US",
    "europa.eu": "EU", "nato.int": "NATO", "un.org": "UN", "kremlin.ru": "RU", "gov": "US", "mil": "US",
}  # fmt: skip
# Words in the addresses of governments; other addresses are anybody's.
_OFFICIAL = re.compile(
    r"(?:^|\.)(?:gov|gob|gouv|gub|go|gc|govt|mil|mfa|mofa|mid|kremlin|bundesregierung|bundeskanzler|auswaertiges-amt"
    r"|diplomatie|elysee|pmindia|mea|president|cabinet|parliament|aph|pmc|pcoo|pco)\b.*\.([a-z]{2})$"
)
_ENDINGS = {"uk": "GB"}
_ORGANISATIONS = (
    (re.compile(r"\b(?:united nations|nations unies|naciones unidas|оон)\b|联合国", re.I), "UN"),
    (re.compile(r"\b(?:NATO|OTAN)\b|north atlantic treaty organi[sz]ation", re.I), "NATO"),
    (re.compile(r"\beuropean (?:union|commission|council|external action service)\b|\bEEAS\b", re.I), "EU"),
)
# Publishers named after neither country nor seat.
_BODIES = {
    "department of state": "US", "state department": "US", "auswärtiges amt": "DE", "bundesregierung": "DE",
    "bundeskanzleramt": "DE",
    "foreign and commonwealth office": "GB", "foreign commonwealth development office": "GB", "prime minister s office 10": "GB",
    "quai d orsay": "FR", "мид россии": "RU", "外务省": "JP", "外務省": "JP",
}  # fmt: skip
# "Ministry of External Affairs of Quorvania" is not India's.
_OF_ANOTHER = (" of ", " de ", " du ", " der ", " des ")
_FOREIGN = re.compile(
    r"foreign (?:affairs|ministry|office|and commonwealth)|ministry of (?:foreign|external)|external affairs|department of state"
    r"|state department|affaires étrangères|auswärtig|иностранных дел|закордонних|外交部|外務省|외교부|dışişleri|الخارجية"
    r"|(?:^|[/.])(?:mfa|mofa|mid|mea|mae|state|fco|fcdo|dfat)\.",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Home:
    """The country or organisation of a publisher, empty if unknown; whether it is a foreign ministry."""

    country: str = ""
    foreign: bool = False


def find_home(addresses: Iterable[str | None], publishers: Iterable[str | None]) -> Home:
    """Return the home of a document from its addresses, then from its publishers' names, most certain first."""
    hosts = [host for address in addresses if address for host in _HOST.findall(address)]
    names = [name for name in publishers if name]
    foreign = any(_FOREIGN.search(text) for text in [*hosts, *names])
    country = next(filter(None, map(_of_host, hosts)), "") or next(filter(None, map(_of_name, names)), "")
    return Home(country, foreign)


def _of_host(host: str) -> str:
    host = host.casefold().removeprefix("www.")
    for ending, country in _HOSTS.items():
        if host == ending or host.endswith(f".{ending}"):
            return country
    found = _OFFICIAL.search(host)
    code = _ENDINGS.get(found.group(1), found.group(1).upper()) if found else ""
    return code if code in all_countries() else ""


def _of_name(name: str) -> str:
    for pattern, code in _ORGANISATIONS:
        if pattern.search(name):
            return code
    folded = fold(name)
    told = {mention.code for mention in find_mentions(name) if mention.layer in ("named", "seat") and len(mention.code) == 2}
    bodies = ((code, folded.partition(words)[2]) for words, code in _BODIES.items() if words in folded)
    body = next((code for code, behind in bodies if code in told or not behind.startswith(_OF_ANOTHER)), "")
    return told.pop() if len(told) == 1 else body
