"""A reader's list of records, named in an address or a form: parsed, loaded, with an explanation for missing ones."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import islice
from operator import or_

from django.db.models import Q
from django.http import QueryDict

from archive.models import Record, RetiredRecord, Transcript
from archive.pages.links import address_of
from archive.pages.public_pages import CORRECTED, WITHDRAWN
from archive.text.numbers import read_int
from search.exports.whole_result import WholeResult, batches
from search.query.params import SearchParams

MOST_RECORDS = 200
MOST_CHARACTERS = 100_000  # of all names together
SHOWN = 60  # characters shown of an unreadable name
TOKEN = re.compile(r"(?:([-a-zA-Z0-9_]{1,200})/)?([0-9]{1,9})(?:~([0-9a-f]{8}))?")
BATCH_SIZE = 100  # transcripts a query


@dataclass(frozen=True, slots=True)
class RecordName:
    """A record as a list names it: `<transcript>/<number>`, with `~` and the fingerprint of its words when collected."""

    slug: str
    number: int
    fingerprint: str = ""

    @property
    def key(self) -> str:
        """Return its permanent name."""
        return f"{self.slug}/{self.number}"

    @property
    def written(self) -> str:
        """Return it in the form of an address."""
        return self.key + (f"~{self.fingerprint}" if self.fingerprint else "")


@dataclass(frozen=True, slots=True)
class NamedRecords:
    """The requested records, once each. `unread` are not names; `left_out` counts those beyond MOST_RECORDS."""

    names: tuple[RecordName, ...]
    unread: tuple[str, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class MissingRecord:
    """A record that cannot be shown, the reason, and the address of its replacement if any."""

    name: RecordName
    why: str
    url: str = ""


@dataclass(frozen=True)
class RecordList(WholeResult):
    """The records of a list in its order, as an exportable result."""

    named: NamedRecords = field(default_factory=lambda: NamedRecords(()))
    missing: tuple[MissingRecord, ...] = ()

    @property
    def in_words(self) -> str:
        return "records chosen by a reader"

    @property
    def order(self) -> str:
        return "as chosen"

    @property
    def path(self) -> str:
        """Return the address of the list; without its records if it would be too long for browsers."""
        path, chosen = address_of("record_list"), self.written
        return f"{path}?records={chosen}" if len(chosen) <= 3000 else path

    @property
    def written(self) -> str:
        """Return the names of all requested records in the form of an address."""
        return ",".join(name.written for name in self.named.names)


def read_names(parameters: QueryDict) -> NamedRecords:
    """Read `record` (several) and `records` (several in one). A bare number belongs to the transcript named before it."""
    typed = " ".join([*parameters.getlist("record"), *parameters.getlist("records")])
    words = [word for word in re.split(r"[\s,;]+", typed[:MOST_CHARACTERS]) if word]
    names: dict[str, RecordName] = {}
    unread: dict[str, None] = {}
    slug = ""
    for word in words:
        read = TOKEN.fullmatch(word)
        slug = (read[1] or slug) if read else slug
        number = read_int(read[2], 9) if read else None
        if not (read and slug and number):
            unread[word[:SHOWN]] = None
            continue
        names.setdefault(f"{slug}/{number}", RecordName(slug, number, read[3] or ""))
    chosen = tuple(names.values())
    return NamedRecords(chosen[:MOST_RECORDS], tuple(islice(unread, 10)), len(chosen[MOST_RECORDS:]))


def record_list(named: NamedRecords) -> RecordList:
    """Load the public ones of these records, and explain the others. Seven queries at most."""
    slugs = dict.fromkeys(name.slug for name in named.names)
    states = dict(Transcript.objects.filter(slug__in=slugs).values_list("slug", "state"))
    public = [name for name in named.names if states.get(name.slug) == Transcript.State.PUBLISHED]
    keys = _keys(public)
    gone = _replaced([name for name in public if name.key not in keys])
    missing = (_missing(name, states.get(name.slug), gone) for name in named.names if name.key not in keys)
    found = tuple(keys[name.key] for name in named.names if name.key in keys)
    return RecordList(SearchParams(), found, named=named, missing=tuple(missing))


def _by_transcript(names: Sequence[RecordName]) -> Iterator[Q]:
    """Yield conditions that find these records."""
    numbers: dict[str, list[int]] = {}
    for name in names:
        numbers.setdefault(name.slug, []).append(name.number)
    for some in batches(numbers.items(), BATCH_SIZE):
        yield reduce(or_, (Q(transcript__slug=slug, number__in=of) for slug, of in some))


def _keys(names: Sequence[RecordName]) -> dict[str, int]:
    """Return the primary keys of records by their permanent names."""
    found = (
        Record.objects.filter(one).order_by().values_list("transcript__slug", "number", "pk") for one in _by_transcript(names)
    )
    return {f"{slug}/{number}": pk for rows in found for slug, number, pk in rows}


def _replaced(names: Sequence[RecordName]) -> dict[str, str]:
    """Return the retired ones of some records with the address of the replacement of each, empty if there is none."""
    fields = ("transcript__slug", "number", "replaced_by__number")
    found = (RetiredRecord.objects.filter(one).order_by().values_list(*fields) for one in _by_transcript(names))
    return {f"{slug}/{number}": address_of("record", slug, by) if by else "" for rows in found for slug, number, by in rows}


def _missing(name: RecordName, state: str | None, gone: Mapping[str, str]) -> MissingRecord:
    """Say why a record is missing. A draft is treated as nonexistent."""
    if state == Transcript.State.WITHDRAWN:
        return MissingRecord(name, WITHDRAWN)
    if name.key in gone:
        url = gone[name.key]
        return MissingRecord(name, CORRECTED + (" Another replaced it." if url else ""), url)
    return MissingRecord(name, "There is no such record.")


def changed(named: NamedRecords, fingerprints: Mapping[str, str]) -> Collection[str]:
    """Return the permanent names of records whose words have changed since they were collected."""
    return {
        name.key for name in named.names if name.fingerprint and fingerprints.get(name.key, name.fingerprint) != name.fingerprint
    }
