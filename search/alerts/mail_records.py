"""The records of a mail: passage, speaker, and what was said before and after."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from html import unescape
from operator import or_

from django.db.models import Q
from django.utils.formats import date_format

from archive.models import Record
from search.display.page_records import FoundRecord, found_records
from search.display.result_rows import read_rows
from search.display.results_page import ResultRow
from search.display.snippets import beginning
from search.engines.base import EngineAnswer, EngineHit
from search.index.name_lookup import IndexedNames
from search.query.budget import Budget
from search.query.params import SearchParams
from search.query.syntax import parse

BESIDE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Beside:
    """The statement before or after a record: its speaker and beginning."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class MailedPassage:
    """One new record in a mail. `passage` is safe HTML with <strong> around search terms, `plain` the same with asterisks."""

    who: str
    day: str
    title: str
    about: str
    passage: str
    plain: str
    question: str
    before: Beside | None
    after: Beside | None
    permalink: str
    place: str


def passages_of(params: SearchParams, records: Sequence[int], site: str) -> list[MailedPassage]:
    """Return the public ones of these records, in order. Ten queries whatever their number."""
    query = parse(params.q, IndexedNames())
    hits = tuple(EngineHit(key, 0.0) for key in records)
    rows = read_rows(params, query, EngineAnswer(len(hits), hits, {}, {}), hits, Budget())
    beside = _neighbours([row.record_id for row in rows])
    said = found_records({key for pair in beside.values() for key in pair if key})
    return [_passage(row, [said.get(key or 0) for key in beside[row.record_id]], site) for row in rows]


def _neighbours(records: Collection[int]) -> Mapping[int, tuple[int | None, int | None]]:
    """Return the records before and after each of these in its transcript."""
    if not records:
        return {}
    own = list(Record.objects.filter(pk__in=records).order_by().values_list("pk", "transcript_id", "position"))
    wanted = reduce(or_, (Q(transcript_id=of, position__in=(at - 1, at + 1)) for _, of, at in own))
    beside = Record.objects.filter(wanted).order_by().values_list("transcript_id", "position", "pk")
    standing = {(of, at): pk for of, at, pk in beside}
    return {pk: (standing.get((of, at - 1)), standing.get((of, at + 1))) for pk, of, at in own}


def _passage(row: ResultRow, beside: Sequence[FoundRecord | None], site: str) -> MailedPassage:
    who = ", ".join(f"{person.name}, {person.office}" if person.office else person.name for person in row.speakers)
    before, after = (_beside(record) for record in beside)
    return MailedPassage(
        who=who,
        day=date_format(row.date, "j F Y") if row.date else "undated",
        title=row.title,
        about=" · ".join(filter(None, (row.event_label, row.place, row.source))),
        passage=row.passage.replace("<mark>", "<strong>").replace("</mark>", "</strong>"),
        plain=unescape(row.passage.replace("<mark>", "*").replace("</mark>", "*")),
        question=row.question,
        before=before,
        after=after,
        permalink=site + row.record_url,
        place=site + row.url,
    )


def _beside(record: FoundRecord | None) -> Beside | None:
    if record is None or not record.turns:
        return None
    turn = record.turns[0]
    return Beside(turn.speaker[0] or ("Question" if turn.role == "question" else ""), beginning(turn.text, BESIDE_LENGTH))
