"""The publisher of a document: by markup, mastheads, the site in its title, its copyright line, its address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from configparser import ConfigParser
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from archive.parsing.boilerplate import is_masthead, is_publisher, place_behind
from archive.parsing.cleaning import fold, squeeze
from archive.parsing.lines import Field, Line, Reading
from archive.parsing.metadata.known_places import is_known_place, is_place
from archive.parsing.metadata.letterheads import names_institution

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


@lru_cache(maxsize=2)
def _listed(section: str) -> dict[str, str]:
    parser = ConfigParser(delimiters=("=",), interpolation=None)
    parser.read(Path(__file__).with_name("publishers.ini"), encoding="utf-8")
    return dict(parser[section])
