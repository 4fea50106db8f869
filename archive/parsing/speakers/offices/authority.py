"""The authority table: which person held which high office of which country, from when to when.

The table is plain data (a CSV file, see `COLUMNS`); an archive may give its own to the parser. Nothing is guessed: if two holders
fit a label, or the day is one of change, the label stays as printed.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from configparser import ConfigParser
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from archive.parsing.cleaning import fold

COLUMNS = ("person", "aliases", "office", "country", "from", "to", "source", "checked")
NEEDED = COLUMNS[:-1]
SHIPPED = Path(__file__).with_name("authority.csv")
ARTICLES = ("the ", "le ", "la ", "el ", "der ", "die ", "o ", "a ")
ORGANISATIONS = frozenset({"EU", "NATO", "UN"})
# Words by which the office of a foreign ministry's spokesperson differs from that of a president's.
_FOREIGN_OFFICE = frozenset({"foreign", "external", "department"})


class AuthorityError(ValueError):
    """Which row of an authority table cannot be read, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Holder:
    """One person in one office.

    `country` is an ISO 3166-1 code, EU, NATO or UN. `end` is None for a present holder. Both days are included; a day known only
    to the month or year is its first (`start`) or last (`end`) day. `checked` is the last day on which a present holder was
    confirmed; None if the table is always kept up to date.
    """

    person: str
    aliases: tuple[str, ...]
    office: str
    country: str
    start: dt.date
    end: dt.date | None
    source: str = ""
    checked: dt.date | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Return every name of the person, the usual one first."""
        return (self.person, *self.aliases)

    def holds_on(self, day: dt.date) -> bool:
        """Tell whether the person is known to have held the office on a day."""
        last = self.end or self.checked
        return self.start <= day and (last is None or day <= last)


def read_authority(text: str) -> list[Holder]:
    """Read a table from CSV with a header. Raises AuthorityError naming the faulty row."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = [name for name in NEEDED if name not in (rows.fieldnames or ())]
    if missing:
        raise AuthorityError(f"the head row lacks {', '.join(missing)}; it must name {', '.join(NEEDED)}")
    try:
        return [_holder(row, rows.line_num) for row in rows]
    except csv.Error as fault:
        raise AuthorityError(f"line {rows.line_num}: {fault}; write the table as CSV with commas") from fault


