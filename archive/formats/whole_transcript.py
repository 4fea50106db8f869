"""The facts that downloads of a transcript contain. Each format writes them in its own way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archive.countries import FoundMention, country_name

RIGHTS = "The words belong to those who spoke and published them."


@dataclass(frozen=True, slots=True)
class FilePerson:
    """A speaker or asker. `url` is the address of the person's page, empty if there is none."""

    name: str
    url: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class FileTurn:
    """One turn. `paragraphs` holds the permanent numbers, `mentions` offsets into `text`. Empty if unknown."""

    role: str
    text: str
    label: str = ""
    person: FilePerson | None = None
    office: str = ""
    notes: Sequence[str] = ()
    paragraphs: Sequence[int] = ()
    mentions: Sequence[FoundMention] = ()


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One record with its permanent number."""

    number: int
    kind: str
    turns: Sequence[FileTurn]


@dataclass(frozen=True, slots=True)
class WholeTranscript:
    """A transcript at one revision.

    `url` is its permanent address, `event` its kind in words, `changed` the day of the revision. `turns` are in spoken order,
    each with the number of its record.
    """

    slug: str
    title: str
    kind: str
    event: str
    language: str
    publisher: str
    archive: str
    url: str
    changed: dt.date
    revision: int = 1
    date: dt.date | None = None
    place: str = ""
    published: dt.date | None = None
    source_url: str = ""
    publisher_country: str = ""
    records: Sequence[FileRecord] = ()
    turns: Sequence[tuple[int, FileTurn]] = field(default=())

    @property
    def persons(self) -> list[FilePerson]:
        """Return everybody named, once each, in order of first appearance."""
        return list(dict.fromkeys(turn.person for _, turn in self.turns if turn.person))

    @property
    def offices(self) -> list[str]:
        """Return every office once."""
        return list(dict.fromkeys(turn.office for _, turn in self.turns if turn.office))

    @property
    def countries(self) -> dict[str, str]:
        """Return the names of the countries mentioned, by code."""
        codes = dict.fromkeys(mention.code for _, turn in self.turns for mention in turn.mentions)
        return {code: country_name(code) for code in codes}

    @property
    def words(self) -> int:
        """Return the number of words spoken."""
        return sum(len(turn.text.split()) for _, turn in self.turns)

    def keys(self) -> tuple[dict[FilePerson, str], dict[str, str]]:
        """Return the ids of persons and offices within a file."""
        persons = {person: f"person-{number}" for number, person in enumerate(self.persons, 1)}
        return persons, {office: f"office-{number}" for number, office in enumerate(self.offices, 1)}

    def runs(self) -> Iterator[tuple[FileRecord, str, list[FileTurn]]]:
        """Yield the turns in spoken order, those of one record together: the record, an id unique in the file, and its turns.

        A record that others interrupt comes several times; from the second time on, its id includes the number of the part.
        """
        records = {record.number: record for record in self.records}
        pieces: dict[int, int] = {}
        place = 0
        while place < len(self.turns):
            number = self.turns[place][0]
            first = place
            while place < len(self.turns) and self.turns[place][0] == number:
                place += 1
            pieces[number] = piece = pieces.get(number, 0) + 1
            name = f"record-{number}" + (f"-part-{piece}" if piece > 1 else "")
            yield records[number], name, [turn for _, turn in self.turns[first:place]]
