"""The columns of an export. A row is a record; lists in a cell are separated by "; "."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from archive.models import EventKind, Record
from archive.pages.links import address_of
from search.display.page_records import FoundRecord, FoundTurn

EVENTS = dict(EventKind.choices)
KINDS = dict(Record.Kind.choices)


@dataclass(frozen=True, slots=True)
class Exported:
    """A record to be exported. The site's address has no final slash."""

    record: FoundRecord
    revision: int
    site: str

    def turns(self, *roles: str) -> list[FoundTurn]:
        """Return its turns of these roles, in order."""
        return [turn for turn in self.record.turns if turn.role in roles]


@dataclass(frozen=True, slots=True)
class ExportField:
    """One column: key in files, label on the page, contents, and how it is read from a record."""

    key: str
    label: str
    meaning: str
    value: Callable[[Exported], str | int]
    chosen: bool = True


def _once(values: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, values)))


def _words(turns: Iterable[FoundTurn]) -> str:
    return "\n\n".join(turn.text for turn in turns)


def _countries(layer: str) -> Callable[[Exported], str]:
    return lambda item: "; ".join(item.record.mentioned((layer,)))


def _permalink(item: Exported) -> str:
    return item.site + address_of("record", item.record.slug, item.record.number)


FIELDS = (
    ExportField(
        "id", "Record", "Permanent number: transcript and record", lambda item: f"{item.record.slug}/{item.record.number}"
    ),
    ExportField("permalink", "Permalink", "Address of the record", _permalink),
    ExportField("revision", "Revision", "Revision of the transcript that was read", lambda item: item.revision),
    ExportField("date", "Date", "Day of the event (ISO 8601), empty if unknown", lambda item: str(item.record.date or "")),
    ExportField("title", "Title", "Title of the transcript", lambda item: item.record.title),
    ExportField("event", "Event", "Kind of event", lambda item: str(EVENTS[item.record.event])),
    ExportField("place", "Place", "Place of the event as printed", lambda item: item.record.place),
    ExportField("publisher", "Publisher", "Who published the transcript", lambda item: item.record.source),
    ExportField("language", "Language", "Language of the transcript (BCP 47)", lambda item: item.record.language),
    ExportField("kind", "Kind", "Statement, or question and answer", lambda item: str(KINDS[Record.Kind(item.record.kind)])),
    ExportField(
        "speakers",
        "Speakers",
        "Who makes the statement or answers",
        lambda item: _once(turn.speaker[0] for turn in item.turns("statement", "answer")),
    ),
    ExportField(
        "offices",
        "Offices",
        "Their offices at the time",
        lambda item: _once(turn.office for turn in item.turns("statement", "answer")),
    ),
    ExportField(
        "askers", "Askers", "Who asks, where named", lambda item: _once(turn.speaker[0] for turn in item.turns("question"))
    ),
    ExportField("question", "Question", "Words of the question", lambda item: _words(item.turns("question"))),
    ExportField(
        "text", "Statement or answer", "Words of the statement or answer", lambda item: _words(item.turns("statement", "answer"))
    ),
    ExportField("countries_named", "Countries named", "Codes (ISO 3166-1 alpha-2) of countries named", _countries("named")),
    ExportField(
        "countries_seat", "Countries by seat", "Codes of countries meant by a capital or seat of government", _countries("seat")
    ),
    ExportField(
        "countries_place",
        "Countries by place",
        "Codes of countries in which a town or region named lies",
        _countries("place"),
        chosen=False,
    ),
)
BY_KEY = {field.key: field for field in FIELDS}


def chosen_fields(keys: Iterable[str]) -> tuple[ExportField, ...]:
    """Return the fields of these keys in table order. Unknown keys are ignored; no keys mean the default fields."""
    wanted = set(keys) & BY_KEY.keys()
    return tuple(field for field in FIELDS if (field.key in wanted if wanted else field.chosen))