def write_authority(holders: Iterable[Holder]) -> str:
    """Return a table as CSV for read_authority."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for who in holders:
        end = who.end.isoformat() if who.end else ""
        table.writerow(
            [
                who.person,
                "; ".join(who.aliases),
                who.office,
                who.country,
                who.start.isoformat(),
                end,
                who.source,
                str(who.checked or ""),
            ]
        )
    return out.getvalue()


def _holder(row: Mapping[str, str | None], line: int) -> Holder:
    told = {name: " ".join((row.get(name) or "").split()) for name in COLUMNS}
    for name in ("person", "office", "country", "from", "source"):
        if not told[name]:
            raise AuthorityError(f"line {line}: {name} is empty")
    country = told["country"].upper()
    if not (len(country) == 2 and country.isascii() and country.isalpha()) and country not in ORGANISATIONS:
        raise AuthorityError(f"line {line}: “{told['country']}” is not a country code of two letters, nor EU, NATO or UN")
    start = _day(told["from"], line, last=False)
    end = _day(told["to"], line, last=True) if told["to"] else None
    if end is not None and end < start:
        raise AuthorityError(f"line {line}: {told['person']} left the office ({told['to']}) before taking it ({told['from']})")
    aliases = tuple(alias.strip() for alias in told["aliases"].split(";") if alias.strip())
    checked = _day(told["checked"], line, last=True) if told["checked"] else None
    return Holder(told["person"], aliases, told["office"], country, start, end, told["source"], checked)


def _day(text: str, line: int, last: bool) -> dt.date:
    """Read YYYY-MM-DD, YYYY-MM or YYYY."""
    pieces = text.split("-")
    try:
        year, month, day = [*map(int, pieces), *[0] * (3 - len(pieces))]
        month = month or (12 if last else 1)
        return dt.date(year, month, day or (monthrange(year, month)[1] if last else 1))
    except ValueError:
        raise AuthorityError(f"line {line}: “{text}” is no day; write YYYY-MM-DD, YYYY-MM or YYYY") from None


class Authority:
    """Finds the holder of an office by label, country and day."""

    def __init__(self, holders: Iterable[Holder] = ()) -> None:
        self.holders = tuple(holders)
        self._by_surname: dict[str, list[Holder]] = defaultdict(list)
        self._by_office: dict[tuple[str, str], list[Holder]] = defaultdict(list)
        for who in self.holders:
            for surname in {_surname(name) for name in who.names} | {fold(name) for name in who.names}:
                self._by_surname[surname].append(who)
            for kind in kinds_of(who.office):
                self._by_office[kind, who.country].append(who)

    def alone(self, office: str, country: str, day: dt.date | None, foreign: bool = False) -> Holder | None:
        """Return who held an office of a country on a day, by the office alone. `foreign`: a foreign ministry publishes.

        "Spokesperson" in a foreign ministry's own text is the ministry's, not the president's.
        """
        if not country or day is None:
            return None
        kinds = kinds_of(office)
        if "minister" in kinds and foreign:
            kinds = frozenset({"foreign minister"})
        holders = [who for kind in kinds for who in self._by_office[kind, country] if who.holds_on(day)]
        if foreign and "spokesperson" in kinds:
            holders = [who for who in holders if not _FOREIGN_OFFICE.isdisjoint(fold(who.office).split())] or holders
        found = {who.person: who for who in holders}
        return next(iter(found.values())) if len(found) == 1 else None

    def named(self, surname: str, office: str, country: str, day: dt.date | None) -> Holder | None:
        """Return the person of an office and a surname ("President Varga"): on that day, or ever if no day is known."""
        kinds = kinds_of(office)
        fitting = [who for who in self._by_surname.get(fold(surname), ()) if _agree(kinds, kinds_of(who.office))]
        if day is not None:
            fitting = [who for who in fitting if who.start <= day and (who.end is None or day <= who.end)]
        at_home = [who for who in fitting if who.country == country]
        persons = {who.person: who for who in at_home or fitting}
        return next(iter(persons.values())) if len(persons) == 1 else None

    def known_as(self, surname: str, country: str, day: dt.date | None) -> Holder | None:
        """Return the person of Mr or Ms and a surname, if one holder of that name was in office there that day."""
        if not country or day is None:
            return None
        fitting = [who for who in self._by_surname.get(fold(surname), ()) if who.country == country and who.holds_on(day)]
        persons = {who.person: who for who in fitting}
        return next(iter(persons.values())) if len(persons) == 1 else None


def _agree(said: frozenset[str], held: frozenset[str]) -> bool:
    return bool(said & held) or ("minister" in said and "foreign minister" in held)


def _surname(name: str) -> str:
    """Return the part of a name that labels print: the first word if it is in capitals, else the last."""
    tokens = name.split()
    first = len(tokens) > 1 and tokens[0].isupper() and len(tokens[0]) > 1 and not tokens[-1].isupper()
    return fold(tokens[0] if first else tokens[-1]) if tokens else ""


@lru_cache(maxsize=4096)
def kinds_of(office: str) -> frozenset[str]:
    """Return the kinds of an office in the table of kinds: usually one, often none."""
    words = fold(office)
    for article in ARTICLES:
        words = words.removeprefix(article)
    found = {kind for kind, names in _kinds().items() if words in names}
    if found:
        return frozenset(found)
    begun = [(len(name), kind) for kind, names in _kinds().items() for name in names if _begins(words, name)]
    ended = [(len(name), kind) for kind, names in _kinds().items() for name in names if words.endswith(f" {name}")]
    longest = max(begun or ended, default=(0, ""))[1]
    return frozenset({longest} - {"", "minister"})


def names_of(office: str) -> frozenset[str]:
    """Return all words, folded, for the kinds of an office: "menlu", "menteri luar negeri", "foreign minister"."""
    return frozenset(name for kind in kinds_of(office) for name in _kinds()[kind])


def _begins(words: str, name: str) -> bool:
    return any(words.startswith(f"{name} {of} ") for of in ("of", "for", "de", "des", "du", "der", "von")) or (
        not words.isascii() and words.startswith(f"{name} ")
    )


@lru_cache(maxsize=1)
def _kinds() -> dict[str, frozenset[str]]:
    parser = ConfigParser(delimiters=("=",), interpolation=None)
    parser.read(Path(__file__).with_name("office_kinds.ini"), encoding="utf-8")
    lists: dict[str, Sequence[str]] = {kind: ",".join(parser[kind].values()).split(",") for kind in parser.sections()}
    return {kind: frozenset(map(fold, words)) for kind, words in lists.items()}


@lru_cache(maxsize=1)
def shipped_authority() -> Authority:
    """Return the built-in table."""
    return Authority(read_authority(SHIPPED.read_text(encoding="utf-8")))
