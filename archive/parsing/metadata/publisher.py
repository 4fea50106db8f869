"""Who published a text: site names in titles, the publisher, and the country or organisation whose offices it prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from configparser import ConfigParser
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from archive.countries import all_countries, find_mentions
from archive.parsing.boilerplate import is_masthead, is_publisher, place_behind
from archive.parsing.cleaning import fold, squeeze
from archive.parsing.lines import Field, Line, Reading
from archive.parsing.metadata.head_words import is_known_place, is_place, names_institution

# Few lines stand above the title; further down a body's name is not the publisher's.
TOP = 8
LONGEST = 150
_URL = re.compile(r"https?://\S+", re.I)
_RIGHTS = re.compile(
    r"(?:(?:©|\(c\)|copyright|&copy;)\s*)+(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?)?[,.]?\s*(?:by )?(?P<after>.{3,90})"
    r"|(?P<before>.{2,60}?)\s*(?:版权所有|版權所有|著作権|all rights reserved)",
    re.I,
)
_REST = re.compile(
    r"[.,|]?\s*(?:all rights reserved|tous droits réservés|alle rechte vorbehalten|все права защищены).*|[\s.,]+$", re.I
)
_OF_STATE = re.compile(
    r"(?:the )?(?:\w+ )?(?:republic|kingdom|state|federation|commonwealth|principality|sultanate) of \w+", re.I
)


def find_publisher(reading: Reading, around: Sequence[Line], title: Field | None, site: str, address: str) -> Field | None:
    """Return the publisher by the most certain sign. A venue or a town is never a publisher."""
    given = reading.fields.get("publisher", ())
    for found in (*given, *_candidates(reading, around, title.value if title else "", site, address)):
        name = squeeze(found.value).strip(" \"'|,;")
        name = _listed("houses").get(fold(name), name)
        if 1 < len(name) < LONGEST and not _URL.match(name) and (found in given or not _is_venue(name)):
            return Field(name, found.where)
    return None


def _candidates(reading: Reading, around: Sequence[Line], title: str, site: str, address: str) -> Iterator[Field]:
    lines = [line for line in around if len(line.text) < LONGEST and line.text != title]
    titled = next((index for index, line in enumerate(around) if title and line.text in title), TOP)
    yield from (_field(line) for line in lines if is_publisher(line.text) and place_behind(line.text) is None)
    yield from (Field(given.value, given.where) for given in reading.fields.get("source_url", ()) if not _URL.search(given.value))
    if site and not any(char.isdecimal() for char in site):
        yield Field(site, "page title")
    yield from (_field(line) for line in around[: min(TOP, titled)] if line.text != title and is_masthead(line.text))
    yield from (
        _field(line)
        for line in around[:TOP]
        if line.text != title and is_masthead(line.text) and not _OF_STATE.fullmatch(line.text)
    )
    yield from _rights(lines)
    if known := _by_address(address):
        yield Field(known, "address")


def _field(line: Line) -> Field:
    return Field(line.text, f"line {line.number}")


def _rights(lines: Sequence[Line]) -> Iterator[Field]:
    """Yield the institutions in copyright lines."""
    for line in lines:
        found = _RIGHTS.search(line.text)
        name = _REST.sub("", (found["after"] or found["before"] or "").strip()) if found else ""
        if name and (is_masthead(name) or names_institution(name)):
            yield Field(name, f"line {line.number}")


def _is_venue(name: str) -> bool:
    """Tell whether a name is a room, a building or a town, with any town and country after it."""
    if name in _listed("houses").values() or name in _listed("hosts").values():
        return False
    head, _, behind = name.partition(",")
    if not is_publisher(head) and not names_institution(head):
        return is_place(name)
    return bool(behind) and is_known_place(behind)


def _by_address(address: str) -> str | None:
    """Return the publisher whose site an address belongs to."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.")
    hosts = _listed("hosts")
    for known in sorted((name for name in hosts if "/" in name), key=len, reverse=True):
        site, _, path = known.partition("/")
        if (host == site or host.endswith(f".{site}")) and parts.path.startswith(f"/{path}"):
            return hosts[known]
    while "." in host:
        if host in hosts:
            return hosts[host]
        host = host.partition(".")[2]
    return None


@lru_cache(maxsize=3)
def _listed(section: str) -> dict[str, str]:
    parser = ConfigParser(delimiters=("=",), interpolation=None)
    parser.read(Path(__file__).with_name("publishers.ini"), encoding="utf-8")
    return dict(parser[section])


_BETWEEN = re.compile(r"\s+[-–—|•·:»«/]{1,2}\s+|\s*[|｜_»]\s*|\s*[—–]{2}\s*")
SITE_ADDRESS = re.compile(
    r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|int|info|eu|ru|cn|de|fr|uk|jp|kr|in|br|mx|[a-z]{2})", re.I
)
_SITE = re.compile(
    r"\b(?:official (?:web ?site|site|internet portal)|web ?site|home ?page|portal|newsroom|online|archives?)\b"
    r"|网站|网$|網站|ホームページ|официальн\w+ сайт",
    re.I,
)


class Parted(NamedTuple):
    """A title and the site's name beside it, "" if there was none."""

    title: str
    site: str


def part_site(text: str, known: Iterable[str]) -> Parted:
    """Split a title from the site's name, using other names of the page (`known`), else words for institutions or sites.

    A part that stands alone elsewhere on the page is the title; the rest is the site's.
    """
    cuts = list(_BETWEEN.finditer(text))
    folded = {fold(one) for one in known if one}
    for cut in cuts:
        before, behind = text[: cut.start()].strip(), text[cut.end() :].strip()
        if fold(before) in folded and before and behind:
            return Parted(before, behind)
    for cut in cuts:
        before, behind = text[: cut.start()].strip(), text[cut.end() :].strip()
        if fold(behind) in folded and behind and _is_site(before):
            return Parted(behind, before)
    if not cuts:
        return Parted(text, "")
    before, behind = text[: cuts[-1].start()].strip(), text[cuts[-1].end() :].strip()
    if before and _is_site(behind):
        return Parted(before, behind)
    before, behind = text[: cuts[0].start()].strip(), text[cuts[0].end() :].strip()
    return Parted(behind, before) if behind and _is_site(before) else Parted(text, "")


def _is_site(text: str) -> bool:
    """Tell whether part of a title is a site's name: an institution, an address, a word for a site; and not an event."""
    if SITE_ADDRESS.fullmatch(text):
        return True
    if _SITE.search(text) and len(text) < 60:
        return True
    return names_institution(text) or is_publisher(text)


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


def find_home(addresses: Iterable[str | None], publishers: Iterable[str | None], head: Iterable[str] = ()) -> Home:
    """Return the home of a document from its addresses, its publishers' names, or a room of one government in its head."""
    hosts = [host for address in addresses if address for host in _HOST.findall(address)]
    names = [name for name in publishers if name]
    foreign = any(_FOREIGN.search(text) for text in [*hosts, *names])
    country = next(filter(None, map(_of_host, hosts)), "") or next(filter(None, map(_of_name, names)), "")
    country = country or next(filter(None, map(_of_room, head)), "")
    return Home(country, foreign)


def _of_room(text: str) -> str:
    """Return the country whose government alone speaks in a room or aboard a plane that a short line names."""
    words = f" {fold(text)} "
    return next((code for room, code in _listed("rooms").items() if f" {room} " in words and len(text) < LONGEST), "")


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
